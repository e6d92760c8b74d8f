"""From raw blocks to a document: markers lifted out, one text, every offset made here and once."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.readers.canonical import PreparedBlock, Span, prepare
from pipeline.readers.linking import FoundNote, Linked, link
from pipeline.readers.raw import RawDocument
from pipeline.readers.rewriting import Edit, Rewritten, rewrite
from pipeline.readers.shapes import find_shape_edits, mark_headings
from schemas.document import (
    Block,
    BlockRole,
    Cell,
    Document,
    Evidence,
    Issue,
    Link,
    Note,
    NoteReference,
    Source,
    WordLocation,
)
from schemas.errors import ReadError

SEPARATOR = "\n\n"
"""Between any two blocks of ``Document.text``."""


@dataclass(slots=True)
class Piece:
    """A stretch of one prepared block that becomes one block of the document."""

    block: int
    role: BlockRole
    level: int | None
    rewritten: Rewritten
    start: int
    """First character in the prepared text."""
    end: int
    note: int | None = None
    offset: int = 0
    """Of its first character in ``Document.text``."""


def build_document(raw: RawDocument, source: Source, document_id: str) -> Document:
    """The document of ``raw``: body blocks in reading order, then the notes in theirs.

    Raises ``ReadError`` with the code ``text.none`` if nothing is printed.
    """
    blocks = [block for block in (prepare(one) for one in raw.blocks) if block.text.strip()]
    linked = link(blocks)
    edits = _collect_edits(blocks, linked)
    pieces = _cut(blocks, linked, edits)
    if not pieces:
        raise ReadError(
            "text.none",
            source.file_name,
            "the file holds no text",
            "If it is a scan, run it through text recognition first.",
        )
    mark_headings(pieces)
    position = 0
    for piece in pieces:
        piece.offset = position
        position += len(piece.rewritten.text) + len(SEPARATOR)
    text = SEPARATOR.join(piece.rewritten.text for piece in pieces)
    return Document(
        document_id=document_id,
        source=source,
        text=text,
        blocks=tuple(_build_block(blocks, piece) for piece in pieces),
        notes=tuple(_build_notes(text, linked.notes, pieces)),
        note_references=tuple(_build_references(text, linked, pieces)),
        links=tuple(_build_links(blocks, pieces)),
        title=raw.title,
        language=raw.language,
        is_partial=raw.is_partial,
        word_locations=tuple(_build_locations(blocks, pieces)),
        issues=tuple(raw.issues) + tuple(_build_issues(text, linked, pieces)),
    )


def _collect_edits(blocks: list[PreparedBlock], linked: Linked) -> list[list[Edit]]:
    """Per block: markers out with the space before them, line breaks into spaces."""
    edits: list[list[Edit]] = [find_shape_edits(block) for block in blocks]
    for reference in linked.references:
        marker = reference.marker
        text = blocks[marker.block].text
        start, end = marker.start, marker.end
        while start > 0 and text[start - 1].isspace():
            start -= 1
        if start == 0:
            while end < len(text) and text[end].isspace():
                end += 1
        is_tight = start > 0 and end < len(text) and text[end].isalnum()
        edits[marker.block].append(Edit(start, end, " " if is_tight else ""))
    return edits


def _cut(blocks: list[PreparedBlock], linked: Linked, edits: list[list[Edit]]) -> list[Piece]:
    """The pieces of the document in its order: what is no note, then note by note."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for note in linked.notes:
        for part in note.parts:
            begin = note.head.start if part.block == note.head.block else part.start
            taken.setdefault(part.block, []).append((min(begin, part.start), part.end))
    pieces: list[Piece] = []
    for index, block in enumerate(blocks):
        position = 0
        for start, end in [*sorted(taken.get(index, [])), (len(block.text), len(block.text))]:
            _add_piece(pieces, blocks, edits, index, position, start, None)
            position = max(position, end)
    for number, note in enumerate(linked.notes):
        for part in note.parts:
            _add_piece(pieces, blocks, edits, part.block, part.start, part.end, number)
    return pieces


def _add_piece(
    pieces: list[Piece],
    blocks: list[PreparedBlock],
    edits: list[list[Edit]],
    index: int,
    start: int,
    end: int,
    note: int | None,
) -> None:
    block = blocks[index]
    while start < end and block.text[start].isspace():
        start += 1
    while end > start and block.text[end - 1].isspace():
        end -= 1
    if start >= end:
        return
    rewritten = rewrite(block.text, start, end, edits[index]).with_spaces()
    role: BlockRole = "note" if note is not None else block.raw.role
    if note is None and role == "note":
        role = "paragraph"
    if rewritten.text.strip():
        pieces.append(Piece(index, role, block.raw.level, rewritten, start, end, note))


