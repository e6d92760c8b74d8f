"""Which format a file is in, by its bytes; the suffix only tells Markdown from plain text."""

import io
import re
import zipfile
import zlib
from pathlib import PurePath

from pipeline.readers.decoding import is_binary
from pipeline.readers.mime import find_page, is_encoded, is_mime
from schemas.document import MediaType
from schemas.errors import ReadError

DOCX: MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SAMPLE_BYTES = 64 * 1024
_MARKDOWN_SUFFIXES = frozenset((".md", ".markdown", ".mdown", ".mkd"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream in which Office keeps a DOCX that has a password (MS-OFFCRYPTO)."""
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "a rich text file (RTF)", "Save it as DOCX or PDF."),
    (
        _OLE,
        "an old Office file (DOC, XLS or PPT)",
        "Save it as DOCX.",
    ),
    (b"\x89PNG", "a PNG picture", "Run it through text recognition first."),
    (b"\xff\xd8\xff", "a JPEG picture", "Run it through text recognition first."),
    (b"GIF8", "a GIF picture", "Run it through text recognition first."),
    (b"II*\x00", "a TIFF picture", "Run it through text recognition first."),
    (b"MM\x00*", "a TIFF picture", "Run it through text recognition first."),
    (b"BM", "a BMP picture", "Run it through text recognition first."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"%!PS", "a PostScript file", "Convert it to PDF first."),
    (b"\x7fELF", "a program", "Give a document."),
    (b"MZ\x90", "a program", "Give a document."),
    (b"SQLite format 3", "a database", "Give a document."),
)
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:div|p|h1|article|table|section|main)[\s>]",
    re.IGNORECASE,
)
_ZIP_DAMAGE = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError)
_DATA = re.compile(rb"<\?xml\b|[\[{]\s*[\[{]?\s*\"[^\"\n]{1,80}\"\s*[:,]")
"""What begins as XML or JSON; pages in XML are found before."""
_TYPES = "[content_types].xml"
_WORD_PART = re.compile(rb"wordprocessingml\.(?:document|template)\.main\+xml")
_MARKDOWN = re.compile(
    r"^(?:\#{1,6}[ ]\S|\[\^[^\]\s]{1,40}\]:"
    r"|[ ]{0,3}\|?(?:[ ]*:?-{3,}:?[ ]*\|)+(?:[ ]*:?-{3,}:?[ ]*)?$)",
    re.MULTILINE,
)


def detect_media_type(data: bytes, file_name: str) -> MediaType:
    """The media type of ``data``. Raises ``ReadError`` for formats that are not read here."""
    head = data[:_SAMPLE_BYTES]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x0c")
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if start.startswith(b"PK"):
        return _look_into_archive(data, file_name)
    for sign, found, remedy in _OTHERS:
        if sign == _OLE and start.startswith(sign) and _ENCRYPTED in data:
            raise ReadError(
                "format.encrypted",
                file_name,
                "this is an Office file protected by a password",
                "Open it with its password and save it without one.",
            )
        if start.startswith(sign) and (sign != b"BM" or is_binary(data)):
            raise ReadError("format.unsupported", file_name, f"this is {found}", remedy)
    if is_binary(data):
        raise ReadError(
            "format.unsupported",
            file_name,
            "this is binary data of no known kind",
            "Give a PDF, DOCX, HTML, Markdown or text file.",
        )
    if is_mime(start) and _holds_page(data, file_name):
        return "text/html"
    plain = start.replace(b"\x00", b"")
    is_markdown_name = PurePath(file_name).suffix.lower() in _MARKDOWN_SUFFIXES
    if _is_html(plain, is_markdown_name=is_markdown_name):
        return "text/html"
    if _DATA.match(plain):
        raise ReadError(
            "format.unsupported",
            file_name,
            f"this is {'XML' if plain.startswith(b'<') else 'JSON'} and no page",
            "Open it in its program and save it as DOCX, PDF or HTML.",
        )
    if is_markdown_name:
        return "text/markdown"
    return "text/markdown" if _is_markdown(plain) else "text/plain"


def _holds_page(data: bytes, file_name: str) -> bool:
    """Whether a message holds a page; raises ``ReadError`` if its text cannot be read as it is."""
    if find_page(data.lstrip()) is not None:
        return True
    if is_encoded(data.lstrip()):
        raise ReadError(
            "format.unsupported",
            file_name,
            "this is a mail whose text is encoded for its transport",
            "Open it in a mail program and save its text or its attachment.",
        )
    return False


def _is_html(head: bytes, *, is_markdown_name: bool) -> bool:
    """HTML begins with a tag, but for white space, comments and an XML declaration."""
    begin = re.sub(
        rb"\A(?:\s|\xef\xbb\xbf|\xff\xfe|\xfe\xff|<\?xml[^>]{0,500}\?>|<!--(?:(?!-->).){0,5000}-->)*",
        b"",
        head[:20_000],
        flags=re.DOTALL,
    )
    if not begin.startswith(b"<"):
        return False
    found = _HTML.match(begin)
    if found is None:
        is_xml = b"<?xml" in head[: len(head) - len(begin)] or _DATA.match(begin) is not None
        return not is_xml and (
            bool(re.match(rb"<[a-zA-Z][a-zA-Z0-9]*[\s>]", begin))
            and b"</" in head
            and not is_markdown_name
        )
    return not is_markdown_name or found.group()[:5].lower() in (
        b"<!doc",
        b"<html",
        b"<head",
        b"<body",
    )


def _is_markdown(head: bytes) -> bool:
    return (
        _MARKDOWN.search(head.decode("utf-8", errors="replace").replace("\r\n", "\n")) is not None
    )


def _read_types(archive: zipfile.ZipFile) -> bytes:
    """The part that says what the other parts are, as far as it can be read."""
    name = next((one for one in archive.namelist() if one.lower() == _TYPES), None)
    if name is None:
        return b""
    try:
        with archive.open(name) as part:
            return part.read(_SAMPLE_BYTES)
    except (zlib.error, RuntimeError, *_ZIP_DAMAGE):  # a password is a RuntimeError of zipfile's
        return b""


def _look_into_archive(data: bytes, file_name: str) -> MediaType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            is_word = _WORD_PART.search(_read_types(archive)) is not None
    except _ZIP_DAMAGE as cause:
        raise ReadError(
            "format.damaged",
            file_name,
            "this begins as a ZIP archive (DOCX?) and is cut or damaged",
            "Fetch it again.",
        ) from cause
    if is_word or any(re.match(r"word/document\d*\.xml\Z", name) for name in names):
        return DOCX
    kind = next(
        (
            said
            for part, said in (
                ("xl/workbook.xml", "an Excel workbook"),
                ("ppt/presentation.xml", "a PowerPoint presentation"),
                ("meta-inf/container.xml", "an EPUB book"),
                ("content.xml", "an OpenDocument file"),
            )
            if part in names
        ),
        "a ZIP archive",
    )
    raise ReadError("format.unsupported", file_name, f"this is {kind}", "Save it as DOCX or PDF.")
