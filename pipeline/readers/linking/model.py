"""What linking works on: candidates of markers and of notes, and its answer."""

from dataclasses import dataclass, field
from typing import Literal

from schemas.document import MarkerStyle

Strength = Literal["certain", "strong", "weak"]
"""``certain``: the format says so. ``strong``: print says so (raised, ``[^1]``). ``weak``: it could
be an ordinary number, sign or bracket as well."""

HeadForm = Literal[
    "key", "zone", "raised", "bracket", "symbol", "parenthesis", "dot", "closing", "plain", "glued"
]


@dataclass(slots=True)
class Marker:
    """Characters ``[start, end)`` of a block that may point at notes."""

    block: int
    """Index of the block, in reading order."""
    start: int
    end: int
    labels: tuple[str, ...]
    style: MarkerStyle
    strength: Strength
    key: str | None = None
    alternatives: tuple[tuple[str, ...], ...] = ()
    """Other readings of the same print: ``²³`` is note 23, or notes 2 and 3."""
    is_number_cut: bool = False
    """What stays in the text is a number too, such as the year of ``20153``."""

    @property
    def place(self) -> tuple[int, int]:
        """Block and offset, for comparing the order of print."""
        return (self.block, self.start)


@dataclass(slots=True)
class NoteHead:
    """A label at ``[start, end)`` of a block behind which a note may begin."""

    block: int
    start: int
    end: int
    label: str
    form: HeadForm
    key: str | None = None
    page: int | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Block and offset, for comparing the order of print."""
        return (self.block, self.start)


@dataclass(slots=True)
class Part:
    """Characters ``[start, end)`` of a block that belong to one note."""

    block: int
    start: int
    end: int


@dataclass(slots=True)
class FoundNote:
    """A note: its label and the parts of blocks it consists of, in order."""

    head: NoteHead
    parts: list[Part] = field(default_factory=list)

    @property
    def label(self) -> str:
        """As printed."""
        return self.head.label


@dataclass(slots=True)
class Linked:
    """The answer: notes in the order in which they stand, and references to them."""

    notes: list[FoundNote]
    references: list[tuple[Marker, tuple[int | None, ...]]]
    """Each marker to be lifted out, and per label the index of its note; None without a note."""
    doubts: list[tuple[Marker, str]] = field(default_factory=list)
    """Print that may be a marker and was left in the text, with the sentence that says why."""
