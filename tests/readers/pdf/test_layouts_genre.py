"""Layouts of informs and releases, each as small as it can be: bands, columns, boxes, tables."""

import io

import pypdfium2 as pdfium
import pytest
from drawing import draw
from producers import typeset
from reportlab.pdfgen.canvas import Canvas
from test_layouts import cells_of, notes_of, read_html, read_typst

from pipeline.read import read_bytes
from pipeline.readers.limits import DEFAULT_LIMITS
from pipeline.readers.pdf import read_pdf
from pipeline.readers.raw import RawDocument

COLUMNS = ".c{columns:2;column-gap:8mm;text-align:justify;hyphens:auto}"
SENTENCE = "National authorities described how cooperation is organised and who pays for it. "


def texts_of(raw: RawDocument) -> list[str]:
    return [" ".join(block.text.split()) for block in raw.blocks]


def runs_of(raw: RawDocument) -> list[tuple[str, bool]]:
    return [(run.text.strip(), run.is_raised) for block in raw.blocks for run in block.runs]


def roles_of(raw: RawDocument) -> list[tuple[str, str]]:
    return [(block.role, " ".join(block.text.split())) for block in raw.blocks]


def test_columns_are_parted_where_lists_and_text_have_margins_of_their_own() -> None:
    items = "".join(f"<li>{SENTENCE * 2}</li>" for _ in range(3))
    body = f"<div class=c><p>{SENTENCE}</p><ul>{items}</ul><p>{SENTENCE * 9}</p></div>"
    raw = read_html(body, COLUMNS)
    assert [text.count("National") for text in texts_of(raw)] == [1, 2, 2, 2, 9]


def test_a_title_over_two_lines_above_columns_is_one_heading() -> None:
    title = "Migration diplomacy of the network and its many tools, approaches and aims"
    body = f"<h1>{title}</h1><div class=c><p>{SENTENCE * 12}</p></div>"
    raw = read_html(body, COLUMNS + "h1{font-size:20pt}")
    assert roles_of(raw)[0] == ("heading", title)


def test_a_few_lines_in_the_second_column_are_read_after_the_first() -> None:
    source = f"""#set page(width: 400pt, height: 330pt, columns: 2, margin: 30pt)
#set text(size: 10pt)
{SENTENCE * 8}

Last words of the sample, which the second column holds alone at its head.
"""
    assert texts_of(read_typst(source))[-1].startswith("Last words of the sample")


def test_capitals_with_wide_gaps_are_words() -> None:
    body = f"<p style='letter-spacing:.3em'>EMN INFORM 2023</p><p>{SENTENCE * 3}</p>"
    assert texts_of(read_html(body))[0] == "EMN INFORM 2023"


def test_single_letters_of_a_grid_stay_apart() -> None:
    def paint(canvas: Canvas, _: int) -> None:
        for place, letter in enumerate("ABCDE"):
            canvas.drawString(72 + 14 * place, 700, letter)
        canvas.drawString(72, 600, SENTENCE)

    raw = read_pdf(draw(paint), "a.pdf", DEFAULT_LIMITS)
    assert "ABCDE" not in " ".join(texts_of(raw))


def test_a_marker_alone_on_its_line_belongs_to_the_line_before() -> None:
    body = (
        "<p style='width:200pt'>The inform looks at the whole evidence<br>"
        f"<sup style='font-size:7pt;vertical-align:super'>1</sup></p><p>{SENTENCE}</p>"
        "<p style='font-size:8pt'><sup style='font-size:6pt'>1</sup> AT, BE, CY.</p>"
    )
    raw = read_html(body)
    assert [run.text for run in raw.blocks[0].runs if run.is_raised] == ["1"]


@pytest.mark.parametrize(
    ("head", "is_left_out"),
    [("Sample Inform", True), ("Brussels, 4 March 2025", False), ("Nine countries do so.", False)],
)
def test_the_head_of_a_single_page_is_left_out_if_it_says_nothing(
    head: str, *, is_left_out: bool
) -> None:
    css = f"@page{{@top-left{{content:'{head}';font-size:7pt}}}}"
    raw = read_html(f"<h1>A title</h1><p>{SENTENCE * 9}</p>", css)
    assert (head not in texts_of(raw)) is is_left_out
    assert ("page.head_left_out" in [issue.code for issue in raw.issues]) is is_left_out


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("UN-", "HCR", "UNHCR"),
        ("EMN-", "OECD", "EMN-OECD"),
        ("AT-", "BE", "AT-BE"),
        ("cross-", "border", "cross-border"),
        ("re-", "entry", "re-entry"),
        ("co-", "ordinate", "co-ordinate"),
        ("interna-", "tional", "international"),
        ("www.example.org/emn-", "report", "www.example.org/emn-report"),
    ],
)
def test_a_hyphen_at_a_line_end_is_the_lines_or_the_words(
    before: str, after: str, expected: str
) -> None:
    broken = "The organi-<br>sation and its admin-<br>istration reported to the EMN. "
    body = f"<p>{broken}{broken} They spoke of {before}<br>{after} again. {SENTENCE * 4}</p>"
    assert f"spoke of {expected} again" in texts_of(read_html(body))[0]


