"""Clauses: where one claim of a sentence ends and the next begins, and how each is meant."""

import re
from functools import cache

from extractors.vocabulary import read_table
from schemas.extraction import Polarity

_CONNECTOR = re.compile(
    r"\s*(?:[,;:–—]\s*)?\b(?:while|whilst|whereas|but|and|although|though|however|yet|compared\s+(?:to|with))\b[\s,]*"
    r"|\s*[;:–—]\s*|\s*,\s*",
    re.IGNORECASE,
)
_STRONG = re.compile(r"while|whilst|whereas|but|although|though|[;]", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"[(,;:]|\b(?:who|whom|whose|which|where|because|if|when|unless|until|whether|whilst|while|whereas)\b",
    re.IGNORECASE,
)
VERB_WINDOW_CHARS = 110
"""How far from its phrase the words are looked for that negate or qualify a claim."""


def split_clauses(
    text: str, start: int, end: int, phrases: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The clause of each quantified phrase of the sentence ``text[start:end]``, trimmed.

    A boundary lies between two phrases, at the connector nearest to the second one; strong
    connectors ('whilst', ';') win over commas. Phrases without any between them share a clause.
    """
    bounds = [start]
    for (_, left_end), (right_start, _) in zip(phrases, phrases[1:], strict=False):
        bounds.append(_boundary(text, left_end, right_start))
    bounds.append(end)
    clauses = []
    for number in range(len(phrases)):
        low = max((bound for bound in bounds[: number + 1] if bound >= 0), default=start)
        high = min((bound for bound in bounds[number + 1 :] if bound >= 0), default=end)
        clauses.append(_trim(text, low, high, is_first=number == 0))
    return clauses


def _boundary(text: str, left_end: int, right_start: int) -> int:
    """Offset where the clause of the right phrase begins (at its connector), or -1."""
    best, best_is_strong = -1, False
    depth = 0
    for found in re.finditer(
        rf"[(\[]|[)\]]|{_CONNECTOR.pattern}", text[left_end:right_start], re.IGNORECASE
    ):
        word = found.group()
        if word in "([":
            depth += 1
        elif word in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            is_strong = _STRONG.search(word) is not None
            if is_strong or not best_is_strong:
                best, best_is_strong = left_end + found.start(), is_strong
    return best


def _trim(text: str, start: int, end: int, is_first: bool) -> tuple[int, int]:
    if not is_first:
        connector = _CONNECTOR.match(text, start, end)
        while connector is not None and connector.end() > start:
            start = connector.end()
            connector = _CONNECTOR.match(text, start, end)
    while start < end and text[start] in " \t\n\"“‘'–—•":
        start += 1
    while end > start and text[end - 1] in " \t\n.;:,–—!?":
        end -= 1
    return start, end


@cache
def _cues() -> tuple[tuple[Polarity, re.Pattern[str]], ...]:
    patterns: dict[str, list[str]] = {}
    for row in read_table("polarity_cues"):
        patterns.setdefault(row["polarity"], []).append(rf"(?:{row['pattern']})")
    order: tuple[Polarity, ...] = ("unclear", "planned", "no", "partial")
    return tuple(
        (polarity, re.compile(rf"\b(?:{'|'.join(patterns[polarity])})(?!\w)", re.IGNORECASE))
        for polarity in order
    )


def read_polarity(text: str, clause: tuple[int, int], phrase: tuple[int, int]) -> Polarity:
    """How the clause is meant for its countries; 'yes' where nothing says otherwise.

    Only the main verb counts: words behind 'who', 'which', 'where', a comma or a bracket belong to
    something else.
    """
    start, end = clause
    window = text[phrase[1] : max(phrase[1], min(end, phrase[1] + VERB_WINDOW_CHARS))]
    window = re.sub(r"\A\s*[(\[][^()\[\]]*[)\]]", "", window)
    cut = _SUBORDINATE.search(window)
    after = window[: cut.start()] if cut else window
    before = text[max(start, phrase[0] - VERB_WINDOW_CHARS) : max(start, phrase[0])]
    cuts = list(_SUBORDINATE.finditer(before))
    before = before[cuts[-1].end() :] if cuts else before
    for polarity, pattern in _cues():
        if pattern.search(after) or (len(before) > 12 and pattern.search(before)):
            return polarity
    return "yes"
