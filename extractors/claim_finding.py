"""Where a sentence says how many of the network's countries: its quantified phrases."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.claim_numbers import NumberReader
from extractors.claim_patterns import TRIGGER, fold, load_quantifiers
from extractors.claim_phrases import Phrase, Surroundings
from extractors.claim_shares import ShareReader
from extractors.lower_case import lower
from extractors.numbers import NUMBER_WORDS

_WORD = re.compile(r"[^\W\d_]+|\d{1,3}")


_CLAUSE_MARK = re.compile(r"[,;:()–—](?!\Z)|\b(?:and|but|while|whereas)\b", re.IGNORECASE)


@cache
def _first_words() -> frozenset[str]:
    """What a trigger may begin with; most words are none, and asking is cheaper than trying."""
    words = {fold(word) for word in (*load_quantifiers(), *NUMBER_WORDS)}
    figures = {str(figure) for figure in range(1000)} | {f"{figure:02}" for figure in range(10)}
    return frozenset({re.split(r"[\s–‑-]", word)[0] for word in words} | figures)


def find_phrases(text: str, around: Surroundings) -> Iterator[Phrase]:
    """The quantified phrases of one sentence, in text order, never overlapping."""
    numbers = NumberReader(text, around)
    shares = ShareReader(text, around)
    position = last_end = around.start
    follows_count = around.follows_count
    waiting: Phrase | None = None
    first_words = _first_words()
    lowered = lower(text[around.start : around.end])
    for word in _WORD.finditer(lowered):
        if word.group() not in first_words or around.start + word.start() < position:
            continue
        trigger = TRIGGER.match(lowered, word.start())
        if trigger is None:
            continue
        at = (around.start + trigger.start(), around.start + trigger.end())
        position = at[1]
        if trigger["number"] is not None:
            phrase = numbers.read(at, follows_count=follows_count)
        elif trigger["percent"] is not None:
            phrase = shares.read_percent(at)
        else:
            words = fold(trigger["words"])
            kind = load_quantifiers()[words]
            phrase = shares.read_words(at, kind, words, follows_count=follows_count)
        if phrase is None or phrase.start < last_end:
            continue
        if waiting is not None and _is_figure_of(text, waiting, phrase):
            yield waiting._replace(value=phrase.value)
            waiting = None
        else:
            if waiting is not None:
                yield waiting
            waiting = phrase
        follows_count = shares.has_counted = True
        position = last_end = max(phrase.end, at[1])
        numbers.last_end = phrase.end
    if waiting is not None:
        yield waiting


def _is_figure_of(text: str, share: Phrase, number: Phrase) -> bool:
    """'Most countries charge a fee (17)': the bracket says how many the most are."""
    if share.kind not in ("proportion", "vague") or share.value is not None:
        return False
    return (
        text[number.start - 1 : number.start] == "("
        and text[number.end : number.end + 1] == ")"
        and _CLAUSE_MARK.search(text, share.end, number.start - 1) is None
    )
