"""Which anchors of a page are references to notes, and where those notes begin.

A reference is an anchor that shows a label and leads forward to something that can be a note; a
back link leads from there to the reference. Names of ids and classes differ from tool to tool and
are used only where the shape leaves a doubt.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from pipeline.readers.html.content import Page
from pipeline.readers.html.tree import BLOCKS, HEADINGS, Element, get_block, get_text, get_words
from pipeline.readers.labels import is_label, parse_anchor, to_plain

_NAMED_LABEL = re.compile(r"(?:foot|end)?note\s*", re.IGNORECASE)
_CAPITALS = re.compile(r"[\[(]?[IVXL]{1,6}[\])]?\Z")
"""Roman numbers in capitals are labels only where an anchor shows it."""
_NOTE_WORD = re.compile(r"note|fn|ftn|edn|cite|footer-ref|reference")
_ONE_NOTE_ID = re.compile(
    r"(?:sd)?(?:foot|end)?(?:note|fn|ftn|edn|en)[-_:.]?[\w:.-]{0,40}\Z", re.IGNORECASE
)
_NO_NOTE = frozenset({"table", "figure", "figcaption", "caption", "nav", "main", "body", "html"})
_CONTAINERS = frozenset({"li", "dd", "aside", "div", "section", "tr"})
_MOST_SIBLINGS = 50
"""How far back it is looked whether an element begins its line."""


@dataclass(slots=True)
class NoteLinks:
    """Keys of notes by the elements that refer to them and in which they begin."""

    references: dict[Element, str] = field(default_factory=dict)
    starts: dict[Element, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """The label that the first reference to a note shows."""
    backs: set[Element] = field(default_factory=set)
    """Anchors that lead back to a reference."""
    inline: set[Element] = field(default_factory=set)
    """Notes that stand where they are cited."""


@dataclass(slots=True)
class _Holders:
    """What is known of the elements around notes."""

    counts: Counter[Element]
    """How many notes each element holds."""
    _with_blocks: dict[Element, bool] = field(default_factory=dict)

    def holds_blocks(self, element: Element) -> bool:
        """Whether an element has children that begin on lines of their own."""
        if element not in self._with_blocks:
            self._with_blocks[element] = any(child.tag in BLOCKS for child in element)
        return self._with_blocks[element]


@dataclass(slots=True)
class _Anchors:
    """All anchors of a page that lead to a place in it."""

    targets: dict[Element, Element] = field(default_factory=dict)
    order: dict[Element, int] = field(default_factory=dict)


def find_note_links(page: Page) -> NoteLinks:
    """All references of ``page`` and the elements where their notes begin."""
    anchors = _collect(page)
    links = NoteLinks(inline=page.inline_notes)
    pairs: list[tuple[Element, Element]] = []
    for anchor, target in anchors.targets.items():
        is_forward = anchors.order[anchor] < anchors.order[target]
        if is_forward and _get_label(anchor) and _can_be_note(anchor, target):
            pairs.append((anchor, target))
    places = _collect_places(pairs)
    known = {target for _, target in pairs}
    forward = {anchor for anchor, _ in pairs}
    for anchor, target in anchors.targets.items():
        if target in places and anchor not in places:
            links.backs.add(anchor)
        elif target in known and anchor not in forward and _get_label(anchor):
            pairs.append((anchor, target))  # a note that stands before this reference to it
    holders = _Holders(_count_holders(known))
    keys: dict[Element, str] = {}
    for anchor, target in pairs:
        start = _find_start(target, holders)
        if start is None or _is_inside(anchor, start):
            continue
        key = keys.setdefault(start, f"anchor {len(keys) + 1}")
        links.starts[start] = key
        links.references[anchor] = key
        links.labels.setdefault(key, _get_label(anchor))
    return links


def get_fragment(element: Element) -> str:
    """The part of an anchor's target after ``#``, decoded; empty if there is none."""
    return unquote((element.get("href") or "").partition("#")[2])


def is_note_name(name: str) -> bool:
    """Whether an id looks like that of a note.

    >>> is_note_name("_ftn12"), is_note_name("section-2")
    (True, False)
    """
    return bool(_NOTE_WORD.search(name.lower()))


def _collect(page: Page) -> _Anchors:
    ids: dict[str, Element] = {}
    found: list[Element] = []
    anchors = _Anchors()
    walker = etree.iterwalk(page.root, events=("start",))
    for _, element in walker:
        if element in page.skipped:
            walker.skip_subtree()
            continue
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name and name not in ids:
                ids[name] = element
                anchors.order[element] = len(anchors.order)
        if element.tag == "a" and "#" in (element.get("href") or ""):
            found.append(element)
            anchors.order.setdefault(element, len(anchors.order))
    for anchor in found:
        target = ids.get(get_fragment(anchor))
        if target is None:
            target = ids.get((anchor.get("href") or "").partition("#")[2])
        if target is not None and target is not anchor:
            anchors.targets[anchor] = target
    return anchors


def _get_label(anchor: Element) -> str:
    """The one label that an anchor shows; empty if it shows something else."""
    if "doc-backlink" in (anchor.get("role") or ""):
        return ""
    text = get_text(anchor)
    if _CAPITALS.match(text):
        return text.strip("[](). ")
    labels = parse_anchor(_NAMED_LABEL.sub("", text)) if len(text) <= 20 else ()
    return labels[0] if len(labels) == 1 else ""


