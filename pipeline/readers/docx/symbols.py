"""Characters of symbol fonts (``w:sym``), from ``pipeline/readers/data/symbol_fonts.csv``."""

import csv
from functools import cache
from importlib.resources import files

_PRIVATE = 0xF000
"""Word stores the code of a symbol font in Unicode's private use area, from here on."""
_SYMBOL_FONTS = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings")


@cache
def _load() -> dict[tuple[str, int], str]:
    with (
        files("pipeline.readers").joinpath("data/symbol_fonts.csv").open(encoding="utf-8") as table
    ):
        return {
            (row["font"].lower(), int(row["code"], 16)): row["character"]
            for row in csv.DictReader(table)
        }


def read_symbol(font: str, code: str) -> str:
    """The character that a symbol shows; U+FFFD if that is not known.

    >>> read_symbol("Symbol", "F02A"), read_symbol("Wingdings", "F0FC")
    ('*', '✓')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    name = font.strip().lower()
    known = _load().get((name, number & 0xFF))
    if known is not None and (number >= _PRIVATE or name in _SYMBOL_FONTS):
        return known
    if _PRIVATE <= number <= _PRIVATE + 0xFF:
        if name == "symbol" and chr(number - _PRIVATE) in " !()[],./0123456789:;<=>":
            return chr(number - _PRIVATE)
        return "\ufffd" if name in _SYMBOL_FONTS else chr(number - _PRIVATE)
    return chr(number) if 0x20 <= number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\ufffd"
