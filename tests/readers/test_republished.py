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


NAV = (
    '<ul><li><a href="/">Home</a><li><a href="/news">News</a><li><a href="/norway">Norway</a>'
    '<li><a href="/es" lang="es">es español</a></ul>'
)
FRAMES = {
    "commission": (
        '<!DOCTYPE html><html lang="en"><head><title>News - Site</title></head><body>'
        '<a class="visually-hidden" href="#main">Skip to content</a><div class="cck-container">'
        "<p>We set 14 cookies.</p></div><header class=ecl-site-header>Site</header>"
        f'<nav>{NAV}</nav><main id="main"><div class="ecl-container"><nav>{NAV}</nav>'
        '<div class="ecl">{}</div><div class="ecl-social-media-share"><p>Share this page</p></div>'
        '</div></main><footer role="contentinfo"><p>Managed by Directorate 12, Malta</p></footer>'
    ),
    "blog": (
        f'<html><body class="single menu-open"><header id=masthead>{NAV}</header><div id=content>'
        '<article class="post tag-share"><div class=entry-content>{}</div><footer '
        'class="entry-footer"><a href=/c>Informs</a></footer></article><aside id=secondary '
        f"class=widget-area><h2>Recent</h2>{NAV}</aside></div><footer>© 2024 Malta</footer>"
    ),
    "divisions": (
        f"<html><body><div id=header>{NAV}</div><div id=left class=sidebar><h3>In 12 words</h3>"
        f"{NAV}</div><div id=main-content>{{}}</div><div id=footer class=site-footer><p>Spain"
        "</p></div>"
    ),
    "tables": (f"<html><body><table width=100%><tr><td>{NAV}</td><td>{{}}</td></tr></table>"),
    "dialog open": (
        '<html><body><div aria-hidden="true"><main>{}</main></div><div role=dialog><h2>27 cookies'
        "</h2></div>"
    ),
}


@pytest.mark.parametrize("style", ["pandoc", "plain", "list", "word"])
@pytest.mark.parametrize("frame", FRAMES)
def test_the_frame_of_a_site_adds_nothing(press_release: Document, frame, style):
    page = write_html(press_release, style, FRAMES[frame])

    assert show(read_bytes(page.encode(), "a.html")) == show(press_release)


@pytest.mark.parametrize("is_typed", [False, True])
def test_docx_is_the_same_document(press_release: Document, is_typed):
    data = write_docx(press_release, is_typed=is_typed)

    assert show(read_bytes(data, "a.docx")) == show(press_release)
