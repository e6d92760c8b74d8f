"""A block in the making: its lines with their pages, before links and hyphens are settled."""

from dataclasses import dataclass, field

from pipeline.readers.pdf.lines import Line, is_apart
from pipeline.readers.pdf.words import Word
from schemas.document import BlockRole

MAIN_FLOW = 0


@dataclass(slots=True)
class PlacedLine:
    """A line, its page and the right margin of the column it stands in."""

    line: Line
    page: int
    margin: float

    def has_room_for(self, width: float) -> bool:
        """Whether a word of this width would still have stood on the line."""
        return self.line.x1 + 0.25 * self.line.size + width + 0.5 <= self.margin

    def reaches_margin(self) -> bool:
        """Whether the line ends at the margin, as justified lines do."""
        return self.line.x1 >= self.margin - 1.5


@dataclass(slots=True)
class Draft:
    """Lines that will be one block."""

    lines: list[PlacedLine]
    role: BlockRole = "paragraph"
    level: int | None = None
    flow: int = MAIN_FLOW
    """Text goes on from block to block only within one flow: the running text, or one box."""
    label: list[Word] = field(default_factory=list)
    """Words of the first line that are the sign of a list item and not its text."""
    is_note_zone: bool = False
    continues_note: bool = False
    may_go_on: bool = False
    """A column, a page, or something between parts it from the text before it."""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    is_header: bool = False

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0].line

    @property
    def last(self) -> PlacedLine:
        """The last line."""
        return self.lines[-1]

    @property
    def size(self) -> float:
        """Of the first line, which sets the block apart."""
        return self.first.size

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(placed.line.is_bold for placed in self.lines)

    @property
    def text(self) -> str:
        """Plain words, lines joined by spaces."""
        return " ".join(placed.line.text for placed in self.lines)


def measure_first_word(line: Line) -> float:
    """Width of what must stand together at the start of the line."""
    end = line.words[0].x1
    for before, after in zip(line.words, line.words[1:], strict=False):
        if is_apart(before, after):
            break
        end = after.x1
    return end - line.words[0].x0
