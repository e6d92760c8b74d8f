"""The document as a reader delivers it: one text, its blocks, its notes and note references."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, overload

from pydantic import Field, GetCoreSchemaHandler, model_validator
from pydantic_core import core_schema

from schemas.base import Record
from schemas.errors import UngroundedEvidenceError

DOCUMENT_SCHEMA_VERSION = "1.0"

MediaType = Literal[
    "text/plain",
    "text/markdown",
    "text/html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/pdf",
]

BlockRole = Literal["heading", "paragraph", "list_item", "table_cell", "caption", "note"]

MarkerStyle = Literal["superscript", "bracket", "parenthesis", "caret", "symbol", "linked", "glued"]

BBox = tuple[float, float, float, float]
"""``(x0, top, x1, bottom)`` in points (1/72 inch) from the top left corner of the page."""


class Location(Record):
    """Where something stands on a page of the raw file."""

    page: int = Field(ge=1, description="Page of the raw file, counted from 1.")
    bbox: BBox = Field(description="x0, top, x1, bottom in points from the page's top left corner.")


class Evidence(Record):
    """A verbatim quote and its place in ``Document.text``.

    Offsets are half-open ``[start_char, end_char)`` and count Unicode code points,
    so ``document.text[start_char:end_char] == quote`` always holds.
    """

    quote: str = Field(description="The words of the document, unchanged.")
    start_char: int = Field(ge=0, description="First code point, inclusive.")
    end_char: int = Field(ge=0, description="Last code point, exclusive.")
    page: int | None = Field(
        default=None, description="Page of the first line; null without pages."
    )
    bbox: BBox | None = Field(default=None, description="Box of the first line, points, top left.")
    locations: tuple[Location, ...] = Field(
        default=(), description="One entry per printed line, where the evidence spans several."
    )

    def require_in(self, text: str) -> None:
        """Raise ``UngroundedEvidenceError`` unless the quote slices out of ``text``."""
        if text[self.start_char : self.end_char] != self.quote or not self.quote:
            raise UngroundedEvidenceError(self.quote, self.start_char, self.end_char, text)


class Source(Record):
    """Facts about a raw file. No path, no clock: two machines write the same record."""

    file_name: str = Field(description="Name without folders.")
    media_type: MediaType
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the raw bytes.")
    size_bytes: int = Field(ge=0)
    page_count: int | None = Field(default=None, description="Null for formats without pages.")
    url: str | None = Field(default=None, description="Where it was fetched, if the manifest says.")


class Issue(Record):
    """Something a person should look at: data that was not understood, never a guess."""

    code: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$", description="``family.problem``, stable.")
    message: str = Field(description="What was found, what was expected, what to do next.")
    evidence: Evidence | None = None


class Cell(Record):
    """The place of a table cell; rows and columns count from 1."""

    table: int = Field(ge=1, description="Running number of the table in the document.")
    row: int = Field(ge=1)
    column: int = Field(ge=1)
    is_header: bool = False


class Block(Record):
    """A stretch of the text with one role. Blocks stand in text order and never overlap."""

    role: BlockRole
    start_char: int = Field(ge=0)
    end_char: int = Field(ge=0)
    level: int | None = Field(default=None, description="Heading level from 1; list depth from 1.")
    note_id: str | None = Field(default=None, description="For role ``note``: the note it is of.")
    cell: Cell | None = Field(default=None, description="For role ``table_cell``.")
    page: int | None = Field(default=None, description="Page of its first character, from 1.")


class Note(Record):
    """A footnote or endnote, its label lifted out of the text."""

    note_id: str = Field(description="``n1``, ``n2`` … in the order in which the notes stand.")
    label: str = Field(description="As printed: ``2``, ``iv``, ``*``.")
    evidence: Evidence


class NoteReference(Record):
    """A marker in the text that points at a note. The marker itself is lifted out of the text."""

    label: str = Field(description="As printed.")
    note_id: str | None = Field(description="Null if no note with this label was found.")
    offset: int = Field(ge=0, description="Where the marker stood, in ``Document.text``.")
    style: MarkerStyle
    evidence: Evidence = Field(description="The word the marker stood on; ends at ``offset``.")


class WordLocation(NamedTuple):
    """Where the characters ``[start_char, end_char)`` are printed."""

    start_char: int
    end_char: int
    page: int
    bbox: BBox


_PARTS = 100
"""Of a point."""
_FARTHEST = 2**31 - 1


def _to_hundredths(side: float) -> int:
    """A side of a box as a whole number that four bytes hold; no page is as large as that."""
    return max(-_FARTHEST, min(round(side * _PARTS), _FARTHEST))


class WordLocations(Sequence[WordLocation]):
    """Word locations in columns of numbers, a fifteenth of the room that they take as tuples.

    Nothing else of a document grows with every word of it. Boxes are kept to a hundredth of a
    point. Equal to any sequence of the same locations; in JSON a list of them.
    """

    __slots__ = ("_starts", "_values")

    def __init__(self, words: Iterable[WordLocation] = ()) -> None:
        """``words`` sorted by their offsets."""
        self._starts = array("I")
        self._values = array("i")
        """Of each word its end, its page and its box."""
        for start, end, page, box in words:
            self._starts.append(start)
            self._values.extend((end, page, *map(_to_hundredths, box)))

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> WordLocation: ...

    @overload
    def __getitem__(self, index: slice) -> "WordLocations": ...

    def __getitem__(self, index: "int | slice") -> "WordLocation | WordLocations":
        if isinstance(index, slice):
            return WordLocations(self[place] for place in range(*index.indices(len(self))))
        return next(self._iter(range(len(self))[index], len(self)))

    def __iter__(self) -> Iterator[WordLocation]:
        return self._iter(0, len(self))

    def iter_within(self, start: int, end: int) -> Iterator[WordLocation]:
        """The words that share a character with ``[start, end)``."""
        first = max(0, bisect_right(self._starts, start) - 1)
        words = self._iter(first, bisect_left(self._starts, end, first))
        return (word for word in words if word.end_char > start)

    def _iter(self, first: int, last: int) -> Iterator[WordLocation]:
        for place in range(first, last):
            end, page, x0, top, x1, bottom = self._values[6 * place : 6 * place + 6]
            bbox = (x0 / _PARTS, top / _PARTS, x1 / _PARTS, bottom / _PARTS)
            yield WordLocation(self._starts[place], end, page, bbox)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(WordLocation.__eq__, self, other))

    def __hash__(self) -> int:
        return hash((self._starts.tobytes(), self._values.tobytes()))

    def __repr__(self) -> str:
        return f"<{len(self)} word locations>"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Anything that is a list of word locations; written one by one, never as one list."""
        word = handler.generate_schema(WordLocation)
        listed = core_schema.no_info_after_validator_function(
            cls, core_schema.tuple_variable_schema(word)
        )
        return core_schema.json_or_python_schema(
            json_schema=listed,
            python_schema=core_schema.union_schema(
                [core_schema.is_instance_schema(cls), listed], mode="left_to_right"
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                iter, return_schema=core_schema.generator_schema(word)
            ),
        )


