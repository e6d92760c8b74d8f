"""Pages that are made to do harm, or broken beyond reading: one typed error each, and quickly."""

import time

import pytest

from pipeline.readers.html import read_html
from pipeline.readers.limits import DEFAULT_LIMITS, Limits
from schemas.errors import ReadError

CASES = {
    "nested tags": ("<div>" * 100_000 + "x", "format.hostile", "depth"),
    "nested and closed": ("<b>" * 100_000 + "x" + "</b>" * 100_000, "format.hostile", "depth"),
    "a little too deep": ("<div>" * 450 + "x" + "</div>" * 450, "format.hostile", "depth"),
    "attributes": (
        "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x",
        "format.hostile",
        "attributes",
    ),
    "attributes with signs in them": (
        "<p " + "".join(f"a{n}='>'" for n in range(200_000)) + ">x",
        "format.hostile",
        "attributes",
    ),
    "a million elements": ("<p>x</p>" * 1_000_001, "format.hostile", "tags"),
    "comments without an end": ("<!--" * 500_000, "text.none", "no text"),
    "a script and nothing else": ("<script>" + "<" * 100_000, "text.none", "no text"),
    "no text": ("<html><body><img></body></html>", "text.none", "no text"),
    "nothing": (" \n ", "text.none", "no text"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_typed_error_names_what_is_wrong(name):
    page, code, word = CASES[name]
    began = time.process_time()

    with pytest.raises(ReadError) as caught:
        read_html(page.encode(), "a.html", DEFAULT_LIMITS)

    assert caught.value.code == code
    assert word in str(caught.value)
    assert time.process_time() - began < 5


def test_a_long_text_is_refused_by_its_limit():
    with pytest.raises(ReadError) as caught:
        read_html(b"<p>" + b"AT, BE, " * 200, "a.html", Limits(text_chars=1_000))

    assert caught.value.code == "text.too_long"


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(ReadError) as caught:
        read_html(b"\xff\xfe<\x00p\x00>\x00\x00\xd8\x00\xd8", "a.html", DEFAULT_LIMITS)

    assert caught.value.code == "text.undecodable"


HARMLESS = {
    "stray quotes in tags": "<p class=x'>AT</p>" * 50,
    "unclosed quote": '<p>AT</p><a title="it goes on>' + "<p>x</p>" * 50,
    "a word of ampersands": "<p>AT" + "&" * 10_000,
    "tags in attributes": '<p title="<b><b><b>">AT</p>',
    "null bytes": "<p>A\0T</p>",
    "a table that spans the world": "<table><tr><td rowspan=99999999999999999999 colspan=x>AT<td>B",
    "many spans": "<table>" + "<tr>" + "<td colspan=1000 rowspan=1000>x" * 500 + "</table>AT",
    "style sheet of braces": "<style>" + "{" * 50_000 + "</style><p>AT",
    "style sheet of comments": "<style>" + "/*" * 50_000 + "</style><p>AT",
    "unclosed elements": "<p>AT" + "<p><b>x" * 60,
    "end tags only": "</div>" * 10_000 + "<p>AT",
    "a loop of links": "<p>AT<a id=a href=#b>1</a><a id=b href=#a>1</a><a id=c href=#c>1</a>",
    "no element at all": "AT & BE < CY",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_odd_pages_are_read(name):
    raw = read_html(HARMLESS[name].encode(), "a.html", DEFAULT_LIMITS)

    assert "AT" in " ".join(block.text for block in raw.blocks)


SHAPES = {
    "references and notes": lambda n: (
        "<p>"
        + "".join(f'<sup><a href="#n{i}" id="r{i}">{i % 900 + 1}</a></sup> w ' for i in range(n))
        + "".join(f'<p id="n{i}"><a href="#r{i}">{i % 900 + 1}</a> AT</p>' for i in range(n))
    ),
    "notes in one paragraph": lambda n: (
        "<p>"
        + "".join(f'<sup><a href="#n{i}">{i % 900 + 1}</a></sup> w ' for i in range(n))
        + "<p>"
        + "".join(f'<a name="n{i}">{i % 900 + 1}</a> AT<br>' for i in range(n))
    ),
    "back links to one place": lambda n: "<p><a id=t></a>x<p>" + '<a href="#t">[1]</a>' * n,
    "empty anchors": lambda n: "<p>" + "".join(f'<a name="n{i}"></a>' for i in range(n)) + "x",
    "hidden words": lambda n: "<p>a" + "<span hidden>x</span>b" * n,
    "articles": lambda n: "<article><p>text</p></article>" * n,
    "tables": lambda n: "<table><tr><td>a<td>b</table>" * n,
}


@pytest.mark.parametrize("name", SHAPES)
def test_time_is_linear_in_the_page(name):
    def measure(count: int) -> float:
        data = SHAPES[name](count).encode()
        began = time.process_time()
        read_html(data, "a.html", DEFAULT_LIMITS)
        return time.process_time() - began

    measure(200)
    small, large = measure(1_000), measure(4_000)

    assert large < 10 * small + 0.2  # 4 if linear, 16 if quadratic


def test_a_reference_that_begins_a_paragraph_begins_no_note():
    from pipeline.read import read_bytes

    page = b"<p><sup><a href=#f>1</a></sup> Six of<p>Five.<p id=f><sup>1</sup> AT"

    document = read_bytes(page, "a.html")

    assert [note.evidence.quote for note in document.notes] == ["AT"]
    assert [one.note_id for one in document.note_references] == ["n1"]
