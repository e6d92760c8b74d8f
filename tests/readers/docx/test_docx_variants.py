"""Word files as other programs make them, and what stands at unusual places in them."""

import io
import zipfile
from collections.abc import Callable

import pytest

from pipeline.read import read_bytes
from pipeline.readers.docx import read_docx
from pipeline.readers.limits import DEFAULT_LIMITS
from tests.readers.block_lines import show_blocks
from tests.readers.docx.builder import build_docx, cell, field, note, p, r, ref, row, sup, table

LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def lines(*body: str, **parts: object) -> list[str]:
    return show_blocks(read_docx(build_docx(*body, **parts), "a.docx", DEFAULT_LIMITS))


def link_part(kind: str, target: str, mode: str = "Internal") -> bytes:
    """Relationships of one part with one link, ``rId1``."""
    return (
        f'<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    ).encode()


NAMES: dict[str, tuple[Callable[[str], str], tuple[bytes, bytes]]] = {
    "another folder": (lambda name: name.replace("word/", "doc/"), (b"word/", b"doc/")),
    "backslashes": (lambda name: name.replace("/", "\\"), (b"", b"")),
    "capitals": (lambda name: name.replace("word/", "Word/"), (b"", b"")),
    "another name": (
        lambda name: name.replace("document.xml", "main.xml"),
        (b"document.xml", b"main.xml"),
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_parts_may_be_named_as_their_program_likes(name):
    rename, (old, new) = NAMES[name]
    packed = io.BytesIO()
    data = build_docx(p("Two", ref(2), " act."), footnotes={2: note("AT, BE.")})
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for one in source.namelist():
            content = source.read(one)
            target.writestr(rename(one), content.replace(old, new) if old else content)

    document = read_bytes(packed.getvalue(), "a.docx")

    assert document.text == "Two act.\n\nAT, BE."


def test_links_in_a_note_are_those_of_its_own_part():
    inside = f'<w:hyperlink r:id="rId1">{r("site")}</w:hyperlink>'
    parts = {
        "word/_rels/footnotes.xml.rels": link_part("hyperlink", "https://b.eu", "External"),
    }
    shown = lines(p("Two", ref(2)), footnotes={2: p(inside)}, parts=parts)

    assert shown == ["paragraph: Two⟨1⟩", "note 1: site→https://b.eu"]


def test_a_large_first_letter_belongs_to_its_word():
    frame = '<w:framePr w:dropCap="drop" w:lines="3"/>'

    assert lines(p("S", properties=frame), p("even act.")) == ["paragraph: Seven act."]


def test_a_note_that_is_named_in_words_stays_named():
    cited = f'<w:bookmarkStart w:id="7" w:name="_Ref1"/>{ref(2)}<w:bookmarkEnd w:id="7"/>'
    again = field(" NOTEREF _Ref1 \\h ", "1")

    assert lines(p("Two", cited, "; see note ", again, "."), footnotes={2: note("AT.")}) == [
        "paragraph: Two⟨1⟩; see note 1.",
        "note 1: AT.",
    ]


def test_notes_at_the_foot_of_a_table_are_no_cells():
    wide = '<w:gridSpan w:val="2"/>'
    rows = [row("AT", cell(p("20", sup("1")))), row(cell(p(sup("1"), " Adults"), properties=wide))]

    assert lines(table(*rows), table(row("AT", "20"), row(cell("All", properties=wide)))) == [
        "cell 1.1.1: AT",
        "cell 1.1.2: 20^1^",
        "paragraph: ^1^ Adults",
        "cell 2.1.1: AT",
        "cell 2.1.2: 20",
        "cell 2.2.1: All",
    ]


def test_a_line_of_signs_is_no_text():
    assert lines(p("AT"), p("_________"), p("BE")) == ["paragraph: AT", "paragraph: BE"]


def test_names_of_the_author_beside_the_name_of_a_style():
    style = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="heading 3,H3;Own"/></w:style>'

    assert lines(p("Scope", style="x"), styles=style) == ["heading 3: Scope"]


PAGE = (
    '<html><meta charset="utf-8"><h1>Café</h1><p>Two<a href="#_ftn1"><sup>1</sup></a> act.</p>'
    '<table><tr><td>AT<td>BE</table><p><a name="_ftn1">1</a> AT, BE.</p></html>'
)
ARCHIVE = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    "Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    f"{PAGE}\r\n--x--\r\n"
)


@pytest.mark.parametrize("content", [PAGE, ARCHIVE])
def test_a_page_that_word_would_take_in_is_read(content):
    parts = {
        "word/_rels/document.xml.rels": link_part("aFChunk", "chunk.dat"),
        "word/chunk.dat": content.encode(),
    }

    assert lines(p("Before"), '<w:altChunk r:id="rId1"/>', p("After"), parts=parts) == [
        "paragraph: Before",
        "heading 1: Café",
        "paragraph: Two⟨1⟩ act.",
        "cell 1.1.1: AT",
        "cell 1.1.2: BE",
        "note 1: AT, BE.",
        "paragraph: After",
    ]


@pytest.mark.parametrize("content", [b"{\\rtf1 AT}", build_docx(p("AT")), b"<html></html>"])
def test_what_cannot_be_taken_in_is_reported(content):
    parts = {
        "word/_rels/document.xml.rels": link_part("aFChunk", "chunk.dat"),
        "word/chunk.dat": content,
    }
    data = build_docx(p("Before"), '<w:altChunk r:id="rId1"/>', parts=parts)

    raw = read_docx(data, "a.docx", DEFAULT_LIMITS)

    assert raw.is_partial
    assert [issue.code for issue in raw.issues] == ["part.unread"]
