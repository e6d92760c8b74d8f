"""Cutting prepared blocks into the pieces of a document: body first, then note by note."""

import re
from dataclasses import dataclass

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.linking import Linked
from pipeline.readers.rewriting import Edit, Rewritten, rewrite
from pipeline.readers.shapes import find_bullet_breaks, find_named_breaks, find_sign_edits
from schemas.document import BlockRole

SEPARATOR = "\n\n"
"""Between any two blocks of ``Document.text``."""

_FINISHED = re.compile(r"[.:;?!…][\"'”’)\]]*\Z")
_BROKEN_CHARS = 60
"""A paragraph that notes interrupt is a long one; a short line without a stop is a heading."""


@dataclass(slots=True)
class Piece:
    """A stretch of one prepared block that becomes a block of the document, or its second part."""

    block: int
    role: BlockRole
    level: int | None
    rewritten: Rewritten
    start: int
    """First character in the prepared text."""
    end: int
    note: int | None = None
    goes_on: bool = False
    """It carries on the sentence of the piece before it, which notes or a page end interrupted."""
    offset: int = 0
    """Of its first character in ``Document.text``."""

    @property
    def text(self) -> str:
        """As it stands in the document."""
        return self.rewritten.text

    def map(self, offset: int) -> int:
        """Where the character ``offset`` of the prepared text stands in ``Document.text``."""
        inside = min(max(offset, self.start), self.end)
        return self.offset + min(self.rewritten.map(inside), len(self.text))


def cut(blocks: list[PreparedBlock], linked: Linked, edits: list[list[Edit]]) -> list[Piece]:
    """The pieces of the document in its order."""
    return _Cutter(blocks, edits).cut(linked)


@dataclass(slots=True)
class _Cutter:
    blocks: list[PreparedBlock]
    edits: list[list[Edit]]
    """Per block, sorted."""

    def cut(self, linked: Linked) -> list[Piece]:
        taken: dict[int, list[tuple[int, int]]] = {}
        for note in linked.notes:
            for part in note.parts:
                is_first = part.block == note.head.block and part.start == note.head.end
                start = note.head.start if is_first else part.start
                taken.setdefault(part.block, []).append((start, part.end))
        pieces = self._cut_bodies(taken)
        for number, note in enumerate(linked.notes):
            for part in note.parts:
                piece = self._cut_one(part.block, part.start, part.end, "note")
                if piece is not None:
                    piece.note = number
                    pieces.append(piece)
        return pieces

    def _cut_bodies(self, taken: dict[int, list[tuple[int, int]]]) -> list[Piece]:
        """What the notes leave of the blocks."""
        pieces: list[Piece] = []
        has_gap = False
        for index, block in enumerate(self.blocks):
            position = 0
            end_of_block = len(block.text)
            for start, end in [*sorted(taken.get(index, ())), (end_of_block, end_of_block)]:
                for piece in self._cut_items(index, position, start):
                    if pieces and (has_gap or pieces[-1].block != index):
                        piece.goes_on = self._goes_on(pieces[-1], piece, has_gap=has_gap)
                    pieces.append(piece)
                    has_gap = False
                has_gap = has_gap or start < end
                position = max(position, end)
        return pieces

    def _goes_on(self, before: Piece, piece: Piece, *, has_gap: bool) -> bool:
        """Whether a paragraph was interrupted: by notes, or by the end of a page."""
        pages = (self.blocks[before.block].raw.page, self.blocks[piece.block].raw.page)
        has_gap = has_gap or (None not in pages and pages[0] != pages[1])
        return (
            has_gap
            and before.role == piece.role
            and piece.role in ("paragraph", "list_item")
            and piece.text[0].islower()
            and len(before.text) >= _BROKEN_CHARS
            and _FINISHED.search(before.text) is None
        )

    def _cut_items(self, index: int, start: int, end: int) -> list[Piece]:
        """What is no note in a block; items with bullets and lines with names become blocks."""
        role = self.blocks[index].raw.role
        role = "paragraph" if role == "note" else role
        text = self.blocks[index].text
        bullets = find_bullet_breaks(text)
        named = find_named_breaks(text) if role == "paragraph" else []
        breaks = sorted(one for one in {*bullets, *named} if start <= one < end)
        found: list[Piece] = []
        for first, last in zip([start, *breaks], [*breaks, end], strict=True):
            is_item = role == "paragraph" and first in bullets
            piece = self._cut_one(index, first, last, "list_item" if is_item else role)
            if piece is not None:
                found.append(piece)
        return found

    def _cut_one(self, index: int, start: int, end: int, role: BlockRole) -> Piece | None:
        """The piece ``[start, end)`` of a block without white space around it; None if empty."""
        text = self.blocks[index].text
        own = self.edits[index]
        if role in ("paragraph", "list_item"):
            while start < end and text[start].isspace():
                start += 1
            own = [*find_sign_edits(text, start, role), *own]
        rewritten = rewrite(text, start, end, own)
        if not rewritten.text and role != "note":
            raised = list(self.blocks[index].find_raised_edits([]))
            rewritten = rewrite(text, start, end, raised)  # nothing but markers: they stay
        if not rewritten.text:
            return None
        level = self.blocks[index].raw.level if role in ("heading", "list_item") else None
        if role == "list_item" and level is None:
            level = 1
        return Piece(index, role, level, rewritten, start, end)
