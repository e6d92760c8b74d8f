"""Files of another format inside a Word file, which Word takes in when it opens it (altChunk).

Programs that make Word files of web pages leave the page so: as HTML, as a web archive (MHT) or as
plain text. A Word file inside a Word file is not read.
"""

from dataclasses import replace

from pipeline.readers.limits import Limits
from pipeline.readers.raw import RawBlock
from schemas.errors import ReadError


def read_embedded(data: bytes, part: str, file_name: str, limits: Limits) -> list[RawBlock] | None:
    """The blocks of the file in ``part``, with keys of its own; None if it is not read here.

    ``file_name`` is that of the Word file. Raises ``format.hostile`` for whatever a page may be.
    """
    try:
        blocks = _read(data, file_name, limits)
    except ReadError as error:
        if error.code == "format.hostile":
            raise
        return None
    for block in blocks or ():
        block.runs = [
            run if run.note_key is None else replace(run, note_key=f"{part} {run.note_key}")
            for run in block.runs
        ]
        if block.note_key is not None:
            block.note_key = f"{part} {block.note_key}"
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
