"""Sentence boundaries for the genre: inside one block, and not after 'e.g.', 'Art.' or initials."""

import re
from collections.abc import Iterator

from extractors.vocabulary import read_table

_BREAK = re.compile(r"""(?<=[.!?…])["'”’»)\]]{0,3}\s+(?=["'“‘«(\[]{0,3}[A-Z0-9À-Ý])""")
_LAST_WORD = re.compile(r"[^\s(\[]{0,20}\Z")
_INITIAL = re.compile(r"[A-Z]\.\Z")
_ABBREVIATIONS = frozenset(row["abbreviation"] for row in read_table("abbreviations"))
_BEFORE_NUMBER = frozenset(
    row["abbreviation"] for row in read_table("abbreviations") if row["scope"] == "before_number"
)


def find_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in ``text[start:end]``, in order, without surrounding white space.

    >>> list(find_sentences("It grew, e.g. In 2020. Most did.", 0, 32))
    [(0, 22), (23, 32)]
    """
    begin = start
    for found in _BREAK.finditer(text, start, end):
        if _is_abbreviation(text, begin, found.start(), text[found.end()]):
            continue
        yield begin, found.start() + len(found.group().rstrip())
        begin = found.end()
    if begin < end:
        yield begin, end


def _is_abbreviation(text: str, begin: int, stop: int, following: str) -> bool:
    """Whether the full stop that ends at ``stop`` belongs to an abbreviation or an initial."""
    if text[stop - 1] != ".":
        return False
    found = _LAST_WORD.search(text, max(begin, stop - 20), stop)
    word = found.group() if found else ""
    if word in _BEFORE_NUMBER:
        return following.isdigit()
    return word in _ABBREVIATIONS or _INITIAL.fullmatch(word) is not None
