"""Parts of a page that are closed until their reader opens them: accordions, tabs, toggles.

They are hidden in the file as it was saved, and text of the document all the same.
"""

from collections.abc import Iterator

from pipeline.readers.html.tree import BLOCKS, HEADINGS, Element, get_text, get_words
from pipeline.readers.html.vocabulary import OPENABLE_WORDS

_TOGGLES = frozenset({"tab", "pill", "collapse", "accordion"})
_TITLES = frozenset({"dt", "summary", *HEADINGS})
_MENUS = frozenset({"nav", "header", "footer", "form"})


def find_openable(root: Element) -> frozenset[str]:
    """The ids of what tabs and the buttons in headings open."""
    return frozenset(
        name.strip("# ") for element in root.iter("a", "button", "div") for name in _opens(element)
    )


def _opens(element: Element) -> Iterator[str]:
    """Ids, with or without ``#``, of what a click on ``element`` shows."""
    toggle = element.get("data-toggle") or element.get("data-bs-toggle") or ""
    is_tab = element.get("role") == "tab" or toggle.lower() in _TOGGLES
    if not is_tab and not any(one.tag in _TITLES for one in element.iterancestors()):
        return
    names = (element.get("aria-controls"), element.get("data-target"))
    yield from (name for name in (*names, element.get("data-bs-target")) if name)
    if is_tab and (element.get("href") or "").startswith("#"):
        yield str(element.get("href"))


def is_openable(element: Element, opened: frozenset[str]) -> bool:
    """Whether hidden text is shown at a click, and is no menu: links are less than half of it."""
    is_part = element.tag in BLOCKS and (
        element.get("role") == "tabpanel"
        or element.get("id") in opened
        or OPENABLE_WORDS.search(get_words(element)) is not None
    )
    if not is_part or any(one.tag in _MENUS for one in element.iterancestors()):
        return False
    linked = sum(len(get_text(link)) for link in element.iter("a"))
    return 2 * linked <= len(get_text(element))
