"""Tables in plain text: columns between bars or tabs, or aligned by spaces."""

import re

Row = list[str]

_DELIMITERS = re.compile(r"[|+\s:=-]*[-=]{2,}[|+\s:=-]*\Z")
_GAP = re.compile(r"\t+ *| {3,}|(?<=\S) {2}(?=\S)")
_CELL_CHARS = 200


def find_rows(lines: list[str]) -> list[Row]:
    """The rows of a table that fills ``lines``; empty if they are text.

    At least two rows, all with the same number of columns. Columns aligned by spaces need three
    rows and the same offsets, since a text may have a gap after a label by chance.
    """
    shown = [line for line in lines if not _DELIMITERS.match(line)]
    if len(shown) < 2:
        return []
    if all("|" in line for line in shown):
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in shown]
        return rows if _is_even(rows) else []
    if all("\t" in line for line in shown):
        rows = [[cell.strip() for cell in re.split(r"\t", line)] for line in shown]
        is_list = any(row[0].endswith(":") or _is_label(row[0]) for row in rows)
        return rows if _is_even(rows) and (len(rows[0]) > 2 or not is_list) else []
    return _find_aligned(shown)


def _find_aligned(lines: list[str]) -> list[Row]:
    if len(lines) < 3:
        return []
    offsets = None
    rows = []
    for line in lines:
        gaps = [found.end() for found in _GAP.finditer(line)]
        if not gaps or (offsets is not None and gaps != offsets):
            return []
        offsets = gaps
        rows.append([cell.strip() for cell in _GAP.split(line)])
    return rows if _is_even(rows) and not any(_is_label(row[0]) for row in rows) else []


def _is_label(text: str) -> bool:
    """A number, letter or sign alone in the first column: notes or list items, not a table."""
    return len(text) <= 4 and not text[:1].isupper()


def _is_even(rows: list[Row]) -> bool:
    width = len(rows[0])
    return width > 1 and all(
        len(row) == width and all(len(cell) <= _CELL_CHARS for cell in row) for row in rows
    )
