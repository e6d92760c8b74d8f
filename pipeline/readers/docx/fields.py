"""Fields of Word: instructions are not printed, results are."""

import re
from dataclasses import dataclass, field

from pipeline.readers.docx.archive import Element
from pipeline.readers.docx.names import W, get_value
from pipeline.readers.docx.notes import WordNote, WordNotes
from pipeline.readers.targets import find_target

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"?([^\s"]+)', re.IGNORECASE)
_UNPRINTED = re.compile(r"\s*(?:TOC|XE|TC|TA|RD|SET|ASK|PRIVATE)\b", re.IGNORECASE)


def is_balanced(story: Element) -> bool:
    """Whether every field that begins in ``story`` ends there.

    In a damaged file one that never ends would swallow all that follows; then fields are taken to
    end with their paragraphs.
    """
    depth = 0
    for element in story.iter(W + "fldChar"):
        kind = get_value(element, "fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind or "", 0)
        if depth < 0:
            return False
    return depth == 0


@dataclass(slots=True)
class _Field:
    instruction: list[str] = field(default_factory=list)
    has_result: bool = False
    is_printed: bool = True
    url: str | None = None
    note: WordNote | None = None


@dataclass(slots=True)
class Fields:
    """The fields that are open at one place of a story, outermost first."""

    notes: WordNotes
    _open: list[_Field] = field(default_factory=list)

    def take_in(self, element: Element, name: str) -> None:
        """Take in one ``w:fldChar`` (``begin``, ``separate`` or ``end``) or ``w:instrText``."""
        kind = get_value(element, "fldCharType")
        if name == "instrText":
            if self._open:
                self._open[-1].instruction.append(element.text or "")
        elif kind == "begin":
            self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._understand(self._open[-1])
        elif kind == "end":
            self.end()

    def begin_simple(self, instruction: str) -> None:
        """Enter a ``w:fldSimple``."""
        self._open.append(_Field([instruction]))
        self._understand(self._open[-1])

    def end(self) -> None:
        """Leave the innermost field."""
        if self._open:
            self._open.pop()

    def _understand(self, one: _Field) -> None:
        instruction = "".join(one.instruction)
        one.has_result = True
        one.is_printed = _UNPRINTED.match(instruction) is None
        link = _HYPERLINK.match(instruction)
        if link and not link[1].startswith("\\"):
            one.url = find_target(link[1])
        one.note = self.notes.find_cited(instruction)

    @property
    def is_printing(self) -> bool:
        """Whether characters that come now are printed."""
        return all(one.has_result and one.is_printed for one in self._open)

    @property
    def url(self) -> str | None:
        """Target of the innermost link that is open."""
        return next((one.url for one in reversed(self._open) if one.url), None)

    @property
    def note(self) -> WordNote | None:
        """The note that is being cited again."""
        return next((one.note for one in reversed(self._open) if one.note), None)
