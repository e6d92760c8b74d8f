"""Ends of lines: whether a hyphen there is the line's, which goes, or the word's, which stays."""

import re

from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.style import BREAK, HYPHENS, DocumentStyle

_COMPOUNDING = frozenset(("cross", "ex", "non", "self", "third", "well"))
"""What English spells with a hyphen before the next word, whenever at least four letters follow."""
_VOWEL_PREFIXES = frozenset(("anti", "co", "de", "pre", "re", "semi"))
_NAME_CHARS = 3
"""A shorter half of capitals proves nothing by being known: the UN of UN-HCR."""
_TAIL = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*\Z")
_HEAD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")


def end_line(text: str, line: Line, following: Line, style: DocumentStyle) -> str:
    """The last word of a line: with a line break, or joined to the next line's first word."""
    if not text.endswith(HYPHENS) or len(text) < 2:
        return text + "\n"
    before = _TAIL.search(line.text.rstrip("-‐‑\xad"))
    after = _HEAD.match(following.text)
    if before is None or after is None:
        # ``2017-`` and ``2022``: a range or a compound, printed without a space.
        is_compound = text[-2].isalnum() and following.text[0].isalnum()
        return text[:-1] + "-" if is_compound else text + "\n"
    if style.has_own_break:
        is_broken = text.endswith(BREAK)
    else:
        is_broken = not is_address(line.text.rsplit(" ", 1)[-1]) and _is_broken_word(
            before[0], after[0], style
        )
    return text[:-1] if is_broken else text[:-1] + "-"


def _is_broken_word(before: str, after: str, style: DocumentStyle) -> bool:
    """Whether the hyphen is the line's and not the word's, by the document's own words.

    Told apart by what the document prints elsewhere: the whole word, the compound, or both halves
    as words of their own. Without any evidence a lower-case half goes on with the word.
    """
    if before.isupper() and after.isupper() and len(after) > 1:
        return _is_broken_name(before, after, style)
    if not after[0].islower():
        return False
    known = style.lexicon
    joined, compound = (before + after).lower(), f"{before}-{after}".lower()
    if known[joined] != known[compound]:
        return known[joined] > known[compound]
    if not style.is_hyphenated or (before.lower() in _COMPOUNDING and len(after) >= 4):
        return False
    if before.lower() in _VOWEL_PREFIXES and before[-1].lower() == after[0]:
        return False  # re-entry, co-operation
    last_part = re.split(r"[-‐‑]", before.lower())[-1]
    return not (known[last_part] and known[after.lower()] and len(last_part) > 2)


def is_address(token: str) -> bool:
    """Whether the token is an address of the web, whose hyphens are its own."""
    return "://" in token or token.startswith("www.")


def _is_broken_name(before: str, after: str, style: DocumentStyle) -> bool:
    """Whether capitals on both sides are one name: ``UN-`` / ``HCR``, but not ``EMN-`` / ``OECD``.

    Two names that the document prints by themselves are two, and so are two codes of countries.
    """
    known = style.lexicon
    joined, compound = (before + after).lower(), f"{before}-{after}".lower()
    if known[joined] != known[compound]:
        return known[joined] > known[compound]
    is_known = [half for half in (before, after) if known[half.lower()]]
    if len(is_known) == 2 or any(len(half) >= _NAME_CHARS for half in is_known):
        return False
    return style.is_hyphenated and not len(before) == len(after) == 2
