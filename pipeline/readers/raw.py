"""What a format reader hands to the builder: blocks of runs, still with their markers inside.

A reader knows its format and nothing about notes beyond what the format itself says. Which runs are
markers, which blocks are notes and what links to what is decided once, for all formats, in
``pipeline.readers.linking``; offsets are made once, in ``pipeline.readers.building``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

from schemas.document import BBox, BlockRole, Issue

Draft = TypeVar("Draft")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of characters that share their typography.

    ``text`` may hold any white space; the builder folds it. A run of a format with pages holds at
    most one word, so that every word keeps its own box.
    """

    text: str
    is_raised: bool = False
    """Superscript by format: ``<sup>``, Word's vertAlign, or size and baseline on a page."""
    note_key: str | None = None
    """The format itself says that this run is a reference to the note with this key."""
    url: str | None = None
    """Target of the hyperlink that the run is part of (never a note)."""
    page: int | None = None
    bbox: BBox | None = None


@dataclass(slots=True)
class RawBlock:
    """A paragraph, heading, list item, cell, caption or note as the format shows it."""

    role: BlockRole
    runs: list[Run] = field(default_factory=list)
    level: int | None = None
    """Heading level from 1, list depth from 1."""
    note_key: str | None = None
    """The format itself says that this block belongs to the note with this key."""
    note_label: str | None = None
    """Label of that note, where the format knows it apart from the text (Word, Markdown)."""
    list_label: str | None = None
    """The number or sign of a list item that the reader took out of its text (``2``, ``iv``,
    ``*``): a list in print may turn out to be the notes."""
    is_note_zone: bool = False
    """The layout says that this stands among the notes: small type at the foot of a page, say."""
    continues_note: bool = False
    """In a note zone: the layout says that it goes on with the last note of the page before."""
    is_bold: bool = False
    """The whole block is bold, a hint at a heading in formats without styles."""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    is_header: bool = False
    page: int | None = None

    @property
    def text(self) -> str:
        """All characters, markers included, white space as it came."""
        return "".join(run.text for run in self.runs)


class LaidBlocks(Sequence[RawBlock], Generic[Draft]):
    """Blocks that are each built anew when they are asked for: their drafts take less room."""

    def __init__(self, drafts: list[Draft], build: Callable[[Draft], RawBlock]) -> None:
        self._drafts, self._build = drafts, build

    def __len__(self) -> int:
        return len(self._drafts)

    @overload
    def __getitem__(self, index: int) -> RawBlock: ...

    @overload
    def __getitem__(self, index: slice) -> list[RawBlock]: ...

    def __getitem__(self, index: int | slice) -> RawBlock | list[RawBlock]:
        if isinstance(index, slice):
            return [self._build(draft) for draft in self._drafts[index]]
        return self._build(self._drafts[index])

    def take(self) -> Iterator[RawBlock]:
        """The blocks in their order; each draft is forgotten with it."""
        self._drafts.reverse()
        while self._drafts:
            yield self._build(self._drafts.pop())


@dataclass(slots=True)
class RawDocument:
    """Everything that a format reader found, in reading order."""

    blocks: Sequence[RawBlock]
    title: str | None = None
    language: str | None = None
    page_count: int | None = None
    is_partial: bool = False
    issues: list[Issue] = field(default_factory=list)

    def take_blocks(self) -> Iterator[RawBlock]:
        """The blocks, which are no longer here then: a long file should not be held twice."""
        blocks, self.blocks = self.blocks, ()
        return blocks.take() if isinstance(blocks, LaidBlocks) else iter(blocks)
