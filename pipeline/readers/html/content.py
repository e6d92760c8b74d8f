"""Which elements of a page are its text: what is skipped, and where the main content stands."""

from dataclasses import dataclass, field

from lxml import etree

from pipeline.readers.html.opening import find_openable, is_openable
from pipeline.readers.html.styles import Styles, is_for_screen_readers
from pipeline.readers.html.tree import (
    BLOCKS,
    HEADINGS,
    UNPRINTED,
    Element,
    get_text,
    get_words,
    has_printed,
)
from pipeline.readers.html.vocabulary import (
    BOILERPLATE_NAMES,
    BOILERPLATE_WORDS,
    CONTENT_WORDS,
    INLINE_NOTE_WORDS,
    NOTE_ZONE_WORDS,
    PAGE_FOOT_NAMES,
    ROLES_OUT,
)
from pipeline.readers.labels import parse_labels

_LEAST_MAIN = 200
"""Characters of text that make a ``<main>`` believable even on a page full of teasers."""
_PAGE_PARTS = frozenset({"header", "footer", "nav"})
_INSIDE = frozenset({"main", "article"})


@dataclass(slots=True)
class Size:
    """Printed characters below an element, white space aside, in and out of links."""

    plain: int = 0
    linked: int = 0
    links: int = 0

    @property
    def is_navigation(self) -> bool:
        """Whether nearly all of it are links, and more than one."""
        return self.links >= 3 and self.linked > 2 * self.plain

    @property
    def total(self) -> int:
        """All printed characters."""
        return self.plain + self.linked


@dataclass(slots=True)
class Page:
    """A parsed page and what was found out about it before its blocks are read."""

    root: Element
    styles: Styles
    skipped: set[Element] = field(default_factory=set)
    """Elements that are no text of the document, with all that is inside them."""
    sizes: dict[Element, Size] = field(default_factory=dict)
    """Of every block element."""
    hidden_words: list[str] = field(default_factory=list)
    """Beginnings of texts that a reader of the page does not see."""
    notes: set[Element] = field(default_factory=set)
    """Elements in which notes stand; never skipped."""
    inline_notes: set[Element] = field(default_factory=set)
    """Notes inside the line in which they are cited."""

    def get_size(self, element: Element) -> Size:
        """Size of an element; zero for inline ones."""
        return self.sizes.get(element) or Size()


def skip_unprinted(page: Page) -> None:
    """Skip what no reader of the page sees: scripts, hidden and struck text.

    What a click opens is no such text, nor is a note that shows when its marker is pointed at.
    """
    opened = find_openable(page.root)
    walker = etree.iterwalk(page.root, events=("start",))
    for _, element in walker:
        tag = element.tag
        if not isinstance(tag, str) or _is_unprinted(element):
            page.skipped.add(element)
            walker.skip_subtree()
            continue
        if tag in ("del", "s", "strike") or is_for_screen_readers(element):
            page.skipped.add(element)
            walker.skip_subtree()
            continue
        if not element.attrib and not page.styles.rules:
            continue
        look = page.styles.get_look(element)
        if element in page.inline_notes:
            continue
        if look.is_note or _is_inline_note(element):  # often hidden until it is pointed at
            page.inline_notes.add(element)
        elif look.is_struck:
            page.skipped.add(element)
            walker.skip_subtree()
        elif (
            (look.is_hidden or _is_unsaid(element))
            and not _is_whole_page(element)
            and not is_openable(element, opened)
        ):
            page.skipped.add(element)
            page.hidden_words.append(get_text(element)[:200])
            walker.skip_subtree()


def _is_unprinted(element: Element) -> bool:
    if element.tag == "button":
        parent = element.getparent()
        return parent is None or (
            parent.tag not in HEADINGS and parent.tag not in ("summary", "dt")
        )
    return element.tag in UNPRINTED


def _is_unsaid(element: Element) -> bool:
    """Whether screen readers skip it, as they skip signs and repetitions; a marker is neither."""
    return (element.get("aria-hidden") or "").lower() == "true" and not parse_labels(
        get_text(element)
    )


def _is_inline_note(element: Element) -> bool:
    if element.tag in BLOCKS:
        return False
    is_named = element.get("role") in ("tooltip", "doc-footnote") or (
        element.get("class") and INLINE_NOTE_WORDS.search(get_words(element)) is not None
    )
    text = get_text(element) if is_named else ""
    return len(text) > 1 and not parse_labels(text)


def _is_whole_page(element: Element) -> bool:
    """A page saved while a dialog was open marks everything behind the dialog as hidden."""
    return element.tag in ("html", "body", "main") or element.find(".//main") is not None


def measure(page: Page) -> None:
    """Fill ``page.sizes``, in one pass over the tree."""
    open_sizes = [Size()]
    links = 0
    walker = etree.iterwalk(page.root, events=("start", "end"))
    for event, element in walker:
        size = open_sizes[-1]
        if event == "start":
            if element in page.skipped:
                walker.skip_subtree()
                continue
            if element.tag in BLOCKS:
                size = Size()
                open_sizes.append(size)
                page.sizes[element] = size
            if element.tag == "a" and element.get("href"):
                links += 1
                size.links += 1
            _count(size, element.text, is_linked=links > 0)
            continue
        if element not in page.skipped:
            if element.tag == "a" and element.get("href"):
                links -= 1
            if element.tag in BLOCKS:
                open_sizes.pop()
                outer = open_sizes[-1]
                outer.plain += size.plain
                outer.linked += size.linked
                outer.links += size.links
                size = outer
        if element is not page.root:
            _count(size, element.tail, is_linked=links > 0)


