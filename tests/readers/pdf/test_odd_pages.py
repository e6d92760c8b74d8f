import pytest
from drawing import SENTENCE, build_page, draw, draw_sentence
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.readers.limits import DEFAULT_LIMITS
from pipeline.readers.pdf import read_pdf
from pipeline.readers.raw import RawDocument


def read(data: bytes) -> RawDocument:
    return read_pdf(data, "sample.pdf", DEFAULT_LIMITS)


def text_of(raw: RawDocument) -> str:
    return "\n".join(" ".join(block.text.split()) for block in raw.blocks)


def codes_of(raw: RawDocument) -> list[str]:
    return [issue.code for issue in raw.issues]


def paint_invisible(canvas: Canvas) -> None:
    text = canvas.beginText(72, 560)
    text.setTextRenderMode(3)
    text.textLine("Hidden AT")
    text.setTextRenderMode(0)
    canvas.drawText(text)


def paint_white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(72, 560, "Hidden AT")


def paint_off_page(canvas: Canvas) -> None:
    canvas.drawString(700, 560, "Hidden AT")


def paint_on_its_own_colour(canvas: Canvas) -> None:
    canvas.setFillGray(0.2)
    canvas.rect(60, 540, 300, 40, fill=1)
    canvas.drawString(72, 555, "Hidden AT")


def paint_covered(canvas: Canvas) -> None:
    canvas.drawString(72, 560, "Hidden AT")
    canvas.setFillGray(1)
    canvas.rect(60, 550, 300, 20, fill=1, stroke=0)


def paint_transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(72, 560, "Hidden AT")


@pytest.mark.parametrize(
    "paint",
    [
        paint_invisible,
        paint_white,
        paint_off_page,
        paint_on_its_own_colour,
        paint_covered,
        paint_transparent,
    ],
)
def test_hidden_text_is_left_out_and_reported(paint: object) -> None:
    def both(canvas: Canvas, index: int) -> None:
        draw_sentence(canvas)
        paint(canvas)  # type: ignore[operator]

    raw = read(draw(both))
    assert text_of(raw) == SENTENCE
    assert "page.hidden_text" in codes_of(raw)


