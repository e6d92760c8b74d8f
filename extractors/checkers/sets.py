"""Sets: repeats inside a list, subsets of the contributors and of the base (C02, C05, C15)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.checkers.contract import (
    base_countries,
    count_noun,
    find_repeated,
    ids_of,
    is_appended,
    is_of_network,
    is_printed,
    is_statistical,
    list_place,
    name_claim,
    name_codes,
    note_finding_ids,
    note_of,
    notes_by_id,
)
from extractors.checkers.trust import find_joined, trusted_contributors
from extractors.context import Context
from extractors.contributors import ContributingSet
from extractors.lists import CountryList
from extractors.numbers import NUMBER
from schemas.extraction import Check, Claim, Extraction, Iso2

_SAME_SET = re.compile(
    rf"(?:these|those|them|which)\b|.*\d|the\s+{NUMBER}|.*\b(?:responding|reporting|contributing|participating)\b",
    re.IGNORECASE,
)


def check_sets(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Subsets of the contributors, subsets of bases, then repeats."""
    contributors = trusted_contributors(context, extraction)
    if contributors is not None:
        yield from _check_contributors(context, extraction, contributors)
    yield from _check_bases(context, extraction)
    yield from _check_repeats(context, extraction)


def _check_contributors(
    context: Context, extraction: Extraction, contributors: ContributingSet
) -> Iterator[Check]:
    """Who acts in a claim should be among those who contributed to the document.

    Only lists in notes, in brackets or behind a colon count, and examples by their codes: a country
    that prose names by the way may be known from elsewhere. Countries outside the network are
    examples by nature.
    """
    whole = set(contributors.countries)
    joined = find_joined(context, contributors)
    one = contributors.country_list
    place = context.evidence(one.start, one.end)
    notes = notes_by_id(extraction)
    lists = {found.start: found for found in context.lists}
    checked = failed = 0
    for claim in extraction.claims:
        if not _is_named(claim) or claim.countries is None:
            continue
        note = note_of(claim, notes)
        printed = list_place(claim, note)
        if printed is None or printed.start_char == one.start:
            continue
        inline = lists.get(printed.start_char)
        if note is None and (inline is None or not _is_set_apart(inline)):
            continue
        if is_statistical(context, claim.evidence.start_char):
            continue
        if note is None and is_appended(context, printed.start_char):
            continue
        checked += 1
        outside = [
            iso2
            for iso2 in dict.fromkeys(claim.countries)
            if iso2 not in whole and iso2 not in joined and is_of_network(context, iso2)
        ]
        if not outside:
            continue
        failed += 1
        yield Check(
            code="subset.contributors",
            status="fail",
            severity="warning",
            message=(
                f"{name_claim(claim)} lists {name_codes(context, outside)}, "
                f"not among the {len(whole)} contributors."
            ),
            expected="contributors only",
            found=name_codes(context, outside),
            finding_ids=ids_of(claim, note),
            evidence=(printed, place),
        )
    if checked and not failed:
        yield Check(
            code="subset.contributors",
            status="pass",
            message=(
                f"The lists of {count_noun(checked, 'claim')} stay within "
                f"the {len(whole)} contributors."
            ),
            evidence=(place,),
        )


def _is_named(claim: Claim) -> bool:
    """Whether the document prints countries of the claim; an open list names some of them."""
    origin = claim.countries_from
    is_open = claim.list_kind == "open" and origin is not None and origin.derived is None
    return is_open or is_printed(claim)


def _is_set_apart(one: CountryList) -> bool:
    if one.place != "running":
        return True
    return one.kind == "open" and all(item.form == "code" for item in one.items)


def _check_bases(context: Context, extraction: Extraction) -> Iterator[Check]:
    """'Nine of these 15': the nine are among the fifteen, and nine is not more than fifteen."""
    notes = notes_by_id(extraction)
    for claim in extraction.claims:
        base = claim.base
        if base is None or _SAME_SET.match(base.surface) is None:
            continue
        note = note_of(claim, notes)
        outside = _outside_base(claim)
        value = claim.quantity.value
        is_larger = (
            value is not None
            and base.value is not None
            and value > base.value
            and claim.quantity.kind in ("exact", "at_least")
        )
        if outside is None and not is_larger:
            continue
        problem = f"{value} is more than {base.value}" if is_larger else ""
        if outside:
            problem = f"{name_codes(context, outside)} not in that set"
        yield Check(
            code="subset.base",
            status="fail" if problem else "pass",
            message=(f"{name_claim(claim)} of '{base.surface}': {problem or 'all in that set'}."),
            expected=name_codes(context, base.countries or ()) if outside else None,
            found=problem or "as expected",
            finding_ids=ids_of(claim, note),
            evidence=tuple(
                filter(None, (claim.evidence, list_place(claim, note) if outside else None))
            ),
        )


def _outside_base(claim: Claim) -> list[str] | None:
    """Countries of the claim that its base lacks; None where there are not two sets to compare."""
    whole = base_countries(claim)
    if not _is_named(claim) or whole is None:
        return None
    return [iso2 for iso2 in dict.fromkeys(claim.countries or ()) if iso2 not in whole]


def _is_divided(context: Context, one: CountryList, iso2: Iso2) -> bool:
    """'BE (Flanders), BE (Wallonia)': each time with other words of its own."""
    words = [
        context.text[slice(*item.qualifier)] if item.qualifier else ""
        for item in one.items
        if item.iso2 == iso2 and not item.is_repeat
    ]
    return len(set(words)) == len(words)


def _is_enumerated(context: Context, one: CountryList, iso2: Iso2) -> bool:
    """Whether the repeat is an item of its own: not so in 'BE, FI and SE; in SE since 2020'."""
    for before, item in pairwise(one.items):
        if item.iso2 != iso2 or item.is_repeat:
            continue
        is_second = any(known.iso2 == iso2 and known.start < item.start for known in one.items)
        gap = context.text[before.end : item.start]
        if is_second and re.search(r"\b(?!and\b|or\b|plus\b)[a-z]", gap) is None:
            return True
    return False


def _check_repeats(context: Context, extraction: Extraction) -> Iterator[Check]:
    """A country twice in one list."""
    failed = False
    for one in context.lists:
        repeated = [
            iso2
            for iso2 in find_repeated(one.countries)
            if not _is_divided(context, one, iso2) and _is_enumerated(context, one, iso2)
        ]
        if not repeated or one.place == "running":
            continue
        failed = True
        yield Check(
            code="duplicate.code",
            status="fail",
            message=f"{name_codes(context, repeated)} stands twice in one list.",
            expected="each country once",
            found=name_codes(context, repeated),
            finding_ids=note_finding_ids(extraction, one),
            evidence=tuple(
                context.evidence(item.start, item.end)
                for item in one.items
                if item.iso2 in repeated and not item.is_repeat
            ),
        )
    if context.lists and not failed:
        yield Check(
            code="duplicate.code",
            status="pass",
            message=f"No country stands twice in one of {count_noun(len(context.lists), 'list')}.",
        )
