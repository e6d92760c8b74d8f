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
        self._text, self._blocks = document.text, document.blocks

    def find_line(self, evidence: Evidence) -> int | None:
        """The line, from 1, on which the evidence begins; None if its words are not in the file.

        Of several places with the same words the one with as many of them before it as in the
        document is taken, since both hold the same text.
        """
        wanted, start, skipped = _WORD.findall(evidence.quote)[:MAX_WORDS], evidence.start_char, 0
        if not wanted:
            wanted, start, skipped = self._look_around(evidence)
        places = self._places(wanted) if wanted else []
        if not places:
            return None
        before = self._count_before(wanted, start)
        at = places[min(before, len(places) - 1)] + skipped
        return bisect_right(self._breaks, self._raw[at][1]) + 1

    def _look_around(self, evidence: Evidence) -> tuple[list[str], int, int]:
        """Words around evidence that has none, as a number has, within its block.

        With them where they begin, and how many of them stand before the word that shows the line:
        the next one, or the last one of a block.
        """
        start, end = evidence.start_char, evidence.end_char
        block = next((one for one in self._blocks if one.start_char <= start < one.end_char), None)
        if block is None:
            return [], start, 0
        before = list(_WORD.finditer(self._text, block.start_char, start))[-MAX_WORDS // 2 :]
        after = list(_WORD.finditer(self._text, end, block.end_char))[: MAX_WORDS // 2]
        found = [*before, *after]
        if not found:
            return [], start, 0
        shown = len(before) if after else len(before) - 1
        return [one.group() for one in found], found[0].start(), shown

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
