"""Which chains of candidates are country lists, and how each list is to be read."""

import re
from collections.abc import Iterator, Sequence

from extractors.counting import find_count, find_total
from extractors.list_candidates import Candidate, Name, find_candidates
from extractors.list_chains import NOT_CODES, Chain, find_chains, split_chain
from extractors.list_cues import load_list_cues
from extractors.list_judging import LEAD_CHARS, ListJudge
from extractors.lists import CountryList, ListDefect, ListItem, ListPlace
from extractors.vocabulary import Vocabulary
from schemas.document import Block, Document
from schemas.extraction import GroupRole, ListKind

_OPEN_END = re.compile(r"\s*,?\s*(?:…|\.\.\.|and\s*\Z|,\s*\Z|;\s*\Z)")
_STRAY_BEFORE = re.compile(r"[(\[]\s*[,;]\s*\Z")
_STRAY_AFTER = re.compile(r"\s*[,;]\s*[)\]]")
_BRACKET_BEHIND = re.compile(r"\s*[(\[–—-]\s*([^()\[\]]{1,60})[)\]]?")
_REST = re.compile(r"[^()\[\].;]{0,40}")
_BETWEEN_COUNT_AND_LIST = re.compile(r"[^.;()\[\]]{0,80}[:(\[–—-]?\s*")
_OTHER_CLAUSE = re.compile(
    r"\b(?:while|whilst|whereas|but(?!\s+not)|although|though|which|where|since|because|with)\s"
)
"""'… in six countries, while Hungary and Slovakia have none': another clause names them."""
_SETS_APART = re.compile(r"\b(?:and|plus|as well as)\b|&|\+|;", re.IGNORECASE)
_CODE_BEHIND = re.compile(
    r"\s*(?:[,;/]\s*(?:and\s+)?|\band\s+)([A-Z]{2})(?=\s*(?:[.,;/)\]]|and\b|\Z))"
)
_CODE_BEFORE = re.compile(r"(?:\A|[(\[:])\s*([A-Z]{2})\s*[,;/]\s*(?:and\s+)?\Z")
"""'… CZ, ZZ.' and 'ZZ, AT, …': a code of no country at the end or the head of a list."""
_ADDS = re.compile(r"\b(?:as\s+well\s+as|plus|(?:together|along)\s+with|and\s+also)\b")
_MEMBERS_ONLY = re.compile(
    r"\b(?:EU|Member)\s+(?:States?|Countries)\b[^.;:]{0,40}\Z", re.IGNORECASE
)
TAIL_CHARS = 70
"""How far behind a list its total is looked for."""


def find_lists(
    document: Document, lowered: str, names: Sequence[Name], vocabulary: Vocabulary
) -> tuple[CountryList, ...]:
    """Every country list of the document, in text order.

    ``lowered``: its text in lower case; ``names``: those of countries, in text order.
    """
    lists: list[CountryList] = []
    index = 0
    for number, block in enumerate(document.blocks):
        inside: list[Name] = []
        while index < len(names) and names[index][0] < block.end_char:
            if names[index][0] >= block.start_char:
                inside.append(names[index])
            index += 1
        candidates = find_candidates(
            document.text, block.start_char, block.end_char, inside, vocabulary.codes
        )
        if candidates:
            reader = _BlockReader(document.text, lowered, block, number, vocabulary)
            lists.extend(reader.read(candidates))
    return tuple(lists)


