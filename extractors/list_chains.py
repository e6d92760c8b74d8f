"""Chains: candidates that only separators and qualifiers stand between."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.list_candidates import Candidate
from extractors.lists import ListDefect

MAX_GAP_CHARS = 240
"""Between two items of one list: a separator and perhaps a qualifier in brackets."""


@dataclass(slots=True)
class Chain:
    """Candidates of one list, with what stands between them."""

    items: list[Candidate]
    qualifiers: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By the start of the item that they qualify."""
    repeats: set[int] = field(default_factory=set)
    """Starts of codes that only repeat the name before them: 'Belgium (BE)'."""
    defects: list[ListDefect] = field(default_factory=list)
    is_spaced: bool = False
    """Items are parted by white space alone somewhere."""
    has_slashes_only: bool = True

    @property
    def start(self) -> int:
        """First character of the first item."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """After the last item, its repeated code and its qualifier."""
        last = max(item.end for item in self.items)
        for start, (_, end) in self.qualifiers.items():
            if start == self.items[-1].start:
                last = max(last, end)
        return last + 1 if self.items[-1].start in self.repeats else last


_PAREN = re.compile(r"\s*[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]")
_GAP = re.compile(
    r"[\s,;/&+–‑-]*(?:(?:and|or|plus|as|well|along|together|with|also|in|addition|to|a|lesser|extent"
    r"|the|respectively|both)\b[\s,;]*)*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"[,;/&+–‑-]|\b(?:and|or|plus|as well as|along with|together with)\b", re.IGNORECASE
)
_HOLE = re.compile(r"[,;]\s*(?:(?:and|&)\s*)?[,;]|[,;]\s*\b(?:and|&)\s+(?:and|&)\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"[\s,;/&]+(?:and\s+)?([A-Z]{2})(?=[\s]*(?:[,;/&]|and\b))")
_NOT_CODES = frozenset({"EU", "UN", "NC", "MS"})


def find_chains(text: str, candidates: Sequence[Candidate]) -> Iterator[Chain]:
    """The candidates in maximal chains; each candidate is in exactly one. Order of first items."""
    open_chains: dict[int, Chain] = {}
    finished: list[Chain] = []
    for candidate in candidates:
        chain = open_chains.get(candidate.bracket)
        if chain is None:
            outer = _owner(text, candidate, open_chains.values())
            if outer is not None:
                outer.items.append(candidate)
                outer.repeats.add(candidate.start)
                continue
        elif _extend(text, chain, candidate):
            continue
        if chain is not None:
            finished.append(chain)
        open_chains[candidate.bracket] = Chain([candidate])
    finished.extend(open_chains.values())
    for chain in finished:
        _add_last_qualifier(text, chain)
    yield from sorted(finished, key=lambda chain: chain.start)


def _owner(text: str, candidate: Candidate, chains: Iterable[Chain]) -> Chain | None:
    """The chain whose last name this code repeats in brackets: 'Belgium (BE)'."""
    for chain in chains:
        last = chain.items[-1]
        if (
            candidate.form == "code"
            and last.form != "code"
            and last.iso2 == candidate.iso2
            and text[last.end : candidate.start].strip() in ("(", "[")
            and text[candidate.end : candidate.end + 1] in (")", "]")
        ):
            return chain
    return None


def _extend(text: str, chain: Chain, candidate: Candidate) -> bool:
    """Add the candidate if only separators, qualifiers and printing defects stand between."""
    last = chain.items[-1]
    begin = last.end + 1 if last.start in chain.repeats else last.end
    if candidate.start - begin > MAX_GAP_CHARS:
        return False
    gap = text[begin : candidate.start]
    qualifier = _PAREN.match(gap)
    if qualifier is not None:
        begin += qualifier.end()
        gap = gap[qualifier.end() :]
    unknown = [] if last.form != "code" else list(_UNKNOWN.finditer(gap))
    bare = gap
    for found in reversed(unknown):
        if found[1] in _NOT_CODES:
            return False
        bare = bare[: found.start()] + bare[found.end() :]
    if _GAP.fullmatch(bare) is None:
        return False
    if _SEPARATOR.search(bare) is None:
        if bare.strip() or not (last.form == candidate.form == "code") or qualifier is not None:
            return False
        chain.is_spaced = True
    if "-" in bare or "–" in bare:
        if not (last.form == candidate.form == "code" and len(bare) == 1):
            return False
    if bare.strip() != "/":
        chain.has_slashes_only = False
    if qualifier is not None:
        inner = text.index("(" if "(" in qualifier.group() else "[", last.end) + 1
        chain.qualifiers[last.start] = (inner, inner + len(qualifier[1]))
    for found in unknown:
        chain.defects.append(
            ListDefect("unknown_code", begin + found.start(1), begin + found.end(1))
        )
    hole = _HOLE.search(bare) if not unknown else None
    if hole is not None:
        chain.defects.append(ListDefect("hole", begin + hole.start(), begin + hole.end()))
    chain.items.append(candidate)
    return True


def _add_last_qualifier(text: str, chain: Chain) -> None:
    """Take up the bracket behind the last item: 'and CY (partially)'."""
    last = chain.items[-1]
    if last.start in chain.repeats or len(chain.items) < 2:
        return
    found = _PAREN.match(text, last.end, last.end + MAX_GAP_CHARS)
    if found is not None:
        chain.qualifiers[last.start] = found.span(1)
