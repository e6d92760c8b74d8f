"""Pages that a browser or Word saved in one file (MHTML, ``.mht``), and mails: MIME (RFC 2045)."""

import email
import re

_HEADER = re.compile(rb"[A-Za-z][\w-]{1,40}:[ \t]?\S")
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_HEAD_BYTES = 16_000
_ENCODED = re.compile(
    rb"^content-transfer-encoding:\s*(?:base64|quoted-printable)|^content-type:\s*multipart/",
    re.IGNORECASE | re.MULTILINE,
)


def is_mime(data: bytes) -> bool:
    r"""Whether the bytes begin with the header of a MIME message.

    >>> is_mime(b"From: a@b.eu\r\nMIME-Version: 1.0\r\n\r\nText")
    True
    >>> is_mime(b"From: Vienna\n\nMIME-Version: is a word here")
    False
    """
    return _HEADER.match(data) is not None and b"\nmime-version:" in b"\n" + _get_head(data).lower()


def is_encoded(data: bytes) -> bool:
    """Whether the text of a message can only be read once it is decoded."""
    return _ENCODED.search(_get_head(data)) is not None


def find_page(data: bytes) -> bytes | None:
    """The first page in a message, in UTF-8 if its header says how it is encoded; else None."""
    try:
        parts = [*email.message_from_bytes(data).walk()]
    except RecursionError:  # no program nests messages that deep
        return None
    for part in parts:
        if part.get_content_type() != "text/html":
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            return None
        try:
            return content.decode(part.get_content_charset() or "utf-8").encode()
        except (LookupError, UnicodeError):
            return content
    return None


def _get_head(data: bytes) -> bytes:
    head = data[:_HEAD_BYTES]
    end = _BLANK.search(head)
    return head[: end.start()] if end else head
