"""A document's text cut where findings begin and end, so that a page can highlight them.

The pieces of a block, put together, are the block's text: nothing is added and nothing left out,
so that a selection on a page can be counted back into ``Document.text``.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.document import Block, Document
from schemas.extraction import Extraction

BLOCKS_PER_SHEET = 25
"""Where the format has no pages, this many blocks are drawn together."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of the text that belongs to a finding, or to a difference about one."""

    start: int
    end: int
    kind: str
    difference_id: str | None = None
    is_missed: bool = False
    """The truth has it and the extraction does not."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    text: str
    kinds: tuple[str, ...] = ()
    difference_ids: tuple[str, ...] = ()
    is_missed: bool = False
    marker: str | None = None
    """Label of the note reference that stood right behind the piece."""


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block with its pieces, in order."""

    block: Block
    pieces: tuple[Piece, ...]
    label: str | None
    """Of the note that begins here."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Blocks that are drawn together: a page of the raw file, or a handful of blocks."""

    page: int | None
    rows: tuple[tuple[MarkedBlock, ...], ...]
    """One block each; the cells of one table row together."""


def iter_finding_marks(extraction: Extraction) -> Iterator[Mark]:
    """The evidence of every finding."""
    for item in extraction.metadata.evidence:
        yield Mark(item.evidence.start_char, item.evidence.end_char, "metadata")
    for kind in ("countries", "groups", "claims", "instruments"):
        for finding in getattr(extraction, kind):
            yield Mark(finding.evidence.start_char, finding.evidence.end_char, kind)
    for note in extraction.notes:
        if note.list_evidence is not None:
            yield Mark(note.list_evidence.start_char, note.list_evidence.end_char, "notes")
        for reference in note.references:
            yield Mark(reference.start_char, reference.end_char, "links")


def mark_document(document: Document, marks: Sequence[Mark]) -> tuple[Sheet, ...]:
    """The whole text in sheets."""
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end))
    markers = sorted((one.offset, one.label) for one in document.note_references)
    labels = {note.note_id: note.label for note in document.notes}
    seen: set[str] = set()
    rows: list[list[MarkedBlock]] = []
    at = 0
    running: list[Mark] = []
    for block in document.blocks:
        running = [mark for mark in running if mark.end > block.start_char]
        while at < len(ordered) and ordered[at].start < block.end_char:
            if ordered[at].end > block.start_char:
                running.append(ordered[at])
            at += 1
        label = None
        if block.note_id is not None and block.note_id not in seen:
            seen.add(block.note_id)
            label = labels.get(block.note_id)
        pieces = tuple(_cut(document.text, block, running, markers))
        marked = MarkedBlock(block, pieces, label)
        if rows and _is_same_row(rows[-1][0].block, block):
            rows[-1].append(marked)
        else:
            rows.append([marked])
    return tuple(_build_sheets(rows))


def _cut(
    text: str, block: Block, marks: list[Mark], markers: list[tuple[int, str]]
) -> Iterator[Piece]:
    start, end = block.start_char, block.end_char
    low = bisect_left(markers, (start + 1, ""))
    inside: dict[int, str] = {}
    for offset, label in markers[low:]:
        if offset > end:
            break
        inside[offset] = f"{inside[offset]}, {label}" if offset in inside else label
    cuts = {start, end, *inside}
    for mark in marks:
        cuts.update(point for point in (mark.start, mark.end) if start < point < end)
    bounds = sorted(cuts)
    pending = list(marks)
    for left, right in pairwise(bounds):
        pending = [mark for mark in pending if mark.end > left]
        covering = [mark for mark in pending if mark.start <= left and mark.end >= right]
        ids = dict.fromkeys(mark.difference_id for mark in covering if mark.difference_id)
        yield Piece(
            text=text[left:right],
            kinds=tuple(dict.fromkeys(mark.kind for mark in covering)),
            difference_ids=tuple(ids),
            is_missed=any(mark.is_missed for mark in covering),
            marker=inside.get(right),
        )


def _is_same_row(before: Block, block: Block) -> bool:
    ours, theirs = before.cell, block.cell
    if ours is None or theirs is None:
        return False
    return (ours.table, ours.row) == (theirs.table, theirs.row)


def _build_sheets(rows: list[list[MarkedBlock]]) -> Iterator[Sheet]:
    drawn: list[tuple[MarkedBlock, ...]] = []
    page: int | None = None
    for row in rows:
        next_page = row[0].block.page
        is_full = len(drawn) >= BLOCKS_PER_SHEET if next_page is None else next_page != page
        if drawn and is_full:
            yield Sheet(page, tuple(drawn))
            drawn = []
        page = next_page
        drawn.append(tuple(row))
    if drawn:
        yield Sheet(page, tuple(drawn))
