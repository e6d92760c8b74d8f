"""Print: the style of codes, holes in lists, names against codes (C09, C10, C12, C21)."""

import re
from collections.abc import Iterator

from extractors.checkers.contract import (
    count_noun,
    is_network_list,
    name_claim,
    name_codes,
    note_finding_ids,
    notes_by_id,
    references_between,
)
from extractors.context import Context
from extractors.lists import CountryList, ListItem
from schemas.extraction import Check, Extraction, Iso2

_STYLED: dict[Iso2, str] = {"GR": "Greece", "GB": "the United Kingdom"}
"""Countries whose code in the EU's style is not that of ISO (Interinstitutional style guide)."""
_CODE_BEHIND = re.compile(r"\s*[(\[]([A-Z]{2})[)\]]")


def check_printing(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Styles, then holes and unknown codes in text order, then names with codes of others."""
    yield from _check_styles(context, extraction)
    yield from _check_defects(context, extraction)
    yield from _check_names_with_codes(context)
    yield from _check_claims_named_twice(context, extraction)


def _check_styles(context: Context, extraction: Extraction) -> Iterator[Check]:
    """GR for EL and GB for UK; both forms in one document."""
    uses: dict[str, list[tuple[CountryList, ListItem]]] = {}
    for one in context.lists:
        for item in one.items:
            if item.form == "code" and item.iso2 in _STYLED:
                uses.setdefault(context.text[item.start : item.end].upper(), []).append((one, item))
    failed = False
    for iso2, name in _STYLED.items():
        eu_code = context.vocabulary.countries[iso2].eu_code
        slips = [
            use
            for use in uses.get(iso2, [])
            if is_network_list(context, use[0]) or uses.get(eu_code)
        ]
        if not slips:
            continue
        failed = True
        proper = uses.get(eu_code, [])
        one, item = slips[0]
        lists = count_noun(len({found.start for found, _ in slips}), "list")
        yield Check(
            code="code_style.mixed" if proper else "code_style.iso",
            status="fail",
            severity="warning",
            message=(
                f"'{iso2}' stands for {name} in {lists}"
                + (f", '{eu_code}' elsewhere" if proper else "")
                + f"; the network writes '{eu_code}'."
            ),
            expected=eu_code,
            found=iso2,
            finding_ids=note_finding_ids(extraction, one),
            evidence=tuple(
                context.evidence(found.start, found.end)
                for found in (item, *(found for _, found in proper[:1]))
            ),
        )
    if uses and not failed:
        yield Check(
            code="code_style.iso",
            status="pass",
            severity="warning",
            message="Greece and the United Kingdom are written in the EU's style.",
        )


def _check_defects(context: Context, extraction: Extraction) -> Iterator[Check]:
    """What is wrong in the print of the lists; a pass if there is nothing."""
    failed = False
    for one in context.lists:
        for defect in one.defects:
            place = context.evidence(defect.start, defect.end)
            around = context.evidence(
                max(one.start, defect.start - 10), min(one.end, defect.end + 10)
            )
            if defect.kind in ("hole", "stray_separator"):
                code = "hole.element" if defect.kind == "hole" else "hole.separator"
                words = (
                    "An item is missing" if defect.kind == "hole" else "A separator is left over"
                )
                message = f"{words} at '{around.quote.strip()}': a code may have been lost."
            elif defect.kind == "unknown_code":
                code = "code_style.unknown"
                message = f"'{place.quote}' is the code of no country."
            else:
                continue
            failed = True
            yield Check(
                code=code,
                status="fail",
                message=message,
                expected="a code between two separators",
                found=place.quote,
                finding_ids=note_finding_ids(extraction, one),
                evidence=(place, context.evidence(one.start, one.end)),
            )
    if context.lists and not failed:
        yield Check(
            code="hole.element",
            status="pass",
            message=f"Nothing is missing in the print of {count_noun(len(context.lists), 'list')}.",
        )


def _check_names_with_codes(context: Context) -> Iterator[Check]:
    """'Belgium (BG)': a name beside the code of another country.

    Only codes of the network that are no abbreviation of the genre; 'Georgia (US)' is the state.
    """
    words = context.vocabulary
    pairs = []
    for start, end, iso2 in context.names_between(0, len(context.text)):
        found = _CODE_BEHIND.match(context.text, end)
        other = words.codes.get(found[1]) if found else None
        if found is None or other is None:
            continue
        if words.countries[other].emn_role == "" or words.countries[iso2].emn_role == "":
            continue
        pairs.append((start, found, iso2, other))
    for start, found, iso2, other in pairs:
        if other == iso2 or (found[1] in words.ambiguous_codes and len(pairs) < 3):
            continue
        name = words.countries[iso2].short_name
        yield Check(
            code="names.code",
            status="fail",
            message=f"{name} bears the code '{found[1]}' of {words.countries[other].short_name}.",
            expected=words.countries[iso2].eu_code,
            found=found[1],
            evidence=(context.evidence(start, found.end()), context.evidence(*found.span(1))),
        )
    if pairs and all(iso2 == other for _, _, iso2, other in pairs):
        yield Check(
            code="names.code",
            status="pass",
            message=f"{count_noun(len(pairs), 'name')} and the codes behind them agree.",
        )


def _check_claims_named_twice(context: Context, extraction: Extraction) -> Iterator[Check]:
    """A claim that names its countries in the text and in its note: both must be the same set."""
    by_id = notes_by_id(extraction)
    for claim in extraction.claims:
        inline = claim.countries_from.inline if claim.countries_from else None
        if inline is None or claim.countries is None or claim.list_kind != "exact":
            continue
        start, end = claim.evidence.start_char, claim.evidence.end_char
        references = references_between(context, start, end + 3)
        notes = [by_id[one.note_id] for one in references if one.note_id in by_id]
        for note in notes:
            if note.kind != "country_list" or note.list_kind != "exact" or note.is_unfinished:
                continue
            left, right = set(claim.countries), set(note.countries)
            if left == right or note.label not in claim.note_labels:
                continue
            if not (left < right or right < left or len(left & right) * 2 >= len(left | right)):
                continue
            differing = [
                iso2
                for iso2 in dict.fromkeys((*claim.countries, *note.countries))
                if (iso2 in left) != (iso2 in right)
            ]
            yield Check(
                code="names.note",
                status="fail",
                message=(
                    f"{name_claim(claim)} names {len(left)} in the text and {len(right)} in note "
                    f"{note.label}; they differ in {name_codes(context, differing)}."
                ),
                expected=name_codes(context, claim.countries),
                found=name_codes(context, note.countries),
                finding_ids=(claim.finding_id, note.finding_id),
                evidence=(inline, note.list_evidence or note.evidence),
            )
