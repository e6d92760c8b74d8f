"""Abbreviations that the document itself introduces: 'memoranda of understanding (MoUs)'."""

import re

MAX_LONG_CHARS = 90
_BRACKET = re.compile(
    r"\s?\((?:hereafter|hereinafter|henceforth|or|so-called|the)?[ ,:]*[\"'“‘]?"
    r"(?P<short>[A-Z][A-Za-z+&-]{1,10})[\"'”’]?\)"
)
_INITIALS = re.compile(r"[A-Za-zÀ-ÿ]+")
_CAPITALS = re.compile(r"[A-Z]")


def find_introduced(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The abbreviation in brackets behind ``text[start:end]`` and where its bracket ends.

    Its capitals must be initials of the long form in their order, beginning with one of the first
    two words: '(NL)' behind 'bilateral agreements' is a country.

    >>> find_introduced("economic partnership agreements (EPAs)", 0, 31)
    ('EPAs', 38)
    >>> find_introduced("bilateral agreements (NL)", 0, 20) is None
    True
    """
    bracket = _BRACKET.match(text, end)
    if bracket is None or not abbreviates(bracket["short"], text[start:end]):
        return None
    return bracket["short"], bracket.end()


def is_explained_otherwise(text: str, short: str, ends: frozenset[int]) -> bool:
    """Whether the document explains ``short`` as something else than a label of the vocabulary.

    ``ends`` are the places where labels end. 'International Labour Organization (ILO)' makes every
    ILO of the document that organisation.
    """
    at = text.find(f"({short})")
    while at >= 0:
        words = text[max(0, at - MAX_LONG_CHARS) : at].rstrip()
        stop = max(0, at - MAX_LONG_CHARS) + len(words)
        if stop not in ends:
            window = [word for word in words.split() if word[0].isalpha()][-len(short) - 3 :]
            if any(_spells(short, window[number:]) for number in range(len(window))):
                return True
        at = text.find(f"({short})", at + 1)
    return f"{short} (International" in text


def _spells(short: str, words: list[str]) -> bool:
    """Whether the words, small ones left out, begin with just the letters of ``short``."""
    initials = "".join(word[0] for word in words if len(word) > 3 or word[0].isupper())
    return initials.upper() == singular(short).upper()


def abbreviates(short: str, long: str) -> bool:
    """Whether ``short`` is made of the initials of ``long``."""
    capitals = _CAPITALS.findall(short)
    if len(capitals) < 2:
        return False
    initials = ""
    for word in _INITIALS.findall(long):
        initials += word if word.isupper() else word[0].upper()
    at = -1
    for number, capital in enumerate(capitals):
        at = initials.find(capital, at + 1)
        if at < 0 or (number == 0 and at > 1):
            return False
    return True


def singular(short: str) -> str:
    """The abbreviation without the s of its plural.

    >>> singular("EPAs"), singular("GAMM")
    ('EPA', 'GAMM')
    """
    return short[:-1] if short.endswith("s") and short[-2:-1].isupper() else short