def _count(size: Size, text: str | None, *, is_linked: bool) -> None:
    if text is None or not has_printed(text):
        return
    length = len(text.strip())
    if is_linked:
        size.linked += length
    else:
        size.plain += length


def skip_boilerplate(page: Page) -> None:
    """Skip navigation, sharing, cookie banners, page headers and footers.

    Nothing is skipped that holds the page's first heading, most of its text, or a note.
    """
    body = page.root.find("body")
    body = page.root if body is None else body
    kept = _find_kept(page, body)
    most = page.get_size(body).plain // 2
    inside = 0
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            inside -= element.tag in _INSIDE
            continue
        inside += element.tag in _INSIDE
        if element in page.skipped:
            walker.skip_subtree()
        elif (
            element not in kept
            and page.get_size(element).plain <= most
            and _is_boilerplate(page, element, is_inside=inside > 0)
        ):
            page.skipped.add(element)
            walker.skip_subtree()


def _find_kept(page: Page, body: Element) -> set[Element]:
    """Elements around notes, main content and the only first heading."""
    titles = [title for title in body.iter("h1") if title not in page.skipped]
    kept: set[Element] = {body}
    for anchor in [*page.notes, *titles[:1], *body.iter("main")]:
        place = anchor
        while place is not None and place not in kept:
            kept.add(place)
            place = place.getparent()
    return kept


def _is_boilerplate(page: Page, element: Element, *, is_inside: bool) -> bool:
    tag = element.tag
    if tag == "div" and element.get("title") in ("header", "footer"):  # LibreOffice
        return True
    if (element.get("role") or "").strip().lower() in ROLES_OUT or tag in ("nav", "dialog"):
        return True
    words = get_words(element)
    if words != "--" and tag not in HEADINGS:
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
        if BOILERPLATE_WORDS.search(words) or not BOILERPLATE_NAMES.isdisjoint(names):
            return True
    if NOTE_ZONE_WORDS.search(words):
        return False
    size = page.get_size(element)
    if tag in _PAGE_PARTS or _is_page_foot(element):
        return size.is_navigation or not (is_inside or _holds_labels(element))
    if tag == "aside":
        return size.linked > size.plain
    if tag in ("ul", "ol", "div", "section", "td", "p") and not is_inside:
        return size.is_navigation
    return False


def _is_page_foot(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return element.tag in ("div", "section", "table") and not PAGE_FOOT_NAMES.isdisjoint(names)


def _holds_labels(element: Element) -> bool:
    """Whether raised labels stand in a part of a page, as they do where notes are typed."""
    return any(parse_labels(get_text(raised)) for raised in element.iter("sup"))


def choose_content(page: Page) -> list[Element]:
    """The elements to read, in order: what stands around the title, the main content, its notes."""
    body = page.root.find("body")
    body = page.root if body is None else body
    main = _choose_main(page, body)
    if main is body:
        return [body]
    chosen = [main]
    title = next((h1 for h1 in body.iter("h1") if _is_visible(page, h1)), None)
    has_own = any(_is_visible(page, h1) for h1 in main.iter("h1"))
    if title is not None and not has_own and not _is_within(title, main):
        chosen.insert(0, _widen_title(page, title, main))
    for note in page.notes:
        if _is_visible(page, note) and not any(_is_within(note, part) for part in chosen):
            chosen.append(note)
    return chosen


def _choose_main(page: Page, body: Element) -> Element:
    whole = page.get_size(body).plain
    mains = [
        element
        for element in body.iter("main", "div", "section")
        if (element.tag == "main" or element.get("role") == "main") and _is_visible(page, element)
    ]
    best = _choose_largest(page, mains)
    if best is not None:
        size = page.get_size(best).plain
        if size >= _LEAST_MAIN or 3 * size >= whole:
            _skip_teasers(page, best)
            return best
    articles = [part for part in body.iter("article") if _is_visible(page, part)]
    best = _choose_largest(page, articles)
    if best is not None and 2 * page.get_size(best).plain >= whole:
        return best
    named = [
        part
        for part in body.iter("div", "section", "td")
        if CONTENT_WORDS.search(get_words(part)) and _is_visible(page, part)
    ]
    best = _choose_largest(page, named)
    if best is not None and 2 * page.get_size(best).plain >= whole:
        return best
    return body


def _choose_largest(page: Page, parts: list[Element]) -> Element | None:
    """The part with most text; of nested ones with nearly the same text, the inner one."""
    most = max((page.get_size(part).plain for part in parts), default=0)
    largest = [part for part in parts if 10 * page.get_size(part).plain >= 9 * most]
    return largest[-1] if largest else None


def _skip_teasers(page: Page, main: Element) -> None:
    """Beside one long article, short ones are teasers of other pages."""
    articles = [part for part in main.iter("article") if _is_visible(page, part)]
    best = _choose_largest(page, articles)
    if best is None or 5 * page.get_size(best).plain < 3 * page.get_size(main).plain:
        return
    for part in articles:
        if not _is_within(best, part) and not _is_within(part, best) and part not in page.notes:
            page.skipped.add(part)


def _widen_title(page: Page, title: Element, main: Element) -> Element:
    """The title with the few words around it (kind of page, date), if nothing else is there."""
    around = {*main.iterancestors()}
    widest = title
    while True:
        parent = widest.getparent()
        if parent is None or parent in around or parent.tag in ("body", "html"):
            return widest
        if page.get_size(parent).total - page.get_size(title).total > 300:
            return widest
        widest = parent


def _is_visible(page: Page, element: Element) -> bool:
    place = element
    while place is not None:
        if place in page.skipped:
            return False
        place = place.getparent()
    return True


def _is_within(element: Element, outer: Element) -> bool:
    place = element
    while place is not None:
        if place is outer:
            return True
        place = place.getparent()
    return False
