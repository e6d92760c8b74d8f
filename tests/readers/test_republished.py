"""The press release is the same document as plain text, as HTML of any tool, and as DOCX."""

import pytest

from pipeline.read import read_bytes
from schemas.document import Document
from tests.readers.republishing import HTML_STYLES, write_docx, write_html


def show(document: Document) -> dict[str, object]:
    """What any two readings of one content have in common."""
    return {
        "text": document.text.split("\n\n"),
        "roles": [(block.role, block.note_id) for block in document.blocks],
        "notes": [(note.label, note.evidence.quote) for note in document.notes],
        "references": [
            (one.label, one.note_id, one.offset, one.evidence.quote)
            for one in document.note_references
        ],
        "issues": [issue.code for issue in document.issues],
    }


@pytest.mark.parametrize("style", HTML_STYLES)
def test_html_of_any_tool_is_the_same_document(press_release: Document, style):
    page = write_html(press_release, style)

    assert show(read_bytes(page.encode(), "a.html")) == show(press_release)


@pytest.mark.parametrize("is_typed", [False, True])
def test_docx_is_the_same_document(press_release: Document, is_typed):
    data = write_docx(press_release, is_typed=is_typed)

    assert show(read_bytes(data, "a.docx")) == show(press_release)
