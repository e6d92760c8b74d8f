"""Repeats: one claim that the document makes twice, with another number or other countries (C25).

Two claims are the same only if their words are: every content word of one occurs in the other. Near
misses are other claims far more often than slips ('named effective measures', 'gave examples of
improving measures'), so they are left alone.
"""

from collections.abc import Iterator, Sequence

from extractors.checkers.contract import (
    ids_of,
    is_printed,
    name_claim,
    name_codes,
    note_of,
    notes_by_id,
)
from extractors.context import Context
from extractors.predicates import Predicate, read_predicate
from schemas.extraction import Check, Claim, Extraction

MIN_WORDS = 3
"""Fewer content words do not tell one claim from another."""


def check_repeats(context: Context, extraction: Extraction) -> Iterator[Check]:
    """One check for each claim that was made before in the same words."""
    made: dict[Predicate, Claim] = {}
    for claim in extraction.claims:
        predicate = read_predicate(claim)
        if len(predicate.words) < MIN_WORDS or predicate.is_relative:
            continue
        first = made.setdefault(predicate, claim)
        if first is claim or claim.evidence.start_char < first.evidence.end_char:
            continue  # two counts of one clause share its words
        yield from _compare(context, extraction, first, claim)


def _compare(
    context: Context, extraction: Extraction, first: Claim, claim: Claim
) -> Iterator[Check]:
    notes = notes_by_id(extraction)
    one, other = first.quantity, claim.quantity
    problems: list[str] = []
    is_compared = False
    if one.kind == other.kind and one.value is not None and other.value is not None:
        is_compared = True
        if one.value != other.value:
            problems.append(f"{one.value} and {other.value}")
    if is_printed(first) and is_printed(claim) and first.countries and claim.countries:
        is_compared = True
        differing = _differing(first.countries, claim.countries)
        if differing:
            problems.append(f"lists that differ in {name_codes(context, differing)}")
    if not is_compared:
        return
    ids = (*ids_of(first, note_of(first, notes)), *ids_of(claim, note_of(claim, notes)))
    yield Check(
        code="repeat.number",
        status="fail" if problems else "pass",
        message=(
            f"The same claim stands at {name_claim(first)} and at {name_claim(claim)}, "
            + (f"with {' and with '.join(problems)}." if problems else "with the same number.")
        ),
        expected=str(one.value) if one.value is not None else None,
        found=str(other.value) if other.value is not None else None,
        finding_ids=tuple(dict.fromkeys(ids)),
        evidence=(first.evidence, claim.evidence),
    )


def _differing(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return [iso2 for iso2 in dict.fromkeys((*one, *other)) if (iso2 in one) != (iso2 in other)]
