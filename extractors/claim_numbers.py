"""Quantified phrases with a number: 'Seventeen of these', '14 of 25', 'six others'."""

import re
from dataclasses import dataclass, replace
from typing import get_args

from extractors.claim_patterns import (
    AND_BEFORE,
    ANOTHER,
    BASE_IN_BRACKET,
    BASE_LATER,
    CLAUSE_END,
    CLAUSE_START,
    CONSISTS_OF,
    COUNTED,
    ELSEWHERE,
    IS_BASE,
    IS_ONE_OF,
    JOINT,
    JOINT_BEFORE,
    LABELLED,
    NEXT_SUBJECT,
    NOUN,
    OBSERVERS,
    OF,
    OF_BEFORE,
    OTHERS,
    PAST,
    PLAIN_NOUN,
    PREFIX,
    PREPOSITION,
    RANGE_BEFORE,
    SPLIT,
    fold,
    load_prefixes,
    verb_pattern,
)
from extractors.claim_phrases import Phrase, Relation, Span, Surroundings
from extractors.contributors import contributor_cue
from extractors.numbers import MAX_COUNTRIES, NUMBER, get_value
from schemas.extraction import QuantityKind

LEAD_CHARS = 90
"""How far in front of a number the words are looked for that belong to it."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a number is followed by: the end of its phrase and the set it is taken from."""

    end: int
    base: Span | None = None
    base_value: int | None = None
    relation: Relation = "plain"
    is_taken_of: bool = False


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands in front of a number, split at its prefix."""

    before: str
    prefix: str
    """Folded words such as 'at least', or empty."""
    prefix_start: int

    @property
    def kind(self) -> str:
        """Of the prefix, as its table calls it."""
        return load_prefixes()[self.prefix] if self.prefix else "exact"


_ALONE_IN_BRACKET = re.compile(rf"(?<=\w )\({NUMBER}\)\s*(?:[,;.]|and\b|or\b|\Z)", re.IGNORECASE)
"""'housing (18 countries), work (15) and study (nine)'"""


class NumberReader:
    """Reads the numbers of one sentence."""

    has_counted = False
    """Whether the sentence has counted countries by name before, set by the caller."""

    def __init__(self, text: str, around: Surroundings) -> None:
        self._text = text
        self._around = around
        self._names_by_start = {name[0]: name for name in reversed(around.added_names)}
        self._names_by_end = {name[1]: name for name in reversed(around.added_names)}

    def read(self, number: Span, *, follows_count: bool) -> Phrase | None:
        """The phrase of the number at ``number``, or None if it counts no countries.

        ``follows_count`` tells that the sentence has counted countries before, so that a bare
        number may go on: '… in eight countries and cultural guides in five'.
        """
        value = get_value(self._text[slice(*number)])
        lead = self._lead(number[0])
        if value > MAX_COUNTRIES or self._is_label(number, lead):
            return None
        counted = self._counted(number[1], value)
        base_before = OF_BEFORE.search(lead.before)
        if self._points_nowhere(number, counted, base_before) and not follows_count:
            return None
        if counted is None:
            if base_before is None and not self._stands_alone(
                number, lead, follows_count=follows_count
            ):
                return None
            counted = _Counted(number[1])
        elif (
            (not counted.is_taken_of and IS_BASE.search(lead.before))
            or self._is_elsewhere(counted, lead)
            or self._is_any(value, counted, lead)
            or CONSISTS_OF.search(lead.before)
            or self._lists_others(counted.end)
        ):
            return None
        if base_before is not None and not counted.is_taken_of:
            offset = lead.prefix_start - len(lead.before)
            counted = replace(
                counted,
                base=(offset + base_before.start("base"), offset + base_before.end("base")),
                base_value=get_value(base_before["n"]) if base_before["n"] else None,
                relation="these",
                is_taken_of=True,
            )
        return self._add_parts(self._build(number, value, lead, counted), counted, number)

    def _points_nowhere(
        self, number: Span, counted: _Counted | None, base_before: re.Match[str] | None
    ) -> bool:
        """'Of these, three …' and 'three of them': of what, if no countries were counted before?"""
        if counted is not None and counted.base is not None:
            base, end = self._text[slice(*counted.base)], counted.end
        elif counted is None and base_before is not None:
            base, end = base_before["base"], number[1]
        else:
            return False
        is_pronoun = base.lower() in ("these", "those", "them", "which")
        return (
            is_pronoun
            and not self._has_support(number[1])
            and not self._around.has_list_marker(self._text, end)
        )

    def _lead(self, start: int) -> _Lead:
        begin = max(self._around.start, start - LEAD_CHARS)
        lead = self._text[begin:start]
        prefix = PREFIX.search(lead)
        if prefix is None:
            return _Lead(lead, "", start)
        return _Lead(lead[: prefix.start()], fold(prefix[1]), begin + prefix.start())

    def _is_label(self, number: Span, lead: _Lead) -> bool:
        """'Article 5', 'EU-27', '3 Policies' as a heading: numbers that name something."""
        if LABELLED.search(lead.before) or (not lead.prefix and lead.before.endswith(("-", "/"))):
            return True
        behind = self._text[number[1] : number[1] + 3].lstrip()
        return (
            self._around.is_heading
            and number[0] == self._around.start
            and self._text[number[0]].isdigit()
            and behind[:1].isupper()
            and not behind.startswith(("M", "E", "O", "N"))
        )

    def _build(self, number: Span, value: int, lead: _Lead, counted: _Counted) -> Phrase:
        kind: QuantityKind = "exact"
        relation = counted.relation
        left_out = value if lead.kind == "all_but" else None
        if lead.kind in get_args(QuantityKind):
            kind = lead.kind  # type: ignore[assignment]
        elif left_out is not None:
            kind = "all"
        elif lead.kind in ("complement", "further") and not counted.is_taken_of:
            relation = lead.kind  # type: ignore[assignment]
        base_value = counted.base_value
        if kind == "all" and left_out is None and relation == "plain" and counted.base is not None:
            base_value = base_value or value
        return Phrase(
            start=lead.prefix_start,
            end=counted.end,
            surface=(number[0] if lead.kind == "exact" else lead.prefix_start, number[1]),
            kind=kind,
            value=None if left_out else value,
            base=counted.base,
            base_value=base_value,
            relation=relation,
            is_taken_of=counted.is_taken_of,
            left_out=left_out,
        )

    def _counted(self, end: int, value: int) -> _Counted | None:
        """What the number in front of ``end`` counts, if that is countries."""
        of = self._taken_of(end, value)
        if of is not None:
            return of
        bracket = BASE_IN_BRACKET.match(self._text, end, self._around.end)
        noun = NOUN.match(self._text, bracket.end() if bracket else end, self._around.end)
        if noun is not None:
            return self._with_noun(noun, value, bracket)
        if bracket is not None:
            return self._in_bracket(bracket, bracket.end())
        others = OTHERS.match(self._text, end, self._around.end)
        if others is not None and self._may_end(others.end()):
            if others[1].lower().startswith("other"):
                return _Counted(others.end(), others.span(1), relation="complement")
            return _Counted(others.end(), relation="further")
        return None

    def _taken_of(self, end: int, value: int) -> _Counted | None:
        of = OF.match(self._text, end, self._around.end)
        if of is None or (of["n3"] is not None and not self._may_end(of.end())):
            return None
        number = of["n1"] or of["n2"] or of["n3"]
        base_value = get_value(number) if number else None
        if base_value is not None and base_value < value:
            return None
        relation: Relation = "these" if of["these"] or of["pronoun"] else "plain"
        return _Counted(of.end(), of.span("base"), base_value, relation, is_taken_of=True)

    def _with_noun(
        self, noun: re.Match[str], value: int, bracket: re.Match[str] | None
    ) -> _Counted:
        adjective = (noun["adjective"] or "").lower()
        relation: Relation = "plain"
        if adjective in ("other", "remaining"):
            relation = "complement"
        elif adjective in ("further", "additional", "more"):
            relation = "further"
        behind = BASE_IN_BRACKET.match(self._text, noun.end(), self._around.end)
        if bracket is not None:
            return self._in_bracket(bracket, noun.end())
        if behind is not None:
            return self._in_bracket(behind, behind.end())
        later = BASE_LATER.match(self._text, noun.end(), self._around.end)
        if later is not None and not COUNTED.search(self._text, noun.end(), later.start("base")):
            return self._in_bracket(later, noun.end())
        taken = self._taken_of(noun.end(), value)
        if taken is not None and not adjective:
            return taken
        start = noun.start("adjective") if relation == "complement" else noun.start("noun")
        return _Counted(noun.end(), (start, noun.end("noun")), None, relation)

    @staticmethod
    def _in_bracket(bracket: re.Match[str], end: int) -> _Counted:
        return _Counted(end, bracket.span("base"), get_value(bracket["n"]), is_taken_of=True)

    def _may_end(self, end: int) -> bool:
        """Whether a phrase without a noun may end here: before a verb, a mark, a marker, a list."""
        if end in self._around.markers or end >= self._around.end:
            return True
        if self._text[end : end + 1] in ",;.:)–—" or self._text[end : end + 2] in (
            " –",
            " —",
            " (",
        ):
            return True
        return verb_pattern().match(self._text, end, self._around.end) is not None

    def _has_support(self, end: int) -> bool:
        """Whether a note with countries or a bracketed list of them hangs on the word."""
        return self._around.has_list_marker(self._text, end) or has_list_behind(
            self._text, end, self._around
        )

    def _stands_alone(self, number: Span, lead: _Lead, *, follows_count: bool) -> bool:
        """A number without a noun: 'Nine reported …', 'Six³ …', '… and in five.'"""
        end = number[1]
        if self._has_support(end):
            return True
        if not follows_count:
            return False
        if lead.kind == "complement":
            return self._may_end(end)
        if self.has_counted and _ALONE_IN_BRACKET.match(
            self._text, number[0] - 1, self._around.end
        ):
            return True
        if RANGE_BEFORE.search(lead.before):
            return False
        if AND_BEFORE.search(lead.before) and not self.has_counted:
            return False
        is_place = PREPOSITION.search(lead.before) is not None
        if CLAUSE_START.search(lead.before):
            if is_place and NEXT_SUBJECT.match(self._text, end, self._around.end):
                return True
            if verb_pattern().match(self._text, end, self._around.end):
                return True
            if self.has_counted and PAST.match(self._text, end, self._around.end):
                return True
        return is_place and CLAUSE_END.match(self._text, end, self._around.end) is not None

    def _lists_others(self, end: int) -> bool:
        """'nationals of three countries (India, Nepal and Vietnam)'"""
        opening = end + 1 if self._text[end : end + 1] == " " else end
        return opening in self._around.other_brackets

    def _is_elsewhere(self, counted: _Counted, lead: _Lead) -> bool:
        """'agreements with five countries': plain countries that somebody deals with."""
        if counted.base is None or counted.is_taken_of:
            return False
        noun = self._text[slice(*counted.base)]
        return is_elsewhere(self._text, self._around, noun, lead.before)

    def _is_any(self, value: int, counted: _Counted, lead: _Lead) -> bool:
        """'one of the countries most affected', 'from one Member State to another'."""
        if value != 1 or lead.prefix not in ("", "only"):
            return False
        if lead.prefix:
            return lead.before.endswith("the ")
        if counted.is_taken_of:
            return counted.base_value is None and IS_ONE_OF.search(lead.before) is not None
        return ANOTHER.search(self._text, counted.end, self._around.end) is not None

    def _add_parts(self, phrase: Phrase, counted: _Counted, number: Span) -> Phrase:
        """The phrase as a sum, if another count or named observers are added to it."""
        if counted.base is None or counted.is_taken_of or phrase.value is None:
            return phrase
        split = SPLIT.match(self._text, phrase.end, self._around.end)
        if split is not None:
            parts = tuple(
                (split.start(group), split.end(group), get_value(split[f"number{group}"]))
                for group in (1, 3)
            )
            return replace(phrase, end=split.end(), parts=parts)
        own = (number[0], counted.end, phrase.value)
        added = self._addend(counted.end)
        if added is not None:
            return replace(
                phrase,
                end=added[1],
                surface=(phrase.surface[0], added[1]),
                value=phrase.value + added[2],
                parts=(own, added),
            )
        before = self._addend_before(phrase.start, counted.end)
        if before is not None:
            return replace(
                phrase,
                start=before[0],
                surface=(before[0], counted.end),
                value=phrase.value + before[2],
                parts=(before, own),
            )
        return phrase

    def _addend(self, end: int) -> tuple[int, int, int] | None:
        """What a combined count adds: '… and two Observer Countries', '… and Serbia'."""
        combined = OBSERVERS.match(self._text, end, self._around.end)
        if combined is not None and "bserver" in combined["noun"]:
            return combined.start("number"), combined.end(), get_value(combined["number"])
        joint = JOINT.match(self._text, end, self._around.end)
        if joint is None or "ember" not in self._text[max(0, end - 40) : end]:
            return None
        return self._names_by_start.get(joint.end())

    def _addend_before(self, start: int, end: int) -> tuple[int, int, int] | None:
        """'Norway and 15 Member States'"""
        if "ember" not in self._text[start:end]:
            return None
        joint = JOINT_BEFORE.search(self._text, max(self._around.start, start - 20), start)
        if joint is None:
            return None
        return self._names_by_end.get(joint.start())


def is_elsewhere(text: str, around: Surroundings, noun: str, before: str) -> bool:
    """Whether plain countries are those that somebody deals with: 'agreements with several …'."""
    if PLAIN_NOUN.fullmatch(noun) is None or ELSEWHERE.search(before) is None:
        return False
    return contributor_cue().search(text, around.start, around.end) is None


def has_list_behind(text: str, end: int, around: Surroundings) -> bool:
    """Whether a bracket with a country list opens right behind ``end``."""
    opening = end + 1 if text[end : end + 1] == " " else end
    return opening in around.list_brackets
