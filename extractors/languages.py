"""In which language a text is written: told by its small words, without a model."""

import re
from collections import Counter
from functools import cache

from extractors.vocabulary import read_table
from schemas.document import Document

SAMPLE_CHARS = 20_000
MIN_HITS = 3
"""Fewer tell nothing, except that English is the language of the genre."""
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _owners() -> dict[str, tuple[str, ...]]:
    owners: dict[str, list[str]] = {}
    for row in read_table("language_stop_words"):
        for word in row["words"].split():
            if row["language"] not in owners.setdefault(word, []):
                owners[word].append(row["language"])
    return {word: tuple(languages) for word, languages in owners.items()}


def detect_language(text: str) -> str | None:
    """BCP 47 tag of the language of ``text``; None if too few words tell or two tie.

    A word that several languages share counts for each of them, parted; a
    country code ('DE, LA, NO') counts for none. The first ``SAMPLE_CHARS`` code points are read.

    >>> detect_language("The inform is about the return of migrants to the country.")
    'en'
    >>> detect_language("Die Studie zeigt, dass die Länder mit der Rückkehr befasst sind.")
    'de'
    """
    owners = _owners()
    hits: Counter[str] = Counter()
    for printed, count in Counter(text[:SAMPLE_CHARS].split()).items():
        # Cutting at white space is cheap; only what is more than one word is searched for words.
        for word in (printed,) if printed.isalpha() else _WORD.findall(printed):
            if len(word) == 2 and word.isupper():
                continue
            languages = owners.get(word.lower(), ())
            for language in languages:
                hits[language] += count * (12 // len(languages))
    ranked = sorted(hits.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        return None
    if ranked[0][1] < 12 * MIN_HITS and ranked[0][0] != "en":
        return None
    if len(ranked) > 1 and ranked[0][1] < ranked[1][1] * 1.2:
        return None
    return ranked[0][0]


def get_language(document: Document) -> str | None:
    """The language of the document: as its words tell, else as its file declares ('en-GB': 'en').

    What a file declares comes second, since word processors write their owner's language there.
    """
    detected = detect_language(document.text)
    if detected is not None or not document.language:
        return detected
    return document.language.replace("_", "-").split("-")[0].lower()
