"""Cells of tables, and which of them name the columns."""

import re
from dataclasses import dataclass

from pipeline.readers.pdf.characters import Frame
from pipeline.readers.pdf.lines import Line
from schemas.document import BBox

MIN_NAMED_ROWS = 3
"""Of a table whose header only its words show."""
_NAME = re.compile(r"(?!(?i:yes|no|n/?a|n/?i|partly|planned|unknown)\b)(?![A-Z]{2}\Z)[^\W\d_]\D+\Z")
"""What may name a column: words, and neither an answer nor the code of a country."""
_NAME_CHARS = 60


@dataclass(slots=True)
class TableCell:
    """Lines of one cell, top to bottom. Rows and columns count from 1."""

    row: int
    column: int
    lines: list[Line]
    is_header: bool = False
    margin: float | None = None
    """Where its lines end at the latest, if known."""


def mark_header(
    cells: list[TableCell], frames: list[Frame], rules: list[BBox] | None = None
) -> None:
    """The first row is a header if it is bold, on a ground of its own, or over the only rule."""
    if not cells:
        return
    first = min(cell.row for cell in cells)
    head = [cell for cell in cells if cell.row == first]
    body = [cell for cell in cells if cell.row != first]
    if not body:
        return
    is_bold = all(line.is_bold for cell in head for line in cell.lines)
    body_is_bold = all(line.is_bold for cell in body for line in cell.lines)
    grounds = [_find_ground(cell.lines[0], frames) for cell in head]
    body_grounds = {_find_ground(cell.lines[0], frames) for cell in body}
    is_tinted = None not in grounds and not set(grounds) & body_grounds
    if (is_bold and not body_is_bold) or is_tinted or _has_own_rule(head, body, rules or []):
        for cell in head:
            cell.is_header = True


def _has_own_rule(head: list[TableCell], body: list[TableCell], rules: list[BBox]) -> bool:
    """Whether a rule parts the first row from the others, and none parts those."""
    floor = max(line.baseline for cell in head for line in cell.lines)
    ceiling = min(line.baseline for cell in body for line in cell.lines)
    end = max(line.baseline for cell in body for line in cell.lines)
    x0, x1 = head[0].lines[0].x0, head[-1].lines[-1].x0
    across = [rule for rule in join_flat(rules) if rule[0] <= x0 + 2 and rule[2] >= x1]
    return any(floor - 1 <= rule[1] <= ceiling for rule in across) and not any(
        ceiling < rule[1] < end - 1 for rule in across
    )


def name_columns(head: list[str], column_count: int, row_count: int) -> bool:
    """Whether every column has words in the first row, of a table of three rows or more."""
    return (
        len(head) == column_count
        and row_count >= MIN_NAMED_ROWS
        and all(_NAME.match(text) and len(text) <= _NAME_CHARS for text in head)
    )


def _find_ground(line: Line, frames: list[Frame]) -> tuple[int, int, int] | None:
    """Colour that is painted last behind a line, white left out."""
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    colour = None
    for frame in frames:
        x0, top, x1, bottom = frame.bbox
        if frame.fill is not None and x0 <= x <= x1 and top <= y <= bottom:
            colour = frame.fill
    return None if colour is not None and min(colour) > 250 else colour


def join_flat(rules: list[BBox]) -> list[BBox]:
    """Horizontal rules; pieces that touch end to end are one."""
    flat = sorted(
        (rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]),
        key=lambda rule: (round(rule[1]), rule[0]),
    )
    joined: list[BBox] = []
    for rule in flat:
        last = joined[-1] if joined else None
        if last is not None and abs(last[1] - rule[1]) < 1.5 and rule[0] <= last[2] + 2:
            joined[-1] = (last[0], last[1], max(last[2], rule[2]), max(last[3], rule[3]))
        else:
            joined.append(rule)
    return joined
