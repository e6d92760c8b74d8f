"""Abbreviations that the document itself introduces: 'memoranda of understanding (MoUs)'."""

import re

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
