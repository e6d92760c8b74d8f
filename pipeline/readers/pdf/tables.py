"""Tables: grids of rules, rows between rules, and cells that align without any rule."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.readers.pdf.aligned import MIN_COLUMNS, MIN_ROWS, find_aligned_rows
from pipeline.readers.pdf.characters import Frame
from pipeline.readers.pdf.corridors import split_at_corridors
from pipeline.readers.pdf.geometry import unite
from pipeline.readers.pdf.grids import MIN_WALLS, SNAP, Grid, find_grids
from pipeline.readers.pdf.headers import TableCell, join_flat, mark_header
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.open_grids import Shape, is_same_shape, measure_margin, settle
from pipeline.readers.pdf.rows import find_bands, find_shared_gaps, group_rows, is_tight
from schemas.document import BBox

MAX_ROW_LINES = 8
_SHORT = 60
"""Characters in a line of a cell; text in boxes side by side has longer lines."""
_NEAR = 12
"""Times the usual size; rules of one table are seldom farther apart."""


@dataclass(slots=True)
class Table:
    """Cells row by row, left to right. Empty cells are left out."""

    bbox: BBox
    cells: list[TableCell]
    column_starts: list[float] = field(default_factory=list)
    walls: Shape = field(default_factory=list)
    """Borders of the columns, outer ones included, if rules draw them."""
    is_open_above: bool = False
    is_open_below: bool = False
    """No rule ends the first or the last row, since it goes on behind a break."""


def find_ruled_tables(
    lines: list[Line], rules: list[BBox], frames: list[Frame], walls_before: Shape | None = None
) -> tuple[list[Table], list[Line], list[BBox]]:
    """Tables in grids, the lines that are in none, and the boxes: grids of one cell with text.

    ``walls_before`` are those of the table with which the page before ends.
    """
    tables: list[Table] = []
    boxes: list[BBox] = []
    rest = lines
    grids = _find_settled(lines, rules, frames, walls_before)
    for grid in grids:
        rest = [part for line in rest for part in grid.cut(line)]
        inside = [line for line in rest if grid.holds(line)]
        if not inside:
            continue
        if not (_is_table(grid, inside) or _is_rest(grid, lines, grids, walls_before)):
            boxes.extend(grid.cells_with(inside))
            continue
        tables.append(_fill_grid(grid, inside, frames))
        taken = {id(line) for line in inside}
        rest = [line for line in rest if id(line) not in taken]
    return tables, rest, boxes


def _find_settled(
    lines: list[Line], rules: list[BBox], frames: list[Frame], walls_before: Shape | None
) -> list[Grid]:
    """Grids with all their rows, those included that a break leaves without an outer rule."""
    drawn, loose = find_grids(rules, frames)
    grids = [one for grid in drawn for one in settle(grid, lines, [])]
    shapes = [walls_before] if walls_before else []
    shapes += [grid.xs for grid in grids if grid.is_open_below]
    for grid in sorted(loose, key=lambda one: -len(one.ys)):
        settled = settle(grid, lines, shapes)
        grids += settled
        shapes += [one.xs for one in settled if one.is_open_below and grid.ys]
    return grids


def _is_rest(grid: Grid, lines: list[Line], grids: list[Grid], walls_before: Shape | None) -> bool:
    """Whether a row goes on here, at the head of a page or column, with the table before it."""
    before = [walls_before] if walls_before else []
    before += [
        one.xs for one in grids if one.xs[-1] <= grid.xs[0] + SNAP and one.ys[-1] >= grid.ys[-1]
    ]
    return (
        len(grid.xs) >= MIN_WALLS
        and any(is_same_shape(shape, grid.xs) for shape in before)
        and not any(
            line.bottom <= grid.ys[0] + SNAP
            and line.x0 >= grid.xs[0] - SNAP
            and line.x1 <= grid.xs[-1] + SNAP
            for line in lines
        )
    )


def find_open_tables(
    lines: list[Line],
    rules: list[BBox],
    frames: list[Frame],
    usual_size: float,
    open_starts: list[float] | None = None,
) -> tuple[list[Table], list[Line]]:
    """Tables without a grid and the lines that are in none.

    They are rows between horizontal rules, and rows whose cells align.

    ``open_starts`` are those of the columns of a table that the page before ends with: rows at the
    head of this page that start there go on with it, however few they are.
    """
    tables: list[Table] = []
    rest = lines
    if open_starts:
        rest = _take(tables, _find_rest(rest, open_starts), rest, frames, rules)
    for printed in list(_find_ruled_regions(rules, rest, usual_size)):
        left = {id(line) for line in rest}
        parted, borders = split_at_corridors(printed)
        table = _read_aligned(parted, frames, rules, borders)
        if table is not None and all(id(line) in left for line in printed):
            tables.append(table)
            taken = {id(line) for line in printed}
            rest = [line for line in rest if id(line) not in taken]
    for rows in find_aligned_rows(rest, usual_size):
        rest = _take(tables, [line for row in rows for line in row], rest, frames, rules)
    return tables, rest


def _find_rest(lines: list[Line], starts: list[float]) -> list[Line]:
    """Lines of the first rows, as far as all their parts start where the columns do."""
    found: list[Line] = []
    for row in group_rows([line for line in lines if not line.is_turned]):
        places = [
            next((i for i, x in enumerate(starts) if abs(x - line.x0) <= 2.0), -1) for line in row
        ]
        if -1 in places or (len(row) == 1 and (not found or places[0] == 0)):
            break
        found += row
    return found


def _take(
    tables: list[Table],
    lines: list[Line],
    rest: list[Line],
    frames: list[Frame],
    rules: list[BBox],
) -> list[Line]:
    """Add the table of ``lines``, if they are one; the lines that are left over."""
    table = _read_aligned(lines, frames, rules)
    if table is None:
        return rest
    tables.append(table)
    taken = {id(line) for line in lines}
    return [line for line in rest if id(line) not in taken]


def _is_table(grid: Grid, lines: list[Line]) -> bool:
    """Whether text stands in at least two rows and two columns of the grid.

    A single row of short cells is the rest of a table that began on the page before.
    """
    parts = [(place, part) for line in lines for place, part in grid.split(line)]
    rows = {row for (row, _), _ in parts}
    columns = {column for (_, column), _ in parts}
    if len(rows) == 1 and len(columns) >= MIN_COLUMNS:
        is_short = all(len(part.text) <= _SHORT for _, part in parts)
        return is_short and (len(columns) > MIN_COLUMNS or len(parts) <= 2 * len(columns))
    return len(rows) >= 2 and len(columns) >= MIN_COLUMNS


def _fill_grid(grid: Grid, lines: list[Line], frames: list[Frame]) -> Table:
    """Lines put into the cells in which their middle lies."""
    cells: dict[tuple[int, int], TableCell] = {}
    for line in sorted(lines, key=lambda entry: (entry.baseline, entry.x0)):
        for place, part in grid.split(line):
            cell = cells.get(place)
            if cell is None:
                cell = cells[place] = TableCell(place[0] + 1, place[1] + 1, [])
            cell.lines.append(part)
    for place, cell in cells.items():
        column = [line for other in cells if other[1] == place[1] for line in cells[other].lines]
        cell.margin = measure_margin(grid, place, column)
    found = [cells[place] for place in sorted(cells)]
    mark_header(found, frames)
    return Table(
        grid.bbox,
        _renumber(found),
        list(grid.xs[:-1]),
        list(grid.xs),
        is_open_above=grid.is_open_above,
        is_open_below=grid.is_open_below,
    )


def _renumber(cells: list[TableCell]) -> list[TableCell]:
    """Rows without any text do not count: they are gaps between two rules."""
    rows = {row: index + 1 for index, row in enumerate(sorted({cell.row for cell in cells}))}
    for cell in cells:
        cell.row = rows[cell.row]
    return cells


def _is_in(line: Line, region: BBox) -> bool:
    """Whether the line stands in the area; its last word may stick out of a narrow cell."""
    last = line.words[-1]
    return (
        region[0] - 3 <= line.x0
        and (last.x0 + last.x1) / 2 <= region[2] + 3
        and region[1] <= (line.top + line.bottom) / 2 <= region[3]
    )


def _find_ruled_regions(
    rules: list[BBox], lines: list[Line], usual_size: float
) -> Iterable[list[Line]]:
    """Lines between the first and last of three rules or more of one width, with cells between.

    The last rule may be far below a head between two: it ends a table without rules in its body.
    """
    flat = sorted(
        (rule for rule in join_flat(rules) if rule[2] - rule[0] > 8 * usual_size),
        key=lambda rule: rule[1],
    )
    used: set[int] = set()
    for index, rule in enumerate(flat):
        if index in used:
            continue
        stack = [rule]
        for other_index in range(index + 1, len(flat)):
            other = flat[other_index]
            if abs(other[0] - rule[0]) >= 4 or abs(other[2] - rule[2]) >= 4:
                continue
            is_near = other[1] - stack[-1][3] < _NEAR * usual_size
            if is_near or (len(stack) == 2 and _has_open_body(lines, [*stack, other])):
                stack.append(other)
                used.add(other_index)
                if not is_near:
                    break
        if len(stack) < 3:
            continue
        parted, _ = split_at_corridors([line for line in lines if _is_in(line, unite(stack))])
        if _has_cells(parted, stack):
            region = _add_first_row(unite(stack), lines, parted)
            yield [line for line in lines if _is_in(line, region)]


def _has_open_body(lines: list[Line], stack: list[BBox]) -> bool:
    """Whether a head between the first two rules names columns that go down to the third."""
    inside = [line for line in lines if _is_in(line, unite(stack))]
    parted, borders = split_at_corridors(inside) if inside else ([], [])
    head = group_rows([line for line in parted if _is_in(line, unite(stack[:2]))])
    columns = len({*find_shared_gaps(parted), *borders}) + 1
    return (
        columns >= MIN_COLUMNS
        and max((len(row) for row in head), default=0) == columns
        and sum(len(row) > 1 for row in group_rows(parted)) > MIN_ROWS
    )


def _add_first_row(region: BBox, lines: list[Line], parted: list[Line]) -> BBox:
    """The region with a row above its first rule, if its parts start where those inside do."""
    inside = group_rows(parted)
    starts = {round(line.x0) for row in inside if len(row) > 1 for line in row}
    above = [
        line
        for line in lines
        if line.bottom <= region[1] + 2
        and region[0] - 3 <= line.x0
        and line.x1 <= region[2] + 3
        and region[1] - line.bottom < MAX_ROW_LINES * line.size
    ]
    top = region[1]
    for row in reversed(group_rows(above)):
        if top - max(line.bottom for line in row) > row[0].size:
            break
        top = min(line.top for line in row)
        if len(row) > 1 and all(
            any(abs(round(line.x0) - start) <= 1 for start in starts) for line in row
        ):
            return (region[0], top - 1, region[2], region[3])
    return region


def _has_cells(lines: list[Line], stack: list[BBox]) -> bool:
    """Whether something stands side by side between most of the rules."""
    bands = [
        group_rows([line for line in lines if _is_in(line, unite([above, below]))])
        for above, below in pairwise(stack)
    ]
    filled = [rows for rows in bands if rows]
    return bool(filled) and sum(any(len(row) >= 2 for row in rows) for rows in filled) * 2 > len(
        filled
    )


def _read_aligned(
    lines: list[Line], frames: list[Frame], rules: list[BBox], borders: Iterable[float] = ()
) -> Table | None:
    """Cells by the gaps that all rows share; a row without its first cell goes on with the last.

    ``borders`` are known already. None if there are less than two columns.
    """
    gaps = sorted({*find_shared_gaps(lines), *borders})
    if not gaps:
        return None
    rows = group_rows(lines)
    bands = find_bands(rows, gaps, rules)
    cells: dict[tuple[int, int], TableCell] = {}
    number = 0
    for index, row in enumerate(rows):
        columns = [sum(gap <= (line.x0 + line.x1) / 2 for gap in gaps) for line in row]
        is_close = index > 0 and is_tight(rows[index - 1], row)
        # The name of the first column may stand on the lower edge of a head of several lines.
        is_in_head = number == 1 and (1, 1) not in cells
        is_new = not is_close or (0 in columns and not is_in_head)
        if bands is not None:
            is_new = index > 0 and bands[index] != bands[index - 1]
        if number == 0 or is_new:
            number += 1
        for column, line in zip(columns, row, strict=True):
            place = (number, column + 1)
            if place not in cells:
                cells[place] = TableCell(*place, [])
            cells[place].lines.append(line)
    found = [cells[place] for place in sorted(cells)]
    if len({cell.column for cell in found}) < MIN_COLUMNS:
        return None
    mark_header(found, frames, rules)
    starts = [
        min(cell.lines[0].x0 for cell in found if cell.column == column)
        for column in sorted({cell.column for cell in found})
    ]
    return Table(unite([line.bbox for line in lines]), found, starts)
