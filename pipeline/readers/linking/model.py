"""What linking works on: candidates of markers and of notes, and its answer."""

from dataclasses import dataclass, field
from typing import Literal

from schemas.document import MarkerStyle

Strength = Literal["certain", "strong", "weak", "poor"]
"""``certain``: the format says so. ``strong``: print says so (raised, ``[^1]``).
``weak``: it may be an ordinary number, sign or bracket as well. ``poor``: it is one more likely
than not (``CO2``)."""

HeadForm = Literal[
    "key", "raised", "bracket", "symbol", "parenthesis", "dot", "closing", "plain", "glued"
]

Place = tuple[int, int]
"""Index of a block in reading order and an offset in its text: the order of print."""


@dataclass(slots=True)
class Marker:
    """Characters ``[start, end)`` of a block that may point at notes."""

    block: int
    start: int
    end: int
    labels: tuple[str, ...]
    style: MarkerStyle
    strength: Strength
    key: str | None = None
    alternatives: tuple[tuple[str, ...], ...] = ()
    """Other readings of the same print: ``²³`` is note 23, or notes 2 and 3."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return (self.block, self.start)

    @property
    def is_sure(self) -> bool:
        """Whether it is a marker even if there is no such note."""
        return self.strength in ("certain", "strong")


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
    def place(self) -> Place:
        """Where it stands."""
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
    label: str = ""
    """As printed."""

    @property
    def place(self) -> Place:
        """Where its label stands."""
        return self.head.place


@dataclass(slots=True)
class Reference:
    """A marker that is one, and per label the index of its note; None where there is none."""

    marker: Marker
    notes: tuple[int | None, ...]


@dataclass(slots=True)
class Doubt:
    """Print at ``[start, end)`` of a block that someone should look at."""

    code: str
    message: str
    block: int
    start: int
    end: int


@dataclass(slots=True)
class Linked:
    """The answer: notes in the order in which they stand, references to them, and doubts."""

    notes: list[FoundNote]
    references: list[Reference]
    doubts: list[Doubt] = field(default_factory=list)
