"""What a claim rests on: the notes that its markers cite and the lists printed beside it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

from extractors.alternatives import alternatives
from extractors.claim_gaps import skips_count
from extractors.claim_phrases import Phrase
from extractors.context import Context, Sentence
from extractors.list_judging import is_about_network
from extractors.lists import CountryList
from extractors.lower_case import compile_lower, lower
from extractors.vocabulary import read_table
from schemas.document import NoteReference
from schemas.extraction import Footnote

_ADJACENT = re.compile(
    r"\s*(?:[,:(\[–—-]\s*)?(?:(?:namely|i\.e\.|e\.g\.|such as|including|for example|for instance"
    r"|mainly|in particular|particularly|especially|like|notably|among others|inter alia|are|were"
    r"|is|was)[\s,:]*)*(?:the\s+)?",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"(?:These|They|Those|This)\s+(?:[\w-]+\s+){0,3}?(?:are|were|is|include|included|comprise)"
    r"[\s:]*(?:the\s+)?|Namely[\s,:]*(?:the\s+)?",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?:third|partner|non-EU|non-EMN|candidate|host|neighbouring|neighboring|receiving|sending"
    r"|transit|origin|OECD)[\s-]+(?:countries|states|country|state)\s*[(\[]?\s*\Z"
    r"|countries\s+of\s+(?:origin|transit|destination)\s*[(\[]?\s*\Z|nationals\s*[(\[]\s*\Z",
    re.IGNORECASE,
)
LEAD_CHARS = 80
EXCEPTION_CHARS = 30


@dataclass(slots=True)
class Support:
    """The markers and lists that belong to one quantified phrase, in text order."""

    references: list[NoteReference] = field(default_factory=list)
    base_references: list[NoteReference] = field(default_factory=list)
    """Markers at the words that name the base in front of the number."""
    lists: list[CountryList] = field(default_factory=list)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of all its markers as they stand in the text."""
        both = sorted((*self.base_references, *self.references), key=lambda one: one.offset)
        return tuple(reference.label for reference in both)


@dataclass(slots=True)
class SentenceSupports:
    """How the markers and lists of one sentence are shared out."""

    of_phrase: list[Support]
    free_references: list[NoteReference] = field(default_factory=list)
    free_lists: list[CountryList] = field(default_factory=list)
    follow_up: CountryList | None = None
    """'These include AT, BE': a list that belongs to the sentence before."""


class SupportSharer:
    """Shares out the markers and lists of the sentences of one document."""

    def __init__(self, context: Context, notes: Mapping[str, Footnote]) -> None:
        self._text = context.text
        self._vocabulary = context.vocabulary
        self._notes = notes
        self._group_ends = frozenset(span.end_char for span in context.doc.spans["groups"])

    def share_out(
        self,
        sentence: Sentence,
        phrases: list[Phrase],
        references: list[NoteReference],
        lists: Sequence[CountryList],
    ) -> SentenceSupports:
        """Each marker and list goes to the nearest quantified phrase on its left, or stays free."""
        shared = SentenceSupports([Support() for _ in phrases])
        starts = [phrase.surface[0] for phrase in phrases]
        for reference in references:
            at = bisect_left(starts, reference.offset) - 1
            if at + 1 < len(phrases) and _is_at_base(phrases[at + 1], reference):
                shared.of_phrase[at + 1].base_references.append(reference)
            elif at < 0 or self._skips_count(phrases[at], reference):
                shared.free_references.append(reference)
            else:
                shared.of_phrase[at].references.append(reference)
        _spread_final_markers(phrases, shared.of_phrase, self._notes)
        for one in lists:
            if shared.follow_up is None and self._is_follow_up(sentence, one):
                shared.follow_up = one
                continue
            at = bisect_left(starts, one.start) - 1
            if at < 0 and phrases and one.kind == "exception" and self._opens(sentence, one):
                at = 0
            if at >= 0 and self._belongs(phrases[at], one):
                shared.of_phrase[at].lists.append(one)
            else:
                shared.free_lists.append(one)
        return shared

    def _skips_count(self, phrase: Phrase, reference: NoteReference) -> bool:
        note = self._notes.get(reference.note_id or "")
        size = len(set(note.countries)) if note is not None else 0
        return size > 0 and skips_count(
            self._text, phrase.end, reference.offset, phrase.value, size
        )

    def is_of_group(self, one: CountryList) -> bool:
        """Whether a list says what a group or a set of third countries consists of."""
        before = self._text[max(0, one.start - LEAD_CHARS) : one.start]
        if _OF_OTHERS.search(before):
            return True
        noun_end = one.start - len(before) + len(before.rstrip(" ([:–—"))
        return noun_end in self._group_ends

    @staticmethod
    def _opens(sentence: Sentence, one: CountryList) -> bool:
        """'Except for Malta and Cyprus, all …': the exception stands at the head."""
        return one.start - sentence.start <= EXCEPTION_CHARS

    def _is_follow_up(self, sentence: Sentence, one: CountryList) -> bool:
        if one.start - sentence.start > LEAD_CHARS:
            return False
        return _FOLLOW_UP.fullmatch(self._text, sentence.start, one.start) is not None

    def _belongs(self, phrase: Phrase, one: CountryList) -> bool:
        """Whether a list to the right of a phrase says which countries the phrase counts."""
        if one.kind == "exception":
            return phrase.kind in ("all", "none", "exact")
        if not self._may_be_counted(phrase, one):
            return False
        if any(one.start == start for start, _, _ in phrase.parts):
            return False
        if skips_count(self._text, phrase.end, one.start, phrase.value, len(set(one.countries))):
            return False
        if one.start <= phrase.end:
            return True
        if one.start - phrase.end <= LEAD_CHARS:
            between = self._text[phrase.end : one.start]
            if _ADJACENT.fullmatch(between):
                if one.place != "running" or one.kind != "exact":
                    return True
                listed = len(set(one.countries))
                return phrase.value in (None, listed) or _OPENS_LIST.search(between) is not None
        if one.place == "running" and one.kind == "open":
            return self._gives_examples(phrase, one)
        if one.place == "running" and self._names_all(phrase, one):
            return True
        if len(set(one.countries)) == 1 and phrase.value not in (None, 1):
            return False
        return one.place in ("bracket", "colon") and not self.is_of_group(one)

    def _may_be_counted(self, phrase: Phrase, one: CountryList) -> bool:
        """Whether the listed are of the network, or of the Union and as many as are counted."""
        if is_about_network(self._vocabulary, one.countries):
            return True
        countries = self._vocabulary.countries
        return len(set(one.countries)) == phrase.value and all(
            countries[iso2].emn_role for iso2 in one.countries
        )

    def _names_all(self, phrase: Phrase, one: CountryList) -> bool:
        """'Six countries agreed, namely AT, …', 'The six countries that agreed are AT, …'."""
        listed = len(set(one.countries))
        between = lower(self._text[phrase.end : one.start])
        if _list_lead().search(between) is not None:
            if phrase.value is None:
                return _OTHER_COUNTRIES.search(between) is None
            return phrase.value == listed
        if phrase.value != listed or _ARE.search(between) is None:
            return False
        at = phrase.surface[0]
        return _DEFINITE.search(self._text, max(0, at - 8), at) is not None

    def _gives_examples(self, phrase: Phrase, one: CountryList) -> bool:
        """'Eight countries set a minimum, among them AT and SE': who of those that are counted.

        'including' may say the same of other countries that the clause names; members alone, and no
        such word between, leave no doubt.
        """
        between = self._text[phrase.end : one.start]
        if _AMONG_THEM.search(between) is not None:
            return True
        if _INCLUDING.search(between) is None or _OTHER_COUNTRIES.search(between) is not None:
            return False
        roles = {self._vocabulary.countries[iso2].emn_role for iso2 in one.countries}
        return roles == {"member"}


