"""Where a country may stand in a list: codes by their shape, names by the matcher.

A candidate is not yet a mention: 'IT' is one in 'AT, IT, SE' and none in 'IT systems'.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spacy.tokens import Doc

from extractors.vocabulary import Vocabulary
from schemas.extraction import CountryForm, Iso2

Name = tuple[int, int, Iso2, CountryForm]
"""A name or demonym with the country that it means: start, end, iso2, form."""


class Candidate(NamedTuple):
    """A possible list item at ``text[start:end]``."""

    start: int
    end: int
    iso2: Iso2
    form: CountryForm
    is_weak: bool
    """True for codes whose case is broken ('Cy', 'iE'); they need strong neighbours."""
    bracket: int
    """Offset of the innermost bracket that is open here, or -1."""
    outer: tuple[int, int] | None = None
    """Of the code in 'Oostenrijk (AT)' where the name with its bracket stands, if unknown to us."""

    @property
    def span(self) -> tuple[int, int]:
        """What it takes up in a list: itself, or the unknown name with the code behind it."""
        return self.outer or (self.start, self.end)


_APART = r"(?<![\w.@&'’#]..)"
_ENDS_WEAK = r"(?=\s?[,;.)\]]|\s+(?:and|&)\s|\s*\Z)"
_CODE = re.compile(
    rf"[A-Z](?:[A-Z]{_APART}(?![\w@'’#]|\.\w)|[a-z]{_APART}{_ENDS_WEAK}"
    rf"|(?<=[a-z].){_APART}{_ENDS_WEAK})"
)
"""'AT', 'Cy', and of 'iE' the capital alone: an expression that begins with a capital is found
four times as fast as one that may begin with any letter.
"""
_BRACKETS = re.compile(r"[()\[\]]")
_NAMED_CODE = re.compile(
    r"(?<![\w’'-])[A-ZÀ-Þ][\w’'-]{2,30}(?: (?:[A-ZÀ-Þ][\w’'-]{1,30}|de|la|of|and|the)){0,3} ?"
    r"\(([A-Z]{2})\)"
)
"""A name of any language with its code: 'Oostenrijk (AT)'."""
_JOINTS = "/-–"


def find_candidates(
    text: str,
    start: int,
    end: int,
    names: Iterable[Name],
    codes: dict[str, Iso2],
) -> list[Candidate]:
    """The candidates of one block in text order; a code wins over a name of the same letters."""
    found: dict[int, tuple[int, int, Iso2, CountryForm, bool]] = {}
    for name in names:
        found[name[0]] = (*name, False)
    for match in _CODE.finditer(text, start, end):
        stop = match.end()
        begin = stop - 2
        code = text[begin:stop]
        iso2 = codes.get(code.upper())
        if iso2 is None or begin < start or not _stands_alone(text, begin, stop):
            continue
        longer = found.get(begin)
        if longer is None or longer[1] <= stop:
            found[begin] = (begin, stop, iso2, "code", not code.isupper())
    if not found:
        return []
    offsets = sorted(found)
    changes = _open_brackets(text, start, end)
    named = _named_codes(text, start, end, found)
    begins = [named.get(offset, (offset,))[0] for offset in offsets] if named else offsets
    return [
        Candidate(*found[offset], bracket, named.get(offset))
        for offset, bracket in zip(offsets, _bracket_at(changes, begins), strict=True)
    ]


def _named_codes(
    text: str, start: int, end: int, found: dict[int, tuple[int, int, Iso2, CountryForm, bool]]
) -> dict[int, tuple[int, int]]:
    """Codes in brackets behind names that we do not know, by offset; one alone is no list."""
    if sum(text[offset - 1 : offset] == "(" for offset in found) < 2:
        return {}
    known = {stop for _, stop, _, form, _ in found.values() if form != "code"}
    matches = [match for match in _NAMED_CODE.finditer(text, start, end) if match.start(1) in found]
    if len(matches) < 2:
        return {}
    return {
        match.start(1): match.span()
        for match in matches
        if not {match.start(1) - 1, match.start(1) - 2} & known
    }


def _stands_alone(text: str, start: int, end: int) -> bool:
    """False for a code joined to a longer word: 'EU-MD', 'DE-based', '/DE' in an address."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and before in _JOINTS and not text[max(0, start - 3) : start - 1].isupper():
        return False
    return not (after and after in _JOINTS and not text[end + 1 : end + 3].isupper())


def _open_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """``(offset, innermost open bracket from there on)``, sorted by offset."""
    stack: list[int] = []
    changes: list[tuple[int, int]] = []
    for match in _BRACKETS.finditer(text, start, end):
        if match.group() in "([":
            stack.append(match.start())
        elif stack:
            stack.pop()
        changes.append((match.start(), stack[-1] if stack else -1))
    return changes


def _bracket_at(changes: list[tuple[int, int]], offsets: list[int]) -> Iterator[int]:
    """For each of the sorted ``offsets`` the bracket that is open there."""
    index, current = 0, -1
    for offset in offsets:
        while index < len(changes) and changes[index][0] < offset:
            current = changes[index][1]
            index += 1
        yield current


def list_names(doc: Doc, text: str, vocabulary: Vocabulary) -> list[Name]:
    """The matcher's names and demonyms as character spans, in text order."""
    spans = [(one.start_char, one.end_char, one.label_) for one in doc.spans["country_names"]]
    demonyms = vocabulary.demonyms
    return [
        (start, end, iso2, "demonym" if text[start:end] in demonyms else "name")
        for start, end, iso2 in spans
    ]
