"""Layouts that once were read wrongly, each as small as it can be."""

import pytest
import weasyprint
from producers import FILLER, INFORM, typeset
from test_producers import body_of, plain

from pipeline.readers.limits import DEFAULT_LIMITS
from pipeline.readers.pdf import read_pdf
from pipeline.readers.raw import RawDocument

PAGE = '@page{size:A4;margin:20mm} body{font:10pt/1.3 "Liberation Serif"}'


def read_html(body: str, css: str = "") -> RawDocument:
    page = f'<html lang="en"><style>{PAGE}{css}</style>{body}</html>'
    return read_pdf(weasyprint.HTML(string=page).write_pdf() or b"", "a.pdf", DEFAULT_LIMITS)


def read_typst(source: str) -> RawDocument:
    return read_pdf(typeset(source), "a.pdf", DEFAULT_LIMITS)


def notes_of(raw: RawDocument) -> list[str]:
    return [" ".join(block.text.split()) for block in raw.blocks if block.is_note_zone]


def cells_of(raw: RawDocument) -> list[list[str]]:
    rows: dict[tuple[int, int], list[str]] = {}
    for block in raw.blocks:
        if block.table is not None and block.row is not None:
            rows.setdefault((block.table, block.row), []).append(plain(block))
    return list(rows.values())


@pytest.mark.parametrize("name", ["inform_libreoffice", "inform_libreoffice_columns"])
def test_a_word_processor_gives_the_same_blocks(name: str, data_folder: object) -> None:
    data = (data_folder / f"{name}.pdf").read_bytes()  # type: ignore[operator]
    raw = read_pdf(data, f"{name}.pdf", DEFAULT_LIMITS)
    # In two columns the last letter of a cell runs over the edge of its column.
    body = [text.replace("Places", "Place") for text in INFORM.body]
    assert [text.replace("Places", "Place") for text in body_of(raw)] == body
    assert [plain(block) for block in raw.blocks if block.is_note_zone] == list(
        INFORM.notes.values()
    )


TABLE = [
    ["Country", "Plan", "Details of practice", "Number"],
    ["AT", "Yes", "Partly, since the reform of the act in 2021", "12"],
    ["BE", "No", "n/a", "17"],
    ["CZ", "Yes", "Yes", "3"],
    ["DE", "No", "Planned for next year, if the budget allows it", "8"],
]


GRID = "table{border-collapse:collapse} td,th{border:.5pt solid #000;padding:2pt}"
BOXES = "td,th{border:.5pt solid #000;padding:2pt}"


@pytest.mark.parametrize(
    ("css", "columns"),
    [
        ("", 1),
        (
            (
                "table{border-collapse:collapse;border-top:1pt solid;border-bottom:1pt solid}"
                "th{border-bottom:.5pt solid}"
            ),
            1,
        ),
        (
            (
                "table{border-collapse:collapse} tr:nth-child(even){background:#dde}"
                "th{background:#123;color:#fff}"
            ),
            1,
        ),
        (GRID, 1),
        (GRID, 2),
        (BOXES, 1),
        (BOXES, 2),
    ],
    ids=["no-rules", "three-rules", "stripes", "grid-1", "grid-2", "boxes-1", "boxes-2"],
)
def test_a_table_is_read_by_its_cells_however_it_is_ruled(css: str, columns: int) -> None:
    rows = "".join(
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(["th", "td", "td", "td", "td"], TABLE, strict=True)
    )
    raw = read_html(
        f"<p>{FILLER}</p><table>{rows}</table><p>{FILLER}</p>",
        f"body{{columns:{columns}}} table{{width:100%}} th{{text-align:left}} {css}",
    )
    assert cells_of(raw) == TABLE
    assert body_of(raw)[0] == body_of(raw)[-1] == FILLER


def test_a_table_over_pages_is_one_table_with_one_head() -> None:
    rows = "".join(f"<tr><td>C{n}</td><td>Answer {n}</td><td>x</td></tr>" for n in range(70))
    raw = read_html(
        "<table><thead><tr><th>Country</th><th>Answer</th><th>Year</th></tr></thead>"
        f"{rows}</table>",
        "table{width:100%;border-collapse:collapse} td,th{border:.5pt solid #000}"
        '@page{@top-center{content:"Head of the sample"}}',
    )
    cells = [block for block in raw.blocks if block.table is not None]
    assert {block.table for block in cells} == {1}
    assert [block.row for block in cells if block.column == 1] == list(range(1, 72))
    assert [plain(block) for block in raw.blocks].count("Country") == 1
    assert len(cells) == len(raw.blocks)


def test_a_note_over_pages_goes_on_with_the_last_one() -> None:
    note = " ".join(f"Part {number} of a long note of the sample." for number in range(190))
    raw = read_typst(
        f"{FILLER}\n\n{FILLER} {FILLER} {FILLER}\n\nSome#footnote[{note}] and#footnote[AT, BE.] "
        f"others. {FILLER}\n\n{FILLER}"
    )
    zone = [block for block in raw.blocks if block.is_note_zone]
    assert [block.continues_note for block in zone] == [False, True, False]
    assert notes_of(raw)[0] + " " + notes_of(raw)[1] == f"1{note}"
    assert body_of(raw)[1] == f"{FILLER} {FILLER} {FILLER}"


def test_notes_that_restart_on_every_page_keep_their_printed_labels() -> None:
    raw = read_typst(
        '#set page(paper: "a5", header: [#counter(footnote).update(0)])\n'
        f"{FILLER} Some#footnote[AT, BE.] and#footnote[CY.] more.\n\n{FILLER} {FILLER} {FILLER}"
        f"\n\nThird#footnote[HU, IE.] case."
    )
    assert notes_of(raw) == ["1AT, BE.", "2CY.", "1HU, IE."]
    assert [block.page for block in raw.blocks if block.is_note_zone] == [1, 1, 2]


