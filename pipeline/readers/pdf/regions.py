"""What a page holds, as a tree: running text in columns, boxes with their own columns, tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.readers.pdf.characters import Frame
from pipeline.readers.pdf.columns import Column, Item, order_items
from pipeline.readers.pdf.geometry import is_inside
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.open_grids import Shape
from pipeline.readers.pdf.tables import Table, find_open_tables, find_ruled_tables
from schemas.document import BBox

_ROW_HEIGHT = 5.0
"""Of the size; a frame that is lower and has things side by side in it is a row of a table."""
_NOTE_SIZE = 0.95
"""Of the text's size; notes are smaller."""


@dataclass(slots=True)
class Box:
    """A frame or tinted ground whose text is read as one, apart from what stands around it."""

    bbox: BBox
    columns: list[Column] = field(default_factory=list)


@dataclass(slots=True)
class PageMemory:
    """What the pages so far tell about the next one."""

    gutters: list[float] = field(default_factory=list)
    open_starts: list[float] = field(default_factory=list)
    """Where the columns of the last table of the page before start."""
    walls: Shape | None = None
    """Those of the table with which the page before ends, if rules draw them."""


def build_columns(
    lines: list[Line],
    rules: list[BBox],
    frames: list[Frame],
    usual_size: float,
    *,
    page_area: float,
    memory: PageMemory,
) -> list[Column]:
    """The page's columns in reading order; boxes and tables stand in them as single items."""
    open_starts, memory.open_starts = memory.open_starts, []
    walls, memory.walls = memory.walls, None
    tables, rest, cells = find_ruled_tables(lines, rules, frames, walls)

    def find_tables(found: list[Item]) -> list[Item]:
        inside = [item.line for item in found if item.line is not None]
        made, left = find_open_tables(inside, rules, frames, usual_size, open_starts)
        loose = {id(line) for line in left}
        kept = [item for item in found if item.line is None or id(item.line) in loose]
        return [*kept, *(Item(table.bbox, group=table) for table in made)]

    items = [Item(line.bbox, line) for line in rest]
    items += [Item(table.bbox, group=table) for table in tables]
    for area in _list_areas(frames, cells, tables, page_area):
        inside = [
            item
            for item in items
            if is_inside(item.bbox, area, 2.0) and not (item.line and item.line.is_turned)
        ]
        if not inside or len(inside) == len(items) or not _is_roomy(area, inside):
            continue
        box = Box(area, order_items(inside, usual_size, find_tables))
        taken = {id(item) for item in inside}
        items = [item for item in items if id(item) not in taken]
        items.append(Item(area, group=box))
    columns = order_items(items, usual_size, find_tables, known_gutters=memory.gutters)
    last = [item.group for column in columns for item in column.items if item.group][-1:]
    if last and isinstance(last[0], Table):
        memory.open_starts = last[0].column_starts
        memory.walls = last[0].walls if _ends_page(last[0], columns, usual_size) else None
    return columns


def _ends_page(table: Table, columns: list[Column], usual_size: float) -> bool:
    """Whether nothing follows the page's last table but notes in smaller type."""
    behind = [
        item.line
        for item in columns[-1].items
        if item.line is not None and item.line.top >= table.bbox[3] - 1
    ]
    return any(item.group is table for item in columns[-1].items) and all(
        line.size < _NOTE_SIZE * usual_size for line in behind
    )


def iter_lines(columns: list[Column]) -> Iterator[Line]:
    """The lines of ``columns``, of their boxes and of the cells of their tables."""
    for column in columns:
        for item in column.items:
            if item.line is not None:
                yield item.line
            elif isinstance(item.group, Box):
                yield from iter_lines(item.group.columns)
            elif isinstance(item.group, Table):
                for cell in item.group.cells:
                    yield from cell.lines


def _list_areas(
    frames: list[Frame], cells: list[BBox], tables: list[Table], page_area: float
) -> list[BBox]:
    """Frames from small to large, without the grounds of cells and of the whole page."""
    areas = {
        (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))
        for x0, top, x1, bottom in [*cells, *(frame.bbox for frame in frames)]
    }
    kept = [
        area
        for area in areas
        if not any(is_inside(area, table.bbox, 3.0) for table in tables)
        and (area[2] - area[0]) * (area[3] - area[1]) < 0.9 * page_area
    ]
    return sorted(kept, key=lambda area: ((area[2] - area[0]) * (area[3] - area[1]), area))


def _is_roomy(area: BBox, inside: list[Item]) -> bool:
    """Whether the frame is a box: no mark behind a line of text, no ground of a table's row."""
    lines = [item.line for item in inside if item.line is not None]
    if len(lines) != len(inside):
        return True
    height = area[3] - area[1]
    if len(lines) > len({round(line.baseline) for line in lines}) and height < _ROW_HEIGHT * max(
        line.size for line in lines
    ):
        return False
    return height >= 1.7 * max(line.size for line in lines) or len(lines) > 1


__all__ = ["Box", "Column", "Item", "PageMemory", "Table", "build_columns", "iter_lines"]
