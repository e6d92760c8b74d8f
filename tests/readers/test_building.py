"""Raw blocks of any format become one document: keys, raised runs, zones, pages and boxes."""

import pytest

from pipeline.readers.building import build_document
from pipeline.readers.raw import RawBlock, RawDocument, Run
from schemas.document import Document, Source
from schemas.errors import ReadError

SOURCE = Source(file_name="a.pdf", media_type="application/pdf", sha256="0" * 64, size_bytes=1)


def build(*blocks: RawBlock) -> Document:
    return build_document(RawDocument(list(blocks)), SOURCE, "a-00000000")


def paragraph(*runs: Run | str, **fields: object) -> RawBlock:
    made = [Run(run) if isinstance(run, str) else run for run in runs]
    return RawBlock(role="paragraph", runs=made, **fields)  # type: ignore[arg-type]


def links_of(document: Document) -> list[tuple[str, str, str | None]]:
    notes = {note.note_id: note.evidence.quote for note in document.notes}
    return [
        (one.evidence.quote, one.label, notes.get(one.note_id)) for one in document.note_references
    ]


def test_keys_of_the_format_link() -> None:
    document = build(
        paragraph("Seventeen", Run("2", note_key="f7"), " of these"),
        paragraph("AT, BE.", note_key="f7", note_label="2"),
    )
    assert links_of(document) == [("Seventeen", "2", "AT, BE.")]
    assert document.text == "Seventeen of these\n\nAT, BE."


def test_a_reference_without_characters_takes_the_label_of_its_note() -> None:
    document = build(
        paragraph("Seventeen", Run("", note_key="f7"), " of these"),
        paragraph("AT, BE.", note_key="f7", note_label="iv"),
    )
    assert links_of(document) == [("Seventeen", "iv", "AT, BE.")]
    assert document.text.startswith("Seventeen of these")


def test_a_note_without_a_printed_label_is_called_as_it_is_cited() -> None:
    document = build(
        paragraph("Six", Run("*", note_key="f1"), " do"), paragraph("AT.", note_key="f1")
    )
    assert [note.label for note in document.notes] == ["*"]


def test_the_blocks_of_a_keyed_note_stay_together() -> None:
    document = build(
        paragraph("Six", Run("1", note_key="a"), " and two", Run("2", note_key="b")),
        paragraph(Run("1", is_raised=True), " AT.", note_key="a"),
        paragraph("CY.", note_key="b", note_label="2"),
        paragraph("Also BE.", note_key="a"),
    )
    assert links_of(document) == [("Six", "1", "AT.\n\nAlso BE."), ("two", "2", "CY.")]


def test_raised_digits_are_never_joined_to_a_number() -> None:
    document = build(
        paragraph("In 12", Run("5", is_raised=True), " Member States"),
        paragraph(Run("5", is_raised=True), " AT, BE."),
    )
    assert document.text == "In 12 Member States\n\nAT, BE."


@pytest.mark.parametrize(
    ("before", "raised", "text"),
    [("5 km", "2", "5 km²"), ("10", "6", "10⁶"), ("the 1", "st", "the 1st"), ("CO", "2", "CO²")],
)
def test_raised_characters_that_are_no_marker_stay(before: str, raised: str, text: str) -> None:
    assert build(paragraph(before, Run(raised, is_raised=True), " of it")).text == f"{text} of it"


def test_a_cluster_of_raised_runs_is_several_references() -> None:
    raised = [Run(char, is_raised=True) for char in ("1", ",", " ", "2")]
    document = build(paragraph("Six", *raised, " do"), paragraph("¹ AT"), paragraph("² BE"))
    assert links_of(document) == [("Six", "1", "AT"), ("Six", "2", "BE")]


def test_a_zone_of_notes_needs_no_marker() -> None:
    document = build(
        paragraph("Text of the page."),
        paragraph("1 AT, BE.", is_note_zone=True),
        paragraph("and CY.", is_note_zone=True, continues_note=True),
    )
    assert [note.evidence.quote for note in document.notes] == ["AT, BE.\n\nand CY."]