FOOT = ".n{position:absolute;bottom:0;font-size:8pt} .n p{margin:0}"


@pytest.mark.parametrize(
    ("body", "css", "expected"),
    [
        (
            ("<div class=n><p>1 AT, BE.</p><p>2 23 countries answered (AT, BE, CY), which is more "
            "than in any year before, and less than what the sample network had expected of them."
            "</p><p>3. CZ.</p><p>[4] EE.</p><p>* As reported.</p></div>"),
            FOOT,
            ["1 AT, BE.", "2 23 countries", "3. CZ.", "[4] EE.", "* As reported."],
        ),
        (
            '<hr style="width:30%;margin-left:0"><p><sup>1</sup> AT.</p><p><sup>2</sup> BE.</p>',
            "",
            ["1 AT.", "2 BE."],
        ),
        (
            ("<p class=s><sup>1</sup> AT, BE.</p><p class=s><sup>2</sup> CY.</p>"
            f"<p>The inform goes on here. {FILLER}</p>"),
            ".s{font-size:8pt}",
            ["1 AT, BE.", "2 CY."],
        ),
        (
            "<h2>Endnotes</h2><p>[1] AT, BE.</p><p>[2] CY.</p><h2>Annex</h2><p>More.</p>",
            "",
            ["[1] AT, BE.", "[2] CY."],
        ),
        (
            "<h2>Notes</h2><ol><li>AT, BE.</li><li>CY.</li></ol>",
            "",
            ["1. AT, BE.", "2. CY."],
        ),
        ("<table><tr><td>AT</td><td>1</td></tr></table><p class=s>Source: sample.</p>",
         ".s{font-size:8pt}", []),
    ],
    ids=["plain-labels", "rule", "mid-page", "endnotes", "numbered-list", "source-line"],
)  # fmt: skip
def test_notes_are_found_where_they_stand(body: str, css: str, expected: list[str]) -> None:
    raw = read_html(f"<p>Seventeen<sup>1</sup> do.<sup>2</sup> {FILLER}</p>{body}", css)
    found = notes_of(raw)
    assert [note[: len(start)] for note, start in zip(found, expected, strict=True)] == expected


def test_ordinals_powers_and_indices_stay_with_their_word() -> None:
    raw = read_html("<p>The 20<sup>th</sup> case has 30 m<sup>2</sup> and CO<sub>2</sub> too.</p>")
    assert "".join(run.text for run in raw.blocks[0].runs) == "The 20th case has 30 m2 and CO2 too."


def test_a_box_inside_a_column_does_not_cut_the_paragraph_around_it() -> None:
    box = f'<div class="b"><p>Box 1: In one column</p><p>{FILLER}</p></div>'
    raw = read_html(
        f'<div class="c"><p>{FILLER} {FILLER}</p>{box}<p>{FILLER}</p></div>{box}',
        ".c{columns:2;text-align:justify;hyphens:auto}"
        ".b{border:1pt solid #347;padding:5pt;background:#eef;margin:6pt 0}",
    )
    inner = ["Box 1: In one column", FILLER]
    assert body_of(raw) == [f"{FILLER} {FILLER}", *inner, FILLER, *inner]


def test_three_columns_are_read_one_after_the_other() -> None:
    raw = read_html(
        f"<p>{FILLER}</p><p>{FILLER} {FILLER}</p><p>{FILLER}</p>",
        "body{columns:3;column-gap:5mm;text-align:justify;hyphens:auto}",
    )
    assert body_of(raw) == [FILLER, f"{FILLER} {FILLER}", FILLER]


def test_indented_paragraphs_without_space_between_them_are_parted() -> None:
    raw = read_typst(
        "#set page(columns: 2)\n#set par(justify: true, first-line-indent: 1.2em, spacing: 0.65em)"
        f"\n{FILLER}\n\nSecond one. {FILLER}\n\nThird one. {FILLER} {FILLER}"
    )
    assert body_of(raw) == [FILLER, f"Second one. {FILLER}", f"Third one. {FILLER} {FILLER}"]


def test_lines_of_an_address_stay_one_block_where_paragraphs_are_spaced() -> None:
    raw = read_html(
        f"<p>{FILLER}</p><p>{FILLER}</p><p>European Office<br>Ms Sample Person<br>a@example.org</p>"
    )
    assert body_of(raw)[-1] == "European Office Ms Sample Person a@example.org"


def test_a_letter_spaced_title_keeps_its_words() -> None:
    raw = read_html(f'<h1 style="letter-spacing:.2em">SPACED TITLE</h1><p>{FILLER}</p>')
    assert body_of(raw)[0] == "SPACED TITLE"


@pytest.mark.parametrize(
    ("hyphenated", "expected"),
    [
        ("internationali&shy;sation", "internationalisation"),
        ("third-country", "third-country"),
        ("EMN-OECD", "EMN-OECD"),
    ],
)
def test_words_broken_at_a_hyphen_are_whole_again(hyphenated: str, expected: str) -> None:
    raw = read_html(
        f"<p>Of a third country it is said. {FILLER}</p><p>{FILLER}</p><p>{FILLER}</p>"
        f"<p class=w>The office names {hyphenated} here once more.</p>",
        f".w{{width:{140 if 'shy' in hyphenated else 115}pt}}",
    )
    assert body_of(raw)[-1] == f"The office names {expected} here once more."
    assert expected not in [run.text.strip() for run in raw.blocks[-1].runs]
