"""Items about other pages: related news and tags under a heading, pickers above the title."""

from pipeline.readers.html.content import Page
from pipeline.readers.html.tree import HEADINGS, Element, get_text
from pipeline.readers.html.vocabulary import RELATED_HEADINGS

_MOST_SHARE = 3
"""Such items are at most a third of what the page prints outside of links."""
_LEAST_ITEMS = 4
_MOST_ITEM = 30
_MOST_WORDS_AROUND = 60
"""Characters: what makes a list above the title a picker."""
_MOST_STEPS = 3
"""Elements around a heading that may hold nothing else."""


def skip_related(page: Page) -> None:
    """Skip such headings with all that follows up to the next heading of their level.

    Nothing is skipped that holds a note or the first heading of the page.
    """
    body = page.root.find("body")
    body = page.root if body is None else body
    most = page.get_size(body).plain // _MOST_SHARE
    for heading in [*body.iter(*HEADINGS)]:
        if heading.tag == "h1" or " ".join(get_text(heading).split()).strip(" :").lower() not in (
            RELATED_HEADINGS
        ):
            continue
        items = _find_items(heading)
        plain = sum(page.get_size(item).plain for item in items)
        if plain <= most and not any(_holds_content(page, item) for item in items):
            page.skipped.update(items)


def skip_pickers(page: Page) -> None:
    """Skip lists above the first heading from which a reader picks a language or a country.

    They are short words and no dates, with a few words around them such as "Choose your country".
    """
    body = page.root.find("body")
    title = None if body is None else next(body.iter("h1"), None)
    if body is None or title is None:
        return
    around = {*title.iterancestors()}
    for element in body.iter("h1", "ul", "ol"):
        if element is title:
            return
        if element in around or not _is_picker(element):
            continue
        length = len(get_text(element))
        widest = element
        while widest.getparent() not in around:
            if len(get_text(widest.getparent())) - length > _MOST_WORDS_AROUND:
                break
            widest = widest.getparent()
        if not any(_holds_content(page, one) for one in (element, widest)):
            page.skipped.add(widest)


def _is_picker(element: Element) -> bool:
    items = [get_text(item) for item in element.iter("li")]
    return len(items) >= _LEAST_ITEMS and all(
        len(item) < _MOST_ITEM and not any(char.isdigit() for char in item) for item in items
    )


def _find_items(heading: Element) -> list[Element]:
    """The heading, or what holds only it, and its following siblings."""
    start = heading
    for _ in range(_MOST_STEPS):
        parent = start.getparent()
        if start.getnext() is not None or parent is None or parent.tag in ("body", "main"):
            break
        if get_text(parent) != get_text(start):
            break
        start = parent
    found = [start]
    following = start.getnext()
    while following is not None and not _begins_section(following, HEADINGS[heading.tag]):
        found.append(following)
        following = following.getnext()
    return found


def _begins_section(element: Element, level: int) -> bool:
    """Whether an element is, or begins with, a heading of this level or a higher one."""
    first = next((one for one in element.iter(*HEADINGS)), None)
    if first is None or HEADINGS[first.tag] > level:
        return False
    return first is element or get_text(element).startswith(get_text(first))


def _holds_content(page: Page, item: Element) -> bool:
    return any(one in page.notes or one.tag in ("h1", "main") for one in item.iter())
