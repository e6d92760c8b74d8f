"""Which of the sets in a note are the countries of the claim that cites it, if any are.

A note may say who does, who does not, of whom nothing is known, and something else of a few:

- A bare list is the claim's list whatever its size; a wrong size is for the checks to report.
- A set under a label or with a verb of its own is the claim's only if it is meant in the same way,
  or if it has just the size that the claim states.
- Of several such sets the one, or the union, that has the stated size wins.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from extractors.alternatives import alternatives
from extractors.claim_note_fit import Counted, fits_size, is_near
from extractors.claim_patterns import verb_pattern
from extractors.claim_polarity import read_polarity
from extractors.context import Context
from extractors.list_cues import load_list_cues
from extractors.list_judging import is_about_network
from extractors.lists import CountryList, ListItem
from extractors.lower_case import compile_lower, lower
from extractors.predicates import reduce_word
from extractors.vocabulary import read_table
from schemas.extraction import Footnote, Iso2, ListKind, Polarity

Stance = Literal["bare", "labelled", "said", "yes", "no", "planned", "partial", "silent", "other"]
"""What the note says of a set: nothing, an own label, an own sentence, or how it is meant."""

_OF_ROLE: dict[str, Stance] = {
    "yes": "yes",
    "no": "no",
    "planned": "planned",
    "partial": "partial",
    "not_applicable": "silent",
    "no_information": "silent",
    "no_reply": "silent",
}
_OF_POLARITY: dict[Polarity, Stance] = {
    "yes": "said",
    "no": "no",
    "planned": "planned",
    "partial": "partial",
    "unclear": "silent",
}
_SENTENCE_END = re.compile(r"[.;]\s+|\s[–—]\s")
_PLACE = compile_lower(
    r"(?:(?:and|but|while|whereas|also|only|however,?)\s+)*(?:in|for|by)\s+(?:the\s+)?"
)
_FINITE = compile_lower(
    r"\s*,?\s*(?:(?:also|however|only|both|each|all|currently|still|already|do)\s+){0,2}"
    r"(?:is|are|was|were|has|have|had|will|can|cannot|could|must|may|do|does|did|should|would)(?!\w)"
)
_SAYS_OF_PLACE = re.compile(
    r"\s*,\s+(?!and\b|where\b|which\b|as\b|including\b)[a-z]|\s+(?:the|an?|no|it)\s"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_PAUSE = re.compile(r"[,(:]")
MAX_LABEL_WORDS = 6


class NoteSet(NamedTuple):
    """Countries that a note sets apart, and what it says of them."""

    countries: tuple[Iso2, ...]
    stance: Stance
    kind: ListKind
    label: str = ""
    """The words of its label, lower case, if they are none that we know."""


class NoteReader:
    """Reads the sets of the notes of one document, each note once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._text = context.text
        self._lists: dict[str, list[CountryList]] = {}
        for one in context.lists:
            if one.note_id is not None:
                self._lists.setdefault(one.note_id, []).append(one)
        self._sets: dict[str, tuple[NoteSet, ...]] = {}

    def find(self, note: Footnote, counted: Counted) -> tuple[tuple[Iso2, ...], ListKind] | None:
        """The countries of the claim in ``note`` with the kind of their list, or None."""
        if not note.countries or note.list_kind == "exception":
            return None
        sets = self._sets.get(note.note_id)
        if sets is None:
            sets = self._sets[note.note_id] = tuple(self._read(note))
        picked = _pick(sets, counted)
        if not picked:
            return None
        kinds = {one.kind for one in picked}
        kind = kinds.pop() if len(kinds) == 1 else note.list_kind
        return tuple(iso2 for one in picked for iso2 in one.countries), kind

    def _read(self, note: Footnote) -> Iterator[NoteSet]:
        lists = self._main_lists(note)
        for at, one in enumerate(lists):
            if one.kind == "exception":
                continue
            before = lists[at - 1].end if at else note.evidence.start_char
            after = lists[at + 1].start if at + 1 < len(lists) else note.evidence.end_char
            stance, label = self._stance(one, before, after, is_alone=len(lists) == 1)
            silent = {item.iso2 for item in one.items if self._is_silent(item)}
            known = tuple(iso2 for iso2 in one.countries if iso2 not in silent)
            if known:
                yield NoteSet(known, stance, one.kind, label)

    def _main_lists(self, note: Footnote) -> list[CountryList]:
        """The lists that the note's finding is made of; of the network, if any of them is."""
        place = note.list_evidence or note.evidence
        lists = [
            one
            for one in self._lists.get(note.note_id, ())
            if place.start_char <= one.start and one.end <= place.end_char
        ]
        coded = [one for one in lists if any(item.form == "code" for item in one.items)]
        lists = coded or lists
        ours = [one for one in lists if is_about_network(self._context.vocabulary, one.countries)]
        return ours or lists

    def _is_silent(self, item: ListItem) -> bool:
        """'DE: no information', 'HU (no reply)': listed, and nothing is known of it."""
        if item.qualifier is None:
            return False
        words = lower(self._text[slice(*item.qualifier)]).strip(" .")
        return _OF_ROLE.get(load_list_cues().labels.get(words, ""), "") == "silent"

    def _stance(
        self, one: CountryList, start: int, end: int, *, is_alone: bool
    ) -> tuple[Stance, str]:
        """What the words between the lists beside it say of this one."""
        role = one.items[0].group
        if role in _OF_ROLE:
            return _OF_ROLE[role], ""
        opening = one.bracket if one.bracket >= start else one.start
        for found in _SENTENCE_END.finditer(self._text, start, opening):
            start = found.end()
        closing = _SENTENCE_END.search(self._text, one.end, end)
        end = closing.start() if closing is not None else end
        before, behind = lower(self._text[start:opening]), lower(self._text[one.end : end])
        cue = _cue_before().search(before)
        if cue is not None:
            return _cues()[_fold(cue[1])], ""
        lead = before.strip(" ,(")
        if lead.endswith((":", "–", "—")):
            return self._of_label(lead[:-1], is_alone=is_alone)
        is_place = _PLACE.fullmatch(before.lstrip(" ,")) is not None
        if is_place:
            is_said = _SAYS_OF_PLACE.match(behind) is not None
        else:
            is_said = _FINITE.match(behind) is not None or verb_pattern().match(behind) is not None
        cue = _cue_behind().search(behind)
        if cue is not None and not _PAUSE.search(behind, 0, cue.start()):
            return _cues()[_fold(cue[1])], ""
        if not is_said and (opening != one.start or not _says_before(before)):
            return "bare", ""
        polarity = read_polarity(
            self._text, (start, end), (one.start, one.end), names_behind=is_place
        )
        return _OF_POLARITY[polarity], ""

    @staticmethod
    def _of_label(label: str, *, is_alone: bool) -> tuple[Stance, str]:
        """'Letter: ES, FI' beside another set sets its own apart; a long lead is no label."""
        is_label = not is_alone and 0 < len(label.split()) <= MAX_LABEL_WORDS
        return ("labelled", label) if is_label else ("bare", "")


