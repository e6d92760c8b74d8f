"""What programs do that the producers of the other tests do not: TeX, browsers, rewriters."""

import io

import pypdfium2 as pdfium
import pytest
from drawing import build_page, draw
from producers import INFORM, print_typst
from reportlab.pdfgen.canvas import Canvas
from test_layouts_genre import roles_of, texts_of

from pipeline.read import read_bytes
from pipeline.readers.limits import DEFAULT_LIMITS
from pipeline.readers.pdf import read_pdf
from pipeline.readers.pdf.characters import heal_ligature, is_regular_name, read_control
from pipeline.readers.raw import RawDocument

LINES = ("Six countries report this in their national", "policies, and two of them do so twice.")


def read(data: bytes) -> RawDocument:
    return read_pdf(data, "a.pdf", DEFAULT_LIMITS)


def turn(data: bytes, angle: int) -> bytes:
    """The same file with another rotation of all pages."""
    document = pdfium.PdfDocument(data)
    for page in document:
        page.set_rotation(angle)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (r"(L) Tj 6.67 0 Td (\310) Tj -1.11 0 Td (ander) Tj", "Länder"),
        (r"(L) Tj 5.56 0 Td (ander) Tj 1.11 0 Td (\310) Tj", "Länder"),
        (r"(an) Tj 40 0 Td (\310) Tj 20 0 Td (b) Tj", "an ¨ b"),
    ],
    ids=["before its letter", "behind its word", "over nothing"],
)
def test_an_accent_of_its_own_joins_the_letter_that_it_stands_over(
    drawn: str, expected: str
) -> None:
    content = f"BT /F1 10 Tf 72 700 Td {drawn} ET".encode("ascii")
    assert texts_of(read(build_page(content))) == [expected]


def draw_items(canvas: Canvas, _: int) -> None:
    """Two items whose signs are circles, as browsers print them, without space between them."""
    for index in range(2):
        top = 700 - 26 * index
        canvas.circle(77.5, top + 3, 1.5, stroke=0, fill=1)
        for place, line in enumerate(LINES):
            canvas.drawString(87, top - 13 * place, line)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_drawn_signs_begin_list_items(angle: int) -> None:
    assert roles_of(read(turn(draw(draw_items), angle))) == [("list_item", " ".join(LINES))] * 2


def draw_chart(canvas: Canvas, _: int) -> None:
    """Marks amid a line and beside no text."""
    canvas.drawString(72, 700, "Answers in")
    canvas.circle(128, 703, 1.5, stroke=0, fill=1)
    canvas.drawString(135, 700, "the chart")
    canvas.circle(300, 603, 1.5, stroke=0, fill=1)


def test_marks_of_a_chart_begin_nothing() -> None:
    assert all("•" not in text for text in texts_of(read(draw(draw_chart))))


def draw_headings(canvas: Canvas, _: int) -> None:
    """Two columns, 10 points apart, each with a heading of 14 points at one height."""
    for x, name in ((72, "Practices in the third"), (228, "Costs and their limits")):
        canvas.setFont("Helvetica-Bold", 14)
        width = canvas.stringWidth(name, "Helvetica-Bold", 14)
        canvas.drawString(x if x > 72 else 218 - width, 700, name)
        canvas.setFont("Helvetica", 10)
        for line in range(12):
            canvas.drawString(x, 680 - 12 * line, "National authorities report here"[:31])


def test_headings_side_by_side_stay_two() -> None:
    headings = [text for role, text in roles_of(read(draw(draw_headings))) if role == "heading"]
    assert headings == ["Practices in the third", "Costs and their limits"]


ROWS = [
    ("Country", "Plan", "Places", "Authority"),
    ("AT", "Partly", "308", "Agency"),
    ("BE", "Yes", "1584", "Ministry"),
    ("CZ", "Planned", "30", "Municipality"),
    ("DE", "No", "97", "Agency"),
    ("EE", "Partly", "640", "Ministry"),
]


