"""Which chains of candidates are country lists, and how each list is to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from extractors.counting import find_count, find_total
from extractors.list_candidates import Candidate, find_candidates, name_spans
from extractors.list_chains import Chain, find_chains
from extractors.lists import CountryList, ListDefect, ListItem, ListPlace
from extractors.vocabulary import Vocabulary, read_table
from schemas.document import Block, Document
from schemas.extraction import CountryForm, GroupRole, Iso2, ListKind

LEAD_CHARS = 200
"""How far in front of a list its count and its cue words are looked for."""


@dataclass(frozen=True)
class _Cues:
    labels: dict[str, GroupRole]
    label: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    kinds: dict[str, ListKind]
    sure_languages: frozenset[str]


@cache
def _load_cues() -> _Cues:
    def alternatives(words: list[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

    labels: dict[str, GroupRole] = {
        row["label"]: row["role"]  # type: ignore[misc]
        for row in read_table("list_labels")
    }
    rows = read_table("list_cues")
    return _Cues(
        labels=labels,
        label=re.compile(rf"(?<!\w)({alternatives(list(labels))})\s*[:–—-]\s*\Z", re.IGNORECASE),
        before=re.compile(
            rf"(?<!\w)({alternatives([r['cue'] for r in rows if r['place'] == 'before'])})"
            r"[\s:,(\[]*(?:the\s+)?\Z",
            re.IGNORECASE,
        ),
        after=re.compile(
            rf"[\s,;]*(?:and\s+)?({alternatives([r['cue'] for r in rows if r['place'] == 'after'])})(?!\w)",
            re.IGNORECASE,
        ),
        kinds={row["cue"]: row["kind"] for row in rows},  # type: ignore[misc]
        sure_languages=frozenset(
            row["code"] for row in read_table("language_codes") if row["evidence"] == "sure"
        ),
    )


_BUT = re.compile(r"\b(?:all|every|each|any)\b[^.;:]{0,80}\bbut\s+(?:the\s+)?\Z", re.IGNORECASE)
_LANGUAGES = re.compile(r"\b(?:languages?|translat\w+|versions?)\b[^.;]{0,40}\Z", re.IGNORECASE)
_OPEN_END = re.compile(r"\s*,?\s*(?:…|\.\.\.|and\s*\Z|,\s*\Z|;\s*\Z)")
_STRAY_BEFORE = re.compile(r"[(\[]\s*[,;]\s*\Z")
_STRAY_AFTER = re.compile(r"\s*[,;]\s*[)\]]")
_WORD = re.compile(r"[A-Za-z]{2,}")


def find_lists(document: Document, doc: Doc, vocabulary: Vocabulary) -> tuple[CountryList, ...]:
    """Every country list of the document, in text order."""
    names = name_spans(doc, vocabulary)
    lists: list[CountryList] = []
    index = 0
    for number, block in enumerate(document.blocks):
        inside: list[tuple[int, int, Iso2, CountryForm]] = []
        while index < len(names) and names[index][0] < block.end_char:
            if names[index][0] >= block.start_char:
                inside.append(names[index])
            index += 1
        reader = _BlockReader(document.text, block, number, vocabulary)
        lists.extend(reader.read(inside))
    return tuple(lists)


class _BlockReader:
    """Reads the lists of one block."""

    def __init__(self, text: str, block: Block, number: int, vocabulary: Vocabulary) -> None:
        self._text = text
        self._block = block
        self._number = number
        self._vocabulary = vocabulary
        self._cues = _load_cues()
        self._is_note = block.role == "note"

    def read(self, names: list[tuple[int, int, Iso2, CountryForm]]) -> Iterator[CountryList]:
        """The lists of the block in text order."""
        start, end = self._block.start_char, self._block.end_char
        candidates = find_candidates(self._text, start, end, names, self._vocabulary.codes)
        if not candidates:
            return
        last_end = -1
        for chain in find_chains(self._text, candidates):
            self._settle_forms(chain)
            place = self._place(chain)
            if chain.start >= last_end and self._is_list(chain, place):
                found = self._build(chain, place)
                last_end = found.end
                yield found

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
                    chain.items[position] = Candidate(
                        item.start, item.end, item.iso2, "name", False, item.bracket
                    )

    def _place(self, chain: Chain) -> ListPlace:
        if self._is_note:
            return "note"
        if self._block.role == "table_cell":
            return "cell"
        bracket = chain.items[0].bracket
        if bracket >= 0:
            return "bracket"
        lead = self._text[max(self._block.start_char, chain.start - 4) : chain.start].rstrip()
        return "colon" if lead.endswith((":", "–", "—")) else "running"

    def _is_list(self, chain: Chain, place: ListPlace) -> bool:
        items = [item for item in chain.items if item.start not in chain.repeats]
        codes = [item for item in items if item.form == "code"]
        strong = [item for item in codes if not item.is_weak]
        if not codes:
            return self._is_list_of_names(chain, items, place)
        if not strong or self._is_language_list(chain):
            return False
        if chain.is_spaced and (place == "running" or len(codes) < 3):
            return False
        if len(items) == 1:
            return self._is_single_code(items[0], place)
        if place == "running":
            plain = [item for item in strong if not self._is_ambiguous(item)]
            return len(plain) >= 2 or (len(strong) >= 3 and len(plain) >= 1)
        if any(not self._is_ambiguous(item) for item in items) or self._fills_container(chain):
            return True
        if self._cues.label.search(self._lead(chain.start)):
            return True
        return len(strong) >= 2 and all(self._is_of_network(item.iso2) for item in strong)

    def _is_list_of_names(self, chain: Chain, items: list[Candidate], place: ListPlace) -> bool:
        named = [item for item in items if item.form == "name"]
        if len(items) == 1:
            return bool(named) and place != "running" and self._fills_container(chain)
        if len(named) == len(items):
            return True
        return place != "running" and len(named) >= 2 and len(named) * 2 > len(items)

    def _is_single_code(self, item: Candidate, place: ListPlace) -> bool:
        """One code alone: a whole note or cell, or a bracket that is no abbreviation."""
        if not self._is_of_network(item.iso2):
            return False
        if place in ("note", "cell", "colon"):
            alone = self._text[self._block.start_char : self._block.end_char].strip(" .;,()")
            if alone == self._text[item.start : item.end]:
                return not (place == "cell" and item.iso2 == "NO")
            if place == "cell":
                return False
        if self._cues.label.search(self._lead(item.start)):
            return True
        if item.bracket >= 0 and self._only_thing_in_bracket(item.start, item.end, item.bracket):
            return not self._is_abbreviation(item)
        return False

    def _is_abbreviation(self, item: Candidate) -> bool:
        """'identity document (ID)': the words before spell the code."""
        words = _WORD.findall(
            self._text[max(self._block.start_char, item.bracket - 60) : item.bracket]
        )
        code = self._text[item.start : item.end]
        initials = "".join(word[0] for word in words[-2:]).upper()
        if initials == code:
            return True
        return bool(words) and self._is_ambiguous(item) and words[-1][:1].upper() == code[0]

    def _is_ambiguous(self, item: Candidate) -> bool:
        return self._text[item.start : item.end] in self._vocabulary.ambiguous_codes

    def _is_of_network(self, iso2: Iso2) -> bool:
        return self._vocabulary.countries[iso2].emn_role != ""

    def _is_language_list(self, chain: Chain) -> bool:
        printed = {self._text[defect.start : defect.end] for defect in chain.defects}
        if printed & self._cues.sure_languages:
            return True
        if _LANGUAGES.search(self._lead(chain.start, 80)):
            return True
        follows = self._text[chain.end : chain.end + 1]
        return chain.has_slashes_only and len(chain.items) > 1 and follows == ":"

    def _fills_container(self, chain: Chain) -> bool:
        """Whether nothing but the list stands in its bracket or block."""
        bracket = chain.items[0].bracket
        if bracket >= 0:
            return self._only_thing_in_bracket(chain.start, chain.end, bracket)
        before = self._text[self._block.start_char : chain.start]
        after = self._text[chain.end : self._block.end_char]
        if before.rstrip().endswith(":"):
            before = ""
        return not before.strip() and not after.strip(" .;,)")

    def _only_thing_in_bracket(self, start: int, end: int, bracket: int) -> bool:
        inside = self._text[bracket + 1 : start]
        cue = self._cues.before.search(inside)
        if cue is not None:
            inside = inside[: cue.start()]
        only = re.sub(r"(?i)\b(?:only|the|in|namely|i\.e\.)(?!\w)|[:,]", "", inside)
        return not only.strip() and self._text[end : end + 2].lstrip()[:1] in (")", "]", ";", ",")

    def _lead(self, start: int, size: int = LEAD_CHARS) -> str:
        return self._text[max(self._block.start_char, start - size) : start]

    def _build(self, chain: Chain, place: ListPlace) -> CountryList:
        lead = self._lead(chain.start)
        kind: ListKind = "exact"
        cue = self._cues.before.search(lead)
        if cue is not None:
            kind = self._cues.kinds[" ".join(cue[1].lower().split())]
        elif _BUT.search(lead):
            kind = "exception"
        if kind == "exact" and self._cues.after.match(self._text, chain.end, self._block.end_char):
            kind = "open"
        label = self._cues.label.search(lead)
        role = self._cues.labels[" ".join(label[1].lower().split())] if label else None
        count = self._stated_count(chain)
        defects = [*chain.defects, *self._edge_defects(chain)]
        tail = self._text[chain.end : self._block.end_char]
        unfinished = _OPEN_END.match(tail) is not None and (
            place in ("note", "colon", "running") or "…" in tail[:4] or "..." in tail[:5]
        )
        return CountryList(
            start=chain.start,
            end=chain.end,
            items=tuple(self._items(chain, kind, role)),
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
            yield ListItem(
                iso2=item.iso2,
                form=item.form,
                start=item.start,
                end=item.end,
                group=group,
                qualifier=chain.qualifiers.get(item.start),
                is_repeat=item.start in chain.repeats,
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
        return first if re.search(r"\b(?:and|plus|as well as)\b|&|\+|;", gap) else None

    def _edge_defects(self, chain: Chain) -> Iterator[ListDefect]:
        before = _STRAY_BEFORE.search(self._lead(chain.start, 6))
        if before is not None:
            yield ListDefect("stray_separator", chain.start - 1, chain.start)
        after = _STRAY_AFTER.match(self._text, chain.end, self._block.end_char)
        if after is not None:
            yield ListDefect("stray_separator", chain.end, after.end() - 1)
        for item in chain.items:
            if item.is_weak:
                yield ListDefect("case", item.start, item.end)

    def _stated_count(self, chain: Chain) -> tuple[int, int, int] | None:
        """The number that the print ties to this list: in front of it, behind it, or 'n = 23'."""
        after = re.compile(r"\s*[(\[–—-]\s*([^()\[\]]{1,60})[)\]]?").match(
            self._text, chain.end, min(self._block.end_char, chain.end + 70)
        )
        if after is not None:
            total = find_total(self._text, *after.span(1))
            if total is not None:
                return total
        inner = re.compile(r"[^()\[\].;]{0,40}").match(
            self._text, chain.end, min(self._block.end_char, chain.end + 40)
        )
        if inner is not None:
            total = find_total(self._text, *inner.span())
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
        count = find_count(self._text, begin, chain.start)
        if count is None:
            return None
        start, end, value, only_observers = count
        if not re.fullmatch(r"[^.;()\[\]]{0,80}[:(\[–—-]?\s*", self._text[end : chain.start]):
            return None
        roles = {self._vocabulary.countries[item.iso2].emn_role for item in chain.items}
        if roles == {"observer"} and not only_observers:
            last = find_count(self._text, (start + end) // 2, chain.start)
            if last is not None and last[3]:
                return last[0], last[1], last[2]
        return start, end, value
