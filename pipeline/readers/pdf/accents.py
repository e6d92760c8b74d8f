"""Letters whose accent is printed as a sign of its own: TeX's older fonts set ``a`` under ``¨``."""

import unicodedata
from dataclasses import replace

from pipeline.readers.pdf.characters import Glyph

_COMBINING = {
    "`": "\u0300",
    "´": "\u0301",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¯": "\u0304",
    "˘": "\u0306",
    "˙": "\u0307",
    "¨": "\u0308",
    "˚": "\u030a",
    "˝": "\u030b",
    "ˇ": "\u030c",
    "¸": "\u0327",
    "˛": "\u0328",
}
_DOTLESS = {"ı": "i", "ȷ": "j"}
_SHIFT = 0.2
"""Of the size; the middles of a letter and its accent are no farther apart, slanted type too."""
_COLUMN = 4.0
"""Points; a letter and its accent are looked for in neighbouring columns of this width."""
_LIFT = 0.35
"""Of the size; as far may an accent be raised above a capital."""


def join_accents(glyphs: list[Glyph]) -> list[Glyph]:
    """``glyphs`` with every accent that stands over or under a letter made part of it.

    Wherever the file draws the two; an accent that stands over nothing stays a sign.
    """
    accents = [index for index, glyph in enumerate(glyphs) if glyph.text[0] in _COMBINING]
    if not accents:
        return glyphs
    columns: dict[int, list[int]] = {}
    for index, glyph in enumerate(glyphs):
        if glyph.text[0] not in _COMBINING:
            columns.setdefault(_find_column(glyph), []).append(index)
    joined: list[Glyph | None] = [*glyphs]
    for place in accents:
        accent = glyphs[place]
        if len(accent.text) > 1:
            # Both are one character of the font, which the file spells out.
            text = _compose(accent.text[1], accent.text[0])
            if text is not None:
                joined[place] = replace(accent, text=text + accent.text[2:])
            continue
        column = _find_column(accent)
        for index in (one for near in (-1, 0, 1) for one in columns.get(column + near, ())):
            letter = joined[index]
            made = _join(letter, accent) if letter is not None else None
            if made is not None:
                joined[index], joined[place] = made, None
                break
    return [glyph for glyph in joined if glyph is not None]


def _find_column(glyph: Glyph) -> int:
    return int((glyph.x0 + glyph.x1) / 2 // _COLUMN)


def _join(letter: Glyph, accent: Glyph) -> Glyph | None:
    """The letter with its accent, if the two stand in one place and are one character together."""
    distance = abs(letter.x0 + letter.x1 - accent.x0 - accent.x1) / 2
    lift = letter.baseline - accent.baseline
    if distance > _SHIFT * letter.size or not -0.05 <= lift / letter.size <= _LIFT:
        return None
    text = _compose(letter.text, accent.text)
    return replace(letter, text=text) if text is not None else None


def _compose(letter: str, accent: str) -> str | None:
    """One character for both, if there is one."""
    text = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _COMBINING[accent])
    return text if len(text) == 1 else None