def draw_tight_table(canvas: Canvas, _: int) -> None:
    """Three rules over all and columns 6 points apart, which is less than a line allows."""
    canvas.setFont("Helvetica", 9)
    for index, row in enumerate(ROWS):
        y = 700 - 13 * index - (6 if index else 0)
        for x, cell in zip((72, 113), row[:2], strict=True):
            canvas.drawString(x, y, cell)
        canvas.drawRightString(181, y, row[2])
        canvas.drawString(187, y, row[3])
    for y in (712, 694, 620):
        canvas.line(70, y, 245, y)


def test_a_table_with_columns_as_close_as_words_keeps_its_cells() -> None:
    raw = read(draw(draw_tight_table))
    cells = [" ".join(block.text.split()) for block in raw.blocks if block.role == "table_cell"]
    assert cells == [cell for row in ROWS for cell in row]


def draw_overfull_table(canvas: Canvas, _: int) -> None:
    """A grid with a word that sticks out of it, and text right beside it."""
    for index, row in enumerate((("AT", "Agency"), ("BE", "Municipalities"), ("CZ", "Ministry"))):
        canvas.drawString(74, 700 - 14 * index, row[0])
        canvas.drawString(104, 700 - 14 * index, row[1])
        if index != 1:
            canvas.drawString(163, 700 - 14 * index, "Text beside it")
    canvas.grid([72, 102, 158], [710, 696, 682, 668])


def test_a_word_that_sticks_out_of_its_cell_stays_in_it() -> None:
    raw = read(draw(draw_overfull_table))
    cells = [" ".join(block.text.split()) for block in raw.blocks if block.role == "table_cell"]
    assert cells == ["AT", "Agency", "BE", "Municipalities", "CZ", "Ministry"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_inform_reads_as_one_that_is_not(angle: int) -> None:
    data = print_typst(INFORM, 2)
    upright, turned = (read_bytes(one, "a.pdf") for one in (data, turn(data, angle)))
    assert turned.text == upright.text
    assert [one.label for one in turned.note_references] == [
        one.label for one in upright.note_references
    ]


def draw_specks(canvas: Canvas, _: int) -> None:
    """Type so small that its size rounds to nothing."""
    for index in range(3):
        canvas.setFont("Helvetica", 0.04)
        canvas.drawString(72, 800 - index, "speck of type")


def test_type_without_a_size_is_read() -> None:
    assert read(draw(draw_specks)).blocks


def test_a_star_of_mathematics_is_the_star_of_a_note() -> None:
    from producers import typeset

    source = "#set text(size: 10pt)\nSeventeen#super[∗] of the countries take part.\n"
    raw = read(typeset(source))
    assert ("*", True) in [
        (run.text.strip(), run.is_raised) for one in raw.blocks for run in one.runs
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("\u6600\u6c00", "fl"), ("\u6600\ucf00", "ffi"), ("\u6600", "\u6600"), ("ffi", "ffi")],
)
def test_ligatures_with_swapped_bytes_are_letters_again(printed: str, expected: str) -> None:
    assert heal_ligature(printed) == expected


@pytest.mark.parametrize(
    ("code", "is_named", "expected"), [(0x92, True, "’"), (0x88, False, None), (0x81, True, None)]
)
def test_control_characters_are_those_of_windows_or_unknown(
    code: int, is_named: bool, expected: str | None
) -> None:
    assert read_control(code, is_named=is_named) == expected


@pytest.mark.parametrize(
    ("font", "expected"), [("ABCDEF+LMRoman10-Regular", True), ("Arial", False)]
)
def test_a_font_that_calls_itself_regular_is_not_heavy(font: str, expected: bool) -> None:
    assert is_regular_name(font) is expected


CODES = ("CZ", "DE", "EE", "ES", "FI")


