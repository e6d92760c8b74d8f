"""What every extractor is given: the document, its spaCy Doc, and what was found before."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from spacy.tokens import Doc

from extractors.boilerplate import StandingBlock
from extractors.datelines import Dateline, find_dateline
from extractors.list_candidates import Name
from extractors.lists import CountryList
from extractors.vocabulary import Vocabulary
from schemas.document import Block, Document, Evidence, Issue
from schemas.extraction import (
    Claim,
    CountryMention,
    Footnote,
    GroupMention,
    InstrumentMention,
    Iso2,
    Metadata,
)
from schemas.locating import Locator


class Sentence(NamedTuple):
    """A sentence at ``text[start:end]``, inside one block, trailing white space left out."""

    start: int
    end: int
    block: int


@dataclass(frozen=True)
class Context:
    """One document on its way through the extractors. Nothing in it changes."""

    document: Document
    doc: Doc
    """The text tokenized, with span groups ``country_names``, ``groups`` and ``instrument_terms``.

    Labels of the spans are an iso2 code, a group id and an instrument id.
    """
    lowered: str
    """The text in lower case, with the same offsets, for ``compile_lower`` patterns."""
    vocabulary: Vocabulary
    sentences: tuple[Sentence, ...]
    names: Sequence[Name]
    """Names and demonyms of countries, in text order; they never overlap."""
    lists: tuple[CountryList, ...]
    """Every country list of the document, in text order; they never overlap."""
    boilerplate: tuple[tuple[int, int], ...]
    """Stretches of the text that describe the network or list contacts and sites, sorted."""
    standing: tuple[StandingBlock, ...]
    """The blocks that make these stretches, with the kind of their section."""
    language: str | None
    """BCP 47; None if it cannot be told."""

    @cached_property
    def text(self) -> str:
        """``document.text``."""
        return self.document.text

    @cached_property
    def dateline(self) -> Dateline:
        """Where and when the document says it was published."""
        return find_dateline(self.document, self.language)

    @cached_property
    def evidence(self) -> Callable[[int, int], Evidence]:
        """Makes the text at ``[start, end)`` evidence, with page and boxes where there are any."""
        return Locator(self.document.text, self.document.word_locations).get_evidence

    def is_boilerplate(self, offset: int) -> bool:
        """Whether the character at ``offset`` belongs to the network's standing text."""
        index = bisect_right(self.boilerplate, (offset, len(self.text) + 1)) - 1
        return index >= 0 and self.boilerplate[index][0] <= offset < self.boilerplate[index][1]

    def block_at(self, offset: int) -> Block:
        """The block that holds ``offset`` or ends just before it."""
        return self.document.blocks[self.block_index_at(offset)]

    def block_and_next(self, offset: int) -> tuple[Block, int]:
        """The same block and where the next one begins; past the text behind the last."""
        index = self.block_index_at(offset)
        starts = self._block_starts
        return self.document.blocks[index], (
            starts[index + 1] if index + 1 < len(starts) else len(self.text) + 1
        )

    def block_index_at(self, offset: int) -> int:
        """Index of the block that holds ``offset`` or ends just before it."""
        return max(0, bisect_right(self._block_starts, offset) - 1)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds ``offset``, or None between sentences."""
        index = bisect_right(self._sentence_starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].end:
            return self.sentences[index]
        return None

    def names_between(self, start: int, end: int) -> list[tuple[int, int, Iso2]]:
        """Names and demonyms of countries in ``[start, end)``: start, end, iso2; text order."""
        first = bisect_left(self._name_starts, start)
        last = bisect_left(self._name_starts, end, first)
        return [name[:3] for name in self.names[first:last]]

    @cached_property
    def _name_starts(self) -> list[int]:
        return [name[0] for name in self.names]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start_char for block in self.document.blocks]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]


@dataclass(slots=True)
class Findings:
    """What the extractors have found so far; each later one may read it and none may edit it."""

    metadata: Metadata | None = None
    instruments: list[InstrumentMention] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    countries: list[CountryMention] = field(default_factory=list)
    groups: list[GroupMention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


Finding = Metadata | InstrumentMention | Footnote | CountryMention | GroupMention | Claim | Issue
Extractor = Callable[[Context, Findings], Iterable[Finding]]
"""Reads a document and what was found before; yields findings and issues, in text order."""
