"""Characters by pdfplumber, the reference. Never its ``extract_text``, which glues markers."""

import logging
import math
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from pipeline.readers.pdf.bullets import is_sign, make_bullets
from pipeline.readers.pdf.characters import (
    Frame,
    Glyph,
    PageCharacters,
    heal_ligature,
    is_bold_name,
    read_control,
)
from schemas.document import BBox

logging.getLogger("pdfminer").addHandler(logging.NullHandler())
# It complains of each oddity of a file; without a handler the words would go to the terminal.

_CID = re.compile(r"\(cid:\d+\)\Z")
_MAX_RULE_WIDTH = 2.5


class PdfplumberSource:
    """One open file behind the interface of ``CharacterSource``.

    The library keeps every page that was touched; each is closed as soon as it is read.
    """

    def __init__(self, stream: BytesIO) -> None:
        self._pdf = pdfplumber.open(stream)

    @property
    def page_count(self) -> int:
        """Pages of the file."""
        return len(self._pdf.pages)

    def read_page(self, number: int) -> PageCharacters:
        """The characters of page ``number``, in the order of the file."""
        page = self._pdf.pages[number - 1]
        try:
            return _read(page, number)
        finally:
            page.close()

    def close(self) -> None:
        """Give back what the library holds.

        Its own ``close`` would parse flushed pages again, so only the stream is closed.
        """
        self._pdf.stream.close()


def _read(page: Page, number: int) -> PageCharacters:
    x0, top, x1, bottom = page.cropbox
    found = PageCharacters(number, float(x1 - x0), float(bottom - top))
    has_space = False
    descents = _find_descents(page.chars)
    for char in page.chars:
        text = char["text"]
        if text.isspace():
            has_space = True
            continue
        found.glyphs.append(
            _build_glyph(
                char,
                float(x0),
                float(top),
                descents.get(char["fontname"], 0.21),
                has_space=has_space,
            )
        )
        has_space = False
    for shape in [*page.lines, *page.rects]:
        box = (
            float(shape["x0"] - x0),
            float(shape["top"] - top),
            float(shape["x1"] - x0),
            float(shape["bottom"] - top),
        )
        if min(box[2] - box[0], box[3] - box[1]) <= _MAX_RULE_WIDTH:
            found.rules.append(box)
        else:
            fill = _read_colour(shape["non_stroking_color"]) if shape["fill"] else None
            found.frames.append(Frame(box, fill, bool(shape["stroke"])))
    found.glyphs += make_bullets(found.glyphs, list(_find_signs(page, float(x0), float(top))))
    found.images = [
        (
            float(image["x0"] - x0),
            float(image["top"] - top),
            float(image["x1"] - x0),
            float(image["bottom"] - top),
        )
        for image in page.images
    ]
    return found


def _find_signs(page: Page, left: float, upper: float) -> Iterator[BBox]:
    """Small marks that may stand for bullets."""
    for shape in [*page.curves, *page.rects]:
        box = (
            float(shape["x0"]) - left,
            float(shape["top"]) - upper,
            float(shape["x1"]) - left,
            float(shape["bottom"]) - upper,
        )
        if is_sign(box) and (shape["fill"] or shape["stroke"]):
            yield box


def _build_glyph(
    char: dict[str, Any], left: float, upper: float, descent: float, *, has_space: bool
) -> Glyph:
    a, b, _, _, _, _ = char["matrix"]
    angle = round(-math.degrees(math.atan2(b, a))) % 360
    text = heal_ligature(char["text"])
    if len(text) == 1 and "\x80" <= text < "\xa0":
        text = read_control(ord(text), is_named=bool(char["fontname"])) or "\ufffd"
    is_unmapped = _CID.match(text) is not None or text in ("\ufffd", "\x00")
    return Glyph(
        "\ufffd" if is_unmapped else text,
        char["x0"] - left,
        char["top"] - upper,
        char["x1"] - left,
        char["bottom"] - upper,
        _find_baseline(char, angle, left, upper, descent),
        char["size"],
        char["fontname"],
        is_bold_name(char["fontname"]),
        angle,
        has_space_before=has_space,
        is_unmapped=is_unmapped,
    )


def _find_descents(chars: list[dict[str, Any]]) -> dict[str, float]:
    """By font, how far its boxes reach below the baseline, as a share of the size.

    Pdfminer's matrix stands on the line's baseline even for a raised character, whose box is
    raised; so the characters that are not raised tell where the box of their font begins.
    """
    descents: dict[str, float] = {}
    for char in chars:
        share = (char["matrix"][5] - char["y0"]) / (char["size"] or 1.0)
        if char["upright"] and -1.0 < share < 1.0:
            font = char["fontname"]
            descents[font] = max(share, descents.get(font, 0.0))
    return descents


def _find_baseline(
    char: dict[str, Any], angle: int, left: float, upper: float, descent: float
) -> float:
    """Distance from the top of the page; from its left side for text that reads up or down."""
    if angle in (90, 270):
        return float(char["matrix"][4] - left)
    return float(char["bottom"] - upper - descent * char["size"])


def _read_colour(colour: Any) -> tuple[int, int, int] | None:
    """Grey or RGB as three bytes; other colour spaces are taken as a light grey."""
    if (
        isinstance(colour, (tuple, list))
        and colour
        and all(isinstance(c, (int, float)) for c in colour)
    ):
        if len(colour) == 1:
            grey = round(255 * colour[0])
            return (grey, grey, grey)
        if len(colour) == 3:
            return (round(255 * colour[0]), round(255 * colour[1]), round(255 * colour[2]))
    return (224, 224, 224)
