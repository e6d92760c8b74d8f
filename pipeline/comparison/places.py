"""Where a quote of the truth stands in the text, and how two places lie to each other."""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from schemas.document import Document, Evidence
from schemas.extraction import Extraction
from schemas.truth import TruthEvidence


class Level(IntEnum):
    """How close what was found is to what was expected."""

    DIFFERENT = 0
    OVERLAP = 1
    EQUAL = 2
    IDENTICAL = 3


class Place(NamedTuple):
    """A quote at ``[start, end)``; both None where the truth's quote could not be resolved."""

    quote: str
    start: int | None
    end: int | None


def relate(expected: Place, found: Place) -> Level:
    """IDENTICAL for the same range, OVERLAP for a shared character; by quote if a range is missing.

    >>> relate(Place("abcde", 0, 5), Place("fghi", 5, 9)).name
    'DIFFERENT'
    >>> relate(Place("abcde", 0, 5), Place("ef", 4, 6)).name
    'OVERLAP'
    """
    if expected.start is None or expected.end is None or found.start is None or found.end is None:
        ours, theirs = " ".join(expected.quote.split()), " ".join(found.quote.split())
        if ours == theirs:
            return Level.IDENTICAL
        return Level.OVERLAP if ours in theirs or theirs in ours else Level.DIFFERENT
    if (expected.start, expected.end) == (found.start, found.end):
        return Level.IDENTICAL
    if expected.start < found.end and found.start < expected.end:
        return Level.OVERLAP
    return Level.DIFFERENT


def overlap_share(expected: Place, found: Place) -> float:
    """Shared characters over all characters of the two, from 0 to 1."""
    if expected.start is None or expected.end is None or found.start is None or found.end is None:
        return {Level.IDENTICAL: 1.0, Level.OVERLAP: 0.5}.get(relate(expected, found), 0.0)
    shared = min(expected.end, found.end) - max(expected.start, found.start)
    whole = max(expected.end, found.end) - min(expected.start, found.start)
    return max(0, shared) / whole if whole else 1.0


def find_whole(quote: str, text: str, start: int, end: int) -> Iterator[int]:
    """Offsets in ``text[start:end]`` at which ``quote`` stands and is not part of a longer word.

    >>> list(find_whole("AT", "LATER, AT, AT.", 0, 14))
    [7, 11]
    """
    at = text.find(quote, start, end)
    while at >= 0:
        after = at + len(quote)
        cuts_before = at > 0 and text[at - 1].isalnum() and quote[0].isalnum()
        cuts_after = after < len(text) and text[after].isalnum() and quote[-1].isalnum()
        if not cuts_before and not cuts_after:
            yield at
        at = text.find(quote, at + 1, end)


class Resolver:
    """Turns the quotes of a truth into places of one document's text.

    Without the document, the quotes of the extraction's own notes still allow mentions in notes to
    be resolved; other quotes are then compared by their words.
    """

    def __init__(self, document: Document | None, extraction: Extraction | None) -> None:
        self._text = None if document is None else document.text
        self._notes: dict[str, list[tuple[str, int, int, int]]] = {}
        if document is not None:
            for note in document.notes:
                place = (document.text, note.evidence.start_char, note.evidence.end_char, 0)
                self._notes.setdefault(note.label, []).append(place)
        elif extraction is not None:
            for footnote in extraction.notes:
                at = footnote.evidence
                place = (at.quote, 0, len(at.quote), at.start_char)
                self._notes.setdefault(footnote.label, []).append(place)

    @property
    def has_text(self) -> bool:
        """Whether quotes of the body can be resolved."""
        return self._text is not None

    def resolve(self, evidence: TruthEvidence, note_label: str | None = None) -> Place:
        """The place that the person meant; without offsets if it is not there or not unique."""
        if evidence.start_char is not None:
            return Place(evidence.quote, evidence.start_char, evidence.end_char)
        places = self.find(evidence.quote, note_label)
        wanted = evidence.occurrence or 1
        for number, start in enumerate(places, start=1):
            if number == wanted:
                if evidence.occurrence is None and next(places, None) is not None:
                    break
                return Place(evidence.quote, start, start + len(evidence.quote))
        return Place(evidence.quote, None, None)

    def find(self, quote: str, note_label: str | None = None) -> Iterator[int]:
        """Every offset at which the quote stands, in the notes with that label if one is given."""
        if note_label is not None:
            for text, start, end, shift in self._notes.get(note_label, ()):
                for at in find_whole(quote, text, start, end):
                    yield at + shift
        elif self._text is not None:
            yield from find_whole(quote, self._text, 0, len(self._text))


def place_of(evidence: Evidence) -> Place:
    """The place of a finding's evidence."""
    return Place(evidence.quote, evidence.start_char, evidence.end_char)
