"""Chains: candidates that only separators and qualifiers stand between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractors.counting import find_total
from extractors.list_candidates import Candidate
from extractors.lists import ListDefect
from extractors.lower_case import compile_lower, lower

MAX_GAP_CHARS = 240
"""Between two items of one list: a separator and perhaps a qualifier in brackets."""


@dataclass(slots=True)
class Chain:
    """Candidates of one list, with what stands between them."""

    items: list[Candidate]
    qualifiers: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By the start of the item that they qualify."""
    bracketed: set[int] = field(default_factory=set)
    """Starts of items whose qualifier stands in brackets."""
    repeats: set[int] = field(default_factory=set)
    """Starts of codes that only repeat the name before them: 'Belgium (BE)'."""
    defects: list[ListDefect] = field(default_factory=list)
    is_spaced: bool = False
    """Items are parted by white space alone somewhere."""
    has_slashes_only: bool = True
    start: int = -1
    """First character of the first item; set when the chain is complete, as is the end."""
    end: int = -1
    """After the last item, its repeated code and its qualifier."""

    def close(self) -> None:
        """Set where the chain stands; it is asked more often than a chain has items."""
        last = self.items[-1]
        self.start = self.items[0].start
        if last.start in self.qualifiers:
            self.end = self.qualifiers[last.start][1] + (last.start in self.bracketed)
        else:
            self.end = last.end + 1 if last.start in self.repeats else last.span[1]


_PAREN = re.compile(r"\s*[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]")
_GAP = compile_lower(
    r"[\s,;/&+*–‑-]*(?:(?:(?:since|as\s+of|as\s+from|from|until)\s+(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d"
    r"|and|or|nor|EMN|NCPs?|plus|as|well|along|together|with|also|in|addition|to|a|lesser|extent"
    r"|the|respectively|both|partially|partly|in part)\b[\s,;]*)*",
)
_SEPARATOR = compile_lower(
    r"[,;/&+–‑-]|\b(?:and|or|nor|plus|as well as|along with|together with)\b"
)
_HOLE = compile_lower(r"[,;]\s*(?:(?:and|&)\s*)?[,;]|[,;]\s*\b(?:and|&)\s+(?:and|&)\b")
_UNKNOWN = re.compile(r"[\s,;/&]+(?:and\s+)?([A-Z]{2})(?=[\s]*(?:[,;/&]|and\b))")
_SAID_OF_ITEM = re.compile(
    r"\s*[:–—-]\s+([^;:()\[\]]{1,200}?)\s*[;.]\s+|\s*:\s+([^;:,()\[\]]{1,60}?)\s*,\s+"
)
_SAID_AT_END = re.compile(
    r"\s*[:–—-]\s+([^;:()\[\]\n]{1,200}?)(?=\s*(?:;|\.?\s*(?:\n|\Z)|\.\s+[A-Z]))"
)
_IS_TALKED_OF = re.compile(r"\s*[:–—]\s|\s-\s")
"""'AT: since 2019; BE: in part': each item with what the note says of it."""
_ROW = re.compile(r"[A-Z]{2}(?:(?:\s[–-]\s[A-Z]{2}){2,40}|(?:\.\s[A-Z]{2}){2,40})\.?\s*")
"""'AT - BE - CY', 'AT. BE. CY.': codes and one sign between them, and nothing else."""
_AHEAD = re.compile(r"\(((?:since|until|from|as\s+of|before|after)\s[^()]{1,40})\)\s\Z")
"""'and (until 2021) HR'"""
_NEXT_PLACE = re.compile(r"\s*;\s+(?:and\s+|but\s+)?in\s+(?:the\s+)?", re.IGNORECASE)
"""'AT, BE; in FI, only for minors': another place, of which something else is said."""
_IS_SUBJECT = re.compile(
    r"\s+(?:(?:also|however|currently)\s+)?(?:(?P<one>is|was|has|does"
    r"|(?!plus|besides|versus|others|countries|states|respondents)[a-z]{3,16}(?<![sui])s)"
    r"|are|were|have|had|do|did|will|would|can|cannot|could|may|might|plan|intend|consider)(?!\w)"
)
_NO_QUALIFIER = re.compile(
    r"\s*(?:see|cf|box|table|figure|annex|source|section|note|hereafter|hereinafter)\b"
    r"|\s*(?:EMN\s+|EU\s+)?(?:members?|observers?)(?:\s+(?:countr(?:y|ies)|states?))?\s*\Z",
    re.IGNORECASE,
)
_PLAIN_GAPS = frozenset([", ", "; ", " and ", ", and ", " or ", ", or ", " & "])
"""Nearly all gaps are one of these; they part two items and say nothing of them."""
_CODES_ALONE = re.compile(r"\s*[A-Z]{2}(?:\s*(?:,|;|/|and)\s*(?:and\s+)?[A-Z]{2})+\s*")
"""'Italy, Spain and Malta (IT, ES, MT)': the same list again, and nothing said of Malta."""
NOT_CODES = frozenset({"EU", "UN", "NC", "MS"})
"""Letters beside a list that mean something else, and no country unknown to us."""


