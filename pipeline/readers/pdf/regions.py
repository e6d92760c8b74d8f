"""What a page holds, as a tree: running text in columns, boxes with their own columns, tables."""

from dataclasses import dataclass, field

from pipeline.readers.pdf.characters import Frame
from pipeline.readers.pdf.columns import Column, Item, order_items
from pipeline.readers.pdf.geometry import is_inside
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.tables import Table, find_tables
from schemas.document import BBox


@dataclass(slots=True)
class Box:
    """A frame or tinted ground whose text is read as one, apart from what stands around it."""

    bbox: BBox
    columns: list[Column] = field(default_factory=list)


def build_columns(
    lines: list[Line],
    rules: list[BBox],
    frames: list[Frame],
    usual_size: float,
    page_area: float,
) -> list[Column]:
    """The page's columns in reading order; boxes and tables stand in them as single items."""
    tables, rest, cells = find_tables(lines, rules, frames, usual_size)
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
        box = Box(area, order_items(inside, usual_size))
        taken = {id(item) for item in inside}
        items = [item for item in items if id(item) not in taken]
        items.append(Item(area, group=box))
    return order_items(items, usual_size)


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
    """Whether the frame is a box, and no mark painted behind a single line of text."""
    lines = [item.line for item in inside if item.line is not None]
    if len(lines) != len(inside):
        return True
    height = area[3] - area[1]
    return height >= 1.7 * max(line.size for line in lines) or len(lines) > 1


__all__ = ["Box", "Column", "Item", "Table", "build_columns"]
