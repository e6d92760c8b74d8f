"""From raw blocks to a document: markers lifted out, one text, every offset made here and once."""

from collections.abc import Iterator

from pipeline.readers.canonical import PreparedBlock, prepare
from pipeline.readers.hyphens import Lexicon, find_hyphen_edits, find_lost_hyphens
from pipeline.readers.linking import Linked, link
from pipeline.readers.linking.model import Doubt
from pipeline.readers.pieces import SEPARATOR, Piece, cut
from pipeline.readers.raw import RawDocument
from pipeline.readers.records import (
    build_blocks,
    build_issues,
    build_links,
    build_locations,
    build_notes,
    build_references,
)
from pipeline.readers.rewriting import Edit
from pipeline.readers.shapes import Shaped, mark_headings, mark_list_items
from schemas.document import Document, Source, WordLocations
from schemas.errors import ReadError
from schemas.locating import Locator


def build_document(raw: RawDocument, source: Source, document_id: str) -> Document:
    """The document of ``raw``: body blocks in reading order, then the notes in theirs.

    It takes the blocks out of ``raw``. Raises ``ReadError`` with the code ``text.none`` if no
    letter and no digit is printed: marks and dots alone say nothing.
    """
    prepared = [block for block in map(prepare, raw.take_blocks()) if block.text]
    blocks = mark_list_items(prepared)
    linked = link(blocks)
    edits = _collect_edits(blocks, linked)
    pieces = cut(blocks, linked, edits)
    if not any(char.isalnum() for piece in pieces for char in piece.text):
        raise ReadError(
            "text.none",
            source.file_name,
            "the file holds no text",
            "If it is a scan, run it through text recognition first.",
        )
    _shape(blocks, pieces)
    text = _place(pieces)
    words = WordLocations(build_locations(blocks, pieces))
    locator = Locator(text, words)
    return Document(
        document_id=document_id,
        source=source,
        text=text,
        blocks=tuple(build_blocks(blocks, pieces)),
        notes=tuple(build_notes(locator, linked.notes, pieces)),
        note_references=tuple(build_references(locator, linked, pieces)),
        links=tuple(build_links(blocks, pieces)),
        title=raw.title,
        language=raw.language,
        is_partial=raw.is_partial,
        word_locations=words,
        issues=(*raw.issues, *build_issues(locator, linked.doubts, pieces)),
    )


def _collect_edits(blocks: list[PreparedBlock], linked: Linked) -> list[list[Edit]]:
    """Per block what gives way: markers, hyphens at line ends, raised digits that are none."""
    lexicon = Lexicon([block.text for block in blocks])
    edits: list[list[Edit]] = []
    for index, block in enumerate(blocks):
        edits.append(list(find_hyphen_edits(block, lexicon)))
        for found in find_lost_hyphens(index, block, lexicon):
            if isinstance(found, Doubt):
                linked.doubts.append(found)
            else:
                edits[-1].append(found)
    for place, start, end in _join_markers(blocks, linked):
        edits[place].append(_lift(blocks[place].text, start, end))
    for block, own in zip(blocks, edits, strict=True):
        own.sort()
        own.extend(block.find_raised_edits(own))
        own.sort()
    return edits


def _join_markers(blocks: list[PreparedBlock], linked: Linked) -> Iterator[tuple[int, int, int]]:
    """Block, start and end of what is lifted out together: markers with nothing between them."""
    joined: list[tuple[int, int, int]] = []
    for reference in linked.references:
        marker = reference.marker
        block, start, end = joined[-1] if joined else (-1, 0, 0)
        is_next = block == marker.block and end <= marker.start
        if is_next and not blocks[block].text[end : marker.start].strip():
            joined[-1] = (block, start, marker.end)
        else:
            joined.append((marker.block, marker.start, marker.end))
    yield from joined


def _lift(text: str, start: int, end: int) -> Edit:
    """A marker goes out with the space before it; words that it kept apart stay apart."""
    stop = start
    while stop > 0 and text[stop - 1].isspace():
        stop -= 1
    if stop == 0:
        while end < len(text) and text[end].isspace():
            end += 1
        return Edit(0, end)
    parts = text[stop - 1] + text[end : end + 1]
    is_tight = end > start and len(parts) == 2 and parts[1].isalnum() and parts[0] not in "-–/("
    return Edit(stop, end, " " if is_tight else "")


def _shape(blocks: list[PreparedBlock], pieces: list[Piece]) -> None:
    """Headings and captions by shape; notes are not asked."""
    body: list[Piece] = []
    shaped: list[Shaped] = []
    for piece in pieces:
        if piece.note is not None:
            break
        if piece.goes_on:
            shaped[-1].text += " " + piece.text
            continue
        is_bold = blocks[piece.block].raw.is_bold
        body.append(piece)
        shaped.append(Shaped(piece.role, piece.text, piece.level, is_bold=is_bold))
    mark_headings(shaped)
    for piece, shape in zip(body, shaped, strict=True):
        piece.role, piece.level = shape.role, shape.level


def _place(pieces: list[Piece]) -> str:
    """The text of the document; each piece is told where it stands in it."""
    parts: list[str] = []
    position = 0
    for number, piece in enumerate(pieces):
        separator = "" if number == 0 else " " if piece.goes_on else SEPARATOR
        position += len(separator)
        piece.offset = position
        parts += [separator, piece.text]
        position += len(piece.text)
    return "".join(parts)