def _can_be_note(anchor: Element, target: Element) -> bool:
    """Whether the target is no heading, table or section, and something speaks for a note."""
    block = get_block(target)
    if target.tag in _NO_NOTE or block.tag in HEADINGS or _has_heading(target):
        return False
    if is_raised_anchor(anchor) or get_text(anchor)[:1] in "[({" or _is_bracketed(anchor):
        return True
    kinds = [one.get(name) or "" for one in (anchor, target) for name in ("role", "epub:type")]
    names = " ".join([target.get("id") or target.get("name") or "", *kinds]).lower()
    if _NOTE_WORD.search(names) or _NOTE_WORD.search(get_words(anchor)):
        return True
    label, start = _get_label(anchor), to_plain(_read_line(target, block)).lstrip("[(^ ")
    if not is_label(label) or not start.startswith(label):
        return False
    return not start[len(label) : len(label) + 1].isalnum()


def _is_bracketed(anchor: Element) -> bool:
    """Whether brackets stand around an anchor."""
    previous = anchor.getprevious()
    before = anchor.getparent().text if previous is None else previous.tail
    pair = (before or "")[-1:] + (anchor.tail or "")[:1]
    return pair in ("[]", "()", "{}")


def _read_line(target: Element, block: Element) -> str:
    """The first characters that are printed at or after ``target`` in its block."""
    text = "".join(target.itertext())
    place = target
    steps = 0
    while place is not block and len(text.strip()) < 12 and steps < _MOST_SIBLINGS:
        steps += 1
        text += place.tail or ""
        following = place.getnext()
        while following is None and place is not block:
            place = place.getparent()
            if place is not block:
                text += place.tail or ""
                following = place.getnext()
        if following is None:
            break
        place = following
        text += "".join(place.itertext())
    return text.strip()[:20]


def is_raised_anchor(anchor: Element) -> bool:
    """Whether an anchor stands in, or is filled by, a ``<sup>``, or shows raised characters."""
    if any(place.tag == "sup" for place in [*anchor.iterancestors()][:3]):
        return True
    return anchor.find(".//sup") is not None or to_plain(get_text(anchor)) != get_text(anchor)


def _has_heading(element: Element) -> bool:
    return element.tag in BLOCKS and any(True for _ in element.iter(*HEADINGS))


def _collect_places(pairs: list[tuple[Element, Element]]) -> set[Element]:
    """Elements whose ids back links use: the reference, what it stands in, what is empty before."""
    places: set[Element] = set()
    for anchor, _ in pairs:
        places.update(anchor.iter())
        place = anchor
        for _ in range(4):
            before = place.getprevious()
            if before is not None and not before.tail and not get_text(before):
                places.add(before)
            place = place.getparent()
            if place is None or place.tag in BLOCKS:
                break
            places.add(place)
    return places


def _count_holders(targets: set[Element]) -> Counter[Element]:
    """How many notes each element holds."""
    holders: Counter[Element] = Counter()
    for target in targets:
        holders[target] += 1
        holders.update(target.iterancestors())
    return holders


def _find_start(target: Element, holders: _Holders) -> Element | None:
    """The element in which the note at ``target`` begins."""
    block = get_block(target)
    if target.tag not in BLOCKS:
        if holders.holds_blocks(block) and not get_text(target):
            return _find_next_block(target, block)
        if holders.counts[block] > 1 or not starts_line(target, block):
            return _climb_to_line(target, block) if starts_line(target, block) else None
    if block.tag in ("body", "html", "main", "article", "table", "ul", "ol"):
        return None
    return _widen(block, holders.counts)


def _find_next_block(target: Element, block: Element) -> Element | None:
    """The block after an empty anchor that stands between blocks."""
    place = target
    while place.getparent() is not block:
        place = place.getparent()
    place = place.getnext()
    while place is not None and place.tag not in BLOCKS:
        place = place.getnext()
    return place


def _climb_to_line(target: Element, block: Element) -> Element:
    """The outermost element that begins where ``target`` begins, below its block."""
    place = target
    while True:
        parent = place.getparent()
        if (
            parent is block
            or parent is None
            or (parent.text or "").strip()
            or parent[0] is not place
        ):
            return place
        place = parent


def _widen(block: Element, holders: Counter[Element]) -> Element:
    """A list item or a container made for one note takes in all of its paragraphs."""
    while True:
        parent = block.getparent()
        if parent is None or holders[parent] != 1 or parent.tag not in _CONTAINERS:
            return block
        style, role = parent.get("style") or "", parent.get("role") or parent.get("epub:type") or ""
        is_made_for_one = (
            parent.tag in ("li", "dd", "tr")
            or role.removeprefix("doc-") in ("footnote", "endnote")
            or re.search(r"mso-element:\s*(?:foot|end)note(?!-)", style) is not None
            or (_ONE_NOTE_ID.match(parent.get("id") or "") is not None)
        )
        if not is_made_for_one:
            return block
        block = parent


def starts_line(element: Element, block: Element) -> bool:
    """Whether nothing but an opening bracket is printed before ``element`` on its line."""
    place = element
    steps = 0
    while place is not block:
        before = place.getprevious()
        while before is not None:
            if (before.tail or "").strip(" \t\r\n[(^"):
                return False
            if before.tag == "br" or before.tag in BLOCKS:
                return True
            if get_text(before) or steps > _MOST_SIBLINGS:
                return False
            steps += 1
            before = before.getprevious()
        place = place.getparent()
        if place is None:
            return True
        if (place.text or "").strip(" \t\r\n[(^"):
            return False
    return True


def _is_inside(element: Element, outer: Element) -> bool:
    return element is outer or any(place is outer for place in element.iterancestors())