def _says_before(before: str) -> bool:
    """Whether the words in front of a list are a sentence with a verb: 'This is planned in'."""
    return _VERB_INSIDE.search(before) is not None


_VERB_INSIDE = compile_lower(
    r"\s(?:is|are|was|were|has|have|had|exists?|existed|appl(?:y|ies|ied))\s"
)


@cache
def _cues() -> dict[str, Stance]:
    return {row["cue"]: row["stance"] for row in read_table("note_cues")}  # type: ignore[misc]


@cache
def _cue_before() -> re.Pattern[str]:
    words = [row["cue"] for row in read_table("note_cues") if row["place"] == "before"]
    return compile_lower(rf"(?<!\w)({alternatives(words)})\s+(?:the\s+)?\Z")


@cache
def _cue_behind() -> re.Pattern[str]:
    words = [row["cue"] for row in read_table("note_cues") if row["place"] == "behind"]
    return compile_lower(rf"(?<!\w)({alternatives(words)})(?!\w)")


def _fold(words: str) -> str:
    return " ".join(words.split())


def _pick(sets: Sequence[NoteSet], counted: Counted) -> list[NoteSet]:
    """The sets that are the claim's; empty if none is."""
    bare = [one for one in sets if one.stance in ("bare", "yes") or _is_open(one, counted)]
    agreeing = [one for one in sets if one in bare or _agrees(one, counted)]
    known = [one for one in sets if one.stance != "silent" or counted.polarity == "unclear"]
    named = [one for one in known if one.label and _is_named(one, counted.statement)]
    if counted.is_numbered:
        partial = [one for one in known if one in agreeing or one.stance == "partial"]
        for chosen in (bare, agreeing, named, *([one] for one in known), partial, known):
            if chosen and fits_size(counted, _size(chosen)):
                return chosen
    if bare:
        return bare
    if named:
        return named if len(named) == 1 else []
    if agreeing and is_near(counted, _size(agreeing)):
        return agreeing
    return [] if len(known) != 1 or known[0].stance != "labelled" else list(known)


def _size(sets: Sequence[NoteSet]) -> int:
    return len({iso2 for one in sets for iso2 in one.countries})


def _is_open(one: NoteSet, counted: Counted) -> bool:
    return one.kind == "open" and _agrees(one, counted)


def _agrees(one: NoteSet, counted: Counted) -> bool:
    """Whether the set is meant as the claim is."""
    meant = "said" if counted.polarity == "yes" else counted.polarity
    if counted.polarity == "unclear":
        return one.stance in ("silent", "no")
    return one.stance == meant


def _is_named(one: NoteSet, statement: str) -> bool:
    """Whether every word of its label is a word of the claim: 'Card:' under '… issue a card'."""
    words = {reduce_word(word) for word in _WORD.findall(one.label)}
    said = {reduce_word(word) for word in _WORD.findall(lower(statement))}
    return bool(words) and words <= said
