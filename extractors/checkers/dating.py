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
    for one in context.lists:
        lead = context.text[max(0, one.start - 60) : one.start]
        if len(set(one.countries)) < MIN_ROSTER or _OBSERVER_LEAD.search(lead) is None:
            continue
        if context.is_boilerplate(one.start) or _describes_network(context, one):
            found = one
    return found


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
