from dataclasses import replace

import pytest
from producers import FILLER, INFORM, Sample, print_reportlab, print_typst, print_weasyprint

from pipeline.readers.limits import DEFAULT_LIMITS, Limits
from pipeline.readers.pdf import read_pdf
from pipeline.readers.pdf.ranges import MIN_SHARED_PAGES
from pipeline.readers.raw import RawBlock, RawDocument

PRINTS = {
    "weasyprint-1": lambda: print_weasyprint(INFORM, 1),
    "weasyprint-2": lambda: print_weasyprint(INFORM, 2),
    "typst-1": lambda: print_typst(INFORM, 1),
    "typst-2": lambda: print_typst(INFORM, 2),
    "reportlab-1": lambda: print_reportlab(INFORM, 1),
    "reportlab-2": lambda: print_reportlab(INFORM, 2),
}


@pytest.fixture(scope="module", params=PRINTS)
def printed(request: pytest.FixtureRequest) -> tuple[str, RawDocument]:
    return request.param, read_pdf(PRINTS[request.param](), "sample.pdf", DEFAULT_LIMITS)


def plain(block: RawBlock) -> str:
    """The block's words without raised ones, white space folded."""
    kept = (run.text[len(run.text.rstrip()) :] if run.is_raised else run.text for run in block.runs)
    return " ".join("".join(kept).split())


def body_of(raw: RawDocument) -> list[str]:
    texts = [plain(block) for block in raw.blocks if not block.is_note_zone]
    return [text for text in texts if text != "Endnotes"]


def test_every_producer_gives_the_same_blocks(printed: tuple[str, RawDocument]) -> None:
    assert body_of(printed[1]) == INFORM.body


def test_every_producer_gives_the_same_notes(printed: tuple[str, RawDocument]) -> None:
    notes = [plain(block) for block in printed[1].blocks if block.is_note_zone]
    assert notes == list(INFORM.notes.values())


def test_every_marker_is_raised_and_nothing_else_is(printed: tuple[str, RawDocument]) -> None:
    raised = [
        run.text.strip()
        for block in printed[1].blocks
        if not block.is_note_zone
        for run in block.runs
        if run.is_raised
    ]
    assert raised == INFORM.markers


def test_tables_keep_rows_and_columns(printed: tuple[str, RawDocument]) -> None:
    cells = {
        (block.row, block.column): plain(block)
        for block in printed[1].blocks
        if block.role == "table_cell"
        and block.table == max(b.table or 0 for b in printed[1].blocks)
    }
    assert cells[(3, 1)] == "BE"
    assert cells[(3, 3)] == "17"
    assert len(cells) == 12


def test_headings_have_levels(printed: tuple[str, RawDocument]) -> None:
    levels = {plain(block): block.level for block in printed[1].blocks if block.role == "heading"}
    assert levels["Sample inform: Flexible reception of applicants"] == 1
    assert levels["3. Conclusions"] == levels["1. Introduction"]
    assert (levels["1. Introduction"] or 0) > 1


def test_every_run_is_one_word_with_its_place(printed: tuple[str, RawDocument]) -> None:
    runs = [run for block in printed[1].blocks for run in block.runs]
    assert all(len(run.text.split()) == 1 for run in runs)
    assert all(run.page is not None and run.bbox is not None for run in runs)
    assert all(
        0 <= run.bbox[0] < run.bbox[2] <= 596 and 0 <= run.bbox[1] < run.bbox[3] <= 842
        for run in runs
        if run.bbox is not None
    )


def test_two_readings_of_one_file_are_the_same() -> None:
    data = print_typst(INFORM, 2)
    first, second = (read_pdf(data, "a.pdf", DEFAULT_LIMITS) for _ in range(2))
    assert list(first.blocks) == list(second.blocks)
    assert replace(first, blocks=[]) == replace(second, blocks=[])


LONG = Sample([*INFORM.elements, *[("p", FILLER)] * 80], INFORM.notes)


def test_pages_read_side_by_side_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    data = print_typst(LONG, 2)
    pages = read_pdf(data, "a.pdf", DEFAULT_LIMITS)
    assert (pages.page_count or 0) >= 2 * MIN_SHARED_PAGES
    for limits in (Limits(processes=2), Limits(processes=5)):
        shared = read_pdf(data, "a.pdf", limits)
        assert list(shared.blocks) == list(pages.blocks)
        assert replace(shared, blocks=[]) == replace(pages, blocks=[])
    monkeypatch.setattr("pipeline.readers.pdf.ranges.RANGE_PAGES", 3)
    assert list(read_pdf(data, "a.pdf", DEFAULT_LIMITS).blocks) == list(pages.blocks)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("length", [2, 3, 5])
def test_paragraphs_over_columns_and_pages_stay_whole(columns: int, length: int) -> None:
    sentence = "Authorities in the sample describe case %d at some length, as they did before. "
    paragraphs = [
        "".join(sentence % (10 * number + part) for part in range(3 + 2 * (number % 4))).strip()
        for number in range(10 * length)
    ]
    sample = Sample([("h1", "A long sample"), *(("p", text) for text in paragraphs)])
    raw = read_pdf(print_weasyprint(sample, columns), "long.pdf", DEFAULT_LIMITS)
    assert body_of(raw) == sample.body
