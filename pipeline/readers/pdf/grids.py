"""Grids that rules and frames draw: their rows, columns and merged cells."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from pipeline.readers.pdf.characters import Frame
from pipeline.readers.pdf.geometry import is_inside, unite
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.words import Word
from schemas.document import BBox

SNAP = 2.5
"""Points; edges closer than that are one."""
MAX_EDGES = 1_500
MAX_FRAMES = 500
MAX_CELLS = 20_000
MIN_WALLS = 3
"""Of a table of two columns, which its walls alone may show; two walls are the sides of a box."""

Edge = tuple[float, float, float]
"""Of a rule: where it lies, and from where to where it goes."""


@dataclass(slots=True)
class Grid:
    """Borders of columns and rows, and which neighbouring cells no wall parts."""

    xs: list[float]
    ys: list[float]
    owners: dict[tuple[int, int], tuple[int, int]]
    """For a cell that is merged with others: the upper left one of them."""
    rows: list[Edge] = field(default_factory=list)
    columns: list[Edge] = field(default_factory=list)
    """The horizontal and vertical edges that draw the grid."""
    is_open_above: bool = False
    is_open_below: bool = False
    """The first or last row has no rule at its outer side, since it goes on behind a break."""

    @classmethod
    def of_edges(
        cls, xs: list[float], ys: list[float], rows: list[Edge], columns: list[Edge]
    ) -> Self:
        """Cells between these borders, merged where no edge parts them."""
        return cls(xs, ys, _find_owners(xs, ys, rows, columns), rows, columns)

    @property
    def bbox(self) -> BBox:
        """Of the whole grid."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def area(self) -> float:
        """Of the whole grid, in square points."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

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
        """Whether the line stands in the grid; its last word may stick out of a narrow cell."""
        middle = (line.top + line.bottom) / 2
        last = line.words[-1]
        return (
            self.ys[0] <= middle <= self.ys[-1]
            and line.x0 >= self.xs[0] - SNAP
            and (last.x0 + last.x1) / 2 <= self.xs[-1] + SNAP
        )

    def cut(self, line: Line) -> list[Line]:
        """The line, or its parts inside and outside, where a side wall passes between its words."""
        middle = (line.top + line.bottom) / 2
        if not self.ys[0] <= middle <= self.ys[-1]:
            return [line]
        parts: list[list[Word]] = [[line.words[0]]]
        for before, word in pairwise(line.words):
            if any(before.x1 - SNAP <= x <= word.x0 + SNAP for x in (self.xs[0], self.xs[-1])):
                parts.append([])
            parts[-1].append(word)
        return [line] if len(parts) == 1 else [Line(words) for words in parts]

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
        parts: list[tuple[tuple[int, int], list[Word]]] = []
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

    def get_right_wall(self, place: tuple[int, int]) -> float:
        """Where the cell, with those that are merged with it, ends on the right."""
        row, column = place
        end = column + 1
        while end < len(self.xs) - 1 and self.owners.get((row, end), (row, end)) == place:
            end += 1
        return self.xs[end]

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


def find_grids(rules: list[BBox], frames: list[Frame]) -> tuple[list[Grid], list[Grid]]:
    """Grids of rules and drawn frames, from the smallest to the largest; one cell is a grid too.

    The second list holds walls that stand side by side with a single rule across or none: they are
    part of a table if rows go on there. Tinted grounds are no grid: they mark rows and heads, and
    what they part is seen by alignment.
    """
    edges = [_Edges.of_rule(rule) for rule in rules]
    drawn = {frame.bbox: None for frame in frames if frame.is_stroked}
    edges += [_Edges.of_group(group) for group in _merge_frames(list(drawn))]
    if not 2 <= len(edges) <= MAX_EDGES:
        edges = edges if len(edges) == 1 else []
    grids: list[Grid] = []
    loose: list[Grid] = []
    lone: list[Edge] = []
    for rows, columns in _find_connected(edges):
        ys, xs = _snap([edge[0] for edge in rows]), _snap([edge[0] for edge in columns])
        if len(ys) >= 2 and len(xs) >= 2 and len(ys) * len(xs) <= MAX_CELLS:
            grids.append(Grid.of_edges(xs, ys, rows, columns))
        elif len(ys) == 1 and len(xs) >= MIN_WALLS:
            loose.append(Grid(xs, ys, {}, rows, columns))
        elif not ys:
            lone += columns
    loose += _group_walls(lone)
    return sorted(grids, key=lambda grid: grid.area), loose


def _group_walls(walls: list[Edge]) -> list[Grid]:
    """Walls that begin and end at the same heights, as grids without any row yet."""
    groups: list[list[Edge]] = []
    for wall in sorted(walls, key=lambda edge: edge[1:]):
        for group in groups:
            if all(
                abs(one - other) <= SNAP for one, other in zip(group[0][1:], wall[1:], strict=True)
            ):
                group.append(wall)
                break
        else:
            groups.append([wall])
    grids = [Grid(_snap([wall[0] for wall in group]), [], {}, [], group) for group in groups]
    return [grid for grid in grids if len(grid.xs) >= MIN_WALLS]


@dataclass(slots=True)
class _Edges:
    """Edges that belong together: a rule, or the sides of frames that form one pattern."""

    bbox: BBox
    rows: list[Edge]
    columns: list[Edge]
    is_rule: bool

    @classmethod
    def of_rule(cls, rule: BBox) -> Self:
        x0, top, x1, bottom = rule
        if x1 - x0 >= bottom - top:
            return cls(rule, [((top + bottom) / 2, x0, x1)], [], is_rule=True)
        return cls(rule, [], [((x0 + x1) / 2, top, bottom)], is_rule=True)

    @classmethod
    def of_group(cls, boxes: list[BBox]) -> Self:
        rows = [(y, x0, x1) for x0, top, x1, bottom in boxes for y in (top, bottom)]
        columns = [(x, top, bottom) for x0, top, x1, bottom in boxes for x in (x0, x1)]
        return cls(unite(boxes), rows, columns, is_rule=False)

    def touches(self, other: Self) -> bool:
        """Whether the two draw one grid: rules that meet, or a rule within a frame."""
        if not (self.is_rule or other.is_rule):
            return False
        first, second = self.bbox, other.bbox
        if (
            first[0] > second[2] + SNAP
            or second[0] > first[2] + SNAP
            or first[1] > second[3] + SNAP
            or second[1] > first[3] + SNAP
        ):
            return False
        if self.is_rule and other.is_rule:
            return bool(self.rows) is not bool(other.rows)
        rule, frame = (self, other) if self.is_rule else (other, self)
        return is_inside(rule.bbox, frame.bbox, SNAP)


def _merge_frames(boxes: list[BBox]) -> list[list[BBox]]:
    """Frames that fill a rectangle together, as the cells of a table do, step by step.

    Two patterns go together if they touch along a whole side. Boxes that merely touch do not.
    """
    groups = [(box, [box]) for box in sorted(boxes)]
    if len(groups) > MAX_FRAMES:
        return [members for _, members in groups]
    merged = True
    while merged:
        merged = False
        kept: list[tuple[BBox, list[BBox]]] = []
        for box, members in groups:
            for index, (other, others) in enumerate(kept):
                if _share_side(box, other):
                    kept[index] = (unite([box, other]), [*others, *members])
                    merged = True
                    break
            else:
                kept.append((box, members))
        groups = kept
    return [members for _, members in groups]


def _share_side(first: BBox, second: BBox) -> bool:
    def is_near(a: float, b: float) -> bool:
        return abs(a - b) <= SNAP

    if is_near(first[1], second[1]) and is_near(first[3], second[3]):
        return is_near(first[2], second[0]) or is_near(first[0], second[2])
    if is_near(first[0], second[0]) and is_near(first[2], second[2]):
        return is_near(first[3], second[1]) or is_near(first[1], second[3])
    return False


def _snap(values: list[float]) -> list[float]:
    """Sorted values, those that are nearly equal taken as one."""
    snapped: list[list[float]] = []
    for value in sorted(values):
        if snapped and value - snapped[-1][-1] <= SNAP:
            snapped[-1].append(value)
        else:
            snapped.append([value])
    return [sum(group) / len(group) for group in snapped]


def _find_connected(edges: list[_Edges]) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """Groups of edges that touch one another, directly or through others."""
    parents = list(range(len(edges)))

    def find(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for index, one in enumerate(edges):
        for other_index in range(index):
            if one.touches(edges[other_index]):
                parents[find(index)] = find(other_index)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for index, one in enumerate(edges):
        rows, columns = groups.setdefault(find(index), ([], []))
        rows.extend(one.rows)
        columns.extend(one.columns)
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
