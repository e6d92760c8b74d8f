"""Tables from page to page: which part goes on with the one before, and which of its rows do."""

from enum import IntEnum
from itertools import groupby

from pipeline.readers.pdf.drafts import Draft, PlacedLine, measure_first_word
from pipeline.readers.pdf.headers import TableCell
from pipeline.readers.pdf.open_grids import is_same_shape
from pipeline.readers.pdf.style import HYPHENS
from pipeline.readers.pdf.tables import Table

_HEAD_ROWS = 3
"""A head of more rows is none."""
_FULL_CHARS = 30
"""Of a cell's text; a shorter one may fill its line by chance."""


class _Bond(IntEnum):
    """What the text of two cells says of whether the second goes on with the first."""

    NONE = -1
    """The first ends within its line."""
    OPEN = 0
    WEAK = 1
    """The line is full, and no sentence ends with it."""
    STRONG = 2


class TableParts:
    """Adds tables to the drafts of a document; one at the head of a page goes on with the last."""

    def __init__(self, drafts: list[Draft]) -> None:
        self._drafts = drafts
        self._count = 0
        self._last: Table | None = None
        self._head: list[list[str]] = []
        self._own: list[Draft] = []
        """Drafts of the table so far."""

    def end(self) -> None:
        """Text follows: the next table is another one."""
        self._last = None

    def add(self, page: int, table: Table) -> None:
        """Cells as drafts, without the head that a part repeats."""
        rows = [list(row) for _, row in groupby(table.cells, key=lambda cell: cell.row)]
        if self._last is not None and is_same_shape(self._last.column_starts, table.column_starts):
            self._go_on(page, table, rows)
        else:
            self._count += 1
            self._own = []
            self._head = [_list_texts(row) for row in rows[:_HEAD_ROWS]]
            self._add_rows(page, table, rows, 0)
        self._last = table

    def _go_on(self, page: int, table: Table, rows: list[list[TableCell]]) -> None:
        """Add rows to the last table."""
        repeated = 0
        for row, head in zip(rows, self._head, strict=False):
            is_bold = all(line.is_bold for cell in row for line in cell.lines)
            if _list_texts(row) != head or (repeated and not is_bold):
                break
            repeated += 1
        if repeated and all(cell.is_header for cell in rows[0]):
            for draft in self._own:
                draft.is_header |= draft.row == 1
        rows = rows[repeated:]
        for row in rows:
            for cell in row:
                cell.is_header = False
        if rows and self._is_broken(table, rows):
            self._join(page, table, rows.pop(0))
        self._add_rows(page, table, rows, max(draft.row or 0 for draft in self._own))

    def _add_rows(
        self, page: int, table: Table, rows: list[list[TableCell]], row_offset: int
    ) -> None:
        for number, row in enumerate(rows, row_offset + 1):
            drafts = [_build_draft(page, table, cell, self._count, number) for cell in row]
            self._drafts += drafts
            self._own += drafts

    def _list_last_row(self) -> list[Draft]:
        last = max((draft.row or 0 for draft in self._own), default=0)
        return [draft for draft in self._own if draft.row == last]

    def _is_broken(self, table: Table, rows: list[list[TableCell]]) -> bool:
        """Whether the first of the rows goes on with the last one of the part before."""
        before = {draft.column: draft for draft in self._list_last_row()}
        after = rows[0]
        bonds = [_weigh(before[cell.column], cell) for cell in after if cell.column in before]
        is_open_above = table.is_open_above and after[0].row == 1
        is_open_below = self._last is not None and self._last.is_open_below
        goes_by_text = max(bonds, default=_Bond.OPEN) >= _Bond.WEAK
        has_first = after[0].column == 1 and 1 in before
        if is_open_above or is_open_below:
            # A producer may leave nothing but the row's lower edge for the next page.
            is_sure = is_open_above and is_open_below
            return is_sure or not has_first or bonds[0] > _Bond.NONE or goes_by_text
        if any(draft.is_header for draft in before.values()):
            return False
        lacking = self._list_lacking(rows)
        if not bonds:
            return 1 in lacking
        if len(bonds) < len(after):
            return False
        full = [
            len(before[cell.column].text) >= _FULL_CHARS
            for bond, cell in zip(bonds, after, strict=True)
            if bond >= _Bond.WEAK
        ]
        is_long = any(full)
        if after[0].column == 1:
            return is_long and min(bonds) >= (_Bond.WEAK if lacking else _Bond.STRONG)
        if max(bonds) == _Bond.STRONG:
            return True
        # Where only the first cell lacks, it may be merged with the one above: then short answers
        # are those of two rows, though none has room for the next in a narrow column.
        is_whole = all(full) or bool(lacking - {1})
        return min(bonds) > _Bond.NONE and is_whole and (is_long or bool(lacking))

    def _list_lacking(self, rows: list[list[TableCell]]) -> set[int | None]:
        """Columns where the first of ``rows`` has no cell and all other rows have one."""
        known: dict[int | None, set[int | None]] = {}
        for draft in self._own:
            known.setdefault(draft.row, set()).add(draft.column)
        usual = {draft.column for draft in self._own}
        usual.intersection_update(
            *known.values(), *({cell.column for cell in row} for row in rows[1:])
        )
        return usual - {cell.column for cell in rows[0]} if len(known) > 1 else set()

    def _join(self, page: int, table: Table, row: list[TableCell]) -> None:
        """Put the cells of a row to those of the last one."""
        before = {draft.column: draft for draft in self._list_last_row()}
        number = max(draft.row or 0 for draft in self._own)
        for cell in row:
            draft = _build_draft(page, table, cell, self._count, number)
            if cell.column in before:
                before[cell.column].lines += draft.lines
                continue
            places = {column: _find_place(self._drafts, one) for column, one in before.items()}
            left = [place + 1 for column, place in places.items() if (column or 0) < cell.column]
            place = max(left, default=min(places.values()))
            self._drafts.insert(place, draft)
            self._own.append(draft)
            before = dict(
                sorted({**before, cell.column: draft}.items(), key=lambda one: one[0] or 0)
            )


def _find_place(drafts: list[Draft], draft: Draft) -> int:
    return next(index for index in range(len(drafts) - 1, -1, -1) if drafts[index] is draft)


def _list_texts(row: list[TableCell]) -> list[str]:
    return [" ".join(line.text for line in cell.lines) for cell in row]


def _build_draft(page: int, table: Table, cell: TableCell, number: int, row: int) -> Draft:
    margin = table.bbox[2] if cell.margin is None else cell.margin
    return Draft(
        [PlacedLine(line, page, margin) for line in cell.lines],
        role="table_cell",
        table=number,
        row=row,
        column=cell.column,
        is_header=cell.is_header,
    )


def _weigh(before: Draft, cell: TableCell) -> _Bond:
    """How far the text of the cell goes on with that of the draft."""
    last, first = before.last.line, cell.lines[0]
    has_hyphen = last.text.endswith(HYPHENS) and last.text[-2:-1].isalnum()
    if has_hyphen or last.text.endswith((",", "(")):
        return _Bond.STRONG
    is_lower = first.text[0].islower()
    if before.last.has_room_for(measure_first_word(first)):
        return _Bond.OPEN if last.ends_sentence and not is_lower else _Bond.NONE
    if is_lower:
        return _Bond.STRONG
    return _Bond.OPEN if last.ends_sentence else _Bond.WEAK
