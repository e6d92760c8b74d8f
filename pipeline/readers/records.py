"""The records that stand off from a document's text, made from its pieces."""

from bisect import bisect_right
from collections.abc import Iterator

from pipeline.readers.canonical import PreparedBlock, Span
from pipeline.readers.linking import FoundNote, Linked
from pipeline.readers.linking.model import Doubt
from pipeline.readers.pieces import Piece
from schemas.document import (
    Block,
    Cell,
    Issue,
    Link,
    Note,
    NoteReference,
    WordLocation,
)
from schemas.locating import Locator

_BLOCK_FIELDS = set(Block.model_fields)
_REFERENCE_FIELDS = set(NoteReference.model_fields)


def build_blocks(blocks: list[PreparedBlock], pieces: list[Piece]) -> Iterator[Block]:
    """One block per piece; pieces that go on belong to the block before them."""
    for index, piece in enumerate(pieces):
        if piece.goes_on:
            continue
        last = index
        while last + 1 < len(pieces) and pieces[last + 1].goes_on:
            last += 1
        raw = blocks[piece.block].raw
        cell = None
        if piece.role == "table_cell" and raw.table and raw.row and raw.column:
            cell = Cell(table=raw.table, row=raw.row, column=raw.column, is_header=raw.is_header)
        yield Block.from_sure(
            {
                "role": piece.role,
                "start_char": piece.offset,
                "end_char": pieces[last].offset + len(pieces[last].text),
                "level": piece.level,
                "note_id": None if piece.note is None else f"n{piece.note + 1}",
                "cell": cell,
                "page": _find_page(blocks[piece.block], piece),
            },
            _BLOCK_FIELDS,
        )


def _find_page(block: PreparedBlock, piece: Piece) -> int | None:
    """Page of the first word of a piece; a block may run over pages."""
    for word in block.words:
        if word.end_char > piece.start:
            return word.page
    return block.page


def build_notes(locator: Locator, notes: list[FoundNote], pieces: list[Piece]) -> Iterator[Note]:
    """The notes in their order, each from its first block to its last."""
    spans: dict[int, tuple[int, int]] = {}
    for piece in pieces:
        if piece.note is not None:
            start = spans.get(piece.note, (piece.offset, 0))[0]
            spans[piece.note] = (start, piece.offset + len(piece.text))
    for number, note in enumerate(notes):
        if number in spans:
            evidence = locator.get_evidence(*spans[number])
            yield Note(note_id=f"n{number + 1}", label=note.label, evidence=evidence)


def build_references(
    locator: Locator, linked: Linked, pieces: list[Piece]
) -> Iterator[NoteReference]:
    """A reference per label of each marker, in the order in which the markers stand."""
    index = _PieceIndex(pieces)
    printed = {piece.note for piece in pieces}
    found: list[tuple[int, NoteReference]] = []
    for reference in linked.references:
        marker = reference.marker
        piece = index.find(marker.block, marker.start)
        if piece is None:
            continue
        offset = piece.map(marker.start)
        evidence = locator.get_evidence(*_find_word(locator.text, piece, offset))
        for label, note in zip(marker.labels, reference.notes, strict=True):
            record = NoteReference.from_sure(
                {
                    "label": label,
                    "note_id": f"n{note + 1}" if note in printed and note is not None else None,
                    "offset": evidence.end_char,
                    "style": marker.style,
                    "evidence": evidence,
                },
                _REFERENCE_FIELDS,
            )
            found.append((offset, record))
    for _, record in sorted(found, key=lambda pair: pair[0]):
        yield record


def build_links(blocks: list[PreparedBlock], pieces: list[Piece]) -> Iterator[Link]:
    """The hyperlinks, neighbouring runs with one target as one link."""
    last: Link | None = None
    for piece, span in _iter_spans(blocks, pieces):
        url = span.run.url
        start, end = piece.map(span.start), piece.map(span.end)
        if url is None or not _is_visible(piece, start, end):
            continue
        if last and last.url == url and piece.offset < last.end_char and start - last.end_char <= 1:
            last = Link(url=url, start_char=last.start_char, end_char=end)
            continue
        if last is not None:
            yield last
        last = Link(url=url, start_char=start, end_char=end)
    if last is not None:
        yield last


def build_locations(blocks: list[PreparedBlock], pieces: list[Piece]) -> Iterator[WordLocation]:
    """Where each word is printed, by offset; nothing for formats without pages."""
    for piece in pieces:
        for first, last, page, bbox in blocks[piece.block].words:
            if last <= piece.start or first >= piece.end:
                continue
            start, end = piece.map(first), piece.map(last)
            if _is_visible(piece, start, end):
                yield WordLocation(start, end, page, bbox)


def build_issues(locator: Locator, doubts: list[Doubt], pieces: list[Piece]) -> Iterator[Issue]:
    """An issue per doubt, with the words that it is about; the same doubt again counts once."""
    index = _PieceIndex(pieces)
    seen: set[tuple[str, str]] = set()
    for doubt in sorted(doubts, key=lambda one: (one.block, one.start)):
        piece = index.find(doubt.block, doubt.start)
        if piece is None or (doubt.code, doubt.message) in seen:
            continue
        seen.add((doubt.code, doubt.message))
        start, end = piece.map(doubt.start), piece.map(doubt.end)
        if start >= end:
            start, end = _find_word(locator.text, piece, start)
        evidence = locator.get_evidence(start, end)
        yield Issue(code=doubt.code, message=doubt.message, evidence=evidence)


class _PieceIndex:
    """Finds the piece that a character of a block went into."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._by_block: dict[int, list[Piece]] = {}
        for piece in sorted(pieces, key=lambda one: one.start):
            self._by_block.setdefault(piece.block, []).append(piece)

    def find(self, block: int, offset: int) -> Piece | None:
        own = self._by_block.get(block, [])
        index = bisect_right(own, offset, key=lambda one: one.start) - 1
        if index < 0:
            return own[0] if own else None
        return own[index]


def _iter_spans(blocks: list[PreparedBlock], pieces: list[Piece]) -> Iterator[tuple[Piece, Span]]:
    """The marked runs that have a part in a piece, in text order."""
    for piece in pieces:
        for span in blocks[piece.block].spans:
            if span.end > piece.start and span.start < piece.end:
                yield piece, span


def _is_visible(piece: Piece, start: int, end: int) -> bool:
    """Whether anything is left of a run, at these offsets of the text, once markers are out."""
    return start < end and not piece.text[start - piece.offset : end - piece.offset].isspace()


def _find_word(text: str, piece: Piece, offset: int) -> tuple[int, int]:
    """The word that ends at ``offset``; where a block begins with a marker, its first word."""
    end = offset
    while end > piece.offset and text[end - 1].isspace():
        end -= 1
    stop = piece.offset + len(piece.text)
    if end == piece.offset:
        while end < stop and not text[end].isspace():
            end += 1
    start = end
    while start > piece.offset and not (
        text[start - 1].isspace() and any(char.isalnum() for char in text[start:end])
    ):
        start -= 1
    return start, end