def test_notes_are_chosen_by_their_page() -> None:
    def run(text: str, page: int, **fields: bool) -> Run:
        return Run(text, page=page, bbox=(0, 0, 9, 9), **fields)

    document = build(
        paragraph(run("One", 1), run("1", 1, is_raised=True)),
        paragraph(run("1", 1, is_raised=True), run(" AT.", 1), is_note_zone=True),
        paragraph(run("Two", 2), run("1", 2, is_raised=True)),
        paragraph(run("1", 2, is_raised=True), run(" BE.", 2), is_note_zone=True),
    )
    assert links_of(document) == [("One", "1", "AT."), ("Two", "1", "BE.")]
    assert [block.page for block in document.blocks] == [1, 2, 1, 2]


def test_words_keep_their_boxes_in_text_order() -> None:
    document = build(
        paragraph(
            Run("Seventeen ", page=1, bbox=(1, 1, 5, 2)),
            Run("2", page=1, bbox=(5, 1, 6, 2), is_raised=True),
            Run("of", page=1, bbox=(7, 1, 8, 2)),
        ),
        paragraph(Run("²", page=1, bbox=(1, 8, 2, 9)), Run(" AT", page=1, bbox=(3, 8, 4, 9))),
    )
    words = [
        (document.text[word.start_char : word.end_char], word.bbox)
        for word in document.word_locations
    ]
    assert words == [("Seventeen", (1, 1, 5, 2)), ("of", (7, 1, 8, 2)), ("AT", (3, 8, 4, 9))]


def test_a_paragraph_over_a_page_with_notes_is_one_block() -> None:
    document = build(
        paragraph("The Member States that reported measures in the year before did so", page=1),
        paragraph("1 AT, BE.", page=1, is_note_zone=True),
        paragraph("in their national law.", page=2),
    )
    assert [block.role for block in document.blocks] == ["paragraph", "note"]
    assert "did so in their national law." in document.text


def test_a_soft_hyphen_before_a_line_break_joins_the_word() -> None:
    assert build(paragraph("interna\u00ad\ntional law")).text == "international law"


def test_links_of_neighbouring_runs_are_one() -> None:
    document = build(
        paragraph("See ", Run("the ", url="u"), Run("site", url="u"), Run(" x", url="v"))
    )
    assert [(link.url, link.start_char, link.end_char) for link in document.links] == [
        ("u", 4, 12),
        ("v", 13, 14),
    ]


def test_a_document_without_text_is_an_error() -> None:
    with pytest.raises(ReadError) as caught:
        build(paragraph(" \n "), RawBlock(role="paragraph"))
    assert caught.value.code == "text.none"


def test_a_cell_that_holds_only_a_marker_keeps_it() -> None:
    cell = RawBlock(role="table_cell", runs=[Run("2", is_raised=True)], table=1, row=1, column=1)
    document = build(cell, paragraph("Six¹ do."), paragraph("¹ AT"), paragraph("² BE"))
    assert links_of(document) == [("²", "2", "BE"), ("Six", "1", "AT")]


def test_a_note_with_a_sign_that_nobody_cites_keeps_its_sign() -> None:
    assert build(paragraph("* Since 2019.")).text == "* Since 2019."


def test_a_paragraph_between_notes_that_were_cited_before_is_the_notes_own() -> None:
    document = build(
        paragraph("Six[1] and two[2] do."),
        paragraph("[1] AT, BE."),
        paragraph("They answered in part."),
        paragraph("[2] CY."),
        paragraph("Then the text goes on."),
    )
    assert [note.evidence.quote for note in document.notes] == [
        "AT, BE.\n\nThey answered in part.",
        "CY.",
    ]


def test_a_paragraph_between_notes_of_two_pages_is_text() -> None:
    document = build(
        paragraph("Six[1] do."),
        paragraph("[1] AT, BE."),
        paragraph("And two[2] do not."),
        paragraph("[2] CY."),
    )
    assert document.text == "Six do.\n\nAnd two do not.\n\nAT, BE.\n\nCY."
