"""Rewriting a stretch of text by edits, with a map from old offsets to new ones."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters ``[start, end)`` give way to ``replacement``."""

    start: int
    end: int
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new text, and where the old characters went."""

    text: str
    _starts: list[int]
    _ends: list[int]
    _shifts: list[int]
    """What to add to an offset behind each edit."""
    _shift: int
    """What to add to an offset before the first one."""

    def map(self, offset: int) -> int:
        """New offset of the old ``offset``; of a character that gave way, where the edit begins."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return max(0, offset + self._shift)
        if offset < self._ends[index]:
            offset = self._starts[index]
            shift = self._shifts[index - 1] if index else self._shift
            return max(0, offset + shift)
        return max(0, offset + self._shifts[index])


def rewrite(text: str, start: int, end: int, edits: list[Edit]) -> Rewritten:
    r"""``text[start:end]`` with the edits made that fall into it, line breaks as spaces, stripped.

    Edits come sorted; of two that overlap the first is made.

    >>> new = rewrite("Seventeen² of\nthese ", 0, 20, [Edit(9, 10)])
    >>> new.text, new.map(9), new.map(11)
    ('Seventeen of these', 9, 10)
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    shifts: list[int] = []
    position, shift = start, -start
    first = bisect_right(edits, start, key=lambda edit: edit.end)
    for edit in edits[first:]:
        if edit.start >= end and edit.end > end:
            break
        if edit.start < position or edit.end > end:
            continue
        pieces += [text[position : edit.start], edit.replacement]
        position = edit.end
        shift += len(edit.replacement) - (edit.end - edit.start)
        starts.append(edit.start)
        ends.append(edit.end)
        shifts.append(shift)
    pieces.append(text[position:end])
    new = "".join(pieces).replace("\n", " ").rstrip()
    lead = len(new) - len(new.lstrip())
    return Rewritten(new[lead:], starts, ends, [one - lead for one in shifts], -start - lead)
