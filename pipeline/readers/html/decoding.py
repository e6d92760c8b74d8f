"""From the bytes of an HTML file to its characters."""

import codecs
import re

from schemas.document import Issue
from schemas.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}[\"']([\w:.-]{2,40})"
    rb"|<meta\s[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w:.-]{2,40})",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(rb"<html\s[^>]{0,300}?lang\s{0,5}=\s{0,5}[\"']?([a-z]{2})", re.IGNORECASE)
_HEAD_BYTES = 4096
"""Browsers look for a declaration in the first 1024 bytes; sites with long comments pass that."""

_WINDOWS = {"ascii": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
"""Encodings that browsers read as their Windows supersets (WHATWG Encoding Standard)."""
_BY_LANGUAGE = {
    **dict.fromkeys(("cs", "hu", "pl", "sk", "sl", "hr", "ro"), "cp1250"),
    **dict.fromkeys(("bg", "mk", "ru", "sr", "uk"), "cp1251"),
    "el": "cp1253",
    "tr": "cp1254",
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
}
"""What a page in this language is most likely in if nothing is declared (same standard)."""


def decode_html(data: bytes, file_name: str) -> tuple[str, list[Issue]]:
    """The characters of ``data``: by byte order mark, else as declared, else as the bytes suggest.

    Bytes that are UTF-8 beyond chance are read as such whatever the declaration says. A guess, or a
    declaration that does not fit, is an issue. Raises ``text.undecodable``.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_or_raise(data[len(bom) :], encoding, file_name), []
    if data[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if data[0] else "utf-16-be"
        return _decode_or_raise(data, encoding, file_name), []
    declared = _get_declared(data[:_HEAD_BYTES])
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    if declared not in (None, "utf-8"):
        try:
            return data.decode(str(declared)), []
        except UnicodeDecodeError:
            pass
    language = _LANGUAGE.search(data[:_HEAD_BYTES])
    guess = _BY_LANGUAGE.get(language[1].decode("ascii").lower() if language else "", "cp1252")
    text = _decode_or_raise(data, guess, file_name)
    named = f"declares {declared}, which does not fit" if declared else "declares no encoding"
    issue = Issue(
        code="text.encoding_guessed",
        message=f"The file {named}; it was read as {guess}. Look at its accented letters.",
    )
    return text, [issue]


def _get_declared(head: bytes) -> str | None:
    """Name of the encoding that the file itself declares, as Python knows it."""
    found = _DECLARED.search(head)
    if not found:
        return None
    label = (found[1] or found[2]).decode("ascii", "replace")
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    if name.startswith(("utf-16", "utf-32")):  # a declaration that can be read as bytes is not that
        return None
    return _WINDOWS.get(name, name)


def _decode_or_raise(data: bytes, encoding: str, file_name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding.startswith("cp"):  # a few bytes mean nothing in these; browsers show a gap
            text = data.decode(encoding, "replace")
            if text.count("\ufffd") * 1000 <= len(text):
                return text
        raise ReadError(
            "text.undecodable",
            file_name,
            f"the bytes at {error.start} are no text in {encoding}",
            "Save the page again as UTF-8.",
        ) from error
    return text
