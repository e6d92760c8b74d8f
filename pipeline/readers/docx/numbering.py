"""Numbers that Word prints by itself: of list items and of notes."""

import re
from dataclasses import dataclass, field

from pipeline.readers.docx.archive import Element
from pipeline.readers.docx.names import W, find, get_number, get_value
from pipeline.readers.numbering import format_number

_FORMATS = {
    "decimal": "1",
    "decimalZero": "1",
    "lowerRoman": "i",
    "upperRoman": "I",
    "lowerLetter": "a",
    "upperLetter": "A",
    "chicago": "*",
}
_OWN_NUMBER = re.compile(r"[^%]{0,3}%\d[^%]{0,3}\Z")
"""A pattern that prints the number of its own level and no other."""


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How the items of one level of a list are numbered."""

    kind: str
    """As in ``format_number``; empty for bullets."""
    start: int


@dataclass(slots=True)
class Lists:
    """The lists of a document and how far each has been counted."""

    levels: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    """By ``numId``."""
    groups: dict[str, str] = field(default_factory=dict)
    """By ``numId``: the definition whose counters it shares."""
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    """By ``numId``: levels that begin anew with its first item."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def count(self, list_id: str, level: int) -> str | None:
        """Count one more item; its number as printed, None for bullets and joined numbers."""
        shape = self.levels.get(list_id, {}).get(level)
        counts = self._counts.setdefault(self.groups.get(list_id, list_id), {})
        for anew, start in self.restarts.pop(list_id, {}).items():
            counts[anew] = start - 1
        start = shape.start if shape else 1
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return format_number(counts[level], shape.kind) if shape and shape.kind else None


def read_lists(root: Element | None) -> Lists:
    """The lists of ``word/numbering.xml``."""
    lists = Lists()
    if root is None:
        return lists
    abstract = {
        get_value(item, "abstractNumId"): _read_levels(item)
        for item in root.iterfind(W + "abstractNum")
    }
    for item in root.iterfind(W + "num"):
        list_id = get_value(item, "numId") or ""
        group = get_value(find(item, "abstractNumId"))
        levels = dict(abstract.get(group, {}))
        for override in item.iterfind(W + "lvlOverride"):
            number = get_number(override, "ilvl") or 0
            levels.update(_read_levels(override))
            start = get_number(find(override, "startOverride"))
            if start is not None:
                lists.restarts.setdefault(list_id, {})[number] = start
        lists.levels[list_id] = levels
        lists.groups[list_id] = group or ""
    return lists


def _read_levels(parent: Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for item in parent.iterfind(W + "lvl"):
        kind = _FORMATS.get(get_value(find(item, "numFmt")) or "decimal", "")
        pattern = get_value(find(item, "lvlText")) or ""
        start = get_number(find(item, "start"))
        levels[get_number(item, "ilvl") or 0] = ListLevel(
            kind if _OWN_NUMBER.match(pattern) else "", 1 if start is None else start
        )
    return levels


@dataclass(frozen=True, slots=True)
class NoteNumbering:
    """How footnotes or endnotes are numbered in a section."""

    kind: str = "1"
    start: int = 1
    restart: str = "continuous"
    """``continuous``, ``eachSect`` or ``eachPage``."""


def read_note_numbering(properties: Element | None, base: NoteNumbering) -> NoteNumbering:
    """What ``w:footnotePr`` or ``w:endnotePr`` says, over what holds without it."""
    if properties is None:
        return base
    form = get_value(find(properties, "numFmt"))
    start = get_number(find(properties, "numStart"))
    return NoteNumbering(
        base.kind if form is None else _FORMATS.get(form, "1"),
        base.start if start is None else start,
        get_value(find(properties, "numRestart")) or base.restart,
    )