def draw_hanging_notes(canvas: Canvas, index: int) -> None:
    """Notes as LibreOffice hangs them: a plain number, a wide gap, the text."""
    for line in range(12):
        canvas.drawString(72, 780 - 13 * line, "National authorities report here on what they did.")
    canvas.line(72, 105, 160, 105)
    canvas.setFont("Helvetica", 8)
    count = 4 if index == 0 else 1
    for place in range(count):
        y = 80 - 10 * (place + 1 - count)
        canvas.drawString(72, y, str(place + 1 if index == 0 else 4 + index))
        canvas.drawString(88, y, f"AT, BE, {CODES[place + 2 * index]} and UA.")


def test_numbers_that_hang_before_notes_are_labels_and_no_table_nor_page_number() -> None:
    raw = read(draw(draw_hanging_notes, pages=3))
    notes = [" ".join(block.text.split()) for block in raw.blocks if block.is_note_zone]
    assert notes == [
        "1 AT, BE, CZ and UA.",
        "2 AT, BE, DE and UA.",
        "3 AT, BE, EE and UA.",
        "4 AT, BE, ES and UA.",
        "5 AT, BE, EE and UA.",
        "6 AT, BE, FI and UA.",
    ]


def draw_head_above_title(canvas: Canvas, index: int) -> None:
    """A running head, on the first page 27 points above a title."""
    canvas.setFont("Helvetica", 8)
    canvas.drawString(72, 790, "EMN inform in samples")
    if index == 0:
        canvas.setFont("Helvetica-Bold", 22)
        canvas.drawString(72, 763, "A title in large type")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 700 - index, f"On page {index + 1} the countries report their work.")


def test_a_running_head_close_above_a_large_title_is_left_out() -> None:
    assert "EMN inform in samples" not in texts_of(read(draw(draw_head_above_title, pages=3)))


def draw_semicolon(canvas: Canvas, index: int) -> None:
    """A page that ends with a full line and a semicolon, and goes on in lower case."""
    lines = (
        ["The costs are shared among all of the federal offices here"] * 3
        + ["The costs are shared among all of the federal offices now;"]
        if index == 0
        else ["in Austria the provinces pay a quarter of what is spent on it"] * 3
    )
    for place, line in enumerate(lines):
        canvas.drawString(72, 700 - 12 * place, line)


def test_a_sentence_goes_on_over_the_page_behind_a_semicolon() -> None:
    assert len(read(draw(draw_semicolon, pages=2)).blocks) == 1


def draw_centred_rows(canvas: Canvas, _: int) -> None:
    """Rows between rules, with short cells at half the height of a cell of two lines."""
    canvas.setFont("Helvetica", 9)
    canvas.line(70, 714, 330, 714)
    for index, row in enumerate(ROWS):
        top = 702 - 32 * index
        for x, cell in zip((72, 140, 200), row[:3], strict=True):
            canvas.drawString(x, top - 5.5, cell)
        canvas.drawString(250, top, f"{row[3]} and the")
        canvas.drawString(250, top - 11, "provinces")
        canvas.line(70, top - 20, 330, top - 20)


def test_rules_between_rows_tell_which_lines_are_one_cell() -> None:
    raw = read(draw(draw_centred_rows))
    cells = [" ".join(block.text.split()) for block in raw.blocks if block.role == "table_cell"]
    assert cells == [cell for row in ROWS for cell in (*row[:3], f"{row[3]} and the provinces")]


def draw_last_row(canvas: Canvas, _: int) -> None:
    """A grid whose last row alone stands on the page, with a cell of three lines."""
    canvas.setFont("Helvetica", 9)
    for x, cell in zip((74, 104, 144), ("SK", "No", "602"), strict=True):
        canvas.drawString(x, 700, cell)
    for place, line in enumerate(("Municipalities", "with funds of the", "provinces")):
        canvas.drawString(184, 700 - 11 * place, line)
    canvas.grid([72, 102, 142, 182, 290], [712, 670])
    canvas.drawString(72, 640, "National authorities report this.")


def test_a_row_that_is_left_of_a_table_is_no_text() -> None:
    raw = read(draw(draw_last_row))
    cells = [" ".join(block.text.split()) for block in raw.blocks if block.role == "table_cell"]
    assert cells == ["SK", "No", "602", "Municipalities with funds of the provinces"]
