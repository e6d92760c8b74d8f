import io
from collections.abc import Callable

import pytest
from drawing import build_page, build_pdf, build_stream, draw, draw_sentence
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers.limits import DEFAULT_LIMITS, Limits
from pipeline.readers.pdf import read_pdf, reading
from pipeline.readers.pdf.pdfium_source import PdfiumSource
from schemas.errors import ReadError


def paint_lines(canvas: Canvas, index: int) -> None:
    for number in range(30):
        canvas.drawString(72, 700 - 12 * number, f"Line {number} of page {index} of the sample.")


FULL = draw(paint_lines, pages=5)
LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 100000>>endobj\n3 0 obj 3 0 R endobj\n"
    b"trailer<</Size 4/Root 1 0 R>>\n%%EOF"
)
NO_PAGES = build_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
NESTED = b"%PDF-1.4\n1 0 obj " + b"[" * 100_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"
ON_A_SPOT = build_page(b"BT /F1 10 Tf 72 700 Td " + b"(A)Tj " * 150_000 + b"ET")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "format.damaged"),
        (b"<html>no PDF</html>", "format.damaged"),
        (b"%PDF-1.4\n" + b"\x00\xff" * 500, "format.damaged"),
        (FULL[: len(FULL) // 2], "format.damaged"),
        (NO_PAGES, "format.damaged"),
        (NESTED, "format.damaged"),
        (LOOP, "page.too_many"),
        (draw(draw_sentence, encrypt=StandardEncryption("secret")), "format.encrypted"),
        (draw(lambda *_: None), "text.none"),
        (ON_A_SPOT, "text.too_long"),
    ],
    ids=[
        "empty",
        "html",
        "garbage",
        "half",
        "no-pages",
        "nested",
        "loop",
        "encrypted",
        "blank",
        "spot",
    ],
)
def test_what_cannot_be_read_is_one_typed_error(data: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_pdf(data, "odd.pdf", DEFAULT_LIMITS)
    assert caught.value.code == code
    assert str(caught.value).startswith("odd.pdf: ")


@pytest.mark.parametrize(
    ("limits", "code", "name"),
    [
        (Limits(pages=4), "page.too_many", "pages"),
        (Limits(page_chars=500), "text.too_long", "page_chars"),
        (Limits(text_chars=2000), "text.too_long", "text_chars"),
    ],
)
def test_a_limit_that_is_passed_is_named(limits: Limits, code: str, name: str) -> None:
    with pytest.raises(ReadError, match=name) as caught:
        read_pdf(FULL, "full.pdf", limits)
    assert caught.value.code == code


def test_an_empty_password_opens_the_file() -> None:
    data = draw(draw_sentence, encrypt=StandardEncryption("", ownerPassword="owner"))
    assert len(read_pdf(data, "open.pdf", DEFAULT_LIMITS).blocks) == 1


def test_a_page_that_draws_itself_does_not_hang() -> None:
    data = build_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
        b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/XObject<</X 5 0 R>>>>>>",
        build_stream(b"BT /F1 10 Tf 72 600 Td (Still read) Tj ET /X Do"),
        build_stream(
            b"/X Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>",
        ),
    )
    assert [block.text for block in read_pdf(data, "self.pdf", DEFAULT_LIMITS).blocks] == [
        "Still read"
    ]


def test_a_page_with_very_many_drawings_is_read_in_time() -> None:
    content = b"BT /F1 10 Tf 72 600 Td (Still read) Tj ET " + b"10 10 100 100 re S " * 60_000
    raw = read_pdf(build_page(content), "many.pdf", DEFAULT_LIMITS)
    assert [block.text for block in raw.blocks] == ["Still read"]


def test_words_strewn_over_a_page_are_read_in_time() -> None:
    strewn = b" ".join(
        b"1 0 0 1 %d %d Tm (%d) Tj" % (20 + index * 37 % 550, 20 + index * 91 % 800, index)
        for index in range(6000)
    )
    raw = read_pdf(build_page(b"BT /F1 5 Tf " + strewn + b" ET"), "strewn.pdf", DEFAULT_LIMITS)
    assert raw.blocks


def test_a_page_that_raises_costs_its_own_text_only(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., object] = PdfiumSource.read_page

    def read_page(self: PdfiumSource, number: int) -> object:
        if number == 2:
            raise ValueError("broken")
        return real(self, number)

    monkeypatch.setattr(reading.PdfiumSource, "read_page", read_page)
    raw = read_pdf(FULL, "full.pdf", DEFAULT_LIMITS)
    text = " ".join(block.text for block in raw.blocks)
    assert raw.is_partial
    assert [issue.code for issue in raw.issues] == ["page.unreadable"]
    assert "page 0" in text and "page 1" not in text and "page 4" in text  # noqa: PT018


def test_a_file_without_its_end_is_partial() -> None:
    stream = io.BytesIO(FULL)
    data = stream.getvalue().rsplit(b"startxref", 1)[0] + b"\n" * 3000
    raw = read_pdf(data, "cut.pdf", DEFAULT_LIMITS)
    assert raw.is_partial
    assert "file.truncated" in [issue.code for issue in raw.issues]
