"""Numbers that share the verb of the count before: 'Eleven apply by post and four by e-mail'.

Such a number has no noun and no verb. It counts countries if nothing else between the count and
it can be what is counted; a number that counts something else ('… and 12 judges') ends the row.
"""

import re
from bisect import bisect_left
from functools import cache, cached_property

from extractors.alternatives import alternatives
from extractors.claim_phrases import Span, Surroundings
from extractors.claim_standing import BareNumber, find_support
from extractors.lower_case import compile_lower, lower
from extractors.numbers import NUMBER, NUMBER_PATTERN
from extractors.vocabulary import read_table

_COORDINATED = re.compile(
    r"(?P<mark>[,;:–—])?\s*(?P<word>\b(?:and|but|yet|while|whereas)\s+)?"
    r"(?:(?P<place>in|by|for)\s+)?\Z",
    re.IGNORECASE,
)
_NEXT_COUNT = compile_lower(
    rf"(?:[,;:–—]|\b(?:and|but|yet|while|whereas))\s+(?:(?:in|by|for|at\s+least|only|including|another|the\s+other"
    rf"|the\s+remaining)\s+){{0,2}}{NUMBER}",
)
_MEASURE = re.compile(
    r"\s*(?:(?:an?|per)\s+(?:day|week|month|year|hour|head|person|cent)|percent"
    r"|the\s+(?:previous|following|last|next|same))(?!\w)",
    re.IGNORECASE,
)
"""'30 a month', 'three the previous year', 'six per cent': how often, when or what share."""
_HOW = re.compile(
    r"\s*((?!(?:early|only|family|supply|reply|likely|elderly|friendly)\b)[a-z]{2,14}ly)"
    r"(?=\s*[,.;)]|\s+(?:and|but|or|in|by|for|at|on)\b|\s*\Z)"
)
"""'… in writing, four orally and two automatically': an adverb with which the count ends."""
_COUNT_BEHIND = re.compile(rf"\s+(?:[a-z]+\s+)?{NUMBER}(?![\w.,])", re.IGNORECASE)
"""'by both in one': the second number is the count."""
_SINGULAR = re.compile(r"\s+([a-z]{2,}(?<![sui])s)(?=\s)")
"""Behind 'one' a word in -s is its verb: 'and one funds none'."""
_COMPARED = re.compile(
    r"\s+(more|fewer|less|higher|lower|about|around|almost|similar)(?=\s*[,.;]|\s+(?:and|but|the|as)\b|\Z)",
    re.IGNORECASE,
)
"""'… reported fewer applications, twelve more and five about the same'"""
_BRACKET = re.compile(r"\s*[(\[][^()\[\]]{0,240}[)\]]")
_MEASURED = re.compile(
    r"(?:\b(?:after|before|within|for|of|at|by|every|than|least|most|to|from|until|in|under|over|about"
    r"|with|per|aged|EUR|CHF)|[€$£])\s*\Z",
    re.IGNORECASE,
)
"""In front of a number that says how long or how much: 'after six months'."""
MEASURED_CHARS = 12


@cache
def gap_pattern(kind: str) -> re.Pattern[str]:
    """A word of ``gap_words.csv`` of this kind, right behind a number."""
    words = alternatives([row["word"] for row in read_table("gap_words") if row["kind"] == kind])
    return re.compile(rf"\s*({words})(?!\w)", re.IGNORECASE)


