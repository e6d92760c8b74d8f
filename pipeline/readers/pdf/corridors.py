"""Cells of a table that stand as close as words of a line: parted where all rows leave room.

Only for an area that rules above and below already show to be a table.
"""

from bisect import bisect_right
from itertools import pairwise

from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.words import Word

MIN_WIDTH = 0.35
"""Of the size; words of a line stand closer, and in no narrow corridor over many lines."""
MIN_ROWS = 3
_SHARED = 0.7
"""Of the rows; so many of their cells share an edge or their middle with the others."""
_EDGE = 1.5


def split_at_corridors(lines: list[Line]) -> tuple[list[Line], list[float]]:
    """``lines`` of one table, with those cut that hold words of two columns, and the borders."""
    rows = _group_words(lines)
    middles = [(left + right) / 2 for left, right in _find_corridors(rows)]
    sides = [float("-inf"), *middles, float("inf")]
    columns = [_is_column(_find_cells(rows, left, right)) for left, right in pairwise(sides)]
    middles = [middle for middle, pair in zip(middles, pairwise(columns), strict=True) if all(pair)]
    if not middles:
        return lines, []
    return [part for line in lines for part in _cut(line, middles)], middles


def _group_words(lines: list[Line]) -> list[list[Word]]:
    """Words of each row from left to right."""
    rows: list[list[Word]] = []
    last: Line | None = None
    for line in sorted(lines, key=lambda one: (one.baseline, one.x0)):
        if last is not None and abs(line.baseline - last.baseline) <= 0.2 * line.size:
            rows[-1].extend(line.words)
        else:
            rows.append([*line.words])
            last = line
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _find_corridors(rows: list[list[Word]]) -> list[tuple[float, float]]:
    """Gaps that no word of any row reaches into, from left to right."""
    words = sorted((word for row in rows for word in row), key=lambda word: word.x0)
    found: list[tuple[float, float]] = []
    reach = None
    for word in words:
        if reach is not None and word.x0 - reach >= MIN_WIDTH * word.size:
            found.append((reach, word.x0))
        reach = word.x1 if reach is None else max(reach, word.x1)
    return found


def _find_cells(rows: list[list[Word]], left: float, right: float) -> list[tuple[float, float]]:
    """Where the words between two places begin and end, for each row that has any."""
    return [
        (found[0].x0, found[-1].x1)
        for row in rows
        if (found := [word for word in row if left < (word.x0 + word.x1) / 2 < right])
        and any(char.isalnum() for word in found for char in word.text)
    ]


def _is_column(cells: list[tuple[float, float]]) -> bool:
    """Whether the cells of several rows begin at one place, or end there, as figures do."""
    return len(cells) >= MIN_ROWS and (
        _share_place([x0 for x0, _ in cells]) or _share_place([x1 for _, x1 in cells])
    )


def _share_place(places: list[float]) -> bool:
    ordered = sorted(places)
    most = max(bisect_right(ordered, place + _EDGE) - index for index, place in enumerate(ordered))
    return most >= _SHARED * len(ordered)


def _cut(line: Line, middles: list[float]) -> list[Line]:
    """The parts of the line between the corridors; a raised word stays with the word before it."""
    parts: list[list[Word]] = [[line.words[0]]]
    for word in line.words[1:]:
        before = parts[-1][-1]
        if not word.is_raised and any(before.x1 <= middle <= word.x0 for middle in middles):
            parts.append([word])
        else:
            parts[-1].append(word)
    return [line] if len(parts) == 1 else [Line(words) for words in parts]
