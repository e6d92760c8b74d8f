"""The date by which roles and rosters are judged, and the roster of the boilerplate itself."""

import re
from dataclasses import dataclass

from extractors.context import Context
from extractors.lists import CountryList
from schemas.extraction import Extraction, Iso2

MIN_ROSTER = 2
"""A shorter list of observers is no roster."""
EARLIEST_ROSTER = "2011-01-01"
"""Before Norway joined there were no observers by working arrangement (DOMAIN 1.2)."""

_OBSERVER_LEAD = re.compile(
    r"observer\s+(?:countries|states)\s*(?:\(\s*|:\s*|,\s*)?(?:currently\s+|namely\s+|are\s+)?\Z",
    re.IGNORECASE,
)
_MEMBERS = re.compile(
    r"\b(?:Member\s+(?:States?|Countries)|members|National\s+Contact\s+Points)\b", re.IGNORECASE
)
_NETWORK = re.compile(r"National\s+Contact\s+Points|\bEMN\s+is\b|\bEMN\s+consists\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dating:
    """What is known about when the document was written."""

    date: str | None
    """``YYYY-MM-DD`` or ``YYYY-MM``; None if neither the print nor the roster tells."""
    is_printed: bool
    """False if the date is that of the newest observer in the roster: then or later."""


def find_roster(context: Context) -> CountryList | None:
    """The list of observers in the network's standing text, the last one if there are several."""
    found = None
    for one in map(_without_denmark, context.lists):
        if len(set(one.countries)) < MIN_ROSTER:
            continue
        lead = context.text[max(0, one.start - 60) : one.start]
        if _OBSERVER_LEAD.search(lead) is None:
            if _is_plain_roster(context, one):
                found = one
        elif context.is_boilerplate(one.start) or _describes_network(context, one):
            found = one
    return found


def _without_denmark(one: CountryList) -> CountryList:
    """'all Member States except Denmark, as well as Norway and Georgia': the observers alone."""
    if one.kind != "exception" or one.countries[0] != "DK" or len(one.items) == 1:
        return one
    return one._replace(
        start=one.items[1].start, items=one.items[1:], countries=one.countries[1:], kind="exact"
    )


def _is_plain_roster(context: Context, one: CountryList) -> bool:
    """'National Contact Points in the Member States and in Norway, Georgia and Moldova.'

    A list of nothing but observers beside the members, without a heading of its own.
    """
    if one.kind != "exact" or one.note_id is not None or not context.is_boilerplate(one.start):
        return False
    countries = context.vocabulary.countries
    if any(countries[iso2].emn_role != "observer" for iso2 in one.countries):
        return False
    block = context.document.blocks[one.block]
    return _MEMBERS.search(context.text, block.start_char, one.start) is not None


def _describes_network(context: Context, one: CountryList) -> bool:
    sentence = context.sentence_at(one.start)
    if sentence is None or one.note_id is not None or one.stated_count is not None:
        return False
    return _NETWORK.search(context.text, sentence.start, one.start) is not None


def find_dating(context: Context, extraction: Extraction) -> Dating:
    """The printed date, else the accession of the newest observer that the roster lists."""
    printed = extraction.metadata.published_date
    if printed is not None:
        return Dating(printed, is_printed=True)
    roster = find_roster(context)
    since = [
        context.vocabulary.countries[iso2].emn_since
        for iso2 in (roster.countries if roster else ())
        if context.vocabulary.countries[iso2].emn_role == "observer"
    ]
    return Dating(max(since, default=None), is_printed=False)


def observers_on(context: Context, date: str) -> tuple[Iso2, ...]:
    """The observers of an ISO date, in the order of their accession."""
    observers = [
        country
        for country in context.vocabulary.countries.values()
        if country.is_emn_observer(date)
    ]
    return tuple(c.iso2 for c in sorted(observers, key=lambda country: country.emn_since))
