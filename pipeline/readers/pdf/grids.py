"""Grids that rules and frames draw: their rows, columns and merged cells."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.readers.pdf.characters import Frame
from pipeline.readers.pdf.lines import Line
from schemas.document import BBox

SNAP = 2.5
"""Points; edges closer than that are one."""
MAX_EDGES = 4000


@dataclass(slots=True)
class Grid:
    """Borders of columns and rows, and which neighbouring cells no wall parts."""

    xs: list[float]
    ys: list[float]
    owners: dict[tuple[int, int], tuple[int, int]]
    """For a cell that is merged with others: the upper left one of them."""

    @property
    def bbox(self) -> BBox:
        """Of the whole grid."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def row_count(self) -> int:
        """Rows that a wall parts somewhere."""
        return len({row for row, _ in self._cells()})

    @property
    def column_count(self) -> int:
        """Columns that a wall parts somewhere."""
        return len({column for _, column in self._cells()})

    def _cells(self) -> set[tuple[int, int]]:
        return {
            self.owners.get((row, column), (row, column))
            for row in range(len(self.ys) - 1)
            for column in range(len(self.xs) - 1)
        }

    def holds(self, line: Line) -> bool:
        """Whether the middle of the line's height and both its ends lie in the grid."""
        middle = (line.top + line.bottom) / 2
        return (
            self.ys[0] <= middle <= self.ys[-1]
            and line.x0 >= self.xs[0] - SNAP
            and line.x1 <= self.xs[-1] + SNAP
        )

    def place(self, line: Line) -> tuple[int, int]:
        """Row and column, from 0, of the cell that holds the line's start."""
        return self._find(min(line.x0 + 1, (line.x0 + line.x1) / 2), (line.top + line.bottom) / 2)

    def _find(self, x: float, y: float) -> tuple[int, int]:
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self.owners.get((row, column), (row, column))

    def split(self, line: Line) -> Iterator[tuple[tuple[int, int], Line]]:
        """The parts of a line that stand in different cells, with their places."""
        middle = (line.top + line.bottom) / 2
        parts: list[tuple[tuple[int, int], list]] = []  # type: ignore[type-arg]
        for word in line.words:
            place = self._find((word.x0 + word.x1) / 2, middle)
            if parts and (parts[-1][0] == place or word.is_raised):
                parts[-1][1].append(word)
            else:
                parts.append((place, [word]))
        if len(parts) == 1:
            yield parts[0][0], line
            return
        for place, words in parts:
            yield place, Line(words)

    def cells_with(self, lines: list[Line]) -> list[BBox]:
        """Boxes of the cells in which lines stand."""
        owners = {self.place(line) for line in lines}
        return [self._measure(owner) for owner in sorted(owners)]

    def _measure(self, owner: tuple[int, int]) -> BBox:
        places = [place for place, other in self.owners.items() if other == owner] or [owner]
        return (
            self.xs[min(column for _, column in places)],
            self.ys[min(row for row, _ in places)],
            self.xs[max(column for _, column in places) + 1],
            self.ys[max(row for row, _ in places) + 1],
        )


def find_grids(rules: list[BBox], frames: list[Frame]) -> list[Grid]:
    """Grids of at least two cells, or of one, from the smallest to the largest."""
    flat: list[tuple[float, float, float]] = []
    upright: list[tuple[float, float, float]] = []
    for x0, top, x1, bottom in rules:
        if x1 - x0 >= bottom - top:
            flat.append(((top + bottom) / 2, x0, x1))
        else:
            upright.append(((x0 + x1) / 2, top, bottom))
    for frame in frames:
        x0, top, x1, bottom = frame.bbox
        flat += [(top, x0, x1), (bottom, x0, x1)]
        upright += [(x0, top, bottom), (x1, top, bottom)]
    if not flat or not upright or len(flat) + len(upright) > MAX_EDGES:
        return []
    grids: list[Grid] = []
    for rows, columns in _find_connected(flat, upright):
        ys, xs = _snap([edge[0] for edge in rows]), _snap([edge[0] for edge in columns])
        if len(ys) >= 2 and len(xs) >= 2:
            grids.append(Grid(xs, ys, _find_owners(xs, ys, rows, columns)))
    return sorted(
        grids, key=lambda grid: (grid.bbox[2] - grid.bbox[0]) * (grid.bbox[3] - grid.bbox[1])
    )


def _snap(values: list[float]) -> list[float]:
    """Sorted values, those that are nearly equal taken as one."""
    snapped: list[list[float]] = []
    for value in sorted(values):
        if snapped and value - snapped[-1][-1] <= SNAP:
            snapped[-1].append(value)
        else:
            snapped.append([value])
    return [sum(group) / len(group) for group in snapped]


Edge = tuple[float, float, float]


def _find_connected(
    flat: list[Edge], upright: list[Edge]
) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """Groups of edges that touch one another, directly or through others."""
    parents = list(range(len(flat) + len(upright)))

    def find(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for column_index, (x, top, bottom) in enumerate(upright, start=len(flat)):
        for row_index, (y, x0, x1) in enumerate(flat):
            if x0 - SNAP <= x <= x1 + SNAP and top - SNAP <= y <= bottom + SNAP:
                parents[find(column_index)] = find(row_index)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for index, edge in enumerate(flat):
        groups.setdefault(find(index), ([], []))[0].append(edge)
    for index, edge in enumerate(upright, start=len(flat)):
        groups.setdefault(find(index), ([], []))[1].append(edge)
    yield from groups.values()


def _find_owners(
    xs: list[float], ys: list[float], rows: list[Edge], columns: list[Edge]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell the upper left cell of those that no wall parts from it."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            place = (row, column)
            owner = place
            middle_y = (ys[row] + ys[row + 1]) / 2
            middle_x = (xs[column] + xs[column + 1]) / 2
            if column and not _has_wall(columns, xs[column], middle_y):
                owner = owners[(row, column - 1)]
            elif row and not _has_wall(rows, ys[row], middle_x):
                owner = owners[(row - 1, column)]
            owners[place] = owner
    return owners


def _has_wall(edges: list[Edge], place: float, across: float) -> bool:
    return any(
        abs(edge[0] - place) <= SNAP + 1 and edge[1] - SNAP <= across <= edge[2] + SNAP
        for edge in edges
    )
