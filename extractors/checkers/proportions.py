"""Proportions: 'most', 'over half', '60 %' against the count and the base (C13)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from extractors.checkers.contract import (
    base_countries,
    ids_of,
    is_narrowed,
    note_of,
    notes_by_id,
    places_of,
)
from extractors.checkers.trust import trusted_contributors
from extractors.context import Context
from extractors.contributors import ContributingSet
from extractors.counting import COUNT_NOUN
from extractors.numbers import NUMBER, NUMBER_PATTERN, get_value
from extractors.vocabulary import read_table
from schemas.extraction import Check, Claim, Extraction

ROUNDING = 1
"""'Half of 23' may be 10 to 13: the print rounds. In countries."""
LOOSE_ROUNDING = 2
"""The same behind 'about', 'around', 'nearly'."""

_POINTS_BACK = re.compile(r"(?:the\s+)?(?:these|those|them|which)\b", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s?(?:%|per\s?cent)", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more than|over|just over|well over|upwards of|at least)\b", re.IGNORECASE)
_LESS = re.compile(r"\b(?:less than|fewer than|under|just under|at most|up to)\b", re.IGNORECASE)
_LOOSE = re.compile(
    r"\b(?:about|around|nearly|almost|roughly|approximately|some|close to)\b", re.IGNORECASE
)


_FIGURES = re.compile(
    r"(?P<words>(?:\b(?:more\s+than|less\s+than|fewer\s+than|just\s+over|just\s+under|over|about|around"
    r"|nearly|almost|roughly|approximately)\s+)?\b(?:(?:an?|the|one|two|three)[\s-]+)?"
    r"(?:(?:large|vast|great|clear|slight|small|overwhelming)\s+)?"
    r"(?:majority|minority|half|thirds?|quarters?|most|almost\s+all|nearly\s+all))"
    rf"\s+(?:of\s+)?(?:the\s+|these\s+|those\s+|all\s+)?(?:{COUNT_NOUN}\s+)?"
    rf"\((?P<count>{NUMBER})\s+(?:out\s+)?of\s+(?:the\s+)?(?P<base>{NUMBER})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many countries the words allow, both ends included."""

    low: int
    high: int


def check_proportions(context: Context, extraction: Extraction) -> Iterator[Check]:
    """One check for every proportion that has a count and a base."""
    notes = notes_by_id(extraction)
    contributors = trusted_contributors(context, extraction)
    judged: list[tuple[int, int]] = []
    for claim in extraction.claims:
        if claim.quantity.kind not in ("proportion", "approximate"):
            continue
        note = note_of(claim, notes)
        base = _sure_size(claim, contributors)
        counted = _count(claim)
        if base is None or counted is None or (note is not None and note.is_unfinished):
            continue
        bounds = find_bounds(claim.quantity.surface, base)
        if bounds is None:
            continue
        judged.append((claim.evidence.start_char, claim.evidence.end_char))
        yield Check(
            code="proportion.base",
            status="pass" if bounds.low <= counted <= bounds.high else "fail",
            message=(
                f"'{claim.quantity.surface}' of {base} means {bounds.low} to {bounds.high}; "
                f"{counted} are {'stated' if claim.quantity.value is not None else 'listed'}."
            ),
            expected=f"{bounds.low} to {bounds.high}",
            found=str(counted),
            finding_ids=ids_of(claim, note),
            evidence=places_of(claim, note),
        )
    yield from _check_figures(context, judged)


def _check_figures(context: Context, judged: list[tuple[int, int]]) -> Iterator[Check]:
    """'A large majority (18 of 22) …': words and figures side by side that make no claim."""
    for found in _FIGURES.finditer(context.text):
        if any(start < found.end() and found.start() < end for start, end in judged):
            continue
        counted, base = get_value(found["count"]), get_value(found["base"])
        words = found["words"].strip()
        bounds = find_bounds(words, base)
        if bounds is None or counted > base:
            continue
        yield Check(
            code="proportion.base",
            status="pass" if bounds.low <= counted <= bounds.high else "fail",
            message=(
                f"'{words}' of {base} means {bounds.low} to {bounds.high}; {counted} are stated."
            ),
            expected=f"{bounds.low} to {bounds.high}",
            found=str(counted),
            evidence=(
                context.evidence(*found.span("words")),
                context.evidence(found.start("count"), found.end("base")),
            ),
        )


def _sure_size(claim: Claim, contributors: ContributingSet | None) -> int | None:
    """The size of the base where the print gives it: by a number, by a list, or as contributors."""
    base = claim.base
    if base is None or base.value is None or is_narrowed(claim):
        return None
    if NUMBER_PATTERN.search(base.surface) or base.value in _numbers(claim):
        return base.value
    members = base_countries(claim)
    if members is None:
        return None
    is_whole = contributors is not None and set(members) == set(contributors.countries)
    return base.value if is_whole or _POINTS_BACK.match(base.surface) else None


def _numbers(claim: Claim) -> list[int]:
    return [get_value(found.group()) for found in NUMBER_PATTERN.finditer(claim.statement)]


def _count(claim: Claim) -> int | None:
    """The number in brackets behind the words, else the length of a closed list."""
    if claim.quantity.value is not None:
        return claim.quantity.value
    if claim.countries is None or claim.list_kind != "exact" or claim.countries_from is None:
        return None
    return None if claim.countries_from.derived else len(set(claim.countries))


def find_bounds(words: str, base: int) -> Bounds | None:
    """What ``words`` allow for a base of ``base`` countries; None for words without a rule.

    >>> find_bounds("more than half", 23), find_bounds("half", 23)
    (Bounds(low=12, high=23), Bounds(low=10, high=13))
    """
    share = _find_share(words.lower())
    if share is None or base < 1:
        return None
    row, exact = share
    point = exact * base
    below = int(point)
    above = below if point == below else below + 1
    if row == "majority" or _MORE.search(words):
        return Bounds(below + 1, base)
    if row == "minority" or _LESS.search(words):
        return Bounds(0, above - 1)
    if row == "nearly_all":
        return Bounds(max(base // 2 + 1, min(base - 3, below)), base)
    width = LOOSE_ROUNDING if _LOOSE.search(words) else ROUNDING
    return Bounds(max(0, below - width), min(base, above + width))


def _find_share(words: str) -> tuple[str, Fraction] | None:
    percent = _PERCENT.search(words)
    if percent is not None:
        return "share", Fraction(int(percent[1]), 100)
    for row in read_table("shares"):
        if re.search(rf"\b{row['words']}\b", words):
            return row["kind"], Fraction(row["share"])
    return None
