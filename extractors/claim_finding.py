"""Where a sentence says how many of the network's countries: its quantified phrases."""

from collections.abc import Iterator

from extractors.claim_numbers import NumberReader
from extractors.claim_patterns import TRIGGER, fold, load_quantifiers
from extractors.claim_phrases import Phrase, Surroundings
from extractors.claim_shares import ShareReader


def find_phrases(text: str, around: Surroundings) -> Iterator[Phrase]:
    """The quantified phrases of one sentence, in text order, never overlapping."""
    numbers = NumberReader(text, around)
    shares = ShareReader(text, around)
    position = last_end = around.start
    follows_count = False
    while True:
        trigger = TRIGGER.search(text, position, around.end)
        if trigger is None:
            return
        position = trigger.end()
        at = trigger.span()
        if trigger["number"] is not None:
            phrase = numbers.read(at, follows_count=follows_count)
        elif trigger["percent"] is not None:
            phrase = shares.read(at, "proportion", "", follows_count=False)
        else:
            words = fold(trigger["words"])
            kind = load_quantifiers()[words]
            phrase = shares.read(at, kind, words, follows_count=follows_count)
        if phrase is not None and phrase.start >= last_end:
            yield phrase
            follows_count = True
            position = last_end = max(phrase.end, trigger.end())
