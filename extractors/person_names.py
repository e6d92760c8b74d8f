"""Persons whose first name is a country's: 'said Mali Lindqvist', 'Israel Cohen of the OECD'.

Any name of a country may be a first name where the words around it speak of a person; the names
that are often one ('Jordan', 'Georgia') need no such words (``extractors.name_rules``).
"""

import re
from functools import cache

from extractors.vocabulary import load_vocabulary, read_table

_WORD = r"[ \t\xa0]([A-ZÀ-Ý][a-zà-ÿ'’-]{2,}(?:[A-ZÀ-Ý][a-zà-ÿ]+)?)"
_SURNAME = re.compile(rf"{_WORD}(?:{_WORD})?(?![\w’'-])")


@cache
def _cue_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_patterns('before')})\s\Z", re.IGNORECASE)


@cache
def _cue_after() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:{_patterns('after')})")


def _patterns(place: str) -> str:
    return "|".join(row["pattern"] for row in read_table("person_cues") if row["place"] == place)


@cache
def _no_surnames() -> frozenset[str]:
    """Words of offices: 'Malta Police', 'Finland Interior Minister'."""
    words = {row["word"] for row in read_table("name_followers")}
    words |= {row["word"] for row in read_table("contact_words") if row["kind"] != "label"}
    return frozenset(words)


def is_spoken_of_as_person(before: str, after: str) -> bool:
    """Whether the words around a country's name, ``before`` and ``after``, make it a person's.

    >>> is_spoken_of_as_person("“It helps,” said ", " Lindqvist.")
    True
    >>> is_spoken_of_as_person("According to ", " Police, it helps.")
    False
    """
    surname = _SURNAME.match(after)
    if surname is None:
        return False
    vocabulary = load_vocabulary()
    words = [word for word in surname.groups() if word]
    if any(
        word in _no_surnames() or word in vocabulary.names or word in vocabulary.demonyms
        for word in words
    ):
        return False
    return (
        _cue_before().search(before) is not None
        or _cue_after().match(after, surname.end()) is not None
    )
