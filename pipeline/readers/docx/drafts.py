"""Blocks of a Word file while they are being read."""

from dataclasses import dataclass, field

from pipeline.readers.raw import RawBlock, Run
from pipeline.readers.runs import close_markers, is_rule


@dataclass(frozen=True, slots=True)
class Mark:
    """What a run of the result says about its characters."""

    is_raised: bool = False
    is_bold: bool = False
    url: str | None = None
    note_key: str | None = None


@dataclass(slots=True)
class Draft:
    """A block on its way."""

    block: RawBlock
    pieces: list[tuple[Mark, list[str]]] = field(default_factory=list)

    def add(self, text: str, mark: Mark) -> None:
        """Append characters; those of two references never share a run."""
        if not self.pieces or self.pieces[-1][0] != mark or mark.note_key is not None:
            self.pieces.append((mark, []))
        self.pieces[-1][1].append(text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it would be printed."""
        return not any(
            mark.note_key is not None or any(part.strip() for part in parts)
            for mark, parts in self.pieces
        )

    @property
    def is_rule(self) -> bool:
        """Whether it is only a line drawn with signs."""
        return is_rule("".join(part for _, parts in self.pieces for part in parts))

    def close(self) -> RawBlock:
        """The block with its runs."""
        pieces = [(mark, "".join(parts)) for mark, parts in self.pieces]
        printed = [mark for mark, text in pieces if text.strip()]
        self.block.is_bold = bool(printed) and all(mark.is_bold for mark in printed)
        self.block.runs = close_markers(
            [
                Run(text, is_raised=mark.is_raised, note_key=mark.note_key, url=mark.url)
                for mark, text in pieces
            ]
        )
        return self.block
