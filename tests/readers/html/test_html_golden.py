"""Whole pages as national sites, the Commission, Word, LibreOffice and Pandoc write them."""

from pathlib import Path

import pytest

from pipeline.readers.html import read_html
from pipeline.readers.limits import DEFAULT_LIMITS
from tests.golden_lines import CheckGolden, compare_with_golden, find_sources
from tests.readers.block_lines import show_raw

SOURCES = find_sources(Path(__file__).parent / "golden", ".html")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_page_gives_the_blocks_of_its_golden_file(source: Path, check_golden: CheckGolden):
    raw = read_html(source.read_bytes(), source.name, DEFAULT_LIMITS)

    compare_with_golden(source, show_raw(raw), check_golden)