class _BlockReader:
    """Reads the lists of one block."""

    def __init__(
        self, text: str, lowered: str, block: Block, number: int, vocabulary: Vocabulary
    ) -> None:
        self._text = text
        self._lowered = lowered
        self._block = block
        self._number = number
        self._vocabulary = vocabulary
        self._cues = load_list_cues()
        self._judge = ListJudge(text, block, vocabulary, self._cues)

    def read(self, candidates: list[Candidate]) -> Iterator[CountryList]:
        """The lists that the candidates of the block make, in text order."""
        last_end = -1
        chains = find_chains(self._text, candidates, self._block.end_char)
        for chain in (part for whole in chains for part in self._parts(whole)):
            self._settle_forms(chain)
            place = self._judge.place(chain)
            if chain.start >= last_end and self._judge.is_list(chain, place):
                found = self._build(chain, place)
                last_end = found.end
                yield found

    def _parts(self, chain: Chain) -> tuple[Chain, ...]:
        """'Member States except Denmark, as well as Norway': what is added is not excepted."""
        start, end = chain.start, chain.end
        if len(chain.items) == 1 or _ADDS.search(self._text, start, end) is None:
            return (chain,)
        lead = self._judge.lead(chain.start)
        if self._cues.kind_before(lead) != "exception":
            return (chain,)
        is_of_members = _MEMBERS_ONLY.search(lead) is not None
        for at in range(1, len(chain.items)):
            item = chain.items[at]
            gap = self._text[chain.items[at - 1].end : item.start]
            role = self._vocabulary.countries[item.iso2].emn_role
            if _ADDS.search(gap) and (is_of_members or role == "observer"):
                return split_chain(chain, at)
        return (chain,)

    def _settle_forms(self, chain: Chain) -> None:
        """'UK' among names is a name ('Norway and the UK'); among codes it is a code."""
        if any(item.form == "name" for item in chain.items) and not any(
            item.form == "code"
            and item.start not in chain.repeats
            and item.iso2 not in ("GB", "US")
            for item in chain.items
        ):
            for position, item in enumerate(chain.items):
                if item.form == "code" and item.start not in chain.repeats:
                    chain.items[position] = item._replace(form="name", is_weak=False)

    def _build(self, chain: Chain, place: ListPlace) -> CountryList:
        lead = self._judge.lead(chain.start)
        kind = self._cues.kind_before(lead) or "exact"
        if kind == "exact":
            kind = self._cues.kind_behind(self._text, chain.end, self._block.end_char) or kind
        role = self._cues.label_before(lead)
        count = self._stated_count(chain)
        defects = [*chain.defects, *self._edge_defects(chain)]
        tail = self._text[chain.end : min(chain.end + 8, self._block.end_char)]
        unfinished = _OPEN_END.match(self._text, chain.end, self._block.end_char) is not None and (
            place in ("note", "colon", "running") or "…" in tail[:4] or "..." in tail[:5]
        )
        return CountryList(
            start=chain.start,
            end=chain.end,
            items=tuple(self._items(chain, kind, role)),
            countries=tuple(one.iso2 for one in chain.items if one.start not in chain.repeats),
            kind=kind,
            place=place,
            block=self._number,
            note_id=self._block.note_id,
            stated_count=count[2] if count else None,
            stated_span=count[:2] if count else None,
            is_unfinished=unfinished,
            defects=tuple(sorted(defects, key=lambda defect: defect.start)),
            bracket=chain.items[0].bracket,
        )

    def _items(self, chain: Chain, kind: ListKind, label: GroupRole | None) -> Iterator[ListItem]:
        tail = self._observer_tail(chain)
        for position, item in enumerate(chain.items):
            group: GroupRole = label or "listed"
            if kind == "exception":
                group = "exception"
            elif label is None and tail is not None:
                group = "member" if position < tail else "observer"
            start = item.start
            yield ListItem(
                item.iso2,
                item.form,
                start,
                item.end,
                group,
                chain.qualifiers.get(start),
                start in chain.repeats,
            )

    def _observer_tail(self, chain: Chain) -> int | None:
        """Index of the first observer, if members come first and 'and' sets the observers apart.

        '…, SI, SK, and GE, UA' has such a tail; '…, NL, NO, PL' has not, nor has a list whose
        'and' only introduces its last item ('… SK, RS and UA').
        """
        roles = [self._vocabulary.countries[item.iso2].emn_role for item in chain.items]
        first = next((at for at, role in enumerate(roles) if role == "observer"), None)
        if not first or any(role != "observer" for role in roles[first:]):
            return None
        gap = self._text[chain.items[first - 1].end : chain.items[first].start]
        return first if _SETS_APART.search(gap) else None

    def _edge_defects(self, chain: Chain) -> Iterator[ListDefect]:
        before = _STRAY_BEFORE.search(self._judge.lead(chain.start, 6))
        if before is not None:
            yield ListDefect("stray_separator", chain.start - 1, chain.start)
        after = _STRAY_AFTER.match(self._text, chain.end, self._block.end_char)
        if after is not None:
            yield ListDefect("stray_separator", chain.end, after.end() - 1)
        yield from self._unknown_at_edges(chain)
        for item in chain.items:
            if item.is_weak:
                yield ListDefect("case", item.start, item.end)

    def _unknown_at_edges(self, chain: Chain) -> Iterator[ListDefect]:
        if len(chain.items) < 2 or chain.items[0].form != "code" or chain.items[-1].form != "code":
            return
        behind = _CODE_BEHIND.match(self._text, chain.end, self._block.end_char)
        before = _CODE_BEFORE.search(self._judge.lead(chain.start, 10))
        if behind is not None and self._is_no_code(behind[1]):
            yield ListDefect("unknown_code", *behind.span(1))
        if before is not None and self._is_no_code(before[1]):
            start = chain.start - len(before[0]) + before.start(1) - before.start()
            yield ListDefect("unknown_code", start, start + 2)

    def _is_no_code(self, letters: str) -> bool:
        return letters not in self._vocabulary.codes and letters not in NOT_CODES

    def _stated_count(self, chain: Chain) -> tuple[int, int, int] | None:
        """The number that the print ties to this list: in front of it, behind it, or 'n = 23'."""
        stop = min(self._block.end_char, chain.end + TAIL_CHARS)
        for pattern in (_BRACKET_BEHIND, _REST):
            behind = pattern.match(self._text, chain.end, stop)
            if behind is not None:
                total = find_total(self._text, *behind.span(pattern.groups))
                if total is not None:
                    return total
        begin = max(self._block.start_char, chain.start - LEAD_CHARS)
        stop = self._text.rfind(". ", begin, chain.start)
        begin = stop + 1 if stop >= 0 else begin
        total = find_total(self._text, max(begin, chain.start - 30), chain.start)
        if total is not None:
            return total
        return self._count_before(chain, begin)

    def _count_before(self, chain: Chain, begin: int) -> tuple[int, int, int] | None:
        count = find_count(self._lowered, begin, chain.start)
        if count is None:
            return None
        start, end, value, only_observers = count
        if not _BETWEEN_COUNT_AND_LIST.fullmatch(self._text, end, chain.start):
            return None
        if chain.items[0].bracket < 0 and _OTHER_CLAUSE.search(self._text, end, chain.start):
            return None
        roles = {self._vocabulary.countries[item.iso2].emn_role for item in chain.items}
        if roles == {"observer"} and not only_observers:
            last = find_count(self._lowered, (start + end) // 2, chain.start)
            if last is not None and last[3]:
                return last[0], last[1], last[2]
        return start, end, value