_AMONG_THEM = re.compile(
    r",\s*(?:among|amongst)\s+(?:them|these)[\s:,]+(?:the\s+)?\Z", re.IGNORECASE
)


@cache
def _list_lead() -> re.Pattern[str]:
    """', namely ' and its like in front of a list."""
    words = alternatives([row["words"] for row in read_table("list_leads")])
    return compile_lower(rf"[,;–—]\s+(?:{words})[\s,:]*(?:the\s+)?\Z")


_ARE = re.compile(r"\s(?:are|were)\s+(?:the\s+)?\Z")
_DEFINITE = re.compile(r"(?<!\w)(?:the|these)\s+\Z", re.IGNORECASE)
_INCLUDING = re.compile(
    r",\s*(?:including|for\s+(?:instance|example)|such\s+as|notably|e\.g\.|especially|inter\s+alia"
    r"|(?:in\s+)?particular(?:ly)?)\s*,?\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_OTHER_COUNTRIES = re.compile(
    r"\b(?:countr(?:y|ies)|states?|partners?|regions?|nationals|citizens|embass(?:y|ies)|abroad"
    r"|neighbours?|agreements?|with|from)\b",
    re.IGNORECASE,
)
_OPENS_LIST = re.compile(r"[:(\[–—]")


def find_covering(lists: Sequence[CountryList], offset: int) -> CountryList | None:
    """The list of the sorted ``lists`` that ``offset`` lies in, or None."""
    at = bisect_right(lists, offset, key=lambda one: one.start) - 1
    return lists[at] if at >= 0 and offset < lists[at].end else None


def _is_at_base(phrase: Phrase, reference: NoteReference) -> bool:
    """Whether the marker stands at the base in front of the number: 'Of the 22¹, 18 …'."""
    if phrase.base is None or phrase.base[0] > phrase.surface[0]:
        return False
    return phrase.base[0] < reference.offset <= phrase.surface[0]


def _spread_final_markers(
    phrases: list[Phrase], supports: list[Support], notes: Mapping[str, Footnote]
) -> None:
    """Give markers that pile up at the last of several bare claims to the claims they fit.

    'Five countries pay and 12 do not.³ ⁴': as many markers as claims are dealt in order; a single
    one goes to the claim whose number its list has, if it is the only one.
    """
    bare = [at for at, support in enumerate(supports) if not support.references]
    if not supports or len(supports) - 1 in bare or not bare:
        return
    if bare != list(range(len(supports) - 1)):
        return
    piled = supports[-1].references
    offsets = [len(list(group)) for _, group in groupby(piled, key=lambda one: one.offset)]
    if len(offsets) != 1 or piled[0].offset <= phrases[-1].end:
        return
    if len(piled) == len(supports):
        for support, reference in zip(supports, piled, strict=True):
            support.references = [reference]
    elif len(piled) == 1:
        note = notes.get(piled[0].note_id or "")
        size = len(set(note.countries)) if note is not None else 0
        fitting = [at for at, phrase in enumerate(phrases) if phrase.value == size]
        if len(fitting) == 1 and fitting[0] != len(supports) - 1:
            supports[-1].references = []
            supports[fitting[0]].references = piled
