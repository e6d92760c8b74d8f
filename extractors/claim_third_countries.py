"""Counts of countries that are none of the network's: origins, partners, places of embassies.

'Poland has visa centres in six countries', 'three countries, Syria, Iraq and Yemen', 'four
countries in West Africa': the number says nothing of those who answered.
"""

import re
from functools import cache

from extractors.alternatives import alternatives
from extractors.claim_patterns import PLAIN_NOUN
from extractors.claim_phrases import Phrase, Surroundings
from extractors.context import Context
from extractors.list_judging import is_about_network
from extractors.numbers import NUMBER
from extractors.vocabulary import Vocabulary, read_table
from schemas.extraction import Iso2

LOOK_BACK_CHARS = 300
MAX_SUBJECT_CHARS = 160
"""How far behind a country that opens its sentence what it does may be counted."""
_NO_OBJECT = re.compile(
    r"[,;:()–—]|\b(?:that|which|who|where|when|and|or|but|while|whereas|as|like|than|of|among|by"
    r"|not|is|are|was|were|no)\b",
    re.IGNORECASE,
)
"""Between a country and a number that may count those beside it, and not what it deals with."""
_IN_A_LIST = re.compile(
    r"\blists?\b[^.;:()]{0,60}\s"
    r"(?:has|have|had|(?:contain|include|name|comprise|cover|count|number)(?:s|ed)?)\s+\Z",
    re.IGNORECASE,
)
"""'the list of safe countries contains 12 countries'"""
_SAFE = re.compile(r"\s+(?:as\s+|to\s+be\s+)?(?:safe|unsafe)\b", re.IGNORECASE)
_SUBJECT_LEAD = re.compile(r"(?:the\s+)?", re.IGNORECASE)
_LISTS_COUNTRIES = re.compile(
    r"\blists?\b[^.;:()]{0,60}\s(?:contain|include|name|comprise|cover|count)(?:s|ed)?\s[^.;:()]{0,30}"
    r"(?:countries|states)",
    re.IGNORECASE,
)
_THESE = re.compile(r"(?:these|those)\s+(?:countries|states)", re.IGNORECASE)
_COME_FROM = re.compile(
    rf"\b(?:come|came|arrived?|originated?|citizens|nationals)\s+(?:[a-z]+\s+){{0,2}}(?:from|of)\s+"
    rf"(?:[a-z]+\s+){{0,2}}{NUMBER}\s+countries\b[^.]{{0,60}}\.\s[^.]{{0,40}}\Z",
    re.IGNORECASE,
)
_THE_TWO = re.compile(
    r"(?:both|the\s+two)\s+(?:countries|states)(?!\s+(?:that|which|with|where|who)\b)",
    re.IGNORECASE,
)


@cache
def _regions() -> str:
    names = alternatives([row["name"] for row in read_table("other_regions")])
    return rf"(?:the\s+)?(?:{names})(?!\w)"


@cache
def _in_region() -> re.Pattern[str]:
    """'countries in West Africa', 'three of these countries are in Asia'."""
    are = r"(?:\s+(?:are|were|lie|is|was)(?:\s+(?:located|situated))?)?"
    return re.compile(rf"{are}\s+(?:in|of|from|across)\s+{_regions()}", re.IGNORECASE)


@cache
def _region_before() -> re.Pattern[str]:
    return re.compile(rf"\b{_regions()}\s*\(\Z", re.IGNORECASE)


def is_foreign_set(vocabulary: Vocabulary, countries: tuple[Iso2, ...]) -> bool:
    """Whether listed countries are mostly third countries, and not only of the Union or the EMN."""
    return not is_about_network(vocabulary, countries) and not all(
        vocabulary.countries[iso2].emn_role for iso2 in countries
    )


def counts_third_countries(text: str, around: Surroundings, phrase: Phrase) -> bool:
    """Whether a quantified phrase counts countries that somebody of the network deals with."""
    if _lists_others(text, around, phrase) or _in_region().match(text, phrase.end, around.end):
        return True
    if text[phrase.start - 1 : phrase.start] == "(" and _qualifies_name(text, around, phrase.start):
        return True
    if phrase.base is None or PLAIN_NOUN.fullmatch(text, *phrase.base) is None:
        return False
    if _SAFE.match(text, phrase.end, around.end):
        return True
    if _IN_A_LIST.search(text, max(around.start, phrase.start - 100), phrase.start):
        return True
    return phrase.relation == "plain" and _is_object(text, around, phrase.start)


def _lists_others(text: str, around: Surroundings, phrase: Phrase) -> bool:
    """'nationals of three countries (India, Nepal and Vietnam)', 'from six countries¹'"""
    end, others = phrase.end, around.other_lists
    if end in others or (text[end : end + 1] in {" ", ",", ";", "."} and end + 1 in others):
        return True
    if text[end : end + 2] == ": ":
        return end + 2 in others
    return text[end : end + 2] == ", " and others.get(end + 2, -1) == phrase.value


def _qualifies_name(text: str, around: Surroundings, start: int) -> bool:
    """'Morocco (eight) and Tunisia (seven)', 'the Western Balkans (six)'"""
    if start - 2 in around.name_ends:
        return True
    return _region_before().search(text, max(around.start, start - 40), start) is not None


def _is_object(text: str, around: Surroundings, start: int) -> bool:
    """'Germany has embassies in nine countries': what a country that is named deals with."""
    if not 0 <= around.subject_end < start <= around.subject_end + MAX_SUBJECT_CHARS:
        return False
    between = text[around.subject_end : start]
    return len(between.split()) > 0 and _NO_OBJECT.search(between) is None


def find_subject_end(context: Context, start: int, end: int) -> int:
    """Where the name of the network's country ends that opens a sentence, or -1."""
    lead = _SUBJECT_LEAD.match(context.text, start, end)
    begin = lead.end() if lead is not None else start
    for name_start, name_end, iso2 in context.names_between(begin, begin + 1):
        if name_start == begin and context.vocabulary.countries[iso2].emn_role:
            return name_end
    return -1


def speaks_of_list(text: str, start: int, end: int) -> bool:
    """'The list of safe countries contains nine states.¹': a note there lists no actors."""
    return _LISTS_COUNTRIES.search(text, start, end) is not None


def points_abroad(context: Context, phrase: Phrase, *, follows_count: bool) -> bool:
    """Whether 'both countries' or 'two of these countries' mean third countries named before.

    Both, or the two: those named last are not both of the network. These: no claim stands before,
    and the sentences before name third countries only or say who comes 'from six countries'.
    """
    if phrase.base is None:
        return False
    countries = context.vocabulary.countries
    names = context.names_between(max(0, phrase.start - LOOK_BACK_CHARS), phrase.start)
    named = list(dict.fromkeys(iso2 for _, _, iso2 in reversed(names)))
    if _THE_TWO.match(context.text, phrase.start) is not None:
        return len(named) >= 2 and not all(countries[iso2].emn_role for iso2 in named[:2])
    if follows_count or _THESE.fullmatch(context.text, *phrase.base) is None:
        return False
    if len(named) >= 2 and not any(countries[iso2].emn_role for iso2 in named):
        return True
    begin = max(0, phrase.start - LOOK_BACK_CHARS)
    return _COME_FROM.search(context.text, begin, phrase.start) is not None
