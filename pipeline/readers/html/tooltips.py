"""Notes that a page keeps in an attribute of their marker and shows when it is pointed at."""

import re

from lxml import etree

from pipeline.readers.html.tree import Element, get_text, get_words
from pipeline.readers.html.vocabulary import NOTE_MARKER_WORDS
from pipeline.readers.labels import parse_labels

_ATTRIBUTES = (
    "data-footnote",
    "data-note",
    "data-tooltip",
    "data-tip",
    "data-tippy-content",
    "data-bs-content",
    "data-content",
    "data-original-title",
    "data-bs-original-title",
    "data-title",
    "title",
)
_TAGS = ("sup", "abbr", "span", "a", "cite", "button")
_MARKUP = re.compile(r"<[^<>]{0,500}>")
_DIRECTION = re.compile(
    r"(?:jump|go|back|scroll|skip|link|click|see|view|show|read|return|opens?|zur?|retour)\b"
    r"|(?:foot|end)?note\b|reference\b|https?:|#|\d+\Z",
    re.IGNORECASE,
)
"""What such an attribute says where the note itself stands elsewhere."""


def lift_tooltips(root: Element) -> frozenset[Element]:
    """Put each note of an attribute behind its marker; the elements that now hold the notes.

    A marker that leads to a note on the page has its note there.
    """
    found: set[Element] = set()
    for marker in list(root.iter(*_TAGS)):
        text = _read_note(marker)
        if not text:
            continue
        note = etree.Element("span")
        note.text = text
        note.tail, marker.tail = marker.tail, None
        marker.addnext(note)
        marker.tag = "sup"
        found.add(note)
    return frozenset(found)


def _read_note(marker: Element) -> str:
    """The note in an attribute of ``marker``; empty if there is none."""
    values = [(name, marker.get(name)) for name in _ATTRIBUTES if marker.get(name)]
    if not values or len(parse_labels(get_text(marker))) != 1 or _leads_away(marker):
        return ""
    name, value = values[0]
    is_known = name.startswith("data-") or NOTE_MARKER_WORDS.search(get_words(marker)) is not None
    if not is_known and not any(one.tag == "sup" for one in (marker, *_around(marker))):
        return ""
    text = " ".join(_MARKUP.sub(" ", str(value)).split())
    return "" if len(text) < 2 or _DIRECTION.match(text) else text


def _around(marker: Element) -> list[Element]:
    return [*marker.iterancestors()][:2]


def _leads_away(marker: Element) -> bool:
    """Whether the marker is, holds or stands in a link that leads somewhere."""
    links = [one for one in (*_around(marker), *marker.iter("a")) if one.tag == "a"]
    targets = [(link.get("href") or "").strip(" #").lower() for link in links]
    return any(target and not target.startswith("javascript:") for target in targets)
