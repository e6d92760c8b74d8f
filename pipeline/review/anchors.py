"""Finding a quoted place again after its text has changed, as W3C's text selectors do."""

from difflib import SequenceMatcher

from schemas.review import AnchorStatus, Selector

CONTEXT_CHARS = 32
FUZZY_RATIO = 0.8
WINDOW_CHARS = 2_000
"""A quote that is nowhere verbatim is only looked for this near to where it was."""


def build_selector(text: str, start: int, end: int) -> Selector:
    """The place ``[start, end)`` of ``text`` with what stands around it."""
    return Selector(
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT_CHARS) : start],
        suffix=text[end : end + CONTEXT_CHARS],
        start_char=start,
        end_char=end,
    )


def find_anchor(text: str, selector: Selector) -> tuple[AnchorStatus, int, int]:
    """Where the place is now, and how sure that is; ``lost`` has the old offsets.

    ``exact``: same offsets, same words around. ``moved``: the quote with its context elsewhere, or
    the only place with this quote. ``fuzzy``: the nearest quote, or words much like it nearby.

    >>> old = "Nine countries (AT) agree."
    >>> find_anchor("In 2024: " + old, build_selector(old, 16, 18))
    ('moved', 25, 27)
    """
    start, end = selector.start_char, selector.end_char
    if text[start:end] == selector.quote and _has_context(text, selector, start):
        return "exact", start, end
    places = _find_all(text, selector.quote)
    size = len(selector.quote)
    exact = [at for at in places if _has_context(text, selector, at)]
    if len(exact) == 1 or (not exact and len(places) == 1):
        at = exact[0] if exact else places[0]
        return "moved", at, at + size
    if places:
        at = min(exact or places, key=lambda place: abs(place - start))
        return "fuzzy", at, at + size
    return _find_alike(text, selector)


def _has_context(text: str, selector: Selector, at: int) -> bool:
    after = at + len(selector.quote)
    before = text[max(0, at - len(selector.prefix)) : at]
    return before == selector.prefix and text[after : after + len(selector.suffix)] == (
        selector.suffix
    )


def _find_all(text: str, quote: str) -> list[int]:
    places, at = [], text.find(quote)
    while at >= 0 and quote:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def _find_alike(text: str, selector: Selector) -> tuple[AnchorStatus, int, int]:
    """The longest run shared with the quote near its old place, widened to the quote's length."""
    low = max(0, selector.start_char - WINDOW_CHARS)
    window = text[low : selector.end_char + WINDOW_CHARS]
    matcher = SequenceMatcher(None, window, selector.quote, autojunk=False)
    shared = matcher.find_longest_match()
    at = max(0, shared.a - shared.b)
    found = window[at : at + len(selector.quote)]
    if shared.size and SequenceMatcher(None, found, selector.quote).ratio() >= FUZZY_RATIO:
        return "fuzzy", low + at, low + at + len(found)
    return "lost", selector.start_char, selector.end_char