def _build_block(blocks: list[PreparedBlock], piece: Piece) -> Block:
    block = blocks[piece.block]
    raw = block.raw
    cell = None
    if piece.role == "table_cell" and raw.table and raw.row and raw.column:
        cell = Cell(table=raw.table, row=raw.row, column=raw.column, is_header=raw.is_header)
    return Block(
        role=piece.role,
        start_char=piece.offset,
        end_char=piece.offset + len(piece.rewritten.text),
        level=piece.level if piece.role in ("heading", "list_item") else None,
        note_id=None if piece.note is None else f"n{piece.note + 1}",
        cell=cell,
        page=block.page,
    )


def _build_notes(text: str, notes: list[FoundNote], pieces: list[Piece]) -> list[Note]:
    spans: dict[int, tuple[int, int]] = {}
    for piece in pieces:
        if piece.note is not None:
            start = spans.get(piece.note, (piece.offset, 0))[0]
            spans[piece.note] = (start, piece.offset + len(piece.rewritten.text))
    return [
        Note(
            note_id=f"n{number + 1}",
            label=note.label,
            evidence=_evidence(text, *spans[number]),
        )
        for number, note in enumerate(notes)
        if number in spans
    ]


def _evidence(text: str, start: int, end: int) -> Evidence:
    return Evidence(quote=text[start:end], start_char=start, end_char=end)


def _build_references(text: str, linked: Linked, pieces: list[Piece]) -> list[NoteReference]:
    printed = {piece.note for piece in pieces}
    by_block: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_block.setdefault(piece.block, []).append(piece)
    references = []
    for reference in linked.references:
        marker = reference.marker
        piece = next(
            (one for one in by_block.get(marker.block, []) if one.start <= marker.start <= one.end),
            None,
        )
        if piece is None:
            continue
        offset = piece.offset + min(piece.rewritten.map(marker.start), len(piece.rewritten.text))
        evidence = _find_word(text, piece, offset)
        for label, answer in zip(marker.labels, reference.notes, strict=True):
            note_id = f"n{answer + 1}" if answer is not None and answer in printed else None
            references.append(
                (
                    offset,
                    NoteReference(
                        label=label,
                        note_id=note_id,
                        offset=offset,
                        style=marker.style,
                        evidence=evidence,
                    ),
                )
            )
    return [reference for _, reference in sorted(references, key=lambda pair: pair[0])]


def _find_word(text: str, piece: Piece, offset: int) -> Evidence:
    """The word that ends at ``offset``; before the first word of a block, that word."""
    end = offset
    while end > piece.offset and text[end - 1].isspace():
        end -= 1
    start = end
    while start > piece.offset and not text[start - 1].isspace():
        start -= 1
    if start < end:
        return _evidence(text, start, end)
    stop = piece.offset + len(piece.rewritten.text)
    while end < stop and not text[end].isspace():
        end += 1
    return _evidence(text, start, end)


def _build_links(blocks: list[PreparedBlock], pieces: list[Piece]) -> list[Link]:
    links: list[Link] = []
    for piece, span, start, end in _iter_spans(blocks, pieces):
        url = span.run.url
        if url is None:
            continue
        last = links[-1] if links else None
        if last and last.url == url and piece.offset < last.end_char >= start - 1:
            links[-1] = Link(url=url, start_char=last.start_char, end_char=end)
        else:
            links.append(Link(url=url, start_char=start, end_char=end))
    return links


def _build_locations(blocks: list[PreparedBlock], pieces: list[Piece]) -> list[WordLocation]:
    return [
        WordLocation(start, end, span.run.page, span.run.bbox)
        for _, span, start, end in _iter_spans(blocks, pieces)
        if span.run.page is not None and span.run.bbox is not None
    ]


def _iter_spans(
    blocks: list[PreparedBlock], pieces: list[Piece]
) -> Iterator[tuple[Piece, Span, int, int]]:
    """The runs that are still visible, with their new offsets, in text order."""
    for piece in pieces:
        for span in blocks[piece.block].spans:
            if span.end <= piece.start or span.start >= piece.end:
                continue
            start = piece.offset + piece.rewritten.map(max(span.start, piece.start))
            end = piece.offset + piece.rewritten.map(min(span.end, piece.end))
            if start < end:
                yield piece, span, start, end


def _build_issues(text: str, linked: Linked, pieces: list[Piece]) -> Iterator[Issue]:
    for doubt in linked.doubts:
        for piece in pieces:
            if piece.block == doubt.block and piece.start <= doubt.start < piece.end:
                start = piece.offset + piece.rewritten.map(doubt.start)
                end = max(start, piece.offset + piece.rewritten.map(doubt.end))
                evidence = (
                    _evidence(text, start, end) if end > start else _find_word(text, piece, start)
                )
                yield Issue(code=doubt.code, message=doubt.message, evidence=evidence)
                break
