"""Small PDFs drawn by hand, for what no typesetter produces on purpose."""

import io
import zlib
from collections.abc import Callable

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "Seventeen countries of the sample integrate it in 2022."


def draw(paint: Callable[[Canvas, int], object], pages: int = 1, **options: object) -> bytes:
    """A PDF whose page ``index`` (from 0) is painted by ``paint(canvas, index)``."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, **options)
    for index in range(pages):
        canvas.setFont("Helvetica", 10)
        paint(canvas, index)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw_sentence(canvas: Canvas, index: int = 0) -> None:
    """One line of text in the middle of the page."""
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 600, SENTENCE)


def build_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out = b"%PDF-1.5\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + trailer % (len(objects) + 1, table)


def build_page(content: bytes, resources: bytes = b"") -> bytes:
    """A PDF of one page with this content, set in Helvetica as ``/F1``."""
    font = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    return build_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<"
        + font
        + resources
        + b">>>>",
        build_stream(content),
    )


def build_stream(content: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content)
    head = b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(packed))
    return head + b"stream\n" + packed + b"\nendstream"
