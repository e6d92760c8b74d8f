"""Numbers that are rates of things: 'one flight in ten', 'in Cyprus, nine out of 20'."""

import re

from extractors.claim_phrases import Span, Surroundings
from extractors.counting import COUNT_NOUN

CLAUSE_CHARS = 90
"""How far in front of a number the place is looked for in which the things are."""
_ONE_IN = re.compile(
    rf"\bone\s+(?!{COUNT_NOUN})(?:[a-z-]+\s+)?(?!(?:year|month|week|day|hour)\b)[a-z-]{{3,}}(?:\s+out\s+of|\s+in)\s+(?:every\s+)?\Z",
    re.IGNORECASE,
)
_ONE_IN_SO_MANY = re.compile(r"\bone\s+(?:out\s+of|in)\s+(?:every\s+)?\Z", re.IGNORECASE)
"""'one in six of them'; 'one in four countries' is a share and read as one."""
_DENOMINATORS = (2, 3, 4, 5, 10, 20, 100)
_OUT_OF = re.compile(r"\s+(?:out\s+)?of\s+")
_FIGURE_IS = re.compile(
    r"\b(?:figures?|rates?|shares?|ratio|scores?|totals?|results?|numbers?)\s(?:[a-z]+\s){0,4}"
    r"(?:is|are|was|were|be|been|at|to|reached|reaches)\s+\Z",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:]\s|\b(?:while|whereas|but|and)\s")
_PLACE = re.compile(r"\b[Ii]n\s+(?:the\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3}\Z")


def is_one_in(before: str, value: int) -> bool:
    """Whether a number behind ``before`` is the second of a rate: 'one flight in ten'."""
    if not before.endswith(("in ", "of ", "every ")):
        return False
    if _ONE_IN_SO_MANY.search(before) is not None:
        return True
    return value in _DENOMINATORS and _ONE_IN.search(before) is not None


def is_rate(text: str, around: Surroundings, number: Span, base: Span, size: int) -> bool:
    """Whether 'nine out of 20', where no noun follows, is a figure of one country or of things.

    So it is where a figure, or a country as the place, stands in front in the clause, and where
    more are taken from than contributed. ``base``: the 20.
    """
    if _OUT_OF.fullmatch(text, number[1], base[0]) is None:
        return False
    if around.contributors and size > around.contributors and size not in around.counted_sizes:
        return True
    begin = max(around.start, number[0] - CLAUSE_CHARS)
    clauses = list(_CLAUSE.finditer(text, begin, number[0]))
    begin = clauses[-1].end() if clauses else begin
    if _FIGURE_IS.search(text, begin, number[0]) is not None:
        return True
    return any(
        _PLACE.search(text, begin, end) is not None
        for end in around.name_ends
        if begin < end <= number[0]
    )