def test_white_text_on_a_dark_ground_is_kept() -> None:
    def paint(canvas: Canvas, index: int) -> None:
        draw_sentence(canvas)
        canvas.setFillGray(0.2)
        canvas.rect(60, 540, 300, 40, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(72, 555, "Visible AT")

    raw = read(draw(paint))
    assert "Visible AT" in text_of(raw)
    assert codes_of(raw) == []


def test_text_outside_the_crop_box_is_left_out() -> None:
    data = draw(
        lambda canvas, _: (draw_sentence(canvas), canvas.drawString(72, 800, "Cropped AT"))
    ).replace(b"/MediaBox [ 0 0", b"/CropBox [0 0 595 700] /MediaBox [ 0 0")
    raw = read(data)
    assert text_of(raw) == SENTENCE
    assert codes_of(raw) == ["page.hidden_text"]
    assert raw.blocks[0].runs[0].bbox is not None
    assert 85 < raw.blocks[0].runs[0].bbox[1] < 100


def test_fake_bold_is_counted_once() -> None:
    def paint(canvas: Canvas, index: int) -> None:
        for shift in (0, 0.35):
            canvas.drawString(72 + shift, 600, "AT 1122 millennium committee")

    assert text_of(read(draw(paint))) == "AT 1122 millennium committee"


def test_fake_bold_letter_by_letter_is_counted_once() -> None:
    def paint(canvas: Canvas, index: int) -> None:
        x = 72.0
        for char in "AABB 11224":
            for shift in (0, 0.4):
                canvas.drawString(x + shift, 600, char)
            x += canvas.stringWidth(char, "Helvetica", 10)

    assert text_of(read(draw(paint))) == "AABB 11224"


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_whose_text_is_turned_reads_as_one_that_is_not(angle: int) -> None:
    def paint(canvas: Canvas, index: int) -> None:
        canvas.translate(300, 420)
        canvas.rotate(angle)
        for number in range(6):
            canvas.drawString(-150, -13 * number, f"Line {number} of a page that is turned around,")
        canvas.drawString(-150, -80, "and 12")
        canvas.setFont("Helvetica", 6.5)
        width = canvas.stringWidth("and 12", "Helvetica", 10)
        canvas.drawString(-150 + width, -76, "5")

    raw = read(draw(paint))
    assert text_of(raw).startswith("Line 0 of a page that is turned around, Line 1 of")
    assert [run.text for block in raw.blocks for run in block.runs if run.is_raised] == ["5"]


def test_a_page_with_a_rotation_of_its_own_has_boxes_as_it_is_shown() -> None:
    def paint(canvas: Canvas, index: int) -> None:
        canvas.setPageRotation(90)
        canvas.translate(100, 100)
        canvas.rotate(90)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(0, 0, SENTENCE)

    raw = read(draw(paint))
    first, last = raw.blocks[0].runs[0].bbox, raw.blocks[0].runs[-1].bbox
    assert text_of(raw) == SENTENCE
    assert first is not None
    assert last is not None
    assert first[0] == pytest.approx(100, abs=1)
    assert last[0] > first[2]
    assert first[1] == pytest.approx(last[1], abs=1)


def test_text_that_reads_up_is_a_block_of_its_own() -> None:
    def paint(canvas: Canvas, index: int) -> None:
        draw_sentence(canvas)
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Side note reading up")

    assert set(text_of(read(draw(paint))).split("\n")) == {SENTENCE, "Side note reading up"}


def test_a_watermark_is_left_out_and_reported() -> None:
    def paint(canvas: Canvas, index: int) -> None:
        draw_sentence(canvas)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "DRAFT")

    raw = read(draw(paint))
    assert text_of(raw) == SENTENCE
    assert codes_of(raw) == ["page.tilted_text"]


def paint_scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (20, 30), (200, 210, 220))), 0, 0, 595, 842)


def test_a_page_without_a_text_layer_is_an_issue() -> None:
    raw = read(
        draw(lambda canvas, index: draw_sentence(canvas) if index else paint_scan(canvas), pages=2)
    )
    assert text_of(raw) == SENTENCE
    assert [issue.message.split(" is ")[0] for issue in raw.issues] == ["Page 1"]
    assert codes_of(raw) == ["page.no_text_layer"]


def test_a_blank_page_is_no_issue() -> None:
    raw = read(draw(lambda canvas, index: draw_sentence(canvas) if index else None, pages=2))
    assert codes_of(raw) == []


def test_a_cover_picture_with_a_title_on_it_is_no_scan() -> None:
    raw = read(draw(lambda canvas, _: (paint_scan(canvas), draw_sentence(canvas))))
    assert text_of(raw) == SENTENCE
    assert codes_of(raw) == []


def test_recognised_text_behind_a_scan_is_read_and_reported() -> None:
    raw = read(draw(lambda canvas, _: (paint_scan(canvas), paint_invisible(canvas))))
    assert text_of(raw) == "Hidden AT"
    assert codes_of(raw) == ["page.recognised_text"]


def test_characters_that_a_font_does_not_name_are_reported() -> None:
    encoding = b"<</Type/Encoding/Differences[65/g001/g002/g003]>>"
    fonts = (
        b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
        b"/F2<</Type/Font/Subtype/Type1/BaseFont/Symbolic/Encoding " + encoding + b">>>>"
    )
    content = b"BT /F1 10 Tf 72 600 Td (Read me) Tj /F2 10 Tf 72 0 Td (\x01\x02\x03\x01\x02) Tj ET"
    raw = read(
        build_page(content).replace(
            b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>", fonts
        )
    )
    assert "page.unmapped_characters" in codes_of(raw)
