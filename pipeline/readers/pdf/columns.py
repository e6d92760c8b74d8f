"""Reading order: columns left to right, between whatever runs across them, top to bottom.

A gutter shows where many things stand side by side with a gap at the same place. Things that cross
it (a title, a wide box) part the page into sections, which are read one after the other.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.lines import CAPTION, Line, join_lines
from schemas.document import BBox

MAX_DEPTH = 6
MAX_ITEMS = 800
"""A page in more pieces is no page of text; it is read from top to bottom."""
MIN_ROWS = 2.2
"""Lines, at least, that a gutter parts."""
MIN_INNER_ROWS = 3.4
"""The same within a column, where gaps of justified lines may stand one above the other."""
MIN_SHARE = 0.12
"""Of the height of all rows; a gutter parts more than that."""
ENOUGH_ROWS = 2.8
"""Lines that prove a gutter of the page, however little of it the second column fills."""
MIN_FILL = 0.6
"""Of the width of a column; running text fills more of it in most lines."""
MIN_CHARS = 20
"""In most lines of running text, however narrow its column; cells of a table hold fewer."""
MIN_GUTTER = 5.0
"""Points."""
MAX_MARGINS = 3
"""Of one column: text, items of a list, text under them."""
_FEW_ROWS = 6
"""Fewer rows prove no more than one margin."""
_MIN_COLUMN = 4
"""Times the size; no column of text is as narrow."""
_WIDER = 1.6
"""Times the widest gap between other words of a line; a gutter in it is wider than that."""
_HANG = 8.0
"""Points; as far do the rules of a table stand out of its column."""
_ROW_SLACK = 3.0
"""Points; the middles of the parts of one row differ less."""


@dataclass(slots=True)
class Item:
    """A line, or something that keeps its content to itself: a box or a table."""

    bbox: BBox
    line: Line | None = None
    group: object | None = None

    @property
    def middle(self) -> float:
        """Height on the page by which items are ordered."""
        return (self.bbox[1] + self.bbox[3]) / 2


@dataclass(slots=True)
class Column:
    """Items of one column of one section, from top to bottom."""

    items: list[Item]
    bbox: BBox
    """Around its items; ``x0`` and ``x1`` are the margins that lines keep."""
    is_partial: bool = field(default=False)


TableFinder = Callable[[list["Item"]], list["Item"]]
"""Takes items and gives them back with the lines of every table made one item."""


def order_items(
    items: list[Item],
    usual_size: float,
    find_tables: TableFinder,
    depth: int = 0,
    known_gutters: list[float] | None = None,
) -> list[Column]:
    """Columns in reading order.

    Columns of running text are parted first, then tables are looked for in each of them. Where what
    stands side by side is short, it is looked at as a table before it may be columns.
    ``known_gutters`` are those of the pages before: the last page may hold a few lines in its
    second column that would prove nothing alone. A gutter that is found here joins them.
    """
    if not items:
        return []
    may_have_columns = depth < MAX_DEPTH and len(items) <= MAX_ITEMS
    gutter = _find_gutter(items, usual_size, depth) if may_have_columns else None
    if gutter is None and may_have_columns:
        gutter = _find_known(items, known_gutters or [])
    if gutter is not None:
        items = _cut_items(items, gutter)
    sections = _split_sections(items, gutter, usual_size, depth) if gutter is not None else []
    if gutter is None or not _is_running_text(sections, gutter):
        reduced = find_tables(items) if len(items) <= MAX_ITEMS else items
        if len(reduced) < len(items):
            items = reduced
            gutter = _find_gutter(items, usual_size, depth) if may_have_columns else None
            sections = (
                _split_sections(items, gutter, usual_size, depth) if gutter is not None else []
            )
    if gutter is None or not any(is_columnar for _, is_columnar in sections):
        return [_build_column(items)]
    if known_gutters is not None and gutter not in known_gutters:
        known_gutters.append(gutter)
    columns: list[Column] = []
    for section, is_columnar in sections:
        if not is_columnar:
            columns.extend(order_items(section, usual_size, find_tables, MAX_DEPTH))
            continue
        left = [item for item in section if (item.bbox[0] + item.bbox[2]) / 2 < gutter]
        right = [item for item in section if (item.bbox[0] + item.bbox[2]) / 2 >= gutter]
        columns.extend(order_items(left, usual_size, find_tables, depth + 1))
        columns.extend(order_items(right, usual_size, find_tables, depth + 1))
    return columns


def _cut_items(items: list[Item], gutter: float) -> list[Item]:
    """``items`` with lines cut that go over the gutter by a wider gap than those between words.

    So stand two headings side by side, whose own size makes the gutter look narrow.
    """
    return [part for item in items for part in _cut_item(item, gutter)]


def _cut_item(item: Item, gutter: float) -> list[Item]:
    line = item.line
    if line is None or line.is_turned or not line.x0 < gutter < line.x1:
        return [item]
    # A number hangs in front of a heading by a gap of its own.
    gaps = [
        after.x0 - before.x1 for before, after in pairwise(line.words[1:]) if not after.is_raised
    ]
    for place, (before, after) in enumerate(pairwise(line.words), start=1):
        if before.x1 - line.size <= gutter <= after.x0 + 1:
            gap = after.x0 - before.x1
            others = [one for one in gaps if one != gap]
            if gap < MIN_GUTTER or not others or gap < _WIDER * max(others):
                continue
            parts = (Line(line.words[:place]), Line(line.words[place:]))
            if parts[0].x1 - parts[0].x0 < _MIN_COLUMN * line.size:
                return [item]  # a label, and the text behind it
            return [Item(part.bbox, part) for part in parts]
    return [item]


def _is_running_text(sections: list[tuple[list[Item], bool]], gutter: float) -> bool:
    """Whether the lines on both sides of the gutter fill their side, as those of columns do."""
    for is_left in (True, False):
        side = [
            item
            for section, is_columnar in sections
            if is_columnar
            for item in section
            if item.line is not None and ((item.bbox[0] + item.bbox[2]) / 2 < gutter) is is_left
        ]
        rows: dict[int, tuple[float, float]] = {}
        lengths: dict[int, int] = {}
        for item in side:
            row = round(item.bbox[3] / 2)
            x0, x1 = rows.get(row, (item.bbox[0], item.bbox[2]))
            rows[row] = (min(x0, item.bbox[0]), max(x1, item.bbox[2]))
            lengths[row] = lengths.get(row, 0) + (len(item.line.text) if item.line else 0)
        if not rows:
            continue
        if median(lengths.values()) < MIN_CHARS:
            return False
        width = max(x1 for _, x1 in rows.values()) - min(x0 for x0, _ in rows.values())
        filled = median(x1 - x0 for x0, x1 in rows.values())
        if filled < MIN_FILL * width:
            return False
    return any(is_columnar for _, is_columnar in sections)


def _find_gutter(items: list[Item], usual_size: float, depth: int) -> float | None:
    """The place that most gaps between neighbours share, if they are many lines high."""
    events: list[tuple[float, float]] = []
    ordered = sorted(items, key=lambda item: item.bbox[0])
    for index, item in enumerate(ordered):
        x1 = item.bbox[2]
        nearest: list[Item] = []
        for other in ordered[index + 1 :]:
            if other.bbox[0] < x1 + MIN_GUTTER / 2 or _overlap(item, other) <= 0:
                continue
            # Only the direct neighbour: nothing that starts before ``other`` lies between.
            if any(near.bbox[2] <= other.bbox[0] and _overlap(near, other) > 0 for near in nearest):
                continue
            nearest.append(other)
            width = other.bbox[0] - x1
            height = min(_overlap(item, other), 3 * usual_size)
            if width >= MIN_GUTTER:
                events.append((x1, height))
                events.append((other.bbox[0], -height))
    rows_needed = MIN_INNER_ROWS if depth else MIN_ROWS
    share = MIN_SHARE * _measure_rows(items, usual_size)
    if not depth:
        share = min(share, ENOUGH_ROWS * usual_size)
    needed = max(rows_needed * usual_size, share)
    events.sort()
    best, best_weight, weight = (0.0, 0.0), 0.0, 0.0
    for place, (x, change) in enumerate(events):
        weight += change
        if weight > best_weight + 0.01 and place + 1 < len(events):
            best, best_weight = (x, events[place + 1][0]), weight
    if best_weight < needed:
        return None
    return (best[0] + best[1]) / 2


def _find_known(items: list[Item], gutters: list[float]) -> float | None:
    """The latest of the known gutters that has text on both sides and more text around than in it.

    As anywhere, what crosses it parts the page into sections.
    """
    for gutter in reversed(gutters):
        crossing = sum(item.bbox[0] < gutter - 1 and item.bbox[2] > gutter + 1 for item in items)
        left = sum(item.bbox[2] <= gutter + 1 for item in items)
        right = len(items) - crossing - left
        if left and right and crossing < left + right:
            return gutter
    return None


def _measure_rows(items: list[Item], usual_size: float) -> float:
    """Height of all rows of the items together, those side by side counted once."""
    height, reach = 0.0, None
    for top, bottom in sorted((item.bbox[1], item.bbox[3]) for item in items):
        start = top if reach is None else max(top, reach)
        height += min(max(0.0, bottom - start), 3 * usual_size)
        reach = bottom if reach is None else max(reach, bottom)
    return height


def _overlap(first: Item, second: Item) -> float:
    return min(first.bbox[3], second.bbox[3]) - max(first.bbox[1], second.bbox[1])


def _split_sections(
    items: list[Item], gutter: float, usual_size: float, depth: int
) -> list[tuple[list[Item], bool]]:
    """Sections from top to bottom, each with whether it is set in columns at this gutter."""
    sections: list[tuple[list[Item], bool]] = []
    ordered = sorted(items, key=lambda entry: (entry.middle, entry.bbox[0]))
    last: Item | None = None
    for place, item in enumerate(ordered):
        crosses = item.bbox[0] < gutter - 1 and item.bbox[2] > gutter + 1
        if not crosses and not _has_neighbour(ordered, place):
            following = ordered[place + 1] if place + 1 < len(ordered) else None
            crosses = (last is not None and _goes_on(last, item)) or (
                following is not None
                and following.bbox[0] < gutter - 1
                and following.bbox[2] > gutter + 1
                and _heads(item, following)
            )
        last = item if crosses else None
        if sections and sections[-1][1] is not crosses:
            sections[-1][0].append(item)
        else:
            sections.append(([item], not crosses))
    # A part with one side empty, or too low to be columns, is text that merely ends early.
    merged: list[tuple[list[Item], bool]] = []
    for section, is_columnar in sections:
        columnar = is_columnar and _has_columns(section, gutter, usual_size, depth)
        if merged and not columnar and not merged[-1][1]:
            merged[-1][0].extend(section)
        else:
            merged.append((section, columnar))
    return merged


def _goes_on(before: Item, item: Item) -> bool:
    """Whether a line is the short end of what runs across the columns above it."""
    if before.line is None or item.line is None:
        return False
    size = before.line.size
    distance = item.line.baseline - before.line.baseline
    is_alike = (
        abs(item.line.size - size) <= 0.03 * size
        and item.line.is_bold is before.line.is_bold
        and 0 < distance <= 1.6 * size
    )
    middles = (item.bbox[0] + item.bbox[2] - before.bbox[0] - before.bbox[2]) / 2
    return is_alike and (abs(item.bbox[0] - before.bbox[0]) <= 1.5 or abs(middles) <= 2)


def _heads(item: Item, following: Item) -> bool:
    """Whether a line is the title of what runs across the columns right below it."""
    if item.line is None or following.bbox[1] - item.bbox[3] > 1.5 * item.line.size:
        return False
    return item.line.is_bold or (
        following.line is None and CAPTION.match(item.line.text + " ") is not None
    )


def _has_neighbour(ordered: list[Item], place: int) -> bool:
    """Whether another item stands beside the one at ``place`` of the items from top to bottom."""
    item = ordered[place]
    near = ordered[max(0, place - 4) : place + 5]
    return any(other is not item and _overlap(item, other) > 1 for other in near)


def _has_columns(section: list[Item], gutter: float, usual_size: float, depth: int) -> bool:
    left = [item for item in section if item.bbox[2] <= gutter + 1]
    right = [item for item in section if item.bbox[2] > gutter + 1]
    if not left or not right:
        return False
    if any(
        max(item.bbox[2] - item.bbox[0] for item in side) < _MIN_COLUMN * usual_size
        for side in (left, right)
    ):
        # Labels that hang in front of a text, figures behind it: no column of text is as narrow.
        return False
    if not all(_has_margin(side) for side in (left, right)):
        return False
    heights = [
        max(item.bbox[3] for item in side) - min(item.bbox[1] for item in side)
        for side in (left, right)
    ]
    if depth:
        # Within a column both sides must go on over lines: wide gaps in a few part nothing.
        return min(heights) > MIN_INNER_ROWS * usual_size
    return max(heights) > 1.8 * usual_size


def _has_margin(side: list[Item]) -> bool:
    """Whether half of the rows start at few places: wide gaps in justified lines do not.

    A row counts once, where its leftmost part starts; lists and quotations have margins of their
    own beside that of the text. The text in a table starts where other text does, its rules do not.
    """
    texts = [item.bbox[0] for item in side if item.line is not None]
    rows: list[tuple[float, float]] = []
    for item in sorted(side, key=lambda entry: entry.middle):
        start = item.bbox[0]
        if item.line is None:
            start = next((text for text in texts if 0 < text - start < _HANG), start)
        if rows and item.middle - rows[-1][0] < _ROW_SLACK:
            rows[-1] = (rows[-1][0], min(rows[-1][1], start))
        else:
            rows.append((item.middle, start))
    starts = sorted(start for _, start in rows)
    shared: list[int] = []
    while starts:
        counts = [bisect_right(starts, start + 3.0) - place for place, start in enumerate(starts)]
        most = max(counts)
        if shared and most < 2:
            break
        shared.append(most)
        place = counts.index(most)
        del starts[place : place + most]
    if len(rows) < _FEW_ROWS:
        shared = shared[:1]
    return sum(shared[:MAX_MARGINS]) * 2 >= len(rows) and shared[0] >= min(2, len(rows))


def _build_column(items: list[Item]) -> Column:
    """Items in order, parts of one row joined to one line."""
    ordered = sorted(items, key=lambda item: (item.middle, item.bbox[0]))
    rows: list[list[Item]] = []
    for item in ordered:
        if rows and _is_same_row(rows[-1][-1], item):
            rows[-1].append(item)
        else:
            rows.append([item])
    joined: list[Item] = []
    for row in rows:
        lines = [item.line for item in row if item.line is not None]
        if len(row) > 1 and len(lines) == len(row):
            line = join_lines(lines)
            joined.append(Item(line.bbox, line))
        else:
            joined.extend(row)
    box = (
        min(item.bbox[0] for item in items),
        min(item.bbox[1] for item in items),
        max(item.bbox[2] for item in items),
        max(item.bbox[3] for item in items),
    )
    return Column(joined, box)


def _is_same_row(before: Item, after: Item) -> bool:
    if before.line is None or after.line is None:
        return False
    if before.line.is_turned or after.line.is_turned:
        return False
    return abs(before.line.baseline - after.line.baseline) <= 0.15 * min(
        before.line.size, after.line.size
    )
