"""What a claim says, apart from how many: its content words, for recognising it elsewhere."""

import re
from dataclasses import dataclass
from functools import cache

from extractors.counting import COUNT_NOUN
from extractors.numbers import NUMBER_PATTERN
from extractors.vocabulary import read_table
from schemas.extraction import Claim, Polarity

_WORD = re.compile(r"[^\W\d_][\w’'-]+|\d{4}|\d+")
_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_RELATIVE = re.compile(
    r"\b(?:others?|further|another|additional|remaining|remainder|rest|more|these|those|them|which)\b",
    re.IGNORECASE,
)
_ENDINGS = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ings", ""),
    ("ing", ""),
    ("ied", "y"),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """The content words of a claim without its number, base and countries, and how it is meant."""

    words: frozenset[str]
    polarity: Polarity
    is_relative: bool
    """It counts within a set introduced before ('of these', 'others'), not the contributors."""


@cache
def _weak_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("weak_words"))


def read_predicate(claim: Claim) -> Predicate:
    """The predicate of a claim; two claims that say the same have equal ones.

    Number words, words that name the counted countries and everything in brackets are left out, as
    are the words of ``weak_words.csv``; the rest is reduced to rough stems.
    """
    base = claim.base.surface if claim.base is not None else ""
    statement = _BRACKET.sub(" ", claim.statement)
    surface = claim.quantity.surface
    if claim.countries_from is None or claim.countries_from.inline is None:
        statement = statement.replace(surface, " ", 1) if surface else statement
    statement = re.sub(COUNT_NOUN, " ", statement, flags=re.IGNORECASE)
    statement = NUMBER_PATTERN.sub(" ", statement)
    base_words = set(_WORD.findall(base.lower()))
    words = frozenset(
        reduce_word(word)
        for word in _WORD.findall(statement.lower())
        if word not in _weak_words() and word not in base_words
    )
    is_relative = _RELATIVE.search(f"{surface} {base}") is not None
    if claim.base is not None and base.lower().startswith(("these", "those")):
        # 'these countries' of a document that has named its contributors are the contributors
        is_relative = _RELATIVE.search(surface) is not None
    return Predicate(words - {""}, claim.polarity, is_relative)


def reduce_word(word: str) -> str:
    """A rough stem: the same for 'measure', 'measures', 'introduced', 'introduce'.

    >>> [reduce_word(word) for word in ("policies", "introduced", "introduce", "measures")]
    ['polic', 'introduc', 'introduc', 'measur']
    """
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + instead
            break
    return word.rstrip("ey") if len(word) > 4 else word
