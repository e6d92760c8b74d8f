"""Where evidence stands in the raw file: its line, for texts that have lines.

A document's offsets count in its own text, from which markers and line breaks were taken out; an
editor needs the line of the file.
"""

import re
from bisect import bisect_right
from functools import cached_property

from schemas.document import Document, Evidence

MAX_WORDS = 12
"""So many words of a quote tell its place; more would cost time where they repeat."""

_WORD = re.compile(r"[^\W\d_²³¹⁰-⁹]+")
"""Letters only: digits may be markers, and punctuation may be escaped in the file."""


class LineFinder:
    """Finds the lines of one raw text by the words of the evidence."""

    def __init__(self, raw_text: str, document: Document) -> None:
        self._raw = [(found.group(), found.start()) for found in _WORD.finditer(raw_text)]
        self._breaks = [found.start() for found in re.finditer("\n", raw_text)]
        self._text = document.text

    def find_line(self, evidence: Evidence) -> int | None:
        """The line, from 1, on which the evidence begins; None if its words are not in the file.

        Of several places with the same words the one with as many of them before it as in the
        document is taken, since both hold the same text.
        """
        wanted = _WORD.findall(evidence.quote)[:MAX_WORDS]
        if not wanted:
            return None
        places = self._places(wanted)
        if not places:
            return None
        before = self._count_before(wanted, evidence.start_char)
        at = places[min(before, len(places) - 1)]
        return bisect_right(self._breaks, self._raw[at][1]) + 1

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        starts: dict[str, list[int]] = {}
        for at, (word, _) in enumerate(self._raw):
            starts.setdefault(word, []).append(at)
        return starts

    def _places(self, wanted: list[str]) -> list[int]:
        size = len(wanted)
        return [
            at
            for at in self._starts.get(wanted[0], [])
            if [word for word, _ in self._raw[at : at + size]] == wanted
        ]

    def _count_before(self, wanted: list[str], offset: int) -> int:
        """How often the words stand in the document before ``offset``."""
        pattern = r"[\W\d_]+".join(re.escape(word) for word in wanted)
        return sum(1 for _ in re.finditer(rf"(?<![^\W\d_]){pattern}", self._text[:offset]))
