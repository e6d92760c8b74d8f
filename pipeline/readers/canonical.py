"""Canonical characters: what a raw block says once typography and white space are out of the way.

Only NFC is used. NFKC would turn ``12⁵`` into ``125``, a silent change of a number.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.readers.labels import SUPERSCRIPT_DIGITS
from pipeline.readers.raw import RawBlock, Run
from pipeline.readers.rewriting import Edit
from schemas.document import WordLocation, WordLocations

_INVISIBLE = dict.fromkeys(
    [
        0xAD,  # soft hyphen
        *range(0x200B, 0x2010),  # zero width space and joiners, direction marks
        *range(0x202A, 0x202F),  # embedded directions
        *range(0x2060, 0x2070),  # word joiner, invisible operators, isolates
        0xFEFF,  # byte order mark inside the text
        *(code for code in range(0x20) if not chr(code).isspace()),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
    ]
)
_SOFT_BREAK = re.compile(r"\xad[^\S\n]*\n\s*")
"""A soft hyphen at the end of a line is printed; the word goes on in the next line."""
_LINE_BREAK = re.compile(r"[^\S\n]*\n\s*")
_SPACE = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
"""White space that is not yet one single space; those that are stay untouched, which is quick."""


@dataclass(slots=True)
class Span:
    """Where the visible characters of a run stand in the text of its prepared block."""

    start: int
    end: int
    run: Run


@dataclass(slots=True)
class PreparedBlock:
    r"""A raw block with its canonical text, markers still inside.

    A line break of the raw file is kept as ``\n``, since a note may begin after it; the builder
    turns it into a space.
    """

    raw: RawBlock
    """Without its runs."""
    text: str
    spans: list[Span]
    """Of the runs that are more than words: raised, linked, or references by format."""
    words: WordLocations
    """Offsets in ``text`` and where they are printed; empty for formats without pages."""
    page: int | None
    """Page of the block's first character, if the format has pages."""

    def spans_at(self, start: int) -> list[Span]:
        """The spans that begin at ``start``."""
        index = bisect_left(self.spans, start, key=lambda span: span.start)
        found = []
        while index < len(self.spans) and self.spans[index].start == start:
            found.append(self.spans[index])
            index += 1
        return found

    def find_raised_edits(self, taken: list[Edit]) -> Iterator[Edit]:
        """Raised digits that no edit takes out become superscript characters: ``km<sup>2</sup>``.

        Plain digits would change a number. ``taken`` is sorted.
        """
        for span in self.spans:
            if not span.run.is_raised:
                continue
            index = bisect_left(taken, span.end, key=lambda edit: edit.start) - 1
            if index >= 0 and taken[index].end > span.start:
                continue
            for offset in range(span.start, span.end):
                if self.text[offset] in "0123456789":
                    raised = SUPERSCRIPT_DIGITS[int(self.text[offset])]
                    yield Edit(offset, offset + 1, raised)


def clean(text: str) -> str:
    r"""``text`` in NFC without invisible characters, runs of white space folded to one character.

    A run of white space becomes ``\n`` if it holds a line break, else one space.

    >>> clean("12⁵\u00a0Mem\u00adber  States \r\n next")
    '12⁵ Member States\nnext'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\xad" in text:
        text = _SOFT_BREAK.sub("", text.replace("\r\n", "\n"))
    text = text.translate(_INVISIBLE)
    if "\r" in text or "\x0c" in text or "\x0b" in text:
        text = text.translate({13: "\n", 12: "\n", 11: "\n"})
    if not text.isascii():
        text = text.translate({0x2028: "\n", 0x2029: "\n", 0x85: "\n"})
    if "\n" in text:
        text = _LINE_BREAK.sub("\n", text)
    return _SPACE.sub(" ", text)


def prepare(block: RawBlock) -> PreparedBlock:
    """The canonical text of ``block`` and where each of its runs stands in it."""
    pieces: list[str] = []
    spans: list[Span] = []
    position = 0
    is_broken = False
    for run in block.runs:
        piece = clean(run.text)
        if is_broken and piece.startswith("\n"):
            piece = piece[1:]
        is_broken = run.text.rstrip().endswith("\xad") or (is_broken and not piece)
        while piece and spans and pieces and unicodedata.combining(piece[0]):
            joined = unicodedata.normalize("NFC", pieces[-1] + piece[0])
            position += len(joined) - len(pieces[-1])
            pieces[-1], piece = joined, piece[1:]
            spans[-1].end = position
        if piece and piece[0].isspace() and (not pieces or pieces[-1][-1:].isspace()):
            if pieces and piece[0] == "\n":
                pieces[-1] = pieces[-1][:-1] + "\n"
            piece = piece[1:]
        visible = piece.strip()
        if visible or run.note_key is not None:
            start = position + (len(piece) - len(piece.lstrip()) if visible else 0)
            spans.append(Span(start, start + len(visible), run))
        if piece:
            pieces.append(piece)
            position += len(piece)
    words = WordLocations(_list_words(spans))
    page = words[0].page if block.page is None and words else block.page
    marked = [span for span in spans if _is_marked(span.run)]
    return PreparedBlock(replace(block, runs=[]), "".join(pieces).rstrip(), marked, words, page)


def _list_words(spans: list[Span]) -> Iterator[WordLocation]:
    for span in spans:
        if span.run.page is not None and span.run.bbox is not None:
            yield WordLocation(span.start, span.end, span.run.page, span.run.bbox)


def _is_marked(run: Run) -> bool:
    return run.is_raised or run.url is not None or run.note_key is not None