def test_a_header_of_several_lines_on_its_lower_edge_is_one_row() -> None:
    head = "<tr><th>Country</th><th>Entry without<br>notice</th>"
    head += "<th>Report to<br>the<br>office</th></tr>"
    rows = "".join(
        f"<tr><td>{code}</td><td>Yes</td><td>No</td></tr>" for code in ("AT", "BE", "CY")
    )
    css = "th{vertical-align:bottom;font-weight:normal;border-bottom:1pt solid}"
    css += "td,th{padding:3pt 20pt}"
    raw = read_html(f"<p>{SENTENCE * 3}</p><table>{head}{rows}</table>", css)
    assert cells_of(raw)[0] == ["Country", "Entry without notice", "Report to the office"]
    assert [block.is_header for block in raw.blocks if block.row == 1] == [True] * 3


def test_a_caption_above_a_table_across_the_columns_stands_before_the_table() -> None:
    table = "".join(f"<tr><td>{code}</td><td>Yes</td></tr>" for code in ("AT", "BE", "CY", "DE"))
    body = (
        f"<div class=c><p>{SENTENCE * 7}</p><p>Source: the network.</p><p>{SENTENCE * 6}</p></div>"
        f"<p>Table 1: Answers by country</p><table>{table}</table>"
    )
    css = COLUMNS + "table{width:100%;border-collapse:collapse} td{border:.5pt solid}"
    texts = texts_of(read_html(body, css))
    assert texts.index("Table 1: Answers by country") + 1 == texts.index("AT")
    assert texts.index("Source: the network.") < texts.index("Table 1: Answers by country")


def test_a_row_on_the_next_page_goes_on_with_its_table() -> None:
    rows = "\n".join(
        f"[{name}], [Nursing], [Kenya]," for name in ("Spain", "Malta", "Italy", "Ghana")
    )
    source = f"""#set page(width: 400pt, height: 200pt, margin: 30pt)
{SENTENCE * 3}
#v(20pt)
#table(columns: 3, stroke: none, column-gutter: 30pt,
  table.header([Country], [Occupation], [Partner]), {rows})
"""
    raw = read_typst(source)
    assert {block.table for block in raw.blocks if block.table} == {1}
    assert len(cells_of(raw)) == 5


def test_evidence_of_notes_and_references_has_its_page_and_box() -> None:
    source = "#set page(width: 300pt, height: 200pt)\nSeventeen#footnote[AT, BE, CY.] take part."
    document = read_bytes(typeset(source), "a.pdf")
    places = [*(note.evidence for note in document.notes)]
    places += [reference.evidence for reference in document.note_references]
    assert len(places) == 2
    assert all(one.page == 1 and one.bbox is not None for one in places)


def test_a_note_below_a_table_with_a_raised_letter_is_a_note() -> None:
    body = f"<p>{SENTENCE * 4}</p><p style='font-size:7.5pt'><sup>a</sup> Under negotiation.</p>"
    assert notes_of(read_html(body)) == ["a Under negotiation."]


def test_raised_commas_between_markers_keep_them_raised() -> None:
    sup = "<sup style='font-size:6pt'>"
    body = f"<p>Nine States{sup}2</sup><sup>,</sup>{sup}3</sup> do so. {SENTENCE * 3}</p>"
    raw = read_html(body)
    assert "".join(run.text for run in raw.blocks[0].runs if run.is_raised).strip() == "2,3"


def test_text_larger_than_that_of_a_long_table_is_no_heading() -> None:
    row = f"<tr><td>Austria</td><td>{SENTENCE}</td></tr>"
    css = "td{font-size:8pt;border:.4pt solid;padding:2pt}"
    raw = read_html(f"<p>{SENTENCE * 2}</p><table>{row * 20}</table><p>{SENTENCE}</p>", css)
    assert {block.role for block in raw.blocks if block.table is None} == {"paragraph"}


def test_heads_that_alternate_over_two_pages_are_left_out() -> None:
    css = "@page:left{@top-left{content:'The network';font-size:7pt}}"
    css += "@page:right{@top-right{content:'The inform';font-size:7pt}}"
    texts = texts_of(read_html(f"<p>{SENTENCE * 120}</p>", css))
    assert len(texts) == 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_gives_the_same_words_and_raised_figures(turn: int) -> None:
    source = """#set page(width: 300pt, height: 200pt)
#set text(font: "Libertinus Serif", size: 10pt)
Seventeen#super[1] of the countries, and 12#super[2] more of them, take part in the sample.
"""
    data = typeset(source)
    turned = pdfium.PdfDocument(data)
    for page in turned:
        page.set_rotation(turn)
    out = io.BytesIO()
    turned.save(out)
    texts = [runs_of(read_pdf(one, "a.pdf", DEFAULT_LIMITS)) for one in (data, out.getvalue())]
    assert texts[0] == texts[1]
    assert ("1", True) in texts[0]
