"""What each construct of Word becomes: one rule a case, with what must not happen beside it."""

import pytest

from pipeline.readers.docx import read_docx
from pipeline.readers.limits import DEFAULT_LIMITS
from tests.readers.block_lines import show_blocks
from tests.readers.docx.builder import (
    box,
    build_docx,
    cell,
    deleted,
    field,
    ins,
    note,
    p,
    r,
    ref,
    row,
    sup,
    t,
    table,
)


def lines(*body: str, **parts: object) -> list[str]:
    return show_blocks(read_docx(build_docx(*body, **parts), "a.docx", DEFAULT_LIMITS))


NOTES = {2: note("AT, BE."), 3: note("CY."), 4: note("DE, EE.")}
SUPER = '<w:vertAlign w:val="superscript"/>'
RULES: dict[str, tuple[list[str], list[str]]] = {
    "a number beside a marker stays as it is": (
        [p("In 2022", ref(2), " 12", ref(3), " Member States")],
        ["paragraph: In 2022⟨1⟩ 12⟨2⟩ Member States", "note 1: AT, BE.", "note 2: CY."],
    ),
    "words split into runs are whole": (
        [p(r("Seven", "<w:b/>"), r("teen"), r(" of these"))],
        ["paragraph: Seventeen of these"],
    ),
    "typed superscript is raised": ([p("17", sup("2"), " say")], ["paragraph: 17^2^ say"]),
    "a character style may raise": (
        [p("17", r("2", '<w:rStyle w:val="FootnoteReference"/>'))],
        ["paragraph: 17^2^"],
    ),
    "a baseline set direct beats the style": (
        [p("CO", r("2", '<w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="baseline"/>'))],
        ["paragraph: CO2"],
    ),
    "a subscript is not raised": (
        [p("CO", r("2", '<w:vertAlign w:val="subscript"/>'))],
        ["paragraph: CO2"],
    ),
    "characters shifted up are raised": (
        [p("six", r("3", '<w:position w:val="6"/><w:sz w:val="14"/>'))],
        ["paragraph: six^3^"],
    ),
    "the references of one note again": (
        [
            p(
                "One",
                f'<w:bookmarkStart w:id="7" w:name="_Ref1"/>{ref(2)}<w:bookmarkEnd w:id="7"/>',
                " and",
                field(" NOTEREF _Ref1 \\h ", "1"),
            )
        ],
        ["paragraph: One⟨1⟩ and⟨1⟩", "note 1: AT, BE."],
    ),
    "commas between markers are no text": (
        [p("others", ref(2), sup(","), ref(3), " report")],
        ["paragraph: others⟨1⟩⟨2⟩ report", "note 1: AT, BE.", "note 2: CY."],
    ),
    "brackets around a marker are no text": (
        [p("others [", ref(2), "] report (", r("AT"), ")")],
        ["paragraph: others ⟨[1]⟩ report (AT)", "note 1: AT, BE."],
    ),
    "a mark of the author's own is not counted": (
        [p("One", ref(2), " two", ref(3, mark="*"), " three", ref(4))],
        [
            "paragraph: One⟨1⟩ two⟨*⟩ three⟨2⟩",
            "note 1: AT, BE.",
            "note *: CY.",
            "note 2: DE, EE.",
        ],
    ),
    "a mark of the author's own may be the next run": (
        [p("One", ref(2, mark=""), sup("**"), " two", ref(3))],
        ["paragraph: One⟨**⟩ two⟨1⟩", "note **: AT, BE.", "note 1: CY."],
    ),
    "a note that no part holds is only cited": ([p("One", ref(9))], ["paragraph: One⟨1⟩"]),
    "a tracked insertion is in and a deletion out": (
        [p("In ", deleted("16"), ins(r("17")), " countries")],
        ["paragraph: In 17 countries"],
    ),
    "a moved passage stands where it went": (
        [
            p(f'<w:moveFrom w:id="1">{r("AT, ")}</w:moveFrom>', "BE"),
            p("CY, ", f'<w:moveTo w:id="2">{r("AT")}</w:moveTo>'),
        ],
        ["paragraph: BE", "paragraph: CY, AT"],
    ),
    "a reference that was deleted takes its note along": (
        [p("One", f'<w:del w:id="1">{ref(2)}</w:del>', " two", ref(3))],
        ["paragraph: One two⟨1⟩", "note 1: CY."],
    ),
    "a deleted paragraph mark joins two paragraphs": (
        [p("AT, BE", properties='<w:rPr><w:del w:id="1"/></w:rPr>'), p(", CY."), p("Next.")],
        ["paragraph: AT, BE, CY.", "paragraph: Next."],
    ),
    "a paragraph whose text and mark were deleted is gone": (
        [p(deleted("Old."), properties='<w:rPr><w:del w:id="1"/></w:rPr>'), p("New.")],
        ["paragraph: New."],
    ),
    "struck text is out": ([p("17", r("18", "<w:strike/>"), " say")], ["paragraph: 17 say"]),
    "struck text switched off is in": (
        [p("17", r(" still", '<w:strike w:val="0"/>'))],
        ["paragraph: 17 still"],
    ),
    "an instruction is out and its result in": (
        [p("Table ", field(" SEQ Table \\* ARABIC ", "3"), ": who", field(' XE "who" '))],
        ["paragraph: Table 3: who"],
    ),
    "a field that never ends swallows only its paragraph": (
        [p("AT", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "BE"), p("CY")],
        ["paragraph: AT", "paragraph: CY"],
    ),
    "a simple field": (
        [p(f'<w:fldSimple w:instr=" DATE ">{r("1 May 2024")}</w:fldSimple>')],
        ["paragraph: 1 May 2024"],
    ),
    "a link by relationship and a link by field": (
        [
            p(
                f'<w:hyperlink r:id="rId50">{r("site")}</w:hyperlink>',
                " or ",
                field(' HYPERLINK "https://b.eu" ', "page"),
            )
        ],
        ["paragraph: site→https://a.eu or page→https://b.eu"],
    ),
    "tabs and breaks are white space, hyphens stay": (
        [
            p(
                f"<w:r>{t('AT,')}<w:tab/>{t('BE,')}<w:br/>{t('CY; EU')}<w:noBreakHyphen/>"
                f"{t('27, inte')}<w:softHyphen/>{t('gration')}</w:r>"
            )
        ],
        ["paragraph: AT, BE, ⏎ CY; EU-27, integration"],
    ),
    "signs of symbol fonts": (
        [p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', " yes")],
        ["paragraph: ✓ yes"],
    ),
    "a comment is no text": (
        [p("AT", '<w:commentRangeStart w:id="0"/>', '<w:r><w:commentReference w:id="0"/></w:r>')],
        ["paragraph: AT"],
    ),
    "smart tags and content controls hold text": (
        [
            p(
                f"<w:smartTag>{r('Austria')}</w:smartTag>",
                f"<w:sdt><w:sdtPr/><w:sdtContent>{r(' and Malta')}</w:sdtContent></w:sdt>",
            ),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{p('A paragraph.')}</w:sdtContent></w:sdt>",
        ],
        ["paragraph: Austria and Malta", "paragraph: A paragraph."],
    ),
    "a prompt is no text": (
        [
            p(
                "Date:",
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
                f"{r(' Click here')}</w:sdtContent></w:sdt>",
            )
        ],
        ["paragraph: Date:"],
    ),
    "headings by name, by chain, by outline": (
        [
            p("Inform", style="Title"),
            p("One", style="Heading1"),
            p("Two", style="OurHeading"),
            p("Three", properties='<w:outlineLvl w:val="2"/>'),
            p("Body", style="Heading1", properties='<w:outlineLvl w:val="9"/>'),
        ],
        [
            "heading 1: Inform",
            "heading 1: One",
            "heading 2: Two",
            "heading 3: Three",
            "paragraph: Body",
        ],
    ),
    "a table of contents repeats headings": (
        [
            p("Contents 1", style="TOC1"),
            p(field(' TOC \\o "1-3" ', "Scope 3")),
            p("Scope", style="Heading1"),
        ],
        ["heading 1: Scope"],
    ),
    "numbers of list items are labels, not text": (
        [
            p("First", numbered=(2, 0)),
            p("Inner", numbered=(2, 1)),
            p("Other", numbered=(2, 1)),
            p("Second", numbered=(2, 0)),
            p("Anew", numbered=(3, 0)),
            p("Bullet", style="ListBullet"),
        ],
        [
            "item 1 (1): First",
            "item 2 (a): Inner",
            "item 2 (b): Other",
            "item 1 (2): Second",
            "item 1 (1): Anew",
            "item 1: Bullet",
        ],
    ),
    "number zero takes a paragraph out of its list": (
        [p("No item", style="ListBullet", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')],
        ["paragraph: No item"],
    ),
    "cells have rows and columns": (
        [
            table(
                row("Country", "Answer", properties="<w:tblHeader/>"),
                row("AT", cell("Yes", "partly", properties='<w:gridSpan w:val="2"/>')),
                row(cell("BE", properties='<w:vMerge w:val="restart"/>'), "No"),
                row(cell("ZZ", properties="<w:vMerge/>"), p("").join([cell(p("Later", ref(2)))])),
            )
        ],
        [
            "cell* 1.1.1: Country",
            "cell* 1.1.2: Answer",
            "cell 1.2.1: AT",
            "cell 1.2.2: Yes ⏎ partly",
            "cell 1.3.1: BE",
            "cell 1.3.2: No",
            "cell 1.4.2: Later⟨1⟩",
            "note 1: AT, BE.",
        ],
    ),
    "a deleted row is out": (
        [table(row("AT", "1"), row("BE", "2", properties='<w:del w:id="1"/>'), row("CY", "3"))],
        ["cell 1.1.1: AT", "cell 1.1.2: 1", "cell 1.2.1: CY", "cell 1.2.2: 3"],
    ),
    "a table of one cell is a box of paragraphs": (
        [table(row(cell(p("Box 1", style="Heading2"), "In Malta."))), table(row("AT", "1"))],
        ["heading 2: Box 1", "paragraph: In Malta.", "cell 1.1.1: AT", "cell 1.1.2: 1"],
    ),
    "a text box counts once and does not cut its paragraph": (
        [p("Seventeen ", box(p("Box: ", ref(2)), p("AT")), "countries"), p("Next.")],
        [
            "paragraph: Seventeen countries",
            "paragraph: Box: ⟨1⟩",
            "paragraph: AT",
            "paragraph: Next.",
            "note 1: AT, BE.",
        ],
    ),
    "a caption": ([p("Table 1: Who", style="Caption")], ["caption: Table 1: Who"]),
    "an exponent in a formula is raised": (
        [
            p(
                "<m:oMath><m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r>"
                "</m:sup></m:sSup></m:oMath>"
            )
        ],
        ["paragraph: m^2^"],
    ),
    "an empty paragraph is nothing": ([p(""), p(" "), p("Text.")], ["paragraph: Text."]),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_construct_becomes_what_its_rule_says(rule):
    body, expected = RULES[rule]

    assert lines(*body, footnotes=NOTES, links={"rId50": "https://a.eu"}) == expected


NUMBERINGS: dict[str, tuple[str, str, list[str]]] = {
    "decimal": ("", "", ["1", "2", "3"]),
    "roman": (
        '<w:footnotePr><w:numFmt w:val="lowerRoman"/></w:footnotePr>',
        "",
        ["i", "ii", "iii"],
    ),
    "letters": (
        "",
        '<w:footnotePr><w:numFmt w:val="lowerLetter"/></w:footnotePr>',
        ["a", "b", "c"],
    ),
    "signs": ('<w:footnotePr><w:numFmt w:val="chicago"/></w:footnotePr>', "", ["*", "†", "‡"]),
    "start": ('<w:footnotePr><w:numStart w:val="7"/></w:footnotePr>', "", ["7", "8", "9"]),
    "section": (
        '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>',
        "",
        ["1", "2", "1"],
    ),
    "page": ('<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>', "", ["1", "1", "1"]),
}


@pytest.mark.parametrize("name", NUMBERINGS)
def test_labels_are_those_that_word_prints(name):
    settings, section, expected = NUMBERINGS[name]
    body = [
        p("One", ref(2)),
        p("<w:r><w:lastRenderedPageBreak/></w:r>", "Two", ref(3), properties="<w:sectPr/>"),
        p("Three", ref(4)),
    ]
    data = build_docx(*body, footnotes=NOTES, settings=settings, section=section)

    blocks = read_docx(data, "a.docx", DEFAULT_LIMITS).blocks

    if name == "letters":  # only the last section asks for letters
        expected = ["1", "2", "c"]
    assert [block.note_label for block in blocks if block.role == "note"] == expected


def test_labels_by_page_are_marked_as_doubtful():
    settings = NUMBERINGS["page"][0]

    raw = read_docx(
        build_docx(p("One", ref(2)), footnotes=NOTES, settings=settings), "a.docx", DEFAULT_LIMITS
    )

    assert [issue.code for issue in raw.issues] == ["note.numbered_by_page"]


def test_endnotes_follow_footnotes_in_their_own_numbering():
    shown = lines(
        p("One", ref(2, "endnote"), " two", ref(2), " three", ref(3, "endnote")),
        footnotes=NOTES,
        endnotes={2: note("End one."), 3: note("End two.")},
    )

    assert shown == [
        "paragraph: One⟨i⟩ two⟨1⟩ three⟨ii⟩",
        "note i: End one.",
        "note 1: AT, BE.",
        "note ii: End two.",
    ]


def test_a_note_of_several_paragraphs_is_one_note():
    raw = read_docx(
        build_docx(p("One", ref(2)), footnotes={2: note("AT.", "More on AT.")}),
        "a.docx",
        DEFAULT_LIMITS,
    )

    keys = {block.note_key for block in raw.blocks if block.role == "note"}
    assert show_blocks(raw)[1:] == ["note 1: AT.", "note 1: More on AT."]
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (p(sup("1"), " AT, BE."), "note 1: AT, BE."),
        (p("17 countries: AT, …"), "note 1: 17 countries: AT, …"),
        (p("1 country: AT."), "note 1: 1 country: AT."),
        (p("(AT, BE)"), "note 1: (AT, BE)"),
    ],
)
def test_only_a_raised_label_is_cut_from_a_note(start, expected):
    assert lines(p("One", ref(2)), footnotes={2: start})[1:] == [expected]


@pytest.mark.parametrize(
    "hidden",
    [
        r(" ZZ", "<w:vanish/>"),
        r(" ZZ", '<w:rStyle w:val="Hidden"/>'),
        r(" ZZ", '<w:color w:val="FFFFFF"/>'),
        r(" ZZ", '<w:sz w:val="1"/>'),
    ],
)
def test_hidden_text_is_left_out_and_reported(hidden):
    raw = read_docx(build_docx(p("AT, BE", hidden)), "a.docx", DEFAULT_LIMITS)

    assert show_blocks(raw) == ["paragraph: AT, BE"]
    assert [issue.code for issue in raw.issues] == ["text.hidden"]


@pytest.mark.parametrize(
    "shown",
    [
        p("AT", r(" BE", '<w:color w:val="FFFFFF"/><w:shd w:fill="003399"/>')),
        p("AT", r(" BE", '<w:color w:val="FFFFFF"/>'), properties='<w:shd w:fill="003399"/>'),
        p("AT", r(" BE", '<w:vanish w:val="0"/>')),
        p("AT", r(" BE", '<w:color w:val="000000"/><w:sz w:val="14"/>')),
    ],
)
def test_text_that_can_be_seen_is_kept_without_an_issue(shown):
    raw = read_docx(build_docx(shown), "a.docx", DEFAULT_LIMITS)

    assert show_blocks(raw) == ["paragraph: AT BE"]
    assert raw.issues == []


def test_a_hidden_reference_takes_its_note_along():
    hidden = ref(2).replace("<w:rPr>", "<w:rPr><w:vanish/>")

    assert lines(p("One", hidden, " two", ref(3)), footnotes=NOTES) == [
        "paragraph: One two⟨1⟩",
        "note 1: CY.",
    ]


def test_title_and_language_come_from_the_properties():
    raw = read_docx(
        build_docx(p("Text"), title="New inform", language="fr-BE"), "a.docx", DEFAULT_LIMITS
    )

    assert (raw.title, raw.language) == ("New inform", "fr-BE")


def test_without_properties_the_language_is_that_of_the_styles():
    raw = read_docx(build_docx(p("Text")), "a.docx", DEFAULT_LIMITS)

    assert (raw.title, raw.language) == (None, "en-GB")


def test_an_embedded_file_makes_the_document_partial():
    raw = read_docx(build_docx(p("Text"), '<w:altChunk r:id="rId9"/>'), "a.docx", DEFAULT_LIMITS)

    assert raw.is_partial
    assert [issue.code for issue in raw.issues] == ["part.unread"]


def test_headers_and_footers_are_no_text():
    parts = {"word/header1.xml": b"<w:hdr/>", "word/footer1.xml": b"not even XML"}

    assert lines(p("Text"), parts=parts) == ["paragraph: Text"]
