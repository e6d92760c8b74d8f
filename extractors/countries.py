"""Countries: every mention by code, name or demonym, with the part it plays.

What counts as a mention is told in ``extractors.country_places`` and ``extractors.name_rules``,
what the roles mean in ``extractors.country_roles``. Groups ('EU Member States except Denmark') are
findings of their own and are never expanded; the excepted country is a mention.
"""

from collections.abc import Iterator

from extractors.context import Context, Findings
from extractors.country_codes import Place
from extractors.country_places import find_places
from extractors.country_roles import RoleReader
from extractors.group_finding import Groups
from extractors.identity import IdMaker
from extractors.name_rules import is_country
from schemas.document import Issue
from schemas.extraction import CountryMention, CountryRole, GroupMention


def find_countries(
    context: Context, found: Findings
) -> Iterator[CountryMention | GroupMention | Issue]:
    """Every mention of a country in text order, then every group, then what is ambiguous.

    A name and the code behind it ('Belgium (BE)') are two mentions. Inside the name of an
    instrument, a place or a process there is none. A demonym of several countries ('Congolese')
    is an issue ``country.ambiguous`` with its candidates, and no mention.
    """
    places = find_places(context, found.instruments)
    printed = context.dateline.date
    date = printed.iso if printed else None
    groups = Groups(context, [(place.start, place.end, place.iso2) for place in places])
    deals = [
        (one.evidence.start_char, one.evidence.end_char)
        for one in found.instruments
        if one.mention == "generic"
    ]
    ends = [one.evidence.end_char for one in found.instruments]
    roles = RoleReader(context, places, date, deals, ends)
    labels = {note.note_id: note.label for note in context.document.notes}
    countries = context.vocabulary.countries
    ids = IdMaker("country")
    note_id, label, is_standing, next_block = None, None, False, -1
    for index, place in enumerate(places):
        if place.start >= next_block:
            block, next_block = context.block_and_next(place.start)
            note_id = block.note_id
            label = labels.get(note_id) if note_id else None
            is_standing = context.is_boilerplate(place.start)
        role: CountryRole = (
            "boilerplate"
            if is_standing
            else roles.read(index, is_excepted=place.start in groups.excepted)
        )
        # All from our tables, so that nothing is left to validate.
        values = {
            "finding_id": ids.make(place.iso2, place.form, role, label or ""),
            "iso2": place.iso2,
            "eu_code": countries[place.iso2].eu_code,
            "form": place.form,
            "role": role,
            "note_label": label,
            "note_id": note_id,
            "evidence": context.evidence(place.start, place.end),
        }
        yield CountryMention.from_sure(values, set(values))
    yield from groups.mentions
    yield from _ambiguous(context, places)


def _ambiguous(context: Context, places: list[Place]) -> Iterator[Issue]:
    """'Congolese' may be of two countries; which one is for a person to say."""
    taken = {place.start for place in places}
    for span in context.doc.spans["ambiguous_names"]:
        start, end = span.start_char, span.end_char
        if start in taken or not is_country(context.text, start, end, is_demonym=True):
            continue
        candidates = context.vocabulary.ambiguous_demonyms[span.text]
        names = " or ".join(
            f"{context.vocabulary.countries[iso2].short_name} ({iso2})" for iso2 in candidates
        )
        yield Issue(
            code="country.ambiguous",
            message=f"'{span.text}' may mean {names}; no mention was made. Decide by the context.",
            evidence=context.evidence(start, end),
        )
