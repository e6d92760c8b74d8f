"""Where a sentence says how many of the network's countries: its quantified phrases."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractors.alternatives import alternatives
from extractors.claim_antecedents import (
    find_last_list,
    is_inside,
    is_relative_of,
    means_things,
)
from extractors.claim_generic import counts_nothing, is_object, is_restated
from extractors.claim_numbers import NumberReader
from extractors.claim_patterns import TRIGGER, fold, load_quantifiers
from extractors.claim_phrases import Phrase, Surroundings
from extractors.claim_ranges import find_range, read_range
from extractors.claim_shares import ShareReader
from extractors.claim_third_countries import counts_third_countries
from extractors.numbers import NUMBER_WORDS

_CLAUSE_MARK = re.compile(r"[,;:()–—](?!\Z)|\b(?:and|but|while|whereas)\b", re.IGNORECASE)


@cache
def _first_word() -> re.Pattern[str]:
    """What a trigger may begin with; most words are none, and asking is cheaper than trying."""
    phrases = (fold(word) for word in (*load_quantifiers(), *NUMBER_WORDS))
    words = alternatives(sorted({re.split(r"[\s–‑-]", phrase)[0] for phrase in phrases}))
    return re.compile(rf"\b(?:(?:{words})\b|(?:[1-9]\d{{1,2}}|0?\d)(?!\d))")


def find_triggers(lowered: str) -> list[int]:
    """Where in a text in lower case the words stand that may open a quantified phrase, ascending.

    Found for all sentences at once: most sentences have none and need not be looked at.
    """
    starts = (word.start() for word in _first_word().finditer(lowered))
    return [start for start in starts if TRIGGER.match(lowered, start) is not None]


def find_phrases(
    text: str, lowered: str, triggers: Sequence[int], around: Surroundings
) -> Iterator[Phrase]:
    """The quantified phrases of one sentence, in text order, never overlapping.

    ``lowered``: the text in lower case; ``triggers``: those of the sentence.
    """
    numbers = NumberReader(text, around)
    shares = ShareReader(text, around)
    position = last_end = around.start
    follows_count = around.follows_count
    last_list = find_last_list(around)
    last: Phrase | None = None
    waiting: Phrase | None = None
    for start in triggers:
        trigger = TRIGGER.match(lowered, start, around.end) if start >= position else None
        if trigger is None:
            continue
        at = trigger.span()
        position = at[1]
        both = find_range(lowered, trigger, around)
        if both is not None:
            position = both.end()
            phrase = read_range(text, around, both)
        else:
            phrase = _read(trigger, numbers, shares, follows_count=follows_count)
        if phrase is None or phrase.start < last_end:
            continue
        if _is_no_count(text, around, phrase, last_list, last):
            continue
        if last is not None and _is_said_of_last(text, last, phrase):
            if phrase.parts and waiting is not None:
                waiting = waiting._replace(parts=phrase.parts)
                position = last_end = phrase.end
            continue
        last = phrase
        if waiting is not None and _is_figure_of(text, waiting, phrase):
            yield waiting._replace(value=phrase.value)
            waiting = None
        else:
            if waiting is not None:
                yield waiting
            waiting = phrase
        follows_count = True
        position = last_end = max(phrase.end, at[1])
        numbers.last_end = shares.last_end = phrase.end
    if waiting is not None:
        yield waiting


def _read(
    trigger: re.Match[str], numbers: NumberReader, shares: ShareReader, *, follows_count: bool
) -> Phrase | None:
    """The quantified phrase that a trigger opens, if it is one."""
    at = trigger.span()
    if trigger["number"] is not None:
        return numbers.read(at, follows_count=follows_count)
    if trigger["percent"] is not None:
        return shares.read_percent(at)
    words = fold(trigger["words"] or "")
    if not words:
        return None
    return shares.read_words(at, load_quantifiers()[words], words, follows_count=follows_count)


def _is_no_count(
    text: str, around: Surroundings, phrase: Phrase, last_list: int, last: Phrase | None
) -> bool:
    """Whether a quantified phrase counts other things than countries of the network."""
    is_relative = last is not None and is_relative_of(text, last, phrase)
    return (
        (not is_relative and means_things(text, around, phrase, last_list))
        or counts_third_countries(text, around, phrase)
        or counts_nothing(text, around, phrase)
    )


def _is_said_of_last(text: str, last: Phrase, phrase: Phrase) -> bool:
    """Whether a phrase belongs to what is said of the countries that were counted before it."""
    return (
        is_inside(text, last, phrase)
        or is_object(text, last, phrase)
        or is_restated(text, last, phrase)
    )


def _is_figure_of(text: str, share: Phrase, number: Phrase) -> bool:
    """'Most countries charge a fee (17)': the bracket says how many the most are."""
    if share.kind not in ("proportion", "vague") or share.value is not None:
        return False
    return (
        text[number.start - 1 : number.start] == "("
        and text[number.end : number.end + 1] == ")"
        and _CLAUSE_MARK.search(text, share.end, number.start - 1) is None
    )
