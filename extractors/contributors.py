"""The contributing set: whose contributions the document is based on."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from extractors.context import Context
from extractors.list_judging import is_about_network
from extractors.lists import CountryList
from extractors.numbers import NUMBER, get_value
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


GAP_CHARS = 60
LEAD_CHARS = 300
MIN_SHARE_OF_LARGEST = 0.8
"""A list much smaller than another one of the document is not that of all who contributed."""

_TAKES_PART = re.compile(
    rf"(?:(?<!the )(?<!all ){NUMBER}|\b(?:of|most|several|some|many|few|half|majority|certain|other"
    r"|no|remaining|various|almost|nearly|virtually|practically|hardly any))\s+"
    r"(?:all\s+)?(?:(?:the|these|those)\s+)?(?:EMN\s+)?\Z",
    re.IGNORECASE,
)
"""In front of 'responding countries': only some of them are meant."""
_PART_OF = re.compile(
    rf"(?:{NUMBER}|\b(?:most|half|all|none|some|several|many|majority|thirds?|quarters?))\s+"
    rf"(?:out\s+)?of\s+(?:the|these|those)\s+(?P<whole>{NUMBER})\s+(?:EMN\s+)?\Z",
    re.IGNORECASE,
)
"""'Nineteen of the 25' responding countries: a list of 19 does not name all who responded."""
_FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?(?:[\w-]+\s+)?(?:EMN\s+)?\Z", re.IGNORECASE)


_COUNTRIES = (
    rf"(?:{NUMBER})\s+(?:(?:EMN|EU|national|Member|Observer|responding|participating|contributing|and)\s+){{0,5}}"
    r"(?:countries|states|NCPs|contact\s+points|respondents)(?!\w)"
)


def _read_cues(strength: str) -> str:
    """The patterns of one strength as alternatives, with their placeholders filled."""
    return "|".join(
        "(?:"
        + row["pattern"]
        .replace(" ?", r"\s*")
        .replace(" ", r"\s+")
        .replace("{countries}", _COUNTRIES)
        .replace("{number}", rf"(?:{NUMBER})")
        + ")"
        for row in read_table("contributor_cues")
        if row["strength"] == strength
    )


@cache
def contributor_cue() -> re.Pattern[str]:
    """Words that announce the contributors; group ``weak`` are those that only name them."""
    strong, weak = _read_cues("strong"), _read_cues("weak")
    return re.compile(rf"\b(?:{strong}|(?P<weak>{weak}))", re.IGNORECASE)


_NUMBER = re.compile(NUMBER, re.IGNORECASE)


@cache
def _scope_cue() -> re.Pattern[str]:
    """Words that tell which countries the document is about: 'The analysis covers six States'."""
    return re.compile(rf"\b(?:{_read_cues('scope')})", re.IGNORECASE)


def find_contributors(context: Context, notes: list[Footnote]) -> ContributingSet | None:
    """The first list that the document itself gives as its contributors, or None.

    Said either beside the list (in the note or sentence that holds it) or in the sentence that
    cites the note.
    """
    citing = {
        note.note_id: [reference.start_char for reference in note.references] for note in notes
    }
    lists = [
        one
        for one in context.lists
        if one.kind != "exception"
        and len(set(one.countries)) >= MIN_CONTRIBUTORS
        and not context.is_boilerplate(one.start)
        and is_about_network(context.vocabulary, one.countries)
    ]
    largest = max((len(set(one.countries)) for one in lists), default=0)
    lists = [one for one in lists if len(set(one.countries)) >= largest * MIN_SHARE_OF_LARGEST]
    lists.sort(key=lambda found: _first_place(found, citing))
    for is_said in (_is_announced, _is_named, _is_scope):
        for one in lists:
            if is_said(context, one, citing):
                more = _observers_behind(context, one, citing)
                return ContributingSet((*one.countries, *more), one, one.note_id)
    return None


def _observers_behind(
    context: Context, one: CountryList, citing: dict[str, list[int]]
) -> tuple[Iso2, ...]:
    """Observers that a bracket of their own adds: '… (AT, BE) and one Observer Country (RS)'.

    Also behind the marker of a list in a note: '19 Member Countries¹ and one … (RS)'.
    """
    for place in (one.end, *citing.get(one.note_id or "", ())):
        at = bisect_right(context.lists, place, key=lambda other: other.start)
        following = context.lists[at] if at < len(context.lists) else None
        if following is None or following.start - place > GAP_CHARS:
            continue
        if context.block_at(place) is not context.block_at(following.start):
            continue
        roles = {context.vocabulary.countries[iso2].emn_role for iso2 in following.countries}
        gap = context.text[place : following.start].lower()
        if roles == {"observer"} and "observer" in gap:
            return following.countries
    return ()


def _first_place(one: CountryList, citing: dict[str, list[int]]) -> int:
    """Where a reader meets the list: at the first citation of its note."""
    places = citing.get(one.note_id or "", [])
    return min(places, default=one.start)


def _is_announced(context: Context, one: CountryList, citing: dict[str, list[int]]) -> bool:
    """Whether the text says whose contributions it rests on, and this is their list."""
    return _is_said(context, one, citing, is_weak=False)


def _is_named(context: Context, one: CountryList, citing: dict[str, list[int]]) -> bool:
    """Whether contributors are named and this is their list: 'all contributing countries¹'."""
    return _is_said(context, one, citing, is_weak=True)


def _is_said(
    context: Context, one: CountryList, citing: dict[str, list[int]], *, is_weak: bool
) -> bool:
    block = context.document.blocks[one.block]
    begin = max(block.start_char, one.start - LEAD_CHARS)
    sentence = context.sentence_at(one.start)
    if sentence is not None and one.note_id is None:
        begin = max(begin, sentence.start)
    size = len(set(one.countries))
    if _has_cue(context.text, begin, one.start, size, is_weak=is_weak):
        return True
    if one.note_id is None:
        return False
    for offset in citing.get(one.note_id, ()):
        place = context.sentence_at(offset)
        if place is not None and _has_cue(
            context.text,
            max(place.start, offset - LEAD_CHARS),
            place.end,
            size,
            is_weak=is_weak,
        ):
            return True
    return False


def _is_scope(context: Context, one: CountryList, citing: dict[str, list[int]]) -> bool:
    """Whether the list stands or is cited right behind the count of those that are compared.

    Not if the count is larger than the list, which then names only some of them.
    """
    size = len({*one.countries, *_observers_behind(context, one, citing)})
    places = [one.start] if one.note_id is None else citing.get(one.note_id, [])
    for place in places:
        block = context.block_at(place)
        begin = max(block.start_char, place - LEAD_CHARS)
        end = min(block.end_char, place + GAP_CHARS)
        for cue in _scope_cue().finditer(context.text, begin, end):
            between = context.text[cue.end() : place]
            is_near = len(between) <= GAP_CHARS and ". " not in between
            if cue.start() < place and is_near and _last_number(cue.group()) <= size:
                return True
    return False


def _last_number(words: str) -> int:
    """The number nearest to the noun that it counts; 0 without one."""
    numbers = [get_value(found.group()) for found in _NUMBER.finditer(words)]
    return (numbers[-1] or 0) if numbers else 0


def _has_cue(text: str, start: int, end: int, size: int, *, is_weak: bool) -> bool:
    """Whether ``text[start:end]`` announces all contributors, ``size`` of them, and not some."""
    for cue in contributor_cue().finditer(text, start, end):
        if (cue["weak"] is not None) != is_weak:
            continue
        lead = text[max(start, cue.start() - 60) : cue.start()]
        part = _PART_OF.search(lead)
        if part is not None and get_value(part["whole"]) != size:
            continue
        if cue["weak"] is None or _FROM.search(lead) or not _TAKES_PART.search(lead):
            return True
    return False
