"""Draw one page of a PDF with what was read and found on it, for people who debug a layout."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from pipeline.extract import extract
from pipeline.isolation import run_isolated
from pipeline.read import read_isolated
from pipeline.readers.limits import DEFAULT_LIMITS
from schemas.document import BBox, Document, Evidence, WordLocation
from schemas.errors import UsageError
from schemas.extraction import Extraction

SCALE = 2.0
"""Pixels per point."""
_LEGEND = (
    ("blocks", (120, 120, 120)),
    ("headings", (0, 90, 200)),
    ("cells", (0, 140, 140)),
    ("notes", (230, 120, 0)),
    ("markers", (220, 0, 0)),
    ("claims", (110, 40, 190)),
    ("countries", (0, 150, 40)),
    ("instruments", (190, 0, 120)),
)
_COLOURS = dict(_LEGEND)
_ROLE_COLOURS = {"heading": "headings", "table_cell": "cells", "note": "notes"}
_LEGEND_HEIGHT = 28

Colour = tuple[int, int, int]


def draw_page(path: Path, page: int, out_path: Path) -> None:
    """Write page ``page`` (from 1) of the PDF at ``path`` to ``out_path`` as PNG.

    The file is read and rendered in processes that are killed if they pass a limit.
    Raises ``UsageError`` if the file is no PDF or has no such page, ``ReadError`` as reading does.
    """
    document = read_isolated(path)
    if document.source.media_type != "application/pdf":
        raise UsageError(
            f"{path.name} is {document.source.media_type}, and only pages of a PDF can be drawn; "
            "`emn parse` shows how it was read."
        )
    page_count = document.source.page_count or 0
    if not 1 <= page <= page_count:
        raise UsageError(
            f"{path.name} has pages 1 to {page_count}, and page {page} is none of them."
        )
    shown = run_isolated(partial(_render, path, page), path.name, DEFAULT_LIMITS)
    image = Image.new("RGB", (shown.width, shown.height + _LEGEND_HEIGHT), "white")
    image.paste(shown, (0, 0))
    draw_findings(image, document, extract(document), page)
    image.save(out_path, format="PNG")


def draw_findings(
    image: Image.Image, document: Document, extraction: Extraction, page: int
) -> None:
    """Draw blocks, notes, markers and findings of one page over its picture."""
    draw = ImageDraw.Draw(image, "RGBA")
    words = [word for word in document.word_locations if word.page == page]
    for number, block in enumerate(document.blocks, start=1):
        colour = _COLOURS[_ROLE_COLOURS.get(block.role, "blocks")]
        for index, box in enumerate(_list_areas(words, block.start_char, block.end_char)):
            _frame(draw, box, colour, fill=28 if block.role == "note" else 0, width=1)
            if index == 0:
                label = f"{number} {block.role}{block.level or ''}"
                draw.text((box[0] * SCALE, box[1] * SCALE - 11), label, colour, _get_font())
    for reference in document.note_references:
        span = reference.evidence
        for box in _list_areas(words, span.start_char, span.end_char):
            _frame(draw, box, _COLOURS["markers"], fill=40, width=2)
            corner = (box[2] * SCALE + 1, box[1] * SCALE - 8)
            draw.text(corner, reference.label, _COLOURS["markers"], _get_font())
    findings: tuple[tuple[str, Iterable[Evidence]], ...] = (
        ("claims", (claim.evidence for claim in extraction.claims)),
        ("countries", (mention.evidence for mention in extraction.countries)),
        ("instruments", (mention.evidence for mention in extraction.instruments)),
    )
    for name, evidences in findings:
        for evidence in evidences:
            for number, box in _list_boxes(evidence):
                if number == page:
                    _underline(
                        draw, box, _COLOURS[name], {"claims": 5, "countries": 1}.get(name, 3)
                    )
    _draw_legend(image, draw)


def _render(path: Path, page: int) -> Image.Image:
    """The page in colour. For a process of its own: the file may be made to harm."""
    document = pdfium.PdfDocument(path)
    try:
        shown: Image.Image = document[page - 1].render(scale=SCALE).to_pil().convert("RGB")
        return shown
    finally:
        document.close()


def _list_areas(words: list[WordLocation], start: int, end: int) -> Iterator[BBox]:
    """Boxes around the words of a block: one per column that it runs through."""
    area: BBox | None = None
    for word in words:
        if word.end_char <= start or word.start_char >= end:
            continue
        box = word.bbox
        if area is not None and box[1] < area[1] - 4:
            yield area
            area = None
        area = box if area is None else _unite(area, box)
    if area is not None:
        yield area


def _unite(first: BBox, second: BBox) -> BBox:
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def _list_boxes(evidence: Evidence) -> Iterator[tuple[int, BBox]]:
    """Page and box of every printed line of the evidence."""
    if evidence.locations:
        for location in evidence.locations:
            yield location.page, location.bbox
    elif evidence.page is not None and evidence.bbox is not None:
        yield evidence.page, evidence.bbox


def _frame(draw: ImageDraw.ImageDraw, box: BBox, colour: Colour, *, fill: int, width: int) -> None:
    corners = [box[0] * SCALE - 1, box[1] * SCALE - 1, box[2] * SCALE + 1, box[3] * SCALE + 1]
    draw.rectangle(corners, fill=(*colour, fill) if fill else None, outline=colour, width=width)


def _underline(draw: ImageDraw.ImageDraw, box: BBox, colour: Colour, drop: int) -> None:
    """A line below the words; ``drop`` keeps those of different findings apart."""
    y = box[3] * SCALE - 2 + drop
    draw.line([box[0] * SCALE, y, box[2] * SCALE, y], fill=colour, width=2)


def _draw_legend(image: Image.Image, draw: ImageDraw.ImageDraw) -> None:
    x = 8
    y = image.height - _LEGEND_HEIGHT + 8
    for name, colour in _LEGEND:
        draw.rectangle([x, y, x + 10, y + 10], fill=colour)
        draw.text((x + 15, y - 1), name, colour, _get_font())
        x += 105


def _get_font() -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(10)
