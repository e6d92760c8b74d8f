"""Grids that a break of the page or column opens: rows that go on behind it without a rule.

Producers that print from HTML leave out the rule where they break a row, and only the walls of the
row show that it belongs to the table.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import inf

from pipeline.readers.pdf.drafts import measure_first_word
from pipeline.readers.pdf.grids import MIN_WALLS, SNAP, Grid
from pipeline.readers.pdf.lines import Line

_MIN_HEIGHT = 6.0
"""Points; walls that go on for less than that stick out."""
_SAME_WIDTH = 4.0
_PADDING = 0.8
"""Of the size; text that starts farther from the wall is not set flush to it."""
_WALL_WIDTH = 1.0
"""Points; a wall may stand inside of the cell on its right and outside of it on its left."""
_FAR = 1.6
"""Of the size; lines of one paragraph stand closer."""

Shape = list[float]
"""Where the walls of a table stand."""


def is_same_shape(first: Shape, second: Shape) -> bool:
    """Whether the columns are as wide in both, wherever on the page they begin."""
    return len(first) == len(second) and all(
        abs((one - first[0]) - (other - second[0])) < _SAME_WIDTH
        for one, other in zip(first, second, strict=True)
    )


def settle(grid: Grid, lines: list[Line], shapes: list[Shape]) -> list[Grid]:
    """The grid with the rows whose outer rule is missing, as far as ``lines`` stand in them.

    ``shapes`` are those of tables that may go on here. Walls without rules count only if they have
    one of these; walls with a single rule also if lines of text fill a cell between them.
    """
    if not grid.ys:
        return [
            one
            for shape in shapes
            for part in _cut_out(grid, shape)
            for one in [_extend(part, lines, is_above=True, is_below=True)]
            if one is not None
        ]
    above, below = _find_ends(grid)
    if len(grid.ys) == 1:
        is_known = any(is_same_shape(shape, grid.xs) for shape in shapes)
        if above is None and below is None:
            return []
        wide = _extend(grid, lines, is_above=above is not None, is_below=below is not None)
        return [wide] if wide is not None and (is_known or _has_full_cell(wide, lines)) else []
    for is_above in (True, False):
        if (above if is_above else below) is not None:
            grid = _extend(grid, lines, is_above=is_above, is_below=not is_above) or grid
    return [grid]


def measure_margin(grid: Grid, place: tuple[int, int], lines: list[Line]) -> float:
    """Where lines of a cell end at the latest: the wall, less the room that is left on the left."""
    room = min(line.x0 for line in lines) - grid.xs[place[1]]
    room = min(max(room, 0.0), _PADDING * lines[0].size)
    return grid.get_right_wall(place) - room - _WALL_WIDTH


def has_room(line: Line, margin: float, following: Line) -> bool:
    """Whether the first word of the line that follows would still have stood on this one."""
    width = measure_first_word(following)
    return line.x1 + 0.25 * line.size + width + 0.5 <= margin


def _find_ends(grid: Grid) -> tuple[float | None, float | None]:
    """How far the walls go on above the first and below the last rule, the outer ones together."""
    sides = [[wall for wall in grid.columns if abs(wall[0] - x) <= SNAP] for x in grid.xs]
    if len(sides) < MIN_WALLS or not all(sides):
        return None, None
    tops = [min(wall[1] for wall in side) for side in sides]
    feet = [max(wall[2] for wall in side) for side in sides]
    above, below = max(tops[0], tops[-1]), min(feet[0], feet[-1])
    first, last = (grid.ys[0], grid.ys[-1]) if grid.ys else (inf, -inf)
    return (
        above if _agree(tops) and above < first - _MIN_HEIGHT else None,
        below if _agree(feet) and below > last + _MIN_HEIGHT else None,
    )


def _agree(ends: list[float]) -> bool:
    """Whether both outer walls end at one height, and one between them does."""
    outer = (ends[0] + ends[-1]) / 2
    return abs(ends[0] - ends[-1]) <= SNAP and any(abs(end - outer) <= SNAP for end in ends[1:-1])


def _cut_out(grid: Grid, shape: Shape) -> Iterator[Grid]:
    """The walls that stand as those of ``shape`` do; columns side by side may hold two tables."""
    for start in grid.xs:
        xs = [
            next((x for x in grid.xs if abs(x - start - (place - shape[0])) < _SAME_WIDTH), inf)
            for place in shape
        ]
        if inf not in xs:
            yield replace(grid, xs=xs)


def _extend(grid: Grid, lines: list[Line], *, is_above: bool, is_below: bool) -> Grid | None:
    """The grid with a row more at one end or both, if lines stand there as those of one row do."""
    above, below = _find_ends(grid)
    ys = list(grid.ys)
    ys = [*([above] if is_above and above is not None else []), *ys]
    ys += [below] if is_below and below is not None else []
    if len(ys) == len(grid.ys) or len(ys) < 2:
        return None
    wide = Grid.of_edges(grid.xs, ys, grid.rows, grid.columns)
    wide.is_open_above = grid.is_open_above or is_above
    wide.is_open_below = grid.is_open_below or is_below
    added = [0] if is_above else []
    added += [len(ys) - 2] if is_below else []
    parts = [part for line in lines for part in wide.cut(line) if wide.holds(part)]
    placed = [entry for part in parts for entry in wide.split(part)]
    rows = [[(place, part) for place, part in placed if place[0] == row] for row in set(added)]
    return wide if all(rows) and all(_is_one_row(wide, row) for row in rows) else None


def _list_columns(
    grid: Grid, row: list[tuple[tuple[int, int], Line]]
) -> list[tuple[float, list[Line]]]:
    """The lines of each cell of a row, top to bottom, and the margin that they keep."""
    cells: dict[tuple[int, int], list[Line]] = {}
    for place, part in row:
        cells.setdefault(place, []).append(part)
    return [
        (measure_margin(grid, place, lines), sorted(lines, key=lambda line: line.baseline))
        for place, lines in cells.items()
    ]


def _is_one_row(grid: Grid, row: list[tuple[tuple[int, int], Line]]) -> bool:
    """Whether no row of text ends inside: there, all cells that go on would begin anew at once."""
    cells = _list_columns(grid, row)
    for margin, lines in cells:
        for before, after in pairwise(lines):
            if not _begins_anew(before, after, margin):
                continue
            others = [
                (before_other, after_other, other_margin)
                for other_margin, other in cells
                for before_other, after_other in pairwise(other)
                if other is not lines
                and abs(after_other.baseline - after.baseline) <= 0.3 * after.size
            ]
            if others and all(_begins_anew(*other) for other in others):
                return False
    return True


def _begins_anew(before: Line, after: Line, margin: float) -> bool:
    return after.baseline - before.baseline > _FAR * after.size or has_room(before, margin, after)


def _has_full_cell(grid: Grid, lines: list[Line]) -> bool:
    """Whether cells stand side by side and a line of one of them fills it, as text that wraps."""
    placed = [
        entry
        for line in lines
        for part in grid.cut(line)
        if grid.holds(part)
        for entry in grid.split(part)
    ]
    cells = _list_columns(grid, placed)
    return len({place[1] for place, _ in placed}) > 1 and any(
        not _begins_anew(before, after, margin)
        for margin, column in cells
        for before, after in pairwise(column)
    )
