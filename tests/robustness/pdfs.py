"""Damaged and hostile PDF files, built from a few objects of our own or from a whole file."""

import io
import zlib
from collections.abc import Iterator, Mapping

from tests.robustness.cases import Case

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
SENTENCE = b"Six Member States report this in their national policies."


def write_objects(objects: Mapping[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects with a correct cross-reference table."""
    out = bytearray(HEADER)
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        known = number in places
        out += b"%010d %05d %b \n" % (places.get(number, 0), 0, b"n" if known else b"f")
    out += b"trailer\n<< /Size %d /Root %d 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        trailer,
        start,
    )
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def one_page(content: bytes, extra: Mapping[int, bytes] | None = None, **given: bytes) -> bytes:
    """One page with Helvetica as ``/F1``; ``given`` replaces ``page``, ``resources``, ``font``."""
    resources = given.get("resources", b"")
    font = given.get("font", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    page = given.get("page", b"")
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % given.get("catalog", b""),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %b "
        b"/Resources << /Font << /F1 5 0 R >> %b >> >>" % (page, resources),
        4: given.get("stream", stream(content)),
        5: font,
        **(extra or {}),
    }
    return write_objects(objects)


def show(text: bytes = SENTENCE, place: bytes = b"72 700 Td") -> bytes:
    return b"BT /F1 11 Tf %b (%b) Tj ET\n" % (place, text)


def many_pages(count: int, broken: frozenset[int] = frozenset()) -> bytes:
    """Pages with a sentence each; the content of the broken ones cannot be unpacked."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * page) for page in range(count))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for page in range(count):
        objects[10 + 2 * page] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>" % (11 + 2 * page)
        )
        content = zlib.compress(show(b"On page %d six Member States report this." % (page + 1)))
        if page in broken:
            content = content[:2] + bytes(len(content) - 2)
        objects[11 + 2 * page] = stream(content, b"/Filter /FlateDecode")
    return write_objects(objects)


def encrypted(password: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(target, encrypt=lock, invariant=1)
    canvas.drawString(72, 700, SENTENCE.decode())
    canvas.save()
    return target.getvalue()


def iter_pdfs(seed: bytes) -> Iterator[Case]:  # noqa: PLR0915 - a list of cases
    """Names and bytes; ``seed`` is a whole file of a sample."""
    for share in (1, 10, 50, 90, 99):
        yield f"truncated_{share}.pdf", seed[: len(seed) * share // 100]
    yield "header_only.pdf", HEADER
    yield "no_header.pdf", seed[seed.index(b"obj") - 4 :]
    yield "late_header.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + seed
    yield "no_eof.pdf", seed[: seed.rindex(b"startxref")]
    yield "no_root.pdf", seed.replace(b"/Root", b"/Rost")
    yield "appended_html.pdf", seed + b"<html><body><p>Two Member States</p></body></html>"
    yield "twice.pdf", seed + seed
    yield "encrypted_empty.pdf", encrypted("")
    yield "encrypted_password.pdf", encrypted("secret")
    yield "good_one_page.pdf", one_page(show())
    yield (
        "zero_pages.pdf",
        write_objects(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [] /Count 0 >>",
            }
        ),
    )
    yield (
        "looping_page_tree.pdf",
        write_objects(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
                3: b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
            }
        ),
    )
    yield (
        "page_is_itself.pdf",
        write_objects(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
            }
        ),
    )
    yield (
        "catalog_is_pages.pdf",
        write_objects({1: b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 1 >>"}),
    )
    yield "object_is_itself.pdf", one_page(b"", stream=b"4 0 R")
    yield (
        "length_is_itself.pdf",
        one_page(b"", stream=b"<< /Length 4 0 R >>\nstream\n" + show() + b"\nendstream"),
    )
    yield (
        "length_lies_long.pdf",
        one_page(b"", stream=b"<< /Length 999999999 >>\nstream\n" + show() + b"\nendstream"),
    )
    yield (
        "length_lies_negative.pdf",
        one_page(b"", stream=b"<< /Length -5 >>\nstream\n" + show() + b"\nendstream"),
    )
    yield (
        "form_draws_itself.pdf",
        one_page(
            show() + b"/X6 Do",
            {
                6: stream(
                    show(b"Two Member States", b"72 600 Td") + b"/X6 Do",
                    b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
                    b"/Resources << /XObject << /X6 6 0 R >> /Font << /F1 5 0 R >> >>",
                )
            },
            resources=b"/XObject << /X6 6 0 R >>",
        ),
    )
    forms = {}
    for level in range(9):
        number = 10 + level
        draws = b"/N Do " * 10 if level < 8 else show(b"Two Member States", b"72 600 Td")
        forms[number] = stream(
            draws,
            b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject "
            b"<< /N %d 0 R >> /Font << /F1 5 0 R >> >>" % min(number + 1, 18),
        )
    yield (
        "forms_draw_forms.pdf",
        one_page(show() + b"/N Do", forms, resources=b"/XObject << /N 10 0 R >>"),
    )
    yield "no_text.pdf", one_page(b"100 100 200 200 re f")
    yield "empty_page.pdf", one_page(b"")
    yield (
        "image_only.pdf",
        one_page(
            b"q 595 0 0 842 0 0 cm /I Do Q",
            {
                6: stream(
                    b"\xff" * 300,
                    b"/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceRGB "
                    b"/BitsPerComponent 8",
                )
            },
            resources=b"/XObject << /I 6 0 R >>",
        ),
    )
    yield (
        "xfa_only.pdf",
        one_page(
            show(b"Please wait... If this message is not eventually replaced"),
            {6: stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><p>Two</p></xdp:xdp>")},
            catalog=b"/AcroForm << /XFA 6 0 R /Fields [] >>",
        ),
    )
    yield (
        "form_fields_only.pdf",
        one_page(
            b"",
            {
                6: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Six Member States) "
                b"/Rect [72 700 300 720] /P 3 0 R /DA (/F1 11 Tf) >>"
            },
            catalog=b"/AcroForm << /Fields [6 0 R] /NeedAppearances true >>",
            page=b"/Annots [6 0 R]",
        ),
    )
    yield (
        "claims_100000_pages.pdf",
        write_objects(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [%b] /Count 100000 >>" % (b"3 0 R " * 100_000),
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            }
        ),
    )
    yield "count_lies.pdf", one_page(show()).replace(b"/Count 1 ", b"/Count 9 ")
    yield (
        "count_lies_huge.pdf",
        write_objects(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>",
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            }
        ),
    )
    yield (
        "million_at_one_spot.pdf",
        lambda: one_page(
            b"",
            stream=stream(
                zlib.compress(
                    b"BT /F1 11 Tf 72 700 Td " + b"(AAAAAAAAAA) Tj -73 0 Td " * 100_000 + b"ET"
                ),
                b"/Filter /FlateDecode",
            ),
        ),
    )
    yield (
        "stream_bomb.pdf",
        lambda: one_page(
            b"",
            stream=stream(
                zlib.compress(zlib.compress(b" " * 300_000_000, 1), 9),
                b"/Filter [/FlateDecode /FlateDecode]",
            ),
        ),
    )
    yield "filter_unknown.pdf", one_page(b"", stream=stream(show(), b"/Filter /Nonsense"))
    yield (
        "filters_1000.pdf",
        one_page(b"", stream=stream(show(), b"/Filter [" + b"/ASCIIHexDecode " * 1000 + b"]")),
    )
    yield (
        "no_tounicode.pdf",
        one_page(
            b"BT /F1 11 Tf 72 700 Td <00010002000300040005000600070008> Tj ET",
            {
                6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Odd /CIDSystemInfo "
                b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>"
            },
            font=b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Odd /Encoding /Identity-H "
            b"/DescendantFonts [6 0 R] >>",
        ),
    )
    yield "font_missing.pdf", one_page(show().replace(b"/F1", b"/F9"))
    yield "font_is_itself.pdf", one_page(show(), font=b"5 0 R")
    yield "media_box_nan.pdf", one_page(show(), page=b"/MediaBox [0 0 nan inf]")
    yield "media_box_zero.pdf", one_page(show(), page=b"/CropBox [0 0 0 0]")
    yield "media_box_huge.pdf", one_page(show(), page=b"/CropBox [0 0 1e30 1e30]")
    yield "matrix_zero.pdf", one_page(b"0 0 0 0 0 0 cm " + show())
    yield "matrix_huge.pdf", one_page(b"1e30 0 0 1e30 1e30 1e30 cm " + show())
    yield "saves_100000.pdf", one_page(b"q " * 100_000 + show())
    yield "arrays_nested.pdf", one_page(b"[" * 50_000 + show())
    yield "dictionaries_nested.pdf", one_page(show(), {6: b"<< /A " * 5_000 + b">> " * 5_000})
    packed = b"8 0 9 40 10 80 << /A 1 >> << /B 2 >>"
    yield (
        "object_stream_lies.pdf",
        one_page(show(), {6: stream(packed, b"/Type /ObjStm /N 999999999 /First 12")}),
    )
    yield (
        "xref_stream_zero_widths.pdf",
        HEADER
        + b"".join(
            [
                b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
                b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n",
                b"7 0 obj\n"
                + stream(
                    b"",
                    b"/Type /XRef /W [0 0 0] /Index [0 2000000000] /Size 2000000000 /Root 1 0 R",
                ),
                b"\nendobj\nstartxref\n110\n%%EOF\n",
            ]
        ),
    )
    yield (
        "xref_prev_loops.pdf",
        write_objects(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                b"/Resources << /Font << /F1 5 0 R >> >> >>",
                4: stream(show()),
                5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            },
            trailer=b"/Prev 430",
        ),
    )
    yield (
        "duplicate_objects.pdf",
        one_page(show()).replace(
            b"xref\n0", b"4 0 obj\n" + stream(show(b"Two Member States")) + b"\nendobj\nxref\n0", 1
        ),
    )
    yield "one_damaged_of_six.pdf", many_pages(6, frozenset({2}))
    yield "five_damaged_of_six.pdf", many_pages(6, frozenset({0, 1, 2, 3, 4}))
    yield "all_damaged.pdf", many_pages(6, frozenset(range(6)))
    yield "nul_text.pdf", one_page(show(b"\\000\\001\\002Six\\000 Member States\\377"))
    yield (
        "astral.pdf",
        one_page(
            b"BT /F1 11 Tf 72 700 Td <0001> Tj 72 0 Td <0002> Tj ET",
            {
                6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Odd /CIDSystemInfo "
                b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>",
                7: stream(
                    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
                    b"2 beginbfchar <0001> <D83DDE00> <0002> <D83D> endbfchar\n"
                    b"endcmap end end"
                ),
            },
            font=b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Odd /Encoding /Identity-H "
            b"/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        ),
    )
