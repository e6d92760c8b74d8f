"""The structure around paragraphs: alternatives, text boxes, content controls, rows and cells."""

import re
from collections.abc import Iterator

from pipeline.readers.docx.archive import Element
from pipeline.readers.docx.names import W, find, get_name, get_switch, get_value

_TRANSPARENT = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_MOST_SPAN = 1_000


def choose_branch(alternatives: Element) -> Element:
    """The branch of ``mc:AlternateContent`` that holds text; the others repeat it."""
    branches = [one for one in alternatives if get_name(one) in ("mc:Choice", "mc:Fallback")]
    for branch in branches:
        if any(True for _ in branch.iter(W + "t")):
            return branch
    return branches[0] if branches else alternatives


def iter_boxes(drawing: Element) -> Iterator[Element]:
    """The contents of the text boxes in a drawing, each once."""
    waiting = [choose_branch(drawing) if get_name(drawing) == "mc:AlternateContent" else drawing]
    while waiting:
        element = waiting.pop()
        name = get_name(element)
        if name == "txbxContent":
            yield element
        elif name == "mc:AlternateContent":
            waiting.append(choose_branch(element))
        else:
            waiting.extend(reversed(element))


def is_filling(control: Element) -> bool:
    """Whether a content control holds a prompt or a table of contents instead of text."""
    properties = find(control, "sdtPr")
    if get_switch(properties, "showingPlcHdr"):
        return True
    gallery = get_value(find(properties, "docPartObj", "docPartGallery")) or ""
    return gallery == "Table of Contents"


def is_drop_cap(properties: Element | None) -> bool:
    """Whether a paragraph is the large first letter of the next one."""
    return (get_value(find(properties, "framePr"), "dropCap") or "none") in ("drop", "margin")


def is_shaded(properties: Element | None) -> bool:
    """Whether a paragraph has a background of its own."""
    shade = find(properties, "shd")
    return shade is not None and (get_value(shade, "fill") or "auto").upper() not in (
        "AUTO",
        "FFFFFF",
    )


def _iter_inside(parent: Element, wanted: str) -> Iterator[Element]:
    """Children of one name, also those in content controls and in what was inserted."""
    for child in parent:
        name = get_name(child)
        if name == wanted:
            yield child
        elif name in _TRANSPARENT:
            yield from _iter_inside(child, wanted)


def iter_rows(table: Element) -> Iterator[Element]:
    """The rows of a table without those whose deletion is tracked."""
    for row in _iter_inside(table, "tr"):
        if find(row, "trPr", "del") is None:
            yield row


def iter_cells(row: Element) -> Iterator[tuple[Element, int]]:
    """The cells of a row that begin in it, with their columns from 1."""
    column = 1 + _span(row, "trPr", "gridBefore")
    for cell in _iter_inside(row, "tc"):
        merge = find(cell, "tcPr", "vMerge")
        goes_on = merge is not None and (get_value(merge) or "continue") == "continue"
        if not goes_on and find(cell, "tcPr", "cellDel") is None:
            yield cell, column
        column += max(1, _span(cell, "tcPr", "gridSpan"))


def _span(element: Element, properties: str, name: str) -> int:
    value = get_value(find(element, properties, name)) or ""
    return min(int(value), _MOST_SPAN) if re.fullmatch(r"[0-9]{1,6}", value) else 0


def is_wide(cell: Element) -> bool:
    """Whether a cell spans several columns."""
    return _span(cell, "tcPr", "gridSpan") > 1


def is_header_row(row: Element) -> bool:
    """Whether Word repeats this row on each page."""
    return bool(get_switch(find(row, "trPr"), "tblHeader"))
