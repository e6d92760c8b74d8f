from pathlib import Path

import pytest
from PIL import Image

from pipeline.inspect_page import SCALE, draw_page
from schemas.errors import UsageError

typst = pytest.importorskip("typst")
SOURCE = """
#set page(width: 300pt, height: 200pt)
Seventeen#footnote[AT, BE, CY.] of the sample countries take part.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "sample.typ").write_text(SOURCE, encoding="utf-8")
    typst.compile(tmp_path / "sample.typ", output=tmp_path / "sample.pdf")
    return tmp_path / "sample.pdf"


def test_a_page_is_drawn_with_markers_and_notes_in_colour(path: Path, tmp_path: Path) -> None:
    draw_page(path, 1, tmp_path / "page.png")
    image = Image.open(tmp_path / "page.png").convert("RGB")
    page = image.crop((0, 0, image.width, image.height - 30))
    colours = {colour for _, colour in page.getcolors(1 << 20) or []}
    assert image.width == 300 * SCALE
    assert (220, 0, 0) in colours
    assert (230, 120, 0) in colours


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_the_file_does_not_have_is_refused(
    path: Path, tmp_path: Path, page: int
) -> None:
    with pytest.raises(UsageError, match="pages 1 to 1"):
        draw_page(path, page, tmp_path / "page.png")


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Seventeen countries take part.", encoding="utf-8")
    with pytest.raises(UsageError, match="only pages of a PDF"):
        draw_page(tmp_path / "note.txt", 1, tmp_path / "page.png")
