"""Whole files as Word's cousins write them: LibreOffice, Pandoc, python-docx."""

import io
from pathlib import Path

import docx
import pytest

from pipeline.readers.docx import read_docx
from pipeline.readers.limits import DEFAULT_LIMITS
from tests.golden_lines import CheckGolden, compare_with_golden, find_sources
from tests.readers.block_lines import show_blocks, show_raw

SOURCES = find_sources(Path(__file__).parent / "golden", ".docx")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_file_gives_the_blocks_of_its_golden_file(source: Path, check_golden: CheckGolden):
    raw = read_docx(source.read_bytes(), source.name, DEFAULT_LIMITS)

    compare_with_golden(source, show_raw(raw), check_golden)


def test_producers_agree_on_one_content():
    shown = {
        source.stem: show_blocks(read_docx(source.read_bytes(), source.name, DEFAULT_LIMITS))
        for source in SOURCES
    }

    assert shown["libreoffice"] == shown["pandoc"]


def test_a_file_of_python_docx_is_read():
    document = docx.Document()
    document.core_properties.title = "Sample"
    document.add_heading("Sample inform", 0)
    document.add_heading("Scope", 1)
    paragraph = document.add_paragraph("Seventeen")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" of these").bold = True
    document.add_paragraph("First", style="List Number")
    document.add_paragraph("Point", style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "AT"
    table.cell(1, 1).text = "BE"
    packed = io.BytesIO()
    document.save(packed)

    raw = read_docx(packed.getvalue(), "a.docx", DEFAULT_LIMITS)

    assert raw.title == "Sample"
    assert show_blocks(raw) == [
        "heading 1: Sample inform",
        "heading 1: Scope",
        "paragraph: Seventeen^2^ of these",
        "item 1 (1): First",
        "item 1: Point",
        "cell 1.1.1: AT",
        "cell 1.2.2: BE",
    ]
