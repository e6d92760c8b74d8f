"""Words about an HTML tree that the other modules share: kinds of elements, class words, text."""

import re
from functools import lru_cache
from typing import Any, TypeAlias

Element: TypeAlias = Any
"""An element of lxml, which ships no types."""

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
LISTS = frozenset({"ul", "ol", "menu", "dir"})
CELLS = frozenset({"td", "th"})
BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main
    menu nav ol p pre search section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 - one word a line says no more
)
"""Elements that begin on a line of their own."""
UNPRINTED = frozenset(
    """
    applet area audio base button canvas col colgroup datalist embed frame frameset head
    iframe img input label link map meta noembed noframes noscript object optgroup option param
    picture progress rp rt script select source style svg template textarea title track
    video
    """.split()  # noqa: SIM905 - one word a line says no more
)
"""Elements whose content is no text of the document. A button in a heading is the exception."""

ARROWS = "↩↑⤴↵⏎⮐\ufe0e\ufe0f ^"
"""What back links show, and the space around them."""

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=20_000)
def to_words(names: str) -> str:
    """The words of class names or an id between hyphens, to be searched for whole words.

    >>> to_words("siteHeader nav__item--big")
    '-site-header-nav-item-big-'
    """
    split = _WORD_BREAK.sub("-", names[:500]).lower()
    return "-" + _NO_WORD.sub("-", split).strip("-") + "-"


def get_words(element: Element) -> str:
    """``to_words`` of an element's class and id."""
    return to_words(f"{element.get('class') or ''} {element.get('id') or ''}")


def get_text(element: Element) -> str:
    """The text inside ``element``, white space folded; whatever it is, hidden or not."""
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def get_block(element: Element) -> Element:
    """The nearest element around (or at) ``element`` that begins on a line of its own."""
    while element.tag not in BLOCKS and element.getparent() is not None:
        element = element.getparent()
    return element


def has_printed(text: str | None) -> bool:
    """Whether there is anything to see in ``text``."""
    return bool(text) and not str(text).isspace()
