"""Tables in plain text: columns between bars or tabs, ruled off by dashes, or aligned by spaces."""

import re
from collections.abc import Sequence
from itertools import pairwise

Row = list[str]

_DELIMITERS = re.compile(r"[|+\s:=-]*[-=]{2,}[|+\s:=-]*\Z")
_DASHES = re.compile(r"[ ]*[-=]{2,}(?:[ ]+[-=]{2,})+[ ]*\Z")
_GRID = re.compile(r"[ ]*\+(?:[-=:]{3,}\+)+[ ]*\Z")
_FRAME = re.compile(r"[ ]*-{10,}\Z")
_GAP = re.compile(r"\t+ *| {3,}|(?<=\S) {2}(?=\S)")
_CELL_CHARS = 200
_MOST_HEADER_LINES = 4
_MOST_LINES = 300
"""Of a table that a line of dashes ends."""


def find_rows(lines: list[str]) -> list[Row]:
    """The rows of a table that fills ``lines``; empty if they are text.

    At least two rows, all with the same number of columns. Columns aligned by spaces need three
    rows and the same offsets, since a text may have a gap after a label by chance; below a header a
    line of dashes says where they begin.
    """
    shown = [line.strip() for line in lines if not _DELIMITERS.match(line)]
    if len(shown) < 2:
        return []
    if _GRID.match(lines[0]):
        return read_grid(lines)
    if all("|" in line for line in shown):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in shown]
        return rows if _is_even(rows) else []
    if all("\t" in line for line in shown):
        rows = [[cell.strip() for cell in re.split(r"\t", line)] for line in shown]
        is_list = any(row[0].endswith(":") or _is_label(row[0]) for row in rows)
        return rows if _is_even(rows) and (len(rows[0]) > 2 or not is_list) else []
    return read_ruled(lines) or _find_aligned(
        [line.rstrip() for line in lines if not _DELIMITERS.match(line)]
    )


def is_grid_line(line: str) -> bool:
    """Whether a line is the border of a grid: ``+-----+---+``."""
    return _GRID.match(line) is not None


def is_column_line(line: str) -> bool:
    """Whether a line of dashes says where columns begin: ``-----  ----``."""
    return _DASHES.match(line) is not None


def read_grid(lines: Sequence[str]) -> list[Row]:
    """The rows of a grid drawn with ``+``, ``-`` and ``|``; empty if its cells do not fit it."""
    columns = [place for place, char in enumerate(lines[0]) if char == "+"]
    rows: list[list[list[str]]] = [[[] for _ in columns[1:]]]
    for line in lines[1:]:
        if is_grid_line(line):
            rows.append([[] for _ in columns[1:]])
            continue
        if any(line[place : place + 1] != "|" for place in columns):
            return []
        for cell, (start, end) in zip(rows[-1], pairwise(columns), strict=True):
            cell.append(line[start + 1 : end].strip())
    return [
        joined
        for row in rows
        if any(joined := [" ".join(part for part in cell if part) for cell in row])
    ]


def find_framed(lines: Sequence[str], start: int) -> tuple[list[Row], int]:
    """The rows of a table between two lines of dashes that begins at ``start``, and its end.

    It stands after a blank line. Blank lines may part its rows, whose cells then run over lines.
    No rows if none begins there.
    """
    frame = lines[start].rstrip()
    if start and lines[start - 1].strip():
        return [], start
    if not (_FRAME.match(frame) or is_column_line(frame)):
        return [], start
    stop = next(
        (
            number
            for number in range(start + 2, min(len(lines), start + _MOST_LINES))
            if lines[number].rstrip() == frame
        ),
        start,
    )
    inside = list(lines[start + 1 : stop])
    header: list[str] = []
    if is_column_line(frame):
        body, dashes = inside, frame
    else:
        place = next((at for at, one in enumerate(inside[:6]) if is_column_line(one)), 0)
        header, body, dashes = inside[:place], inside[place + 1 :], (inside or [""])[place]
    starts = [found.start() for found in re.finditer(r"[-=]+", dashes)]
    if len(starts) < 2 or any(_is_cut(line, starts) for line in (*header, *body)):
        return [], start
    rows = [_join_lines(header, starts)] if header else []
    if any(not line.strip() for line in body):
        rows += [_join_lines(group, starts) for group in _split_at_blanks(body)]
    else:
        rows += [_slice(line, starts) for line in body]
    return (rows, stop + 1) if len(rows) > 1 and _is_even(rows) else ([], start)


