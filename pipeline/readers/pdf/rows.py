"""Rows and columns of tables without a grid, by what stands side by side and what rules part."""

from pipeline.readers.pdf.headers import join_flat
from pipeline.readers.pdf.lines import Line
from schemas.document import BBox

_MIN_BANDS = 3
"""A table with more bands than that between its rules may have one for each row."""
_CELL_LEADING = 1.4
"""Of the size; lines of one cell stand closer."""
_CELL_GAP = 0.8
"""Of the size; cells of a table without rules are at least this far apart."""


def group_rows(lines: list[Line]) -> list[list[Line]]:
    """Lines that share a baseline, left to right; the rows from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda entry: (entry.baseline, entry.x0)):
        if rows and abs(line.baseline - rows[-1][0].baseline) <= 0.2 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def is_tight(before: list[Line], row: list[Line]) -> bool:
    """Whether the row stands below the other as lines of one cell do."""
    return 0 < row[0].baseline - before[0].baseline < _CELL_LEADING * row[0].size


def find_shared_gaps(lines: list[Line]) -> list[float]:
    """Middles of the horizontal gaps that no line crosses."""
    gaps: list[float] = []
    reach = None
    for line in sorted(lines, key=lambda entry: entry.x0):
        if reach is not None and line.x0 - reach >= _CELL_GAP * line.size:
            gaps.append((reach + line.x0) / 2)
        reach = line.x1 if reach is None else max(reach, line.x1)
    return gaps


def find_bands(rows: list[list[Line]], gaps: list[float], rules: list[BBox]) -> list[int] | None:
    """For each printed row the number of the rules above it, if each of them ends a row of cells.

    That is so if between any two rules one column at least holds a single line.
    """
    x0, x1 = min(line.x0 for row in rows for line in row), max(row[-1].x1 for row in rows)
    across = [rule[1] for rule in join_flat(rules) if rule[0] <= x0 + 2 and rule[2] >= x1 - 2]
    bands = [sum(y < row[0].baseline for y in across) for row in rows]
    counts: dict[int, dict[int, int]] = {}
    for band, row in zip(bands, rows, strict=True):
        for line in row:
            column = sum(gap <= (line.x0 + line.x1) / 2 for gap in gaps)
            held = counts.setdefault(band, {})
            held[column] = held.get(column, 0) + 1
    if len(counts) <= _MIN_BANDS or not all(min(held.values()) == 1 for held in counts.values()):
        return None
    return bands
