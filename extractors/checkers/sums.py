"""Sums: Members and Observers against the whole, and 'the remaining six' against the rest (C07)."""

import re
from collections.abc import Iterator
from itertools import combinations

from extractors.checkers.contract import (
    count_noun,
    fills_bracket,
    ids_of,
    is_narrowed,
    is_printed,
    lists_between,
    name_claim,
    note_of,
    notes_by_id,
    references_between,
)
from extractors.context import Context
from extractors.counting import COUNT_NOUN
from extractors.lists import CountryList
from extractors.numbers import NUMBER, get_value
from schemas.extraction import Check, Claim, Extraction, Footnote

MAX_LEAD_CHARS = 30
"""Between an addend and the first country of its bracket."""
MAX_DISTANCE_CHARS = 400
"""Between a count and the one that takes up the rest of its base."""

_SPLIT = re.compile(
    rf"(?<!\+ )(?<!\+)(?P<total>{NUMBER})"
    rf"\s+(?:different\s+|other\s+)?{COUNT_NOUN}[^.;:()\d]{{0,60}}?"
    r"(?P<opening>\s*[(:–—]\s*|\s*,?\s*(?=of\s+w|comprising|namely|i\.e\.))"
    r"(?:(?:of\s+which|of\s+whom|comprising|namely|i\.e\.),?\s+)?"
    rf"(?P<first>{NUMBER})\s+(?P<one>(?:were\s+|are\s+)?{COUNT_NOUN})"
    r"\s*(?:,?\s*and|,?\s*plus|\+|,?\s*as\s+well\s+as|,)"
    rf"\s+(?P<second>{NUMBER})\s+(?P<other>(?:were\s+|are\s+)?{COUNT_NOUN})"
    r"(?=\s*(?:[.;:)(–—\[,]|\Z|\n))",
    re.IGNORECASE,
)
_REMAINING = re.compile(r"\b(?:the\s+remaining|the\s+other|remaining)\b", re.IGNORECASE)


