import io
from dataclasses import replace

import pytest
from drawing import draw, draw_sentence
from producers import INFORM, print_reportlab, print_typst, print_weasyprint
from test_producers import body_of, plain

from pipeline.readers.limits import DEFAULT_LIMITS
from pipeline.readers.pdf.assembly import assemble
from pipeline.readers.pdf.characters import CharacterSource, PageCharacters
from pipeline.readers.pdf.cross_check import (
    choose_pages,
    compare,
    count_again,
    count_characters,
    is_candidate,
)
from pipeline.readers.pdf.pages import build_page
from pipeline.readers.pdf.pdfium_source import PdfiumSource
from pipeline.readers.pdf.pdfplumber_source import PdfplumberSource
from pipeline.readers.raw import RawDocument
from schemas.document import Issue

PRINTS = {
    "weasyprint": print_weasyprint,
    "reportlab": print_reportlab,
    "typst": print_typst,
}


def read_all(source: CharacterSource) -> RawDocument:
    pages = [build_page(source.read_page(n)) for n in range(1, source.page_count + 1)]
    source.close()
    for page in pages:
        page.pack()
    return RawDocument(assemble(pages))


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("producer", ["weasyprint", "reportlab"])
def test_the_analysis_does_not_know_who_delivers_the_characters(
    producer: str, columns: int
) -> None:
    raw = read_all(PdfplumberSource(io.BytesIO(PRINTS[producer](INFORM, columns))))
    assert body_of(raw) == INFORM.body
    assert [plain(b) for b in raw.blocks if b.is_note_zone] == list(INFORM.notes.values())


@pytest.mark.parametrize("producer", PRINTS)
def test_both_sources_put_every_character_in_one_place(producer: str) -> None:
    data = PRINTS[producer](INFORM, 2)
    first = PdfiumSource(data, DEFAULT_LIMITS).read_page(1)
    second = PdfplumberSource(io.BytesIO(data)).read_page(1)
    places = [
        [
            (glyph.text, glyph.x0, glyph.baseline, glyph.size)
            for glyph in page.glyphs
            if glyph.text.isalnum() and glyph.text.isascii()
        ]
        for page in (first, second)
    ]
    assert (first.width, first.height) == pytest.approx((second.width, second.height), abs=0.1)
    assert "".join(place[0] for place in places[0]) == "".join(place[0] for place in places[1])
    assert all(
        one[1:] == pytest.approx(other[1:], abs=0.6) for one, other in zip(*places, strict=True)
    )


def compare_first_page(data: bytes, page: PageCharacters) -> list[Issue]:
    return compare(1, count_characters(page), count_again(data, [1])[1])


def test_pages_on_which_the_sources_agree_raise_no_issue() -> None:
    data = print_typst(INFORM, 2)
    assert compare_first_page(data, PdfiumSource(data, DEFAULT_LIMITS).read_page(1)) == []


def test_pages_on_which_the_sources_differ_are_reported() -> None:
    data = draw(draw_sentence)
    page = PdfiumSource(data, DEFAULT_LIMITS).read_page(1)
    shifted = {"2": "5", "0": "7", "e": "x"}
    for glyph in page.glyphs:
        glyph.text = shifted.get(glyph.text, glyph.text)
    issues = compare_first_page(data, page)
    assert [issue.code for issue in issues] == ["page.sources_differ"]


def test_a_second_source_that_fails_does_not_fail_the_page() -> None:
    assert count_again(b"%PDF-1.4 broken", [1, 2]) == {}
    assert list(count_again(draw(draw_sentence), [1, 2])) == [1]


@pytest.mark.parametrize(
    ("pages", "compared"), [(1, 0), (2, 1), (6, 1), (7, 2), (60, 10), (144, 24), (2000, 24)]
)
def test_only_a_sample_of_the_pages_is_read_twice(pages: int, compared: int) -> None:
    page = PdfiumSource(draw(draw_sentence), DEFAULT_LIMITS).read_page(1)
    candidates = [
        number
        for number in range(1, pages + 1)
        if is_candidate(replace(page, number=number), pages)
    ]
    assert len(choose_pages(candidates, pages)) == compared


def test_pages_with_doubts_are_compared_behind_the_sample() -> None:
    page = PdfiumSource(draw(draw_sentence), DEFAULT_LIMITS).read_page(1)
    page.glyphs[0].is_unmapped = True
    assert is_candidate(replace(page, number=2), 12)
    assert choose_pages(range(1, 13), 12) == [1, 2, 3, 7]
