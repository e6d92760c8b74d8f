"""Shapes that mean the same in every format: bullets, item numbers, headings without a style."""

import re

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.rewriting import Edit

_BULLET = re.compile(r"(?:[•◦▪‣●○■□➢►✓·∙–—+-]|n(?= [A-Z]))\s+(?=\S)")
_ITEM_NUMBER = re.compile(r"(?:\d{1,3}[.)]|\(?(?:[ivxl]{1,5}|[a-z])\)|[ivxl]{1,5}\.)\s+(?=\S)")


def find_shape_edits(block: PreparedBlock) -> list[Edit]:
    """The bullet or number of a list item, which formats print or count by themselves."""
    found = _BULLET.match(block.text)
    if found is None and block.raw.role == "list_item":
        found = _ITEM_NUMBER.match(block.text)
    return [Edit(0, found.end())] if found else []


def mark_headings(pieces: list[object]) -> None:
    """Give short paragraphs that head what follows the role of a heading."""
