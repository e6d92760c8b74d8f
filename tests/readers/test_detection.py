"""The format of a file by its bytes."""

import io
import zipfile

import pytest

from pipeline.read import read_bytes
from pipeline.readers.detection import DOCX, detect_media_type
from schemas.errors import ReadError


def build_archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


WEB_ARCHIVE = (
    b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n "
    b'boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=windows-1252\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>L=E4nder: AT=\r\n, BE</p>\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"Seventeen countries report it.", "a.txt", "text/plain"),
        (b"Seventeen countries report it.", "a", "text/plain"),
        (b"Seventeen countries report it.", "a.pdf", "text/plain"),
        (b"Seventeen countries report it.", "a.md", "text/markdown"),
        (b"# Inform\n\nSeventeen[^1]\n", "a.txt", "text/markdown"),
        (b"Seventeen[^1]\n\n[^1]: AT", "a.txt", "text/markdown"),
        (b"| a | b |\n|---|---|\n| c | d |", "a.txt", "text/markdown"),
        (b"*Emphasis*, [a link](#) and \\(NCPs\\)", "a.txt", "text/plain"),
        (b"%PDF-1.7\n", "a.txt", "application/pdf"),
        (b"\n\n%PDF-1.4\n", "a.html", "application/pdf"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "a.txt", "text/html"),
        (b"<!-- saved -->\n<html><body>x</body></html>", "a", "text/html"),
        (b"<?xml version='1.0'?><html><p>x</p></html>", "a.pdf", "text/html"),
        ("<html><p>x</p></html>".encode("utf-16"), "a.htm", "text/html"),
        (b"<p>Seventeen</p>\n\nMarkdown goes on", "a.md", "text/markdown"),
        (b"<https://x.eu> is the site", "a.txt", "text/plain"),
        (build_archive("[Content_Types].xml", "word/document.xml"), "a.pdf", DOCX),
        (build_archive("WORD\\Document.xml"), "a.docx", DOCX),
        (WEB_ARCHIVE, "a.mht", "text/html"),
        (b"From: a@b.eu\nMIME-Version: 1.0\n\nSeventeen report it.", "a.eml", "text/plain"),
        (b'["Seventeen" countries] report it.', "a.txt", "text/plain"),
    ],
)
def test_bytes_decide_the_format(data: bytes, name: str, media_type: str) -> None:
    assert detect_media_type(data, name) == media_type


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"{\\rtf1 x}", "format.unsupported", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "format.unsupported", "DOC"),
        (b"\x89PNG\r\n\x1a\n\0\0", "format.unsupported", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "format.unsupported", "JPEG"),
        (b"\x1f\x8b\x08\0\0", "format.unsupported", "gzip"),
        (b"\x7fELF\x02\x01\x01\0\0", "format.unsupported", "program"),
        (bytes(range(256)), "format.unsupported", "binary"),
        (build_archive("xl/workbook.xml"), "format.unsupported", "Excel"),
        (build_archive("ppt/presentation.xml"), "format.unsupported", "PowerPoint"),
        (build_archive("META-INF/container.xml"), "format.unsupported", "EPUB"),
        (build_archive("readme.txt"), "format.unsupported", "ZIP"),
        (b"<?xml version='1.0'?><rss><title>AT</title></rss>", "format.unsupported", "XML"),
        (b'{"title": "AT"}', "format.unsupported", "JSON"),
        (b'[ {"title": "AT"}]', "format.unsupported", "JSON"),
        (
            b"MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nQVQ=",
            "format.unsupported",
            "mail",
        ),
        (build_archive("word/document.xml")[:40], "format.damaged", "ZIP"),
    ],
)
def test_other_formats_are_refused_with_their_name(data: bytes, code: str, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        detect_media_type(data, "file")
    assert caught.value.code == code
    assert said in str(caught.value)


def test_a_page_in_a_web_archive_is_read_decoded() -> None:
    assert read_bytes(WEB_ARCHIVE, "a.mht").text == "Länder: AT, BE"


def test_messages_nested_beyond_reason_hold_no_page() -> None:
    nested = b"MIME-Version: 1.0\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 5_000
    with pytest.raises(ReadError) as caught:
        detect_media_type(nested, "a.mht")
    assert caught.value.code == "format.unsupported"
