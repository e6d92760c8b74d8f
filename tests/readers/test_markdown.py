"""Markdown: its blocks, its footnotes and the raw HTML in it."""

import pytest

from schemas.document import Document
from tests.conftest import ReadText


def blocks_of(document: Document) -> list[tuple[str, int | None, str]]:
    return [
        (block.role, block.level, document.text[block.start_char : block.end_char])
        for block in document.blocks
    ]


def links_of(document: Document) -> list[tuple[str, str, str | None]]:
    notes = {note.note_id: note.evidence.quote for note in document.notes}
    return [
        (one.evidence.quote, one.label, notes.get(one.note_id)) for one in document.note_references
    ]


def test_headings_items_and_paragraphs_have_roles_and_levels(read_text: ReadText) -> None:
    text = "# Title\n\nText of *it*.\n\n## Part\n\n- one\n  - deep\n\n1. first\n2. second\n"
    assert blocks_of(read_text(text, "a.md")) == [
        ("heading", 1, "Title"),
        ("paragraph", None, "Text of it."),
        ("heading", 2, "Part"),
        ("list_item", 1, "one"),
        ("list_item", 2, "deep"),
        ("list_item", 1, "first"),
        ("list_item", 1, "second"),
    ]


def test_tables_are_cells_with_a_header(read_text: ReadText) -> None:
    document = read_text("| a | b |\n|---|---|\n| c | |\n\nx\n\n| d | e |\n|---|---|\n", "a.md")
    cells = [block.cell for block in document.blocks if block.cell]
    found = [(cell.table, cell.row, cell.column, cell.is_header) for cell in cells]
    assert found == [(1, 1, 1, True), (1, 1, 2, True), (1, 2, 1, False), (2, 1, 1, True),
                     (2, 1, 2, True)]  # fmt: skip


def test_footnotes_are_linked_by_their_keys(read_text: ReadText) -> None:
    text = "Six[^b] and two[^a], again[^b].\n\n[^a]: AT.\n[^b]: BE,\n    CY.\n\n    More of it.\n"
    document = read_text(text, "a.md")
    assert links_of(document) == [
        ("Six", "b", "BE, CY.\n\nMore of it."),
        ("two", "a", "AT."),
        ("again", "b", "BE, CY.\n\nMore of it."),
    ]
    assert {one.style for one in document.note_references} == {"linked"}


def test_a_footnote_that_nobody_cites_is_kept(read_text: ReadText) -> None:
    document = read_text("Six[^1].\n\n[^1]: AT.\n[^2]: BE.\n", "a.md")
    assert [note.label for note in document.notes] == ["1", "2"]


def test_a_reference_without_a_footnote_is_kept(read_text: ReadText) -> None:
    assert links_of(read_text("Six[^9] do.\n", "a.md")) == [("Six", "9", None)]


def test_labels_that_repeat_mean_the_next_definition(read_text: ReadText) -> None:
    text = "One[^1].\n\n[^1]: AT.\n\n# Part\n\nTwo[^1].\n\n[^1]: BE.\n"
    assert links_of(read_text(text, "a.md")) == [("One", "1", "AT."), ("Two", "1", "BE.")]


def test_notes_written_where_they_are_cited(read_text: ReadText) -> None:
    document = read_text("Six^[AT, BE and CY.] do.\n", "a.md")
    assert links_of(document) == [("Six", "1", "AT, BE and CY.")]


@pytest.mark.parametrize("definition", ["[1]: EE", "[1] EE"])
def test_a_note_is_no_link_definition(definition: str, read_text: ReadText) -> None:
    assert links_of(read_text(f"Six[1] do.\n\n{definition}\n", "a.md")) == [("Six", "1", "EE")]


def test_link_definitions_stay_links(read_text: ReadText) -> None:
    document = read_text("See [the site][1].\n\n[1]: https://x.eu\n", "a.md")
    assert document.text == "See the site."
    assert [link.url for link in document.links] == ["https://x.eu"]


def test_an_ordered_list_may_be_the_notes(read_text: ReadText) -> None:
    document = read_text("One¹ and two².\n\n## Notes\n\n1. AT, BE\n2. CY\n", "a.md")
    assert links_of(document) == [("One", "1", "AT, BE"), ("two", "2", "CY")]


def test_struck_text_is_out(read_text: ReadText) -> None:
    assert read_text("Seventeen ~~sixteen~~ countries\n", "a.md").text == "Seventeen countries"


def test_front_matter_gives_title_and_language(read_text: ReadText) -> None:
    document = read_text("---\ntitle: 'The inform'\nlang: en\n---\n\nText.\n", "a.md")
    assert (document.title, document.language, document.text) == ("The inform", "en", "Text.")


def test_raw_html_is_read_as_html(read_text: ReadText) -> None:
    text = (
        "Six<sup>1</sup> do.\n\n<table><tr><td>AT</td><td>Yes</td></tr></table>\n\n<!-- x -->\n\n"
    )
    document = read_text(text + "¹ AT, BE.\n", "a.md")
    assert [block.role for block in document.blocks] == [
        "paragraph",
        "table_cell",
        "table_cell",
        "note",
    ]
    assert links_of(document) == [("Six", "1", "AT, BE.")]


def test_a_long_paragraph_above_a_rule_is_no_heading(read_text: ReadText) -> None:
    assert blocks_of(read_text("Six¹ of them do so.\n---\n¹ AT, BE.\n", "a.md")) == [
        ("paragraph", None, "Six of them do so."),
        ("note", None, "AT, BE."),
    ]


def test_the_press_release_is_the_same_as_markdown_and_text(press_release: Document) -> None:
    from pipeline.read import read_bytes
    from tests.conftest import PRESS_RELEASE

    markdown = read_bytes(PRESS_RELEASE.read_bytes(), "press_release.md")
    assert markdown.text == press_release.text
    assert markdown.blocks == press_release.blocks
    assert markdown.notes == press_release.notes
    assert markdown.note_references == press_release.note_references
