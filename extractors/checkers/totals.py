"""Totals: lists that no claim took up, and the list of contributors (C01, C06)."""

import re
from collections.abc import Iterator

from extractors.checkers.contract import (
    base_countries,
    count_noun,
    fills_bracket,
    find_added,
    is_network_list,
    lists_between,
    name_codes,
)
from extractors.checkers.trust import trusted_contributors
from extractors.context import Context
from extractors.contributors import ContributingSet
from extractors.counting import COUNT_NOUN
from extractors.lists import CountryList
from extractors.numbers import NUMBER, get_value
from schemas.document import Evidence
from schemas.extraction import Check, CheckStatus, Extraction

MAX_LEAD_CHARS = 40

_WORD_BEFORE = re.compile(rf"(?<!\w)(?!\d)({NUMBER})(?:\s+{COUNT_NOUN})?\s*\Z", re.IGNORECASE)


def check_totals(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Lists of the body with a number beside them, in text order, then the contributors."""
    claimed = {
        one.start
        for claim in extraction.claims
        if claim.countries_from is not None and claim.countries_from.inline is not None
        for one in lists_between(
            context, claim.countries_from.inline.start_char, claim.countries_from.inline.end_char
        )
    }
    for one in context.lists:
        if one.note_id is None and one.start not in claimed:
            yield from _check_list(context, one)
    contributors = trusted_contributors(context, extraction)
    if contributors is not None:
        yield from _check_contributors(context, extraction, contributors)


def _check_list(context: Context, one: CountryList) -> Iterator[Check]:
    """A number that stands directly at a list of the body and that no claim took up."""
    if one.kind == "exception" or context.is_boilerplate(one.start):
        return
    if one.stated_count is None or one.stated_span is None:
        yield from _check_word(context, one)
        return
    if not is_network_list(context, one):
        return
    is_behind = one.stated_span[0] >= one.end
    gap = context.text[one.stated_span[1] : one.start]
    if not is_behind and re.fullmatch(r"\s*[(\[:]\s*", gap) is None:
        return
    listed = len(set(one.countries))
    agrees = listed <= one.stated_count if one.kind == "open" else listed == one.stated_count
    status: CheckStatus = "pass" if agrees else "fail"
    if one.is_unfinished:
        status = "not_checkable"
    stated = context.evidence(*one.stated_span)
    yield Check(
        code="total.list" if is_behind else "count.list",
        status=status,
        message=(
            f"'{stated.quote}' is printed beside a list of "
            f"{count_noun(listed, 'country', 'countries')}"
            + (f" ({name_codes(context, one.countries)})." if status == "fail" else ".")
        ),
        expected=str(one.stated_count),
        found=str(listed),
        evidence=(stated, context.evidence(one.start, one.end)),
    )


def _check_word(context: Context, one: CountryList) -> Iterator[Check]:
    """'four (AU, CA, NZ, US)': a number word directly in front of a bracket that is all list.

    Words only: a figure there may be that of a table or an article.
    """
    if one.kind != "exact" or one.is_unfinished or not fills_bracket(context, one):
        return
    if one.bracket < 0 or context.text[one.bracket + 1 : one.start].strip():
        return
    begin = max(context.document.blocks[one.block].start_char, one.bracket - MAX_LEAD_CHARS)
    found = _WORD_BEFORE.search(context.text, begin, one.bracket)
    if found is None:
        return
    stated, listed = get_value(found[1]), len(set(one.countries))
    place = context.evidence(*found.span(1))
    yield Check(
        code="count.list",
        status="pass" if stated == listed else "fail",
        message=(
            f"'{place.quote}' is printed beside a list of "
            f"{count_noun(listed, 'country', 'countries')}"
            + (f" ({name_codes(context, one.countries)})." if stated != listed else ".")
        ),
        expected=str(stated),
        found=str(listed),
        evidence=(place, context.evidence(one.start, one.end)),
    )


def _check_contributors(
    context: Context, extraction: Extraction, contributors: ContributingSet
) -> Iterator[Check]:
    """The number of contributors against the list of contributors (C06)."""
    one = contributors.country_list
    stated = _find_stated(context, extraction, contributors)
    if stated is None or one.is_unfinished or one.kind == "open":
        return
    value, place = stated
    if set(one.countries) != set(contributors.countries):
        return  # several lists make up the set, and each has a number of its own
    listed = len(set(contributors.countries))
    sentence = context.sentence_at(place.start_char)
    if sentence is not None and listed > value:
        end = min(sentence.end, max(one.start, place.end_char))
        added = find_added(context, sentence.start, end) & set(contributors.countries)
        if listed == value + len(added):
            value = listed  # '24 Member Countries and Norway'
    relying = [
        claim
        for claim in extraction.claims
        if set(base_countries(claim) or ()) == set(contributors.countries)
    ]
    yield Check(
        code="total.contributors",
        status="pass" if value == listed else "fail",
        message=(
            f"{value} contributors are stated and {listed} are listed; "
            f"{count_noun(len(relying), 'claim')} of the document count among them."
        ),
        expected=str(value),
        found=str(listed),
        finding_ids=tuple(
            note.finding_id for note in extraction.notes if note.note_id == contributors.note_id
        ),
        evidence=(place, context.evidence(one.start, one.end)),
    )


def _find_stated(
    context: Context, extraction: Extraction, contributors: ContributingSet
) -> tuple[int, Evidence] | None:
    """The number printed with the list, else that of the claim whose list it is, and its place."""
    one = contributors.country_list
    if one.stated_count is not None and one.stated_span is not None:
        return one.stated_count, context.evidence(*one.stated_span)
    for claim in extraction.claims:
        origin = claim.countries_from
        if origin is None or claim.quantity.value is None or claim.quantity.kind != "exact":
            continue
        is_inline = origin.inline is not None and origin.inline.start_char == one.start
        is_cited = origin.note_id is not None and origin.note_id == contributors.note_id
        if (is_inline or is_cited) and claim.list_kind == "exact":
            return claim.quantity.value, claim.evidence
    return None
