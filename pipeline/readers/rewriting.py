"""Rewriting a stretch of text by edits, with a map from old offsets to new ones."""

from bisect import bisect_right
from dataclasses import dataclass, replace


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
    _edits: list[Edit]
    _shifts: list[int]
    """Shift of what follows each edit."""
    _origin: int

    def with_spaces(self) -> "Rewritten":
        """The same with line breaks turned into spaces, which moves nothing."""
        return replace(self, text=self.text.replace("\n", " "))

    def map(self, offset: int) -> int:
        """New offset of the old ``offset``; inside an edit, the place of its replacement's end."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset - self._origin
        edit = self._edits[index]
        offset = max(offset, edit.end)
        return offset + self._shifts[index] - self._origin


def rewrite(text: str, start: int, end: int, edits: list[Edit]) -> Rewritten:
    """``text[start:end]`` with the edits made that fall into it; edits must not overlap.

    >>> new = rewrite("Seventeen² of", 0, 13, [Edit(9, 10)])
    >>> new.text, new.map(9), new.map(11)
    ('Seventeen of', 9, 10)
    """
    inside = [edit for edit in sorted(edits) if start <= edit.start and edit.end <= end]
    pieces: list[str] = []
    shifts: list[int] = []
    position, shift = start, 0
    kept: list[Edit] = []
    for edit in inside:
        if edit.start < position:
            continue
        pieces += [text[position : edit.start], edit.replacement]
        position = edit.end
        shift += len(edit.replacement) - (edit.end - edit.start)
        shifts.append(shift)
        kept.append(edit)
    pieces.append(text[position:end])
    return Rewritten("".join(pieces), [edit.start for edit in kept], kept, shifts, start)
