"""Archives that are broken, locked or made to do harm: one typed error each, and quickly."""

import io
import zipfile
from collections.abc import Callable

import pytest

from pipeline.readers.docx import read_docx
from pipeline.readers.limits import DEFAULT_LIMITS, Limits
from schemas.errors import ReadError
from tests.readers.docx.builder import W, build_docx, p

ENTITY = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OPEN = f'<w:document xmlns:w="{W}"><w:body>'.encode()
CLOSE = b"</w:body></w:document>"


def document(inside: bytes, head: bytes = b"") -> bytes:
    return build_docx(parts={"word/document.xml": head + OPEN + inside + CLOSE})


def locked() -> bytes:
    """An archive whose parts carry the flag of encryption."""
    data = bytearray(build_docx(p("Text")))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(sign, place + 4)
    return bytes(data)


def with_bad_checksum() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", OPEN + b"<w:p/>" * 50 + CLOSE)
    return packed.getvalue().replace(b"<w:p/>", b"<w:q/>", 1)


def billion_laughs() -> bytes:
    lines = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return document(b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", b"<!DOCTYPE w [" + lines + b"]>")


CASES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "cut in the middle": (lambda: build_docx(p("Text"))[:900], "format.damaged", "ZIP"),
    "no archive": (lambda: b"PK\x03\x04" + b"x" * 100, "format.damaged", "ZIP"),
    "no main part": (
        lambda: build_docx(
            parts={"_rels/.rels": b"<Relationships/>", "word/document.xml": b"<a/>"}
        ),
        "format.damaged",
        "no document",
    ),
    "XML cut short": (
        lambda: build_docx(parts={"word/document.xml": OPEN}),
        "format.damaged",
        "XML",
    ),
    "wrong checksum": (with_bad_checksum, "format.damaged", "unpacked"),
    "locked archive": (locked, "format.encrypted", "password"),
    "locked by Word": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "format.encrypted",
        "password",
    ),
    "old Word file": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "format.unsupported",
        "old Office",
    ),
    "macros": (
        lambda: build_docx(p("Text"), parts={"word/vbaProject.bin": b"x"}),
        "format.hostile",
        "macros",
    ),
    "external entity": (
        lambda: document(b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", ENTITY),
        "format.hostile",
        "DOCTYPE",
    ),
    "external entity in UTF-16": (
        lambda: build_docx(
            parts={"word/document.xml": (ENTITY + OPEN + CLOSE).decode().encode("utf-16")}
        ),
        "format.hostile",
        "DOCTYPE",
    ),
    "entities in the notes": (
        lambda: build_docx(p("Text"), parts={"word/footnotes.xml": ENTITY + b"<w/>"}),
        "format.hostile",
        "footnotes.xml",
    ),
    "entities that multiply": (billion_laughs, "format.hostile", "DOCTYPE"),
    "bomb": (
        lambda: build_docx(p("Text"), parts={"word/media/a.bin": b"\0" * 2_000_000}),
        "format.hostile",
        "unpacked_bytes",
    ),
    "too many parts": (
        lambda: build_docx(p("Text"), parts={f"word/a{n}.xml": b"" for n in range(60)}),
        "format.hostile",
        "archive_parts",
    ),
    "too many elements": (lambda: document(b"<w:p/>" * 30_000), "format.hostile", "tags"),
    "too many attributes": (
        lambda: document(b"<w:p " + b" ".join(b'a%d="1"' % n for n in range(9_000)) + b"/>"),
        "format.hostile",
        "attributes",
    ),
    "nested too deep": (
        lambda: document(b"<w:sdt>" * 3_000 + b"</w:sdt>" * 3_000),
        "format.hostile",
        "depth",
    ),
}
SMALL = Limits(unpacked_bytes=1_000_000, archive_parts=50, tags=10_000)


@pytest.mark.parametrize("name", CASES)
def test_one_typed_error_names_what_is_wrong(name):
    make, code, word = CASES[name]

    with pytest.raises(ReadError) as caught:
        read_docx(make(), "a.docx", SMALL)

    assert caught.value.code == code
    assert word in str(caught.value)


def test_parts_that_are_not_text_are_never_unpacked():
    """A picture with a wrong checksum costs nothing: nobody looks at it."""
    data = build_docx(p("Text"), parts={"word/media/a.png": b"\x89PNG" * 50})
    packed = io.BytesIO(data)
    with zipfile.ZipFile(packed) as archive:
        offset = archive.getinfo("word/media/a.png").header_offset
    broken = bytearray(data)
    broken[offset + 60] ^= 0xFF

    assert [block.text for block in read_docx(bytes(broken), "a.docx", DEFAULT_LIMITS).blocks] == [
        "Text"
    ]


def test_a_circle_of_styles_ends():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:name w:val="S{n}"/>'
        f'<w:basedOn w:val="S{(n + 1) % 3}"/></w:style>'
        for n in range(3)
    )

    raw = read_docx(build_docx(p("Text", style="S1"), styles=styles), "a.docx", DEFAULT_LIMITS)

    assert [block.text for block in raw.blocks] == ["Text"]


def test_a_note_that_cites_itself_ends():
    from tests.readers.docx.builder import note, ref

    data = build_docx(p("One", ref(2)), footnotes={2: note(p("AT", ref(2)))})

    raw = read_docx(data, "a.docx", DEFAULT_LIMITS)

    assert len([block for block in raw.blocks if block.role == "note"]) == 1


def test_control_structures_in_depth_are_read_within_the_limit_of_the_parser():
    inside = b"<w:smartTag>" * 200 + b"<w:r><w:t>AT</w:t></w:r>" + b"</w:smartTag>" * 200

    raw = read_docx(document(b"<w:p>" + inside + b"</w:p>"), "a.docx", DEFAULT_LIMITS)

    assert [block.text for block in raw.blocks] == ["AT"]
