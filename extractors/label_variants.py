"""The forms in which one label is printed: plural, American spelling, hyphens, ampersands."""

import re
from functools import cache
from itertools import pairwise

from extractors.vocabulary import read_table

_WORD = re.compile(r"[^\s-]+")
_PREPOSITIONS = frozenset(
    ["of", "on", "for", "with", "in", "to", "between", "at", "from", "by", "against", "outside"]
)
_IRREGULAR = {"memorandum": ("memoranda", "memorandums")}
_SIBILANTS = ("ss", "x", "ch", "sh")


def find_variants(label: str) -> tuple[str, ...]:
    """All printed forms of ``label``, itself first, each once.

    >>> find_variants("memorandum of understanding")[1:]
    ('memoranda of understanding', 'memorandums of understanding')
    >>> find_variants("labour scheme")
    ('labour scheme', 'labour schemes', 'labor scheme', 'labor schemes')
    >>> find_variants("MoU")
    ('MoU', 'MoUs')
    """
    forms = [label, *_plurals(label)]
    forms += [_american(form) for form in forms]
    if "-" in label:
        forms += [form.replace("-", mark) for form in forms for mark in (" ", "–")]
    if " and " in label:
        forms += [form.replace(" and ", " & ") for form in forms]
    return tuple(dict.fromkeys(forms))


def _plurals(label: str) -> list[str]:
    """The label with its head noun in the plural; nothing if it is one already.

    The head is the word before the first preposition: 'letters of intent', 'ambassadors-at-large'.
    """
    words = list(_WORD.finditer(label))
    head = words[-1]
    for before, word in pairwise(words):
        if word.group() in _PREPOSITIONS:
            head = before
            break
    noun = head.group()
    return [label[: head.start()] + plural + label[head.end() :] for plural in _pluralise(noun)]


def _pluralise(noun: str) -> tuple[str, ...]:
    if noun.lower() in _IRREGULAR:
        return tuple(noun[0] + plural[1:] for plural in _IRREGULAR[noun.lower()])
    if any(letter.isdigit() or letter == "+" for letter in noun):
        return ()
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return (f"{noun[:-1]}ies",)
    if noun.endswith(_SIBILANTS):
        return (f"{noun}es",)
    return () if noun.endswith("s") else (f"{noun}s",)


@cache
def _spellings() -> dict[str, str]:
    return {row["british"]: row["american"] for row in read_table("spelling_variants")}


def _american(label: str) -> str:
    spellings = _spellings()

    def swap(found: re.Match[str]) -> str:
        word = found.group()
        other = spellings.get(word.lower())
        if other is None:
            return word
        return other.capitalize() if word[0].isupper() else other

    return _WORD.sub(swap, label)
