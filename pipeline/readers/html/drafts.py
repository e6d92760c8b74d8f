"""Blocks while they are being read: how their characters stand, and what they would be."""

from dataclasses import dataclass, field, replace

from pipeline.readers.html.tables import CellPlace
from pipeline.readers.html.tree import has_printed
from pipeline.readers.labels import parse_labels
from pipeline.readers.raw import RawBlock, Run
from schemas.document import BlockRole


@dataclass(frozen=True, slots=True)
class Style:
    """How characters stand here."""

    is_raised: bool = False
    is_bold: bool = False
    is_preformatted: bool = False
    url: str | None = None
    note_key: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What a block that begins here would be."""

    role: BlockRole = "paragraph"
    level: int | None = None
    note_key: str | None = None
    is_note_zone: bool = False
    table: int | None = None
    cell: CellPlace | None = None
    is_row: bool = False
    """A row of a table of notes: its cells stand in one block."""
    term: str = ""
    """``dt`` or ``dd`` in a list of definitions."""
    is_word_item: bool = False

    @property
    def is_one_block(self) -> bool:
        """Whether blocks inside are only lines of this one."""
        return self.cell is not None or self.is_row


@dataclass(slots=True)
class Draft:
    """A block as read and what later steps ask about it."""

    block: RawBlock
    term: str = ""
    is_word_item: bool = False
    """A list item as Word exports it: a paragraph with its sign or number as text."""
    pieces: list[tuple[Style, list[str]]] = field(default_factory=list)

    def add(self, text: str, style: Style) -> None:
        """Append characters."""
        if not self.pieces or self.pieces[-1][0] != style:
            self.pieces.append((style, []))
        self.pieces[-1][1].append(text)

    def key_last_label(self, key: str) -> str:
        """Turn a raised label at the very end into the reference to a note; empty if none is."""
        if not self.pieces:
            return ""
        style, parts = self.pieces[-1]
        labels = parse_labels("".join(parts))
        if not style.is_raised or style.note_key is not None or len(labels) != 1:
            return ""
        self.pieces[-1] = (replace(style, note_key=key), parts)
        return labels[0]

    @property
    def ends_in_reference(self) -> bool:
        """Whether a reference to a note is the last that was added."""
        return bool(self.pieces) and self.pieces[-1][0].note_key is not None

    @property
    def ends_line(self) -> bool:
        """Whether a line break is the last that was added, spaces aside."""
        return "".join(self.pieces[-1][1][-3:]).rstrip(" \xa0").endswith("\n")

    def close(self) -> RawBlock:
        """The block with its runs."""
        pieces = [(style, "".join(parts)) for style, parts in self.pieces]
        printed = [style for style, text in pieces if has_printed(text)]
        self.block.is_bold = bool(printed) and all(style.is_bold for style in printed)
        self.block.runs = [
            Run(text, is_raised=style.is_raised, note_key=style.note_key, url=style.url)
            for style, text in pieces
        ]
        return self.block