def check_sums(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Splits as printed anywhere, then the roles in the lists of splits, then remainders."""
    summed: list[tuple[int, int]] = []
    for found in _SPLIT.finditer(context.text):
        roles = {_role(found["one"]), _role(found["other"])}
        if roles == {"member", "observer"}:
            summed.append(found.span())
            yield _check_split(context, extraction, found)
    notes = notes_by_id(extraction)
    for claim in extraction.claims:
        if not claim.quantity.parts:
            continue
        start, end = claim.evidence.start_char, claim.evidence.end_char
        if not any(begin < end and start < stop for begin, stop in summed):
            yield _check_parts(claim)
        yield from _check_addends(context, extraction, claim)
        listed = _count_observers(context, claim)
        if listed is not None:
            note = note_of(claim, notes)
            yield _check_roles(claim, listed, note.finding_id if note else None)
    yield from _check_remainders(extraction)


def _role(noun: str) -> str:
    words = noun.lower()
    if "observer" in words:
        return "both" if "member" in words else "observer"
    return "member" if re.search(r"\bmember|\bmss?\b", words) else "any"


def _check_split(context: Context, extraction: Extraction, found: re.Match[str]) -> Check:
    total = get_value(found["total"])
    parts = (get_value(found["first"]), get_value(found["second"]))
    start, end = found.span()
    return Check(
        code="sum.parts",
        status="pass" if sum(parts) == total else "fail",
        message=(
            f"'{found['total']}' is printed as the whole of {parts[0]} and {parts[1]}, "
            f"which make {sum(parts)}."
        ),
        expected=str(total),
        found=str(sum(parts)),
        finding_ids=tuple(
            claim.finding_id
            for claim in extraction.claims
            if claim.evidence.start_char < end and start < claim.evidence.end_char
        ),
        evidence=(
            context.evidence(*found.span("total")),
            context.evidence(found.start("first"), found.end("other")),
        ),
    )


def _check_parts(claim: Claim) -> Check:
    total = sum(part.value for part in claim.quantity.parts)
    return Check(
        code="sum.parts",
        status="pass" if total == claim.quantity.value else "fail",
        message=f"{name_claim(claim)} is {claim.quantity.value}; its parts make {total}.",
        expected=str(claim.quantity.value),
        found=str(total),
        finding_ids=(claim.finding_id,),
        evidence=(claim.evidence,),
    )


def _check_addends(context: Context, extraction: Extraction, claim: Claim) -> Iterator[Check]:
    """'19 Members¹ and three Observers (GE, NO, UA)': each number against the list at it.

    A list at the last addend alone may be that of the whole; the counts judge it.
    """
    found: list[tuple[int, CountryList | Footnote] | None] = []
    position = claim.evidence.start_char
    for part in claim.quantity.parts:
        start = context.text.find(part.surface, position)
        if start < 0:
            return
        position = start + len(part.surface)
        at = _list_at(context, extraction, start, position)
        found.append((part.value, at) if at is not None else None)
    if not any(found[:-1]):
        return
    for pair in filter(None, found):
        value, one = pair
        listed = len(set(one.countries))
        is_note = isinstance(one, Footnote)
        place = (
            (one.list_evidence or one.evidence)
            if isinstance(one, Footnote)
            else context.evidence(one.start, one.end)
        )
        yield Check(
            code="sum.addend",
            status="pass" if listed == value else "fail",
            message=(
                f"{value} of {name_claim(claim)} are counted; {listed} are listed in "
                f"{'the note' if is_note else 'the bracket'} there."
            ),
            expected=str(value),
            found=str(listed),
            finding_ids=ids_of(claim, one if isinstance(one, Footnote) else None),
            evidence=(claim.evidence, place),
        )


def _list_at(
    context: Context, extraction: Extraction, start: int, end: int
) -> CountryList | Footnote | None:
    """The closed list in the bracket behind ``[start, end)`` or in the note cited there."""
    for one in lists_between(context, end, end + MAX_LEAD_CHARS):
        if one.bracket >= end and not context.text[end : one.bracket].strip():
            return one if one.kind == "exact" and fills_bracket(context, one) else None
    notes = notes_by_id(extraction)
    for reference in references_between(context, start + 1, end + 2):
        note = notes.get(reference.note_id or "")
        if note is None or note.kind != "country_list" or note.list_kind != "exact":
            continue
        if not note.is_unfinished:
            return note
    return None


def _count_observers(context: Context, claim: Claim) -> tuple[int, int] | None:
    """How many observers the words count and the list names; None where they cannot be compared."""
    if not is_printed(claim) or claim.countries is None:
        return None
    stated = [part.value for part in claim.quantity.parts if _role(part.surface) == "observer"]
    if len(stated) != 1:
        return None
    roles = [context.vocabulary.countries[iso2].emn_role for iso2 in dict.fromkeys(claim.countries)]
    return stated[0], roles.count("observer")


def _check_roles(claim: Claim, listed: tuple[int, int], note_finding_id: str | None) -> Check:
    stated, found = listed
    return Check(
        code="sum.roles",
        status="pass" if stated == found else "fail",
        message=(
            f"{name_claim(claim)} counts {count_noun(stated, 'observer')}; its list names {found}."
        ),
        expected=str(stated),
        found=str(found),
        finding_ids=tuple(filter(None, (claim.finding_id, note_finding_id))),
        evidence=(claim.evidence,),
    )


def _check_remainders(extraction: Extraction) -> Iterator[Check]:
    """'Seventeen of the 23 … The remaining six …': what was counted before and the rest make 23.

    A fail only if no choice among the counts close before it makes up the base.
    """
    claims = extraction.claims
    for at, claim in enumerate(claims):
        size = claim.base.value if claim.base is not None else None
        value = claim.quantity.value
        if size is None or value is None or claim.quantity.kind != "exact":
            continue
        if not _REMAINING.search(claim.quantity.surface) or is_narrowed(claim):
            continue
        before = _counts_before(claims[:at], claim, size)
        is_base = any(one.base is not None and one.base.value == size for one in before)
        is_counted = any(one.quantity.value == size for one in claims[max(0, at - 5) : at])
        chosen = _choose(before, size - value)
        if not (is_base or (is_counted and chosen)):
            continue
        if not chosen and _REMAINING.search(before[-1].quantity.surface):
            continue  # the set before is divided up already; this is the rest of another
        shown = chosen or before[-1:]
        total = sum(one.quantity.value or 0 for one in shown) + value
        names = " and ".join(name_claim(one) for one in (*shown, claim))
        yield Check(
            code="sum.remainder",
            status="pass" if chosen else "fail",
            message=f"{names} make {total}; their base has {size}.",
            expected=str(size),
            found=str(total),
            finding_ids=(*(one.finding_id for one in shown), claim.finding_id),
            evidence=(*(one.evidence for one in shown), claim.evidence),
        )


def _counts_before(earlier: tuple[Claim, ...], claim: Claim, size: int) -> list[Claim]:
    """Exact counts close before the claim that are no count of the base itself, nearest last."""
    start = claim.evidence.start_char
    return [
        one
        for one in earlier[-4:]
        if one.quantity.kind == "exact"
        and one.quantity.value is not None
        and one.quantity.value < size
        and start - one.evidence.end_char < MAX_DISTANCE_CHARS
    ]


def _choose(before: list[Claim], wanted: int) -> list[Claim]:
    """The fewest of the counts that add up to ``wanted``; empty if none do."""
    for length in range(1, len(before) + 1):
        for some in combinations(reversed(before), length):
            if sum(one.quantity.value or 0 for one in some) == wanted:
                return list(reversed(some))
    return []
