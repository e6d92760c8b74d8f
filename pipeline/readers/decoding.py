"""From bytes to text: the encoding of a text file, and traces of a wrong decoding before it."""

import codecs
import re

from pipeline.readers.limits import Limits
from schemas.document import Issue
from schemas.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 64 * 1024
_MOJIBAKE = re.compile(
    r"â€[\x80-\xbf™œž\u201c\u201d˜¦\u2013\u2014]|Ã[\xa0-\xbf©¨¶¼¤]|Â[\xa0-\xbf]|\ufffd"
)
_CONTROL = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x0B, 0x1A, 0x1B}
_UNDEFINED_1252 = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))


def is_binary(data: bytes) -> bool:
    r"""Whether the bytes are no text in any encoding that is read here.

    >>> is_binary(b"\x7fELF\x00\x01"), is_binary("Länder".encode("utf-16-le"))
    (True, False)
    """
    sample = data[:_SAMPLE_BYTES]
    if _find_utf16(sample) is not None or any(sample.startswith(bom) for bom, _ in _BOMS):
        return False
    strange = sum(1 for byte in sample if byte in _CONTROL)
    return strange > len(sample) // 500 or b"\x00" in sample


def decode(data: bytes, file_name: str, limits: Limits) -> tuple[str, list[Issue]]:
    """The text of a plain text file and what is doubtful about it.

    A byte order mark decides; else UTF-16 by its zero bytes, else UTF-8 if it is valid, else
    Windows-1252. Raises ``ReadError`` for binary data and for a text that is too long.
    """
    if is_binary(data):
        raise ReadError(
            "text.undecodable",
            file_name,
            "the file holds binary data, not text",
            "Give a text in UTF-8, UTF-16 or Windows-1252, or a PDF, DOCX or HTML file.",
        )
    text, is_guess = _decode(data, file_name)
    if len(text) > limits.text_chars:
        raise ReadError(
            "text.too_long",
            file_name,
            f"the text has {len(text):,} characters, more than the {limits.text_chars:,} allowed",
            "Split the file, or raise the limit text_chars.",
        )
    issues = find_damage(text)
    if is_guess:
        issues.append(
            Issue(
                code="text.encoding_guessed",
                message="The file is no valid UTF-8 and declares no encoding; it was read as "
                "cp1252. Look at its accented letters.",
            )
        )
    return text, issues


def _decode(data: bytes, file_name: str) -> tuple[str, bool]:
    """The text, and whether its encoding is a guess."""
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    encoding = encoding or _find_utf16(data[:_SAMPLE_BYTES])
    if encoding is None:
        try:
            return data.decode("utf-8"), False
        except UnicodeDecodeError as cause:
            if cause.start >= len(data) - 3 and len(data) > 3:
                return data[: cause.start].decode("utf-8") + "\ufffd", False
            return data.translate(None, bytes(_UNDEFINED_1252)).decode("cp1252"), True
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError as cause:
        raise ReadError(
            "text.undecodable",
            file_name,
            f"the bytes are no valid {encoding.upper()} at byte {cause.start:,}",
            "Save the file as UTF-8.",
        ) from cause


def _find_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even) + 1:
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd) + 1:
        return "utf-16-be"
    return None


def find_damage(text: str) -> list[Issue]:
    """An issue if the text carries traces of a wrong decoding that happened before us."""
    if text.isascii():
        return []
    found = _MOJIBAKE.findall(text)
    if not found:
        return []
    examples = ", ".join(repr(one) for one in sorted(set(found))[:3])
    return [
        Issue(
            code="text.mojibake",
            message=f"{len(found)} characters were decoded wrongly before this file was saved, "
            f"such as {examples}; they are left as they are. Get the file anew from its source.",
        )
    ]
