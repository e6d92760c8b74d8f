"""Rows of tables that a page or column breaks: they come as the same table in HTML does."""

import html
import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import weasyprint
from producers import typeset
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from pipeline.read import read_bytes
from schemas.document import Document

Rows = list[list[str]]
CODES = "AT|BE|CY|CZ|DE|EE|ES|FI|FR|HR|HU|IE|LT|LU|LV|MT|NL|PL|PT|SE|SI|SK"
PLACES = "county|village|district|capital|harbour|island|valley|forest|market|school"
HEAD = ["Country", "Practice", "Others", "Law", "Plan", "Labour"]
FILLER = "The sample speaks of residence permits and of how long the procedures for them take. "


def tell(row: int, length: int, topic: int = 0) -> str:
    """Sentences of which no two are alike."""
    return " ".join(
        f"In the {PLACES.split('|')[(step + row + topic) % 10]} office {row}.{step} a permit takes "
        f"{step + row + 2} weeks, and applicants of group {7 * step + row} hear of it in writing."
        for step in range(length)
    )


def build_rows(columns: int, length: int, count: int = 4) -> Rows:
    """A head and rows: a name, a long text, a list of codes, short answers, shorter texts."""
    rows = [HEAD[:columns]]
    for row in range(count):
        codes = ", ".join(code for place, code in enumerate(CODES.split("|")) if (place + row) % 5)
        cells = [
            ("Austria", "Belgium", "Czechia", "Finland")[row % 4],
            tell(row, length),
            codes,
            "Yes" if row % 2 else "Partly",
            tell(row, max(1, length // 3), 1),
            tell(row, max(1, length // 2), 2),
        ]
        rows.append(cells[:columns])
    return rows


def build_html(rows: Rows, filler: int, *, has_head: bool, css: str = "") -> str:
    """The page that programs print and that the reader of HTML reads."""
    tags = ["th", *["td"] * (len(rows) - 1)]
    printed = [
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(tags, rows, strict=True)
    ]
    part = "thead" if has_head else "tbody"
    table = f"<{part}>{printed[0]}</{part}><tbody>{''.join(printed[1:])}</tbody>"
    return (
        f'<html lang="en"><title>Sample</title><style>{css}</style><h1>Sample</h1>'
        + f"<p>{FILLER * 2}</p>" * filler
        + f"<table>{table}</table><p>The end of the text follows here.</p></html>"
    )


COLLAPSED = "td, th { border: 1px solid #444 }"
SEPARATE = """table { border-spacing: 0; border-collapse: separate !important;
  border-left: 1px solid; border-top: 1px solid }
td, th { border-right: 1px solid; border-bottom: 1px solid }"""


def print_weasyprint(
    rows: Rows, filler: int, *, has_head: bool, columns: int = 1, border: str = COLLAPSED
) -> bytes:
    """Rows are cut open: no rule where they break."""
    css = f"""@page {{ size: A4; margin: 2cm }}
    body {{ font: 11pt/1.3 "Liberation Serif"; columns: {columns}; column-gap: 8mm }}
    table {{ border-collapse: collapse; width: 100%; font-size: 10pt }}
    td, th {{ padding: 3pt 4pt; vertical-align: top; text-align: left }} {border}"""
    page = build_html(rows, filler, has_head=has_head, css=css)
    return weasyprint.HTML(string=page).write_pdf() or b""


def print_separate(rows: Rows, filler: int, *, has_head: bool, columns: int = 1) -> bytes:
    """Every cell has borders of its own."""
    return print_weasyprint(rows, filler, has_head=has_head, columns=columns, border=SEPARATE)


def print_typst(rows: Rows, filler: int, *, has_head: bool, columns: int = 1) -> bytes:
    """Rules close both parts of a row."""
    widths = ", ".join("2fr" if place == 1 else "1fr" for place in range(len(rows[0])))
    head = ", ".join(f"[*{cell}*]" for cell in rows[0])
    head = f"table.header({head})" if has_head else head
    body = ", ".join(f"[{cell}]" for row in rows[1:] for cell in row)
    return typeset(
        f'#set page(paper: "a4", margin: 2cm, columns: {columns})\n#set text(size: 10pt)\n'
        "= Sample\n\n"
        + f"{FILLER * 2}\n\n"
        * filler
        + f"#text(9pt)[#table(columns: ({widths}), align: left, {head}, {body})]\n\n"
        "The end of the text follows here."
    )


def print_reportlab(rows: Rows, filler: int, *, has_head: bool, columns: int = 1) -> bytes:
    """Rules close both parts; nothing may be left of a row but its lower edge."""
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=13, spaceAfter=7)
    cell = ParagraphStyle("cell", parent=body, fontSize=9, leading=10.8, spaceAfter=0)
    head = ParagraphStyle("head", parent=cell, fontName="Times-Bold")
    width = (A4[0] - 100 - 22 * (columns - 1)) / columns
    shares = [2 if place == 1 else 1 for place in range(len(rows[0]))]
    table = Table(
        [
            [Paragraph(text, cell if number else head) for text in row]
            for number, row in enumerate(rows)
        ],
        colWidths=[width * share / sum(shares) for share in shares],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")],
        repeatRows=0,
        splitInRow=1,
    )
    story: list[Flowable] = [Paragraph("Sample", ParagraphStyle("h", parent=body, fontSize=16))]
    story += [Paragraph(FILLER * 2, body) for _ in range(filler)]
    story += [table, Paragraph("The end of the text follows here.", body)]
    return build_pages(story, width, columns)


def build_pages(story: list[Flowable], width: float = A4[0] - 100, columns: int = 1) -> bytes:
    out = io.BytesIO()
    frames = [
        Frame(50 + place * (width + 22), 60, width, A4[1] - 120, 0, 0, 0, 0)
        for place in range(columns)
    ]
    template = PageTemplate(frames=frames)
    BaseDocTemplate(out, pagesize=A4, pageTemplates=[template], invariant=1).build(story)
    return out.getvalue()


def list_cells(document: Document) -> dict[tuple[int, int, int], tuple[str, bool]]:
    """Texts and whether they name a column, by table, row and column."""
    return {
        (block.cell.table, block.cell.row, block.cell.column): (
            " ".join(document.text[block.start_char : block.end_char].split()),
            block.cell.is_header,
        )
        for block in document.blocks
        if block.cell is not None
    }


def list_texts(document: Document) -> list[str]:
    """Blocks that stand in no table."""
    return [
        " ".join(document.text[block.start_char : block.end_char].split())
        for block in document.blocks
        if block.cell is None
    ]


def list_places(document: Document, columns: int = 1) -> list[set[tuple[int, int]]]:
    """For each cell the pages and columns in which its words are printed."""
    half = A4[0] / columns
    return [
        {
            (word.page, int(word.bbox[0] // half))
            for word in document.word_locations
            if block.start_char <= word.start_char < block.end_char
        }
        for block in document.blocks
        if block.cell is not None
    ]


def read_html(rows: Rows, filler: int) -> Document:
    return read_bytes(build_html(rows, filler, has_head=True).encode(), "a.html")


class Layout(NamedTuple):
    """A table and how it is printed."""

    width: int
    length: int
    filler: int
    columns: int = 1


LAYOUTS = {
    "two columns": Layout(2, 14, 8),
    "three columns": Layout(3, 14, 8),
    "head and an open row at the foot": Layout(3, 14, 15),
    "four columns": Layout(4, 12, 8),
    "five columns": Layout(5, 6, 14),
    "six columns": Layout(6, 6, 12),
    "over three pages": Layout(3, 40, 8),
    "columns of a page": Layout(2, 5, 7, 2),
    "next page of columns": Layout(3, 5, 18, 2),
}
CASES = [
    pytest.param(produce, has_head, layout, id=f"{produce.__name__}, {name}, {has_head}")
    for produce, kinds in (
        (print_weasyprint, (True, False)),
        (print_separate, (False,)),
        (print_typst, (True, False)),
        (print_reportlab, (False,)),
    )
    for has_head in kinds
    for name, layout in LAYOUTS.items()
]


@pytest.mark.parametrize(("produce", "has_head", "layout"), CASES)
def test_a_broken_row_reads_as_in_html(
    produce: Callable[..., bytes], has_head: bool, layout: Layout
) -> None:
    rows = build_rows(layout.width, layout.length)
    printed = produce(rows, layout.filler, has_head=has_head, columns=layout.columns)
    document = read_bytes(printed, "a.pdf")
    truth = read_html(rows, layout.filler)
    assert any(len(places) > 1 for places in list_places(document, layout.columns))
    assert list_cells(document) == list_cells(truth)
    assert list_texts(document) == list_texts(truth)


@pytest.mark.parametrize(
    "program", ["chromium", "chromium_head", "libreoffice", "libreoffice_head"]
)
def test_other_programs_break_rows_that_read_as_in_html(data_folder: Path, program: str) -> None:
    """The files print ``build_rows(4, 12)`` behind eight paragraphs, from HTML and from DOCX."""
    document = read_bytes((data_folder / f"broken_rows_{program}.pdf").read_bytes(), "a.pdf")
    assert any(len(places) > 1 for places in list_places(document))
    assert list_cells(document) == list_cells(read_html(build_rows(4, 12), 8))


def print_closed(before: list[str], after: list[str]) -> Document:
    """A table whose rows the page parts but does not break, read."""
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=13)
    rows = [
        ["Country", "Plan", "Who decides"],
        *[["Malta", "No", "The agency."]] * 3,
        before,
        after,
    ]
    table = Table(
        [[Paragraph(cell, style) for cell in row] for row in rows],
        colWidths=[100, 100, 250],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")],
    )
    heights = table.wrap(450, 800) and table._rowHeights[:-1]
    room = A4[1] - 120 - sum(heights) - 5
    return read_bytes(build_pages([Spacer(1, room), table]), "a.pdf")


@pytest.mark.parametrize(
    ("before", "after", "is_joined"),
    [
        (["Cyprus", "No", "The agency."], ["Greece", "Yes", "The ministry."], False),
        (["Cyprus", "No", "The agency"], ["", "Yes", "The ministry"], False),
        (["Cyprus", "No", "AT, BE, CZ,"], ["", "", "DE, EE"], True),
        (["Cyprus", "No", "Decided in third-"], ["", "", "country matters"], True),
        (
            ["Cyprus", "No", "The ministry decides on every application and hears"],
            ["", "", "representatives of the agencies"],
            True,
        ),
        (
            ["Cyprus", "No", "The ministry decides on every application and hears"],
            ["Greece", "Yes", "representatives of the agencies"],
            False,
        ),
        (["Cyprus", "", ""], ["", "No", "The ministry."], True),
        (["Cyprus", "Not for students", "The agency."], ["", "Planned", "The ministry."], False),
        (["Cyprus", "Ministry of the", "The agency."], ["", "Interior", ""], True),
    ],
    ids=[
        "rows that are whole",
        "the first cell is merged with the row before",
        "a list ends in a comma",
        "a word ends in a hyphen",
        "a full line and a small letter",
        "another name before a small letter",
        "other cells begin behind the break",
        "two short answers of one country in a narrow column",
        "a short cell alone",
    ],
)
def test_only_rows_that_go_on_are_joined_behind_a_rule(
    before: list[str],
    after: list[str],
    is_joined: bool,
) -> None:
    rows = {row for _, row, _ in list_cells(print_closed(before, after))}
    assert rows == set(range(1, 6 if is_joined else 7))