class Link(Record):
    """A hyperlink of the raw file: the words that carry it and where it leads."""

    url: str
    start_char: int = Field(ge=0)
    end_char: int = Field(ge=0)


class Document(Record):
    """One raw file as read: the canonical text and everything that stands off from it.

    Body blocks come first, in reading order; note blocks follow, in the order of the notes. So the
    same content gives the same text in every format, wherever a page put its notes.
    """

    schema_version: str = DOCUMENT_SCHEMA_VERSION
    document_id: str
    source: Source
    text: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    note_references: tuple[NoteReference, ...] = ()
    links: tuple[Link, ...] = ()
    title: str | None = Field(default=None, description="From the file's own properties, if any.")
    language: str | None = Field(default=None, description="As the file declares it, e.g. ``en``.")
    is_partial: bool = Field(default=False, description="True if a part could not be read.")
    word_locations: WordLocations = Field(
        default_factory=WordLocations,
        description="Sorted by offset; empty for formats without pages.",
        json_schema_extra={"default": []},
    )
    issues: tuple[Issue, ...] = ()

    @model_validator(mode="after")
    def _is_grounded(self) -> "Document":
        for note in self.notes:
            note.evidence.require_in(self.text)
        for reference in self.note_references:
            reference.evidence.require_in(self.text)
        end = 0
        for block in self.blocks:
            if not end <= block.start_char <= block.end_char <= len(self.text):
                raise UngroundedEvidenceError(
                    "<block>", block.start_char, block.end_char, self.text
                )
            end = block.end_char
        return self