def split_chain(chain: Chain, at: int) -> tuple[Chain, Chain]:
    """The chain up to its item number ``at``, counted from 0, and the rest."""
    start = chain.items[at].start
    first, rest = chain.items[:at], chain.items[at:]
    return _part(chain, first, start), _part(chain, rest, start)


def _part(chain: Chain, items: list[Candidate], start: int) -> Chain:
    """``items`` of a chain that is split at ``start``, with what the chain knows of them."""
    starts = {item.start for item in items}
    part = replace(
        chain,
        items=items,
        qualifiers={at: span for at, span in chain.qualifiers.items() if at in starts},
        bracketed=chain.bracketed & starts,
        repeats=chain.repeats & starts,
        defects=[one for one in chain.defects if (one.start >= start) == (items[0].start >= start)],
    )
    part.close()
    return part


def find_chains(text: str, candidates: Sequence[Candidate], end: int) -> Iterator[Chain]:
    """The candidates in maximal chains; each candidate is in exactly one. Order of first items.

    ``end``: where their block ends.
    """
    if _ROW.fullmatch(text, candidates[0].start, end):
        row = Chain(list(candidates), has_slashes_only=False)
        row.close()
        yield row
        return
    open_chains: dict[int, Chain] = {}
    finished: list[Chain] = []
    latest: Chain | None = None
    for candidate in candidates:
        if latest is not None and _follows_plainly(text, latest, candidate):
            latest.items.append(candidate)
            latest.has_slashes_only = False
            continue
        if latest is not None and _is_repeat(text, latest, candidate):
            latest.items.append(candidate)
            latest.repeats.add(candidate.start)
            continue
        chain = open_chains.get(candidate.bracket)
        if chain is None or not _extend(text, chain, candidate):
            if chain is not None:
                finished.append(chain)
            chain = open_chains[candidate.bracket] = Chain([candidate])
        latest = chain
    finished.extend(open_chains.values())
    for chain in finished:
        _add_last_qualifier(text, chain)
        chain.close()
    whole = [part for chain in finished for part in _split_off(text, chain)]
    yield from sorted(whole, key=lambda chain: chain.start)


def _follows_plainly(text: str, chain: Chain, candidate: Candidate) -> bool:
    """Whether a comma or an 'and' is all that stands between it and the chain, as it is mostly."""
    last = chain.items[-1]
    return (
        text[last.end : candidate.start] in _PLAIN_GAPS
        and last.bracket == candidate.bracket
        and last.outer is None
        and candidate.outer is None
        and last.start not in chain.repeats
    )


def _is_repeat(text: str, chain: Chain, candidate: Candidate) -> bool:
    """Whether this code only repeats the name before it: 'Belgium (BE)'."""
    last = chain.items[-1]
    return (
        candidate.form == "code"
        and last.form != "code"
        and last.iso2 == candidate.iso2
        and candidate.start - last.end < 4
        and text[last.end : candidate.start].strip() in ("(", "[")
        and text[candidate.end : candidate.end + 1] in (")", "]")
    )


def _extend(text: str, chain: Chain, candidate: Candidate) -> bool:
    """Add the candidate if only separators, qualifiers and printing defects stand between."""
    last = chain.items[-1]
    begin = last.end + 1 if last.start in chain.repeats else last.span[1]
    stop = candidate.span[0]
    if stop - begin > MAX_GAP_CHARS:
        return False
    qualifier = _PAREN.match(text, begin, stop)
    if qualifier is None and len(chain.qualifiers) == len(chain.items) - 1:
        qualifier = _said_of(text, begin, candidate)
    if qualifier is not None:
        begin = qualifier.end()
    ahead = _AHEAD.search(text, begin, stop) if text[stop - 2 : stop] == ") " else None
    gap = text[begin : ahead.start() if ahead is not None else stop]
    unknown = [] if last.form != "code" else list(_UNKNOWN.finditer(gap))
    if _NEXT_PLACE.fullmatch(gap) or any(found[1] in NOT_CODES for found in unknown):
        return False
    bare = gap
    for found in reversed(unknown):
        bare = bare[: found.start()] + bare[found.end() :]
    bare = lower(bare)
    are_codes = last.form == candidate.form == "code"
    if _GAP.fullmatch(bare) is None:
        return False
    if _SEPARATOR.search(bare) is None and not (qualifier and qualifier.re is _SAID_OF_ITEM):
        if bare.strip() or not are_codes or qualifier is not None:
            return False
        chain.is_spaced = True
    if ("-" in bare or "–" in bare) and not (are_codes and len(bare) == 1):
        return False
    chain.has_slashes_only = chain.has_slashes_only and bare.strip() == "/"
    _add_qualifiers(text, chain, qualifier, candidate, ahead)
    chain.defects.extend(
        ListDefect("unknown_code", begin + found.start(1), begin + found.end(1))
        for found in unknown
    )
    hole = _HOLE.search(bare) if not unknown else None
    if hole is not None:
        chain.defects.append(ListDefect("hole", begin + hole.start(), begin + hole.end()))
    chain.items.append(candidate)
    return True


