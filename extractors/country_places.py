"""Where countries stand: by code in lists and cells, by name or demonym everywhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from extractors.context import Context
from extractors.country_codes import Place, find_cells, find_lone_codes
from extractors.lists import CountryList
from schemas.extraction import InstrumentMention

_REPEATED = re.compile(r"(?:\s?[(\[]\s?|/)([A-Z]{2})(?:\s?[)\]]|(?![\w)]))")


def find_places(context: Context, instruments: list[InstrumentMention]) -> list[Place]:
    """Every mention in text order; none overlap, none stands inside a named instrument.

    A name and the code in brackets behind it are two mentions: both are printed.
    """
    places: dict[int, Place] = {}
    for start, end, iso2, form in context.names:
        in_capitals = context.text[start:end].title() in context.vocabulary.demonyms
        places[start] = Place(start, end, iso2, "demonym" if in_capitals else form)
    for name in list(places.values()):
        code = _repeated_code(context, name)
        if code is not None:
            places[code.start] = code
    for place in find_lone_codes(context):
        places[place.start] = place
    refused = _refused_cells(context, {place.start for place in find_cells(context)})
    for one in context.lists:
        if _is_heading_in_capitals(context, one):
            continue
        for item in one.items:
            if item.start not in refused:
                places[item.start] = Place(item.start, item.end, item.iso2, item.form, one, item)
    blocked = sorted(
        (mention.evidence.start_char, mention.evidence.end_char)
        for mention in instruments
        if mention.mention == "named"
    )
    return [place for place in _apart(places) if not _is_inside(blocked, place.start)]


def _apart(places: dict[int, Place]) -> Iterator[Place]:
    """In text order; of two that overlap the one that begins first."""
    end = -1
    for start in sorted(places):
        if start >= end:
            yield places[start]
            end = places[start].end


def _is_inside(stretches: list[tuple[int, int]], offset: int) -> bool:
    index = bisect_right(stretches, (offset, 1 << 60)) - 1
    return index >= 0 and offset < stretches[index][1]


def _repeated_code(context: Context, name: Place) -> Place | None:
    """The code of 'Belgium (BE)', in prose as in lists."""
    found = _REPEATED.match(context.text, name.end)
    if found is None or context.vocabulary.codes.get(found[1]) != name.iso2:
        return None
    return Place(*found.span(1), name.iso2, "code")


def _is_heading_in_capitals(context: Context, one: CountryList) -> bool:
    """'IT AND HR SYSTEMS IN ASYLUM': in a line of capitals every short word looks like a code."""
    block = context.document.blocks[one.block]
    if block.role == "note" or any(item.form != "code" for item in one.items):
        return False
    words = context.text[block.start_char : block.end_char]
    if len(words) > 300 or not words.isupper():
        return False
    printed = {context.text[item.start : item.end] for item in one.items}
    rest = words[: one.start - block.start_char] + words[one.end - block.start_char :]
    return (
        printed <= context.vocabulary.ambiguous_codes and len(re.findall(r"[A-Z]{4,}", rest)) >= 1
    )


def _refused_cells(context: Context, kept: set[int]) -> set[int]:
    """Starts of list items that are a lone code in a cell of a table that is not of countries."""
    return {
        one.items[0].start
        for one in context.lists
        if one.place == "cell"
        and len(one.items) == 1
        and one.items[0].form == "code"
        and one.items[0].start not in kept
        and context.document.blocks[one.block].cell is not None
    }
