"""Words of pages that nobody works on, packed: they are what a long file holds most of."""

import marshal
import zlib
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from pipeline.readers.pdf.words import Word

_PACKING_LEVEL = 1
"""The quickest; a page takes a millisecond."""

_get_values = attrgetter(*(one.name for one in fields(Word)))


class PackedRows:
    """The words of many rows in a fortieth of their room, for this process and its children."""

    __slots__ = ("_packed",)

    def __init__(self, rows: list[list[Word]]) -> None:
        values = [[_get_values(word) for word in row] for row in rows]
        self._packed = zlib.compress(marshal.dumps(values), _PACKING_LEVEL)

    def get_words(self, row: int) -> list[Word]:
        """The words of a row, made anew, every measure as it was."""
        return [Word(*values) for values in _load_rows(self._packed)[row]]


@lru_cache(maxsize=2)
def _load_rows(packed: bytes) -> list[list[tuple[Any, ...]]]:
    """Pages are worked on one after the other, so the rows of two are at hand."""
    rows: list[list[tuple[Any, ...]]] = marshal.loads(zlib.decompress(packed))  # noqa: S302 - our own bytes
    return rows
