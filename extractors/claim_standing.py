"""Numbers without a noun: 'Nine reported …', 'Six³ …', '… and cultural guides in five.'"""

import re
from typing import NamedTuple

from extractors.claim_antecedents import list_things
from extractors.claim_patterns import (
    AND_BEFORE,
    CLAUSE_END,
    CLAUSE_START,
    ELSEWHERE,
    NEXT_SUBJECT,
    OF_SOMETHING_ELSE,
    PAST,
    PLAIN_NOUN,
    PREPOSITION,
    RANGE_BEFORE,
    verb_pattern,
)
from extractors.claim_phrases import Span, Surroundings
from extractors.contributors import contributor_cue
from extractors.numbers import NUMBER
from extractors.vocabulary import read_table

_ALONE_IN_BRACKET = re.compile(rf"(?<=\w )\({NUMBER}\)\s*(?:[,;.]|and\b|or\b|\Z)", re.IGNORECASE)
"""'housing (18 countries), work (15) and study (nine)'"""


_VERB_BEHIND = re.compile(
    r"\s+(?P<word>[a-z]{3,}(?<!s))\s+(?:the|an?|their|its|no|it|them|this|that|these|to|for|in|on|at|by|with"
    r"|from|under|only|all|both|half|up|out|if|when|through)\b"
)
"""A plural noun ends in -s; another word in front of an object or a preposition is a verb."""
_NOUNS_WITHOUT_S = frozenset(row["word"] for row in read_table("weak_plurals"))


_THESE = re.compile(
    r"(?:\A|[,;]\s(?:and\s|but\s)?)(?:these|those|(?:the\s)?same)\s\Z", re.IGNORECASE
)
"""'These six also charge a fee', 'The same six …': countries that were counted before."""


def is_verb_behind(text: str, end: int, stop: int) -> bool:
    """Whether a word that can only be a plural verb follows: 'five refuse the card'."""
    found = _VERB_BEHIND.match(text, end, stop)
    return found is not None and found["word"] not in _NOUNS_WITHOUT_S


_SOURCE = re.compile(
    r"(?<!\w)(?:according|compared)\s+(?:to|with)\s+(?:[\w-]+\s+)?\Z", re.IGNORECASE
)
"""'According to four countries', 'compared to nine countries': those who said or did it."""


WITH = re.compile(r"(?:\A|[,–—]\s+(?:and\s+)?)[Ww]ith\s\Z")
_DOING = re.compile(
    r"(?:\s*\([^()]{0,240}\))?\s+(?:(?:also|not|even|now|still|either|already|of\s+them)\s+)?"
    r"(?!(?:includ|be|regard|concern|follow|involv|dur|accord|hav|cover)ing\b)[a-z]{3,}ing\s"
)


_IN_YEAR = re.compile(r"\s+(?:in|since|by|until)\s+(?:[A-Za-z]+\s+)?(?:19|20)\d\d(?!\w)")
"""'… in 2021 and in four more in 2022'"""


class BareNumber(NamedTuple):
    """A number that no noun follows, and what stands in front of it."""

    span: Span
    value: int
    before: str
    """The words in front of it and its prefix."""
    kind: str
    """Of its prefix, as ``number_prefixes.csv`` calls it."""
    follows_count: bool
    """Countries were counted in this sentence or the one before."""
    has_counted: bool
    """Countries were counted in this sentence."""


def is_absolute(text: str, before: str, end: int, stop: int) -> bool:
    """'…, with six waiving it': a participle has the place of the verb."""
    return before.endswith("ith ") and (
        WITH.search(before) is not None and _DOING.match(text, end, stop) is not None
    )


def may_end(text: str, around: Surroundings, end: int) -> bool:
    """Whether a phrase without a noun may end here: before a verb, a mark, a marker, a list."""
    if end in around.markers or end >= around.end:
        return True
    if text[end : end + 1] in ",;.:)–—" or text[end : end + 2] in (" –", " —", " ("):
        return True
    return verb_pattern().match(text, end, around.end) is not None


def find_support(text: str, around: Surroundings, end: int) -> int | None:
    """How many countries the note or the list right behind ``end`` holds; 0 if nobody knows."""
    for offset in (end, end + 1):
        if offset in around.list_markers and (offset == end or text[end] in ",.;:)"):
            return around.list_markers[offset]
    if text[end : end + 1] == ":" and end + 2 in around.list_starts:
        return around.list_starts[end + 2]
    return around.list_brackets.get(end + 1 if text[end : end + 1] == " " else end)


def _is_apposed(text: str, around: Surroundings, number: BareNumber) -> bool:
    """'Two, Malta and Cyprus, have none': so many are named between two marks.

    Between dashes another number of names is a slip of the pen, where countries are counted before.
    """
    start, end = number.span
    size = around.apposed.get(end)
    if size is None or (text[start].isdigit() and not number.follows_count):
        return False
    return size == number.value or (text[end] == " " and size > 1 and number.follows_count)


def _is_subject(text: str, around: Surroundings, number: BareNumber, *, is_place: bool) -> bool:
    """Whether a verb follows, or behind 'in four' a subject."""
    end = number.span[1]
    if is_place and NEXT_SUBJECT.match(text, end, around.end):
        return True
    if verb_pattern().match(text, end, around.end):
        return True
    if not number.has_counted:
        return False
    return PAST.match(text, end, around.end) is not None or (
        not is_place and is_verb_behind(text, end, around.end)
    )


def stands_alone(text: str, around: Surroundings, number: BareNumber) -> bool:
    """Whether the number counts countries all by itself."""
    end = number.span[1]
    starts_clause = CLAUSE_START.search(number.before) is not None
    is_place = PREPOSITION.search(number.before) is not None
    support = find_support(text, around, end)
    if support is not None and (starts_clause or is_place or support == number.value):
        return True
    if (starts_clause or is_place) and _is_apposed(text, around, number):
        return True
    if not number.follows_count:
        return False
    if number.kind == "complement" or _THESE.search(number.before):
        behind = NEXT_SUBJECT if is_place else PAST
        return may_end(text, around, end) or behind.match(text, end, around.end) is not None
    if number.has_counted and _ALONE_IN_BRACKET.match(text, number.span[0] - 1, around.end):
        return True
    if RANGE_BEFORE.search(number.before) or OF_SOMETHING_ELSE.search(number.before):
        return False
    if AND_BEFORE.search(number.before) and not number.has_counted:
        return False
    if number.has_counted and is_absolute(text, number.before, end, around.end):
        return not list_things(number.before)
    if starts_clause and _is_subject(text, around, number, is_place=is_place):
        return True
    return is_place and CLAUSE_END.match(text, end, around.end) is not None


def is_elsewhere(text: str, around: Surroundings, noun: str, before: str) -> bool:
    """Whether plain countries are those that somebody deals with: 'agreements with several …'."""
    if PLAIN_NOUN.fullmatch(noun) is None or ELSEWHERE.search(before) is None:
        return False
    if _SOURCE.search(before):
        return False
    return contributor_cue().search(text, around.start, around.end) is None


def ends_place(text: str, end: int, stop: int) -> bool:
    """'In four more, the fee …', '… in four more and after five years in three'."""
    return any(one.match(text, end, stop) for one in (NEXT_SUBJECT, CLAUSE_END, _IN_YEAR))
