"""The contributing set: whose contributions the document is based on."""

import re
from dataclasses import dataclass
from functools import cache

from extractors.context import Context
from extractors.lists import CountryList
from extractors.vocabulary import read_table
from schemas.extraction import Footnote, Iso2

MIN_CONTRIBUTORS = 4
"""Shorter lists name examples, never those who contributed."""


@dataclass(frozen=True, slots=True)
class ContributingSet:
    """The countries that answered, in printed order, and the list that says so."""

    countries: tuple[Iso2, ...]
    country_list: CountryList
    note_id: str | None
    """Of the note that holds the list."""


@cache
def contributor_cue() -> re.Pattern[str]:
    """Words that announce the list of contributors."""
    return re.compile(
        "|".join(rf"(?:{row['pattern']})" for row in read_table("contributor_cues")), re.IGNORECASE
    )


def find_contributors(context: Context, notes: list[Footnote]) -> ContributingSet | None:
    """The first list that the document itself gives as its contributors, or None.

    Said either beside the list (in the note or sentence that holds it) or in the sentence that
    cites the note.
    """
    citing = {
        note.note_id: [reference.start_char for reference in note.references] for note in notes
    }
    for one in sorted(context.lists, key=lambda found: _first_place(found, citing)):
        if len(set(one.countries)) < MIN_CONTRIBUTORS or one.kind == "exception":
            continue
        if context.is_boilerplate(one.start):
            continue
        if _is_announced(context, one, citing):
            return ContributingSet(one.countries, one, one.note_id)
    return None


def _first_place(one: CountryList, citing: dict[str, list[int]]) -> int:
    """Where a reader meets the list: at the first citation of its note."""
    places = citing.get(one.note_id or "", [])
    return min(places, default=one.start)


def _is_announced(context: Context, one: CountryList, citing: dict[str, list[int]]) -> bool:
    cue = contributor_cue()
    block = context.document.blocks[one.block]
    begin = max(block.start_char, one.start - 300)
    sentence = context.sentence_at(one.start)
    if sentence is not None and one.note_id is None:
        begin = max(begin, sentence.start)
    if cue.search(context.text, begin, one.start) is not None:
        return True
    if one.note_id is None:
        return False
    for offset in citing.get(one.note_id, ()):
        place = context.sentence_at(offset)
        if place is not None and cue.search(
            context.text, max(place.start, offset - 200), place.end
        ):
            return True
    return False