class GapReader:
    """Judges the numbers of one sentence that have neither noun nor verb, in text order."""

    def __init__(self, text: str, around: Surroundings) -> None:
        self._text = text
        self._around = around
        self._is_broken = False

    @cached_property
    def _supports(self) -> list[tuple[int, int]]:
        return sorted((*self._around.list_brackets.items(), *self._around.list_markers.items()))

    def counts(self, number: BareNumber, last_end: int) -> bool:
        """Whether the number goes on with the count that ended at ``last_end`` of the sentence."""
        joint = _COORDINATED.search(number.before)
        if joint is None or (joint["mark"] is None and joint["word"] is None):
            return False
        if self.has_own_list(number.span, number.value) and self._gap(number, "free", "shared"):
            return True
        if not self._is_broken and self._follows(number, joint, last_end):
            return True
        self._is_broken = True
        return False

    def has_own_list(self, span: Span, value: int) -> bool:
        """Whether the next list or note has just this size and no other count in front of it."""
        end = span[1]
        at = bisect_left(self._supports, (end, 0))
        if at == len(self._supports) or self._supports[at][1] != value:
            return False
        return not _has_count(self._text, end, self._supports[at][0])

    def _gap(self, number: BareNumber, *kinds: str) -> re.Match[str] | None:
        end = number.span[1]
        bracket = _BRACKET.match(self._text, end, self._around.end)
        if bracket is not None and find_support(self._text, self._around, end) is not None:
            end = bracket.end()
        if _MEASURE.match(self._text, end, self._around.end):
            return None
        compared = _COMPARED.match(self._text, end, self._around.end)
        if compared is not None and "free" in kinds:
            return compared
        if number.value == 1 and "free" in kinds:
            verb = _SINGULAR.match(self._text, end, self._around.end)
            if verb is not None:
                return verb
        how = _HOW.match(self._text, end, self._around.end) if "free" in kinds else None
        if how is not None:
            return how
        found = (gap_pattern(kind).match(self._text, end, self._around.end) for kind in kinds)
        return next((one for one in found if one is not None), None)

    def _follows(self, number: BareNumber, joint: re.Match[str], last_end: int) -> bool:
        """Whether nothing between is counted ('one' is a pronoun there), and no noun follows."""
        between = self._text[last_end : number.span[0]]
        if any(
            _MEASURED.search(between, max(0, one.start() - MEASURED_CHARS), one.start()) is None
            for one in NUMBER_PATTERN.finditer(between)
            if one.group().lower() != "one"
        ):
            return False
        if self._gap(number, "free"):
            return True
        shared = self._gap(number, "shared")
        if shared is None:
            return False
        is_and = joint["word"] is not None and joint["mark"] is None
        return (
            (is_and and shared[1].lower() not in ("in", "of", "from", "to"))
            or re.search(rf"\b{re.escape(shared[1])}\b", between, re.IGNORECASE) is not None
            or self._is_parallel(number, joint, shared, last_end)
        )

    def _is_parallel(
        self, number: BareNumber, joint: re.Match[str], shared: re.Match[str], last_end: int
    ) -> bool:
        """'In twelve countries …, in six on request', '…: six per person, two per family'."""
        text, start, end = self._text, self._around.start, self._around.end
        if joint["place"] is not None:
            if _COUNT_BEHIND.match(text, shared.end(), end) is not None:
                return False
            same = rf"\b{joint['place']}\s+(?:[\w-]+\s+){{0,2}}{NUMBER}\b"
            return re.search(same, text[start:last_end], re.IGNORECASE) is not None
        if joint["mark"] != ":":
            return False
        next_one = rf"(?:,|\band)\s+{NUMBER}\s+{re.escape(shared[1])}\b"
        return re.search(next_one, text[number.span[1] : end], re.IGNORECASE) is not None


def skips_count(text: str, start: int, end: int, value: int | None, size: int) -> bool:
    """Whether a list of ``size`` at ``end`` belongs to a later number than the one at ``start``.

    A count that fits the list keeps it; else any coordinated number between them has the better
    claim to it, whether or not it is read as a claim: no set is better than a wrong one.
    """
    return value != size and _has_count(text, start, end)


def _has_count(text: str, start: int, end: int) -> bool:
    """Whether another count begins between the two; ``start`` is behind a word."""
    return _NEXT_COUNT.search(lower(text[start - 1 : end]), 1) is not None
