"""What stands around the quantified phrases of a sentence: its markers, lists and names."""

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.claim_phrases import Surroundings
from extractors.claim_supports import find_covering
from extractors.claim_third_countries import find_subject_end, is_foreign_set
from extractors.context import Context, Sentence
from extractors.lists import CountryList
from schemas.document import NoteReference
from schemas.extraction import Footnote, Iso2

_Name = tuple[int, int, Iso2]
_PLUS_CODE = re.compile(r"[+&] ([A-Z]{2})(?!\w)")
"""'9 MS + NO'"""
_APPOSED = re.compile(r"(?:,|\s[–—])\s+(?:namely\s+)?(?:the\s+)?\Z")
_MAY_APPOSE = frozenset({", ", "– ", "— ", "e ", "y "})
"""What such countries may stand behind: a mark, 'the', 'namely'."""
_COMMA_CLOSES = re.compile(r"[,.;:)]|\Z")
_DASH_CLOSES = re.compile(r"\s[–—]|[.;:)]|\Z")
LEAD_CHARS = 14
"""How far in front of countries the mark may stand that opens their apposition."""
_OTHER_ROLES = ("observer", "former_member")
_NEIGHBOURS = frozenset({"CH", "IS", "LI"})
"""Neither members nor observers, but some answer now and then."""


class SurroundingsReader:
    """Reads what stands beside the words of the sentences of one document."""

    def __init__(self, context: Context, notes: Mapping[str, Footnote]) -> None:
        self._context = context
        self._notes = notes
        self._sizes = {note_id: len(set(note.countries)) for note_id, note in notes.items()}
        self._foreign = frozenset(
            note_id
            for note_id, note in notes.items()
            if is_foreign_set(context.vocabulary, note.countries)
        )

    def read(
        self,
        sentence: Sentence,
        references: Sequence[NoteReference],
        lists: Sequence[CountryList],
    ) -> Surroundings:
        """The markers, lists and names of one sentence."""
        bracketed = [one for one in lists if one.bracket >= 0]
        start, end = sentence.start, sentence.end
        names = self._context.names_between(start, end)
        return Surroundings(
            start=start,
            end=end,
            markers=frozenset(reference.offset for reference in references),
            list_markers={
                reference.offset: self._size_of_note(reference)
                for reference in references
                if self._may_list(reference)
            },
            list_brackets={one.bracket: len(set(one.countries)) for one in bracketed},
            list_starts={one.start: len(set(one.countries)) for one in bracketed},
            apposed=dict(self._apposed(sentence, names, lists)),
            other_lists=dict(self._other_lists(references, lists)),
            is_heading=self._context.document.blocks[sentence.block].role == "heading",
            added_names=tuple(self._added_names(sentence, names, lists)),
            name_starts=frozenset(name[0] for name in names),
            name_ends=frozenset(name[1] for name in names),
            subject_end=find_subject_end(self._context, start, end),
        )

    def _may_list(self, reference: NoteReference) -> bool:
        """Whether the note lists countries, or is not there to tell."""
        note = self._notes.get(reference.note_id or "")
        return note is None or bool(note.countries and note.note_id not in self._foreign)

    def is_foreign(self, note: Footnote) -> bool:
        """Whether a note lists third countries: origins or partners, and not who does something."""
        return note.note_id in self._foreign

    def _size_of_note(self, reference: NoteReference) -> int:
        return self._sizes.get(reference.note_id or "", 0)

    def _apposed(
        self, sentence: Sentence, names: Sequence[_Name], lists: Sequence[CountryList]
    ) -> Iterator[tuple[int, int]]:
        """Countries between two marks, as in 'two, AT and BE, have' and 'one – AT – has'."""
        text, countries = self._context.text, self._context.vocabulary.countries
        spans = [(one.start, one.end, len(set(one.countries))) for one in lists if one.bracket < 0]
        spans.extend(
            (start, end, 1)
            for start, end, iso2 in names
            if text[start - 2 : start] in _MAY_APPOSE
            and countries[iso2].emn_role
            and find_covering(lists, start) is None
        )
        for start, end, size in spans:
            mark = _APPOSED.search(text, max(sentence.start, start - LEAD_CHARS), start)
            if mark is None:
                continue
            closes = _COMMA_CLOSES if mark.group()[0] == "," else _DASH_CLOSES
            if closes.match(text, end, sentence.end):
                yield mark.start(), size

    def _other_lists(
        self, references: Sequence[NoteReference], lists: Sequence[CountryList]
    ) -> Iterator[tuple[int, int]]:
        """Where countries outside the network are listed, with how many."""
        vocabulary = self._context.vocabulary
        for one in lists:
            if is_foreign_set(vocabulary, one.countries):
                yield one.start if one.bracket < 0 else one.bracket, len(set(one.countries))
        for reference in references:
            if reference.note_id in self._foreign:
                yield reference.offset, self._size_of_note(reference)

    def _added_names(
        self, sentence: Sentence, names: Sequence[_Name], lists: Sequence[CountryList]
    ) -> Iterator[tuple[int, int, int]]:
        """Observers and others that a count may add by name: '25 Member Countries and Norway'."""
        countries = self._context.vocabulary.countries
        for one in lists:
            if all(countries[iso2].emn_role != "member" for iso2 in one.countries):
                yield one.start, one.end, len(set(one.countries))
        for code in _PLUS_CODE.finditer(self._context.text, sentence.start, sentence.end):
            iso2 = self._context.vocabulary.codes.get(code[1], "")
            if iso2 and countries[iso2].emn_role != "member":
                yield code.start(1), code.end(1), 1
        for start, end, iso2 in names:
            is_owner = self._context.text[end : end + 2] in {"'s", "’s"}
            is_other = iso2 in _NEIGHBOURS or countries[iso2].emn_role in _OTHER_ROLES
            if is_other and not is_owner and find_covering(lists, start) is None:
                yield start, end, 1
