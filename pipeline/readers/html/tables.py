"""The geometry of tables: which of them are tables at all, and where each cell stands."""

from dataclasses import dataclass

from lxml import etree

from pipeline.readers.html.content import Page
from pipeline.readers.html.tree import (
    ARROWS,
    BLOCKS,
    CELLS,
    HEADINGS,
    LISTS,
    Element,
    get_text,
    get_words,
)
from pipeline.readers.html.vocabulary import NOTE_ZONE_WORDS
from pipeline.readers.labels import parse_labels, to_plain

_MOST_SPAN = 1_000
"""What browsers allow for colspan (HTML standard, section 4.9.11); more is no layout."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Row and column of a cell, from 1."""

    row: int
    column: int
    is_header: bool


def place_cells(table: Element, page: Page) -> dict[Element, CellPlace] | None:
    """The place of each cell; None if the table only arranges blocks on the page.

    A cell that spans rows pushes the cells of later rows to the right, as browsers do.
    """
    rows = [row for row in _iter_rows(table) if row not in page.skipped]
    cells = [[cell for cell in row if _is_cell(cell, page)] for row in rows]
    while len(cells) > 1 and _is_note_row(cells[-1]):
        cells.pop()
    flat = [cell for row in cells for cell in row]
    role = (table.get("role") or "").lower()
    if role in ("presentation", "none") or len(flat) < 2 or any(map(_holds_blocks, flat)):
        return None
    places: dict[Element, CellPlace] = {}
    taken: dict[int, int] = {}  # column → rows below that a cell from above still covers
    for number, row in enumerate(cells, 1):
        column = 1
        covered = {place: left - 1 for place, left in taken.items() if left > 1}
        for cell in row:
            while taken.get(column, 0) > 0:
                column += 1
            is_header = cell.tag == "th" or rows[number - 1].getparent().tag == "thead"
            places[cell] = CellPlace(number, column, is_header)
            width, height = _get_span(cell, "colspan"), _get_span(cell, "rowspan")
            if height > 1:
                covered.update(dict.fromkeys(range(column, column + width), height - 1))
            column += width
        taken = covered
    return places


def _iter_rows(table: Element) -> list[Element]:
    rows: list[Element] = []
    for child in table:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows.extend(row for row in child if row.tag == "tr")
    return rows


def _is_cell(element: Element, page: Page) -> bool:
    return element.tag in CELLS and element not in page.skipped


def _get_span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        return 1
    return min(max(int(value), 1), _MOST_SPAN)


def _is_note_row(cells: list[Element]) -> bool:
    """Whether a row holds one cell over several columns that begins with a raised label."""
    if len(cells) != 1 or _get_span(cells[0], "colspan") < 2:
        return False
    text = get_text(cells[0])
    raised = next(cells[0].iter("sup"), None)
    if raised is not None:
        label = get_text(raised)
        return bool(parse_labels(label)) and text.startswith(label)
    return bool(parse_labels(text[:1])) and (text[0] == "*" or not text[0].isascii())


def is_note_table(table: Element, page: Page, *, in_zone: bool) -> bool:
    """Whether every row is a label and a text: notes set out in a table.

    ``in_zone`` says that it stands among notes; elsewhere the labels are raised, in brackets or
    behind an arrow that leads back.
    """
    rows = [row for row in _iter_rows(table) if row not in page.skipped]
    in_zone = in_zone or NOTE_ZONE_WORDS.search(get_words(table)) is not None
    for row in rows:
        cells = [cell for cell in row if _is_cell(cell, page)]
        shown = get_text(cells[0]) if len(cells) == 2 else ""
        text = shown.strip(ARROWS)
        if not parse_labels(text):
            return False
        is_marked = cells[0].find(".//sup") is not None or to_plain(text) != text
        if not (in_zone or is_marked or text != shown or text[0] in "[("):
            return False
    return bool(rows)


def _holds_blocks(cell: Element) -> bool:
    """Whether a cell holds a heading, a table, or several long paragraphs: a part of a page."""
    long = 0
    for _, element in etree.iterwalk(cell, events=("start",)):
        if element.tag in HEADINGS or element.tag == "table":
            return True
        if element.tag in BLOCKS and element.tag not in LISTS and element is not cell:
            long += len("".join(element.itertext())) > 300
    return long > 1
