"""Sets: complements, subsets and repeats (C02–C05, C15)."""

import re
from collections.abc import Iterator

from extractors.checkers.contract import find_repeated, name_codes
from extractors.context import Context
from extractors.contributors import ContributingSet, find_contributors
from schemas.extraction import Check, Claim, Extraction

_REST = re.compile(r"\b(?:others?|remaining|remainder|rest)\b", re.IGNORECASE)
_FURTHER = re.compile(r"\b(?:further|another|additional)\b", re.IGNORECASE)


def check_sets(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Partitions first, then subsets, then repeats."""
    contributors = find_contributors(context, list(extraction.notes))
    yield from _check_partitions(context, extraction.claims)
    if contributors is not None:
        yield from _check_contributors(context, extraction, contributors)
    yield from _check_bases(context, extraction.claims)
    yield from _check_repeats(context, extraction)


def _is_printed(claim: Claim) -> bool:
    return (
        claim.countries is not None
        and claim.countries_from is not None
        and claim.countries_from.derived is None
        and claim.list_kind == "exact"
    )


def _check_partitions(context: Context, claims: tuple[Claim, ...]) -> Iterator[Check]:
    """'six others' after 'seventeen of these': disjoint, and together the whole base."""
    for left, right in zip(claims, claims[1:], strict=False):
        words = f"{right.quantity.surface} {right.base.surface if right.base else ''}"
        is_rest, is_further = _REST.search(words), _FURTHER.search(words)
        if not (is_rest or is_further) or not (_is_printed(left) and _is_printed(right)):
            continue
        one, other = set(left.countries or ()), set(right.countries or ())
        both = [iso2 for iso2 in left.countries or () if iso2 in other]
        whole = right.base.countries if right.base is not None else None
        left_whole = left.base.countries if left.base is not None else None
        problems = [f"in both: {name_codes(context, both)}"] if both else []
        if is_rest and not is_further and whole is not None and whole == left_whole:
            missing = [iso2 for iso2 in whole if iso2 not in one | other]
            extra = [
                iso2
                for iso2 in (*(left.countries or ()), *(right.countries or ()))
                if iso2 not in whole
            ]
            problems += [f"in neither: {name_codes(context, missing)}"] if missing else []
            problems += [f"outside the base: {name_codes(context, extra)}"] if extra else []
            size = f" of {len(set(whole))}"
        else:
            size = ""
        yield Check(
            code="partition.further" if is_further else "partition.complement",
            status="fail" if problems else "pass",
            message=(
                f"'{left.quantity.surface}' ({len(one)}) and '{right.quantity.surface}' ({len(other)}){size} "
                + (
                    "do not fit: " + "; ".join(problems)
                    if problems
                    else "are disjoint and complete"
                    if size
                    else "are disjoint"
                )
                + "."
            ),
            expected=name_codes(context, whole) if whole and size else "disjoint sets",
            found="; ".join(problems) or "as expected",
            finding_ids=(left.finding_id, right.finding_id),
            evidence=(left.evidence, right.evidence),
        )


def _check_contributors(
    context: Context, extraction: Extraction, contributors: ContributingSet
) -> Iterator[Check]:
    """Who acts in a claim should be among those who contributed to the document."""
    whole = set(contributors.countries)
    place = context.evidence(contributors.country_list.start, contributors.country_list.end)
    checked = failed = 0
    for claim in extraction.claims:
        if claim.countries is None or claim.countries_from is None or claim.countries_from.derived:
            continue
        if (
            claim.countries_from.inline is not None
            and claim.countries_from.inline.start_char == place.start_char
        ):
            continue
        checked += 1
        outside = [iso2 for iso2 in dict.fromkeys(claim.countries) if iso2 not in whole]
        if outside:
            failed += 1
            yield Check(
                code="subset.contributors",
                status="fail",
                severity="warning",
                message=(
                    f"'{claim.quantity.surface or claim.statement[:40]}' names {name_codes(context, outside)}, "
                    f"not among the {len(whole)} contributors."
                ),
                expected="contributors only",
                found=name_codes(context, outside),
                finding_ids=(claim.finding_id,),
                evidence=(claim.evidence, place),
            )
    if checked and not failed:
        yield Check(
            code="subset.contributors",
            status="pass",
            message=f"All lists of {checked} claims stay within the {len(whole)} contributors.",
            evidence=(place,),
        )


def _check_bases(context: Context, claims: tuple[Claim, ...]) -> Iterator[Check]:
    """'Nine of these 15': the nine are among the fifteen, and nine is not more than fifteen."""
    for claim in claims:
        base = claim.base
        if base is None or not _is_printed(claim) or base.countries is None:
            continue
        if not base.surface.lower().startswith(("these", "those", "them", "which")) and not any(
            character.isdigit() for character in base.surface
        ):
            continue
        outside = [iso2 for iso2 in claim.countries or () if iso2 not in base.countries]
        yield Check(
            code="subset.base",
            status="fail" if outside else "pass",
            message=(
                f"'{claim.quantity.surface}' of '{base.surface}': "
                + (
                    f"{name_codes(context, outside)} not in that set."
                    if outside
                    else "all in that set."
                )
            ),
            expected=name_codes(context, base.countries),
            found=name_codes(context, outside) if outside else "as expected",
            finding_ids=(claim.finding_id,),
            evidence=(claim.evidence,),
        )


def _check_repeats(context: Context, extraction: Extraction) -> Iterator[Check]:
    """A code twice in one list."""
    ids = {note.note_id: note.finding_id for note in extraction.notes}
    failed = False
    for one in context.lists:
        repeated = find_repeated(one.countries)
        if not repeated or context.is_boilerplate(one.start):
            continue
        failed = True
        yield Check(
            code="duplicate.code",
            status="fail",
            message=f"{name_codes(context, repeated)} stands twice in one list.",
            expected="each country once",
            found=name_codes(context, repeated),
            finding_ids=(ids[one.note_id],) if one.note_id in ids else (),
            evidence=(context.evidence(one.start, one.end),),
        )
    if context.lists and not failed:
        yield Check(
            code="duplicate.code",
            status="pass",
            message=f"No country stands twice in one of the {len(context.lists)} lists.",
        )
