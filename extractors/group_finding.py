"""Where a document names a group of countries, and which countries it takes out of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from extractors.alternatives import alternatives
from extractors.context import Context
from extractors.identity import IdMaker
from extractors.vocabulary import read_table
from schemas.extraction import GroupMention, Iso2

_JOINT = re.compile(
    r"\s*(?:,|;|/|&|\band\b|\bor\b)*\s*(?:\band\b|\bor\b)?\s*(?:the\s+)?", re.IGNORECASE
)
_BUT = re.compile(r"\s*,?\s*but\s+(?:the\s+)?")
"""An exception only where the list behind it was read as one: 'all members but BG and RO'."""


@cache
def _exception_cue() -> re.Pattern[str]:
    cues = [row["cue"] for row in read_table("list_cues") if row["kind"] == "exception"]
    words = alternatives(cues)
    return re.compile(
        rf"\s*[,(–—-]?\s*(?:{words}|without|minus|but not)[\s:(]+(?:the\s+)?", re.IGNORECASE
    )


class Groups:
    """The groups of one document and the places of the countries that they leave out."""

    def __init__(self, context: Context, names: list[tuple[int, int, Iso2]]) -> None:
        """``names``: every country mention of the document, start, end and iso2, in text order."""
        self._context = context
        self._names = names
        self._starts = [start for start, _, _ in names]
        self.mentions: list[GroupMention] = []
        self.excepted: set[int] = set()
        """Offsets of the mentions of excepted countries."""
        self._in_exceptions = {
            one.items[0].start for one in context.lists if one.kind == "exception"
        }
        ids = IdMaker("group")
        for span in context.doc.spans["groups"]:
            excepted = list(self._excepted(span.end_char))
            self.excepted.update(start for start, _ in excepted)
            iso2s = tuple(iso2 for _, iso2 in excepted)
            self.mentions.append(
                GroupMention(
                    finding_id=ids.make(span.label_, span.text, *iso2s),
                    group_id=span.label_,
                    exceptions=iso2s,
                    evidence=context.evidence(span.start_char, span.end_char),
                )
            )

    def _excepted(self, position: int) -> Iterator[tuple[int, Iso2]]:
        """The countries of 'except Denmark and Ireland' behind a group's last character."""
        text = self._context.text
        stop = self._context.block_at(position).end_char
        cue = _exception_cue().match(text, position, min(stop, position + 40))
        if cue is None:
            cue = _BUT.match(text, position, min(stop, position + 20))
            if cue is None or cue.end() not in self._in_exceptions:
                return
        position = cue.end()
        while (index := bisect_left(self._starts, position)) < len(self._names):
            start, end, iso2 = self._names[index]
            if start != position or start >= stop:
                return
            yield start, iso2
            joint = _JOINT.match(text, end, min(stop, end + 20))
            position = joint.end() if joint else end
            if position == end:
                return