def _add_qualifiers(
    text: str,
    chain: Chain,
    behind: re.Match[str] | None,
    candidate: Candidate,
    ahead: re.Match[str] | None,
) -> None:
    """Keep what stands behind the last item and in front of the next one."""
    if ahead is not None:
        chain.qualifiers[candidate.start] = ahead.span(1)
    if behind is not None and _qualifies(text, behind, chain):
        chain.qualifiers[chain.items[-1].start] = behind.span(behind.lastindex or 1)


def _qualifies(text: str, found: re.Match[str], chain: Chain) -> bool:
    """Whether a bracket says something of its item; a total or a reference does not.

    A number that already the first item has is no total: 'AT (2), BE (3)'.
    """
    said = found[found.lastindex or 1]
    if (
        _NO_QUALIFIER.match(said)
        or _CODES_ALONE.fullmatch(said)
        or not any(sign.isalnum() for sign in said)
    ):
        return False
    if said.isdigit() and (len(chain.items) == 1 or _has_figure(text, chain)):
        return True
    return find_total(text, *found.span(found.lastindex or 1)) is None


def _has_figure(text: str, chain: Chain) -> bool:
    """Whether the first item is qualified by a number alone."""
    first = chain.qualifiers.get(chain.items[0].start)
    return first is not None and text[slice(*first)].isdigit()


def _said_of(text: str, begin: int, candidate: Candidate) -> re.Match[str] | None:
    """'since 2019' between 'AT:' and 'BE:', if the next item is talked of in the same way."""
    if candidate.form != "code" or not _IS_TALKED_OF.match(text, candidate.span[1]):
        return None
    return _SAID_OF_ITEM.fullmatch(text, begin, candidate.span[0])


def _add_last_qualifier(text: str, chain: Chain) -> None:
    """Take up the bracket behind the last item, 'and CY (partially)'; a total is none."""
    last = chain.items[-1]
    if last.start in chain.repeats or (
        len(chain.items) < 2 and text[last.end : last.end + 2] not in {": ", " ("}
    ):
        return
    begin = last.span[1]
    found = _PAREN.match(text, begin, begin + MAX_GAP_CHARS)
    if found is None and (
        len(chain.qualifiers) == len(chain.items) - 1 or _is_set_apart(text, chain)
    ):
        found = _SAID_AT_END.match(text, begin, begin + MAX_GAP_CHARS)
    if found is not None and _qualifies(text, found, chain):
        chain.qualifiers[last.start] = found.span(1)
        if found.re is _PAREN:
            chain.bracketed.add(last.start)


def _is_set_apart(text: str, chain: Chain) -> bool:
    """'AT, BE, CY; DE: no information': a semicolon in front of the last item alone."""
    before, last = chain.items[-2].end, chain.items[-1].start
    return (
        not chain.qualifiers and text[before:last] == "; " and ";" not in text[chain.start : before]
    )


def _split_off(text: str, chain: Chain) -> list[Chain]:
    """'AT, BE, CY; FI plans to do so': what follows the semicolon is a sentence of its own."""
    if ";" not in text[chain.start : chain.items[-1].start]:
        return [chain]
    said = _IS_SUBJECT.match(text, chain.end)
    if said is None:
        return [chain]
    items = chain.items
    cuts = [at for at in range(1, len(items)) if ";" in text[items[at - 1].end : items[at].start]]
    is_single = said["one"] is not None and cuts[-1:] == [len(items) - 1]
    if not cuts or not (is_single or (len(cuts) == 1 and cuts[0] >= 2)):
        return [chain]
    return list(split_chain(chain, cuts[-1]))