def _split_at_blanks(lines: Sequence[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _join_lines(lines: Sequence[str], starts: list[int]) -> Row:
    """One row of cells that run over several lines."""
    cells = [_slice(line, starts) for line in lines]
    return [" ".join(part for part in column if part) for column in zip(*cells, strict=True)]


def to_bars(row: Row) -> str:
    """A row as a line with its cells between bars."""
    return "|" + "|".join(f" {cell.replace('|', '¦')} " for cell in row) + "|"


def read_ruled(lines: Sequence[str]) -> list[Row]:
    """The rows of a table whose header has a line of dashes below each of its columns.

    Empty if there is no such line, or if a word stands across the beginning of a column.
    """
    places = [number for number, line in enumerate(lines) if is_column_line(line)]
    if not places or not 0 < places[0] <= _MOST_HEADER_LINES:
        return []
    dashes = lines[places[0]]
    starts = [found.start() for found in re.finditer(r"[-=]+", dashes)]
    body = [line for line in lines[places[0] + 1 :] if not _DELIMITERS.match(line)]
    header = lines[: places[0]]
    if not body or any(_is_cut(line, starts) for line in (*header, *body)):
        return []
    named = [line for line in header if not _DELIMITERS.match(line)]
    rows = [_join_lines(named, starts), *(_slice(line, starts) for line in body)]
    return rows if named and _is_even(rows) else []


def _is_cut(line: str, starts: list[int]) -> bool:
    """Whether a column begins inside a word."""
    return any(not line[start - 1 : start].isspace() for start in starts[1:] if start <= len(line))


def _slice(line: str, starts: list[int]) -> Row:
    ends = [*starts[1:], len(line)]
    begins = [0, *starts[1:]]
    return [line[begin:end].strip() for begin, end in zip(begins, ends, strict=True)]


def _find_aligned(lines: list[str]) -> list[Row]:
    """Rows whose columns keep apart at the same places, to the left or to the right."""
    if len(lines) < 3 or not all(_GAP.search(line) for line in lines):
        return []
    if any("\t" in line for line in lines):
        offsets = [[found.end() for found in _GAP.finditer(line)] for line in lines]
        rows = [[cell.strip() for cell in _GAP.split(line)] for line in lines]
        is_table = all(one == offsets[0] for one in offsets)
    else:
        starts = _find_starts(lines)
        rows = [_slice(line, starts) for line in lines]
        is_table = all(all(row) for row in rows)
    is_list = any(_is_label(row[0]) for row in rows) or all(row[0].endswith(":") for row in rows)
    return rows if is_table and _is_even(rows) and not is_list else []


def _find_starts(lines: list[str]) -> list[int]:
    """Where columns begin: behind two places or more that are empty in every line."""
    width = max(map(len, lines))
    printed = [any(line[place : place + 1].strip() for line in lines) for place in range(width)]
    return [
        place
        for place in range(width)
        if printed[place] and (place == 0 or not any(printed[max(0, place - 2) : place]))
    ]


def _is_label(text: str) -> bool:
    """A number, letter or sign alone in the first column: notes or list items, not a table."""
    return len(text) <= 4 and not text[:1].isupper()


def _is_even(rows: list[Row]) -> bool:
    width = len(rows[0])
    return width > 1 and all(
        len(row) == width and all(len(cell) <= _CELL_CHARS for cell in row) for row in rows
    )
