"""Files of another format inside a Word file, which Word takes in when it opens it (altChunk).

Programs that make Word files of web pages leave the page so: as HTML, as a web archive (MHT) or as
plain text. A Word file inside a Word file is not read.
"""

import email
import re
from dataclasses import replace

from pipeline.readers.limits import Limits
from pipeline.readers.raw import RawBlock
from schemas.errors import ReadError

_HEADER = re.compile(rb"[\w-]{2,40}:")
_HEAD_BYTES = 4_000


def read_embedded(data: bytes, name: str, limits: Limits) -> list[RawBlock] | None:
    """The blocks of an embedded file, with keys of its own; None if it is not read here."""
    page = _find_page(data)
    try:
        blocks = _read(data if page is None else page, name, limits)
    except ReadError as error:
        if error.code.startswith(("limit.", "format.hostile")):
            raise
        return None
    for block in blocks or ():
        block.runs = [
            run if run.note_key is None else replace(run, note_key=f"{name} {run.note_key}")
            for run in block.runs
        ]
        if block.note_key is not None:
            block.note_key = f"{name} {block.note_key}"
    return blocks


def _read(data: bytes, name: str, limits: Limits) -> list[RawBlock] | None:
    from pipeline.readers.detection import detect_media_type

    match detect_media_type(data, name):
        case "text/html":
            from pipeline.readers.html import read_html

            return list(read_html(data, name, limits).blocks)
        case "text/plain":
            from pipeline.readers.text import read_text

            return list(read_text(data, name, limits).blocks)
        case _:
            return None


def _find_page(data: bytes) -> bytes | None:
    """The page in a web archive, as UTF-8; None if this is no web archive."""
    data = data.lstrip()
    if not _HEADER.match(data) or b"mime-version:" not in data[:_HEAD_BYTES].lower():
        return None
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
    return None
