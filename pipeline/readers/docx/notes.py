"""Footnotes and endnotes of Word: their labels, in the order of their references."""

import re
from dataclasses import dataclass, field

from pipeline.readers.docx.archive import Element, Package, Relationship
from pipeline.readers.docx.names import W, find, get_name, get_value
from pipeline.readers.docx.numbering import NoteNumbering, read_note_numbering
from pipeline.readers.numbering import format_number

_KINDS = ("footnote", "endnote")
_NO_TEXT = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_NOTE_FIELD = re.compile(r"\s*NOTEREF\s+\"?([^\s\"]+)", re.IGNORECASE)


@dataclass(slots=True)
class WordNote:
    """A note that the text refers to."""

    key: str
    label: str


@dataclass(slots=True)
class _Counter:
    """Numbering of one kind of notes through the sections."""

    sections: list[NoteNumbering]
    section: int = 0
    count: int = 0

    def count_one(self) -> str:
        numbering = self.sections[min(self.section, len(self.sections) - 1)]
        self.count += 1
        return format_number(numbering.start + self.count - 1, numbering.kind)


@dataclass(slots=True)
class WordNotes:
    """The notes of a document as its references come by."""

    elements: dict[str, Element] = field(default_factory=dict)
    """By key: the note in its part."""
    links: dict[str, dict[str, Relationship]] = field(default_factory=dict)
    """By kind of note: the relationships of the part that holds such notes, by id."""
    cited: dict[str, WordNote] = field(default_factory=dict)
    """By key."""
    in_order: list[WordNote] = field(default_factory=list)
    """In the order of the first references."""
    bookmarks: dict[str, str] = field(default_factory=dict)
    """By the name of a bookmark around a reference: the key of its note."""
    counters: dict[str, _Counter] = field(default_factory=dict)

    def cite(self, kind: str, note_id: str, mark: str | None) -> WordNote:
        """The note that a reference points at.

        ``mark`` is what its author typed, if anything; such a note is not counted.
        """
        key = f"{kind} {note_id}"
        note = self.cited.get(key)
        if note is None:
            label = self.counters[kind].count_one() if mark is None else mark.strip()
            note = self.cited[key] = WordNote(key, label)
            self.in_order.append(note)
        return note

    def find_cited(self, instruction: str) -> WordNote | None:
        """The note that a field refers to once more; None if it is no such field."""
        found = _NOTE_FIELD.match(instruction)
        return self.cited.get(self.bookmarks.get(found[1], "")) if found else None

    def end_section(self) -> None:
        """The next reference stands in the next section."""
        for counter in self.counters.values():
            counter.section += 1
            now = counter.sections[min(counter.section, len(counter.sections) - 1)]
            if now.restart in ("eachSect", "eachPage"):
                counter.count = 0

    def end_page(self) -> None:
        """The next reference stands on the next page."""
        for counter in self.counters.values():
            now = counter.sections[min(counter.section, len(counter.sections) - 1)]
            if now.restart == "eachPage":
                counter.count = 0

    @property
    def restarts_by_page(self) -> bool:
        """Whether labels depend on where pages end, which the file says only roughly."""
        return any(
            numbering.restart == "eachPage"
            for counter in self.counters.values()
            for numbering in counter.sections
        )


def read_notes(package: Package, body: Element, settings: Element | None) -> WordNotes:
    """The notes that the parts of the file hold, and how they are numbered."""
    notes = WordNotes()
    changes = W + "sectPrChange"
    sections = [one for one in body.iter(W + "sectPr") if one.getparent().tag != changes]
    for kind in _KINDS:
        part = package.find_linked(f"{kind}s")
        root = None if part is None else package.parse(part)
        notes.links[kind] = {} if root is None or part is None else package.parse_links(part)
        for element in [] if root is None else root.iterfind(W + kind):
            if get_value(element, "type") not in _NO_TEXT:
                notes.elements[f"{kind} {get_value(element, 'id')}"] = element
        first = NoteNumbering(kind="i") if kind == "endnote" else NoteNumbering()
        general = read_note_numbering(find(settings, f"{kind}Pr"), first)
        numberings = [read_note_numbering(find(one, f"{kind}Pr"), general) for one in sections]
        notes.counters[kind] = _Counter(numberings or [general])
    notes.bookmarks = _find_bookmarks(body)
    return notes


def _find_bookmarks(body: Element) -> dict[str, str]:
    """The bookmarks that Word puts around a reference that is cited again elsewhere."""
    open_names: dict[str, str] = {}
    found: dict[str, str] = {}
    wanted = tuple(W + name for name in ("bookmarkStart", "bookmarkEnd", *_references()))
    for element in body.iter(*wanted):
        name = get_name(element)
        if name == "bookmarkStart":
            if (get_value(element, "name") or "").startswith("_Ref"):
                open_names[get_value(element, "id") or ""] = get_value(element, "name") or ""
        elif name == "bookmarkEnd":
            open_names.pop(get_value(element, "id") or "", None)
        else:
            key = f"{name.removesuffix('Reference')} {get_value(element, 'id')}"
            found.update(dict.fromkeys(open_names.values(), key))
            open_names.clear()
    return found


def _references() -> list[str]:
    return [f"{kind}Reference" for kind in _KINDS]
