"""Quantified phrases with a number: 'Seventeen of these', '14 of 25', 'six others'."""

import re
from typing import NamedTuple, get_args

from extractors.claim_antecedents import counts_things, follows_group
from extractors.claim_gaps import GapReader, gap_pattern
from extractors.claim_number_leads import (
    LEAD_CHARS,
    PREFIX_CHARS,
    Lead,
    base_relation,
    base_size,
    find_base_before,
    is_repeated,
    read_lead,
)
from extractors.claim_patterns import (
    ANOTHER,
    BASE_IN_BRACKET,
    BASE_LATER,
    BUT_NUMBER,
    CONSISTS_OF,
    COUNTED,
    IN_FIGURES,
    IS_BASE,
    IS_ONE_OF,
    LABELLED,
    MEMBERS_AND,
    NOUN,
    OF,
    OR_MORE,
    OTHERS,
    PAST,
    PLUS,
    PREPOSITION,
    base_number,
)
from extractors.claim_phrases import Phrase, Relation, Span, Surroundings
from extractors.claim_rates import is_one_in, is_rate
from extractors.claim_standing import (
    BareNumber,
    ends_place,
    find_support,
    is_absolute,
    is_elsewhere,
    is_verb_behind,
    may_end,
    stands_alone,
)
from extractors.claim_sums import SumReader, sum_of_both
from extractors.lower_case import lower
from extractors.numbers import MAX_COUNTRIES, NUMBER, NUMBER_PATTERN, get_value
from schemas.extraction import QuantityKind

_POINTS_BACK = re.compile(
    r"these|those|them|which|whom|the\s+(?:latter|former|others)"
    rf"|(?:the|these|those)\s+(?:(?:other|remaining)\s+)?{NUMBER}(?:\s+others)?",
    re.IGNORECASE,
)
"""Bases that say nothing of countries: some must have been counted before."""
_AND_OTHER = re.compile(rf"\s+and\s+(?!{NUMBER})", re.IGNORECASE)
_IN_SO_MANY = re.compile(
    r"\s+(?:in|by|for|from)\s+(?:(?!(?:and|but|while|whereas|or)\b)[a-z]+\s+){0,3}", re.IGNORECASE
)
"""'and three in more than five': the second number says what the three have."""
_ONLY_SO_MANY = re.compile(r"\s+(?:only|alone)(?=\s*[(,.;:)])")
_THERE_ARE = re.compile(r"\bthere\s+(?:are|were|is|was)\s+(?:only\s+)?\Z", re.IGNORECASE)
"""'In Malta there were 23 of them': things that are there, and no countries that do something."""


class _Counted(NamedTuple):
    """What a number is followed by: the end of its phrase and the set it is taken from."""

    end: int
    base: Span | None = None
    base_value: int | None = None
    relation: Relation = "plain"
    is_taken_of: bool = False
    is_pronoun: bool = False
    """'Six others', 'two more': what is counted stands in a sentence before."""


def _with_base_before(counted: _Counted, base_before: re.Match[str], lead: Lead) -> _Counted:
    """The same, taken of the set that stands in front: 'Of the 22 respondents, 18 …'."""
    offset = lead.prefix_start - len(lead.before)
    return counted._replace(
        base=(offset + base_before.start("base"), offset + base_before.end("base")),
        base_value=base_size(base_before),
        relation=base_relation(base_before),
        is_taken_of=True,
    )


class NumberReader:
    """Reads the numbers of one sentence."""

    last_end = -1
    """Where the last count of the sentence ended, or -1; set by the caller."""

    def __init__(self, text: str, around: Surroundings) -> None:
        self._text = text
        self._around = around
        self._sums = SumReader(text, around)
        self._gaps = GapReader(text, around)

    def read(self, number: Span, *, follows_count: bool) -> Phrase | None:
        """The phrase of the number at ``number``, or None if it counts no countries.

        ``follows_count`` tells that the sentence has counted countries before, so that a bare
        number may go on: '… in eight countries and cultural guides in five'.
        """
        value = get_value(self._text[slice(*number)])
        lead = read_lead(self._text, self._around.start, number[0])
        if value > MAX_COUNTRIES or self._is_label(number, lead) or is_repeated(lead):
            return None
        if is_one_in(lead.before, value):
            return None
        follows_count = follows_count or self._gaps.has_own_list(number, value)
        for pattern in (MEMBERS_AND, PLUS):
            both = pattern.match(self._text, number[1], self._around.end)
            if both is not None:
                return sum_of_both(number, value, both)
        more = OR_MORE.match(self._text, number[1], self._around.end)
        stop = more.end() if more else self._end_of_figures(number[1], value)
        is_place = PREPOSITION.search(lead.before) is not None
        counted = self._counted(stop, value, lead.before, is_place=is_place)
        base_before = find_base_before(lead.before)
        is_of_group = False
        if self._points_nowhere(number, counted, base_before, follows_count=follows_count):
            is_of_group = follows_group(self._text, number[0])
            if not is_of_group:
                return None
        if counted is None:
            bare = BareNumber(
                (number[0], stop), value, lead.before, lead.kind, follows_count, self.last_end >= 0
            )
            if not self._may_stand(bare, base_before):
                return None
            counted = _Counted(stop)
        elif self._is_none_of_ours(value, counted, lead, follows_count=follows_count):
            return None
        if base_before is not None and not counted.is_taken_of:
            counted = _with_base_before(counted, base_before, lead)
        phrase = self._build(number, value, lead, counted)
        if is_of_group:
            phrase = phrase._replace(relation="plain")
        return self._with_more(phrase, number, more)

    def _with_more(self, phrase: Phrase, number: Span, more: re.Match[str] | None) -> Phrase:
        """The same with 'or more', 'but one' or what is added to it."""
        if more is not None:
            return phrase._replace(
                surface=(phrase.surface[0], more.end()),
                kind="at_most" if more["fewer"] else "at_least",
            )
        if phrase.base is None or phrase.is_taken_of:
            return phrase
        return self._without_left_out(phrase) or self._sums.add_parts(phrase, number)

    def _without_left_out(self, phrase: Phrase) -> Phrase | None:
        """'All 23 countries but one'"""
        if phrase.kind != "all" or phrase.left_out is not None:
            return None
        but = BUT_NUMBER.match(self._text, phrase.end, self._around.end)
        if but is None:
            return None
        end, left_out = but.end(), get_value(but["number"])
        return phrase._replace(end=end, surface=(phrase.surface[0], end), left_out=left_out)

    def _end_of_figures(self, end: int, value: int) -> int:
        """Behind 'nine (n = 9)', which says the number again, and 'three only (AT, …)'."""
        again = IN_FIGURES.match(self._text, end, self._around.end)
        if again is not None and get_value(again["n"]) == value:
            return again.end()
        only = _ONLY_SO_MANY.match(self._text, end, self._around.end)
        return only.end() if only is not None else end

    def _may_stand(self, number: BareNumber, base_before: re.Match[str] | None) -> bool:
        """Whether a number that no noun follows counts countries."""
        if IS_BASE.search(number.before):
            return False
        return self._goes_on(number.span[1]) if base_before else self._is_bare_count(number)

    def _is_none_of_ours(
        self, value: int, counted: _Counted, lead: Lead, *, follows_count: bool
    ) -> bool:
        """Whether what a noun says is counted is no claim about countries of the network."""
        if counted.is_pronoun and not follows_count:
            support = find_support(self._text, self._around, counted.end)
            if support is None and not self._gaps.has_own_list(
                (lead.prefix_start, counted.end), value
            ):
                return True
        return (
            (not counted.is_taken_of and IS_BASE.search(lead.with_article) is not None)
            or self._is_elsewhere(counted, lead)
            or self._is_any(value, counted, lead)
            or CONSISTS_OF.search(lead.before) is not None
        )

    def _is_bare_count(self, number: BareNumber) -> bool:
        """'Nine reported …', '… and four upon request': countries that no noun names."""
        between = self._text[self.last_end : number.span[0]] if self.last_end >= 0 else ""
        if _IN_SO_MANY.fullmatch(between):
            return False
        if stands_alone(self._text, self._around, number):
            return True
        return number.has_counted and self._gaps.counts(number, self.last_end)

    def _goes_on(self, end: int) -> bool:
        """'Of these, three have …' and not 'of them, 12 months …'."""
        if find_support(self._text, self._around, end) is not None:
            return True
        if may_end(self._text, self._around, end) or is_verb_behind(
            self._text, end, self._around.end
        ):
            return True
        return any(
            pattern.match(self._text, end, self._around.end) is not None
            for pattern in (PAST, gap_pattern("free"))
        )

    def _points_nowhere(
        self,
        number: Span,
        counted: _Counted | None,
        base_before: re.Match[str] | None,
        *,
        follows_count: bool,
    ) -> bool:
        """'Of these, three …' and 'three of them': of what, if no countries were counted before?"""
        if counted is not None and counted.base is not None:
            base, end = self._text[slice(*counted.base)], counted.end
            if counted.base_value is not None and NUMBER_PATTERN.fullmatch(base):
                return is_rate(self._text, self._around, number, counted.base, counted.base_value)
        elif counted is None and base_before is not None:
            base, end = base_before["base"], number[1]
        else:
            return False
        if _POINTS_BACK.fullmatch(base) and _THERE_ARE.search(
            self._text, max(self._around.start, number[0] - LEAD_CHARS), number[0]
        ):
            return True
        if not _POINTS_BACK.fullmatch(base) or self._is_known(base):
            return False
        begin = max(self._around.start, self.last_end, number[0] - LEAD_CHARS)
        is_place = PREPOSITION.search(self._text, begin, number[0]) is not None
        if not is_place and counts_things(self._text, begin, number[0]):
            follows_count = False
        return not follows_count and not any(
            find_support(self._text, self._around, offset) is not None
            for offset in (number[1], end)
        )

    def _is_known(self, base: str) -> bool:
        """'Of the 23': as many as contributed, or as a claim not far before has counted."""
        number = NUMBER_PATTERN.search(base)
        if number is None:
            return False
        size = get_value(number.group())
        return size == self._around.contributors or size in self._around.counted_sizes

    def _is_label(self, number: Span, lead: Lead) -> bool:
        """'Article 5', 'EU-27', '3 Policies' as a heading: numbers that name something."""
        near = max(0, len(lead.before) - PREFIX_CHARS)
        if LABELLED.search(lower(lead.before), near) or (
            not lead.prefix and lead.before.endswith(("-", "/"))
        ):
            return True
        behind = self._text[number[1] : number[1] + 3].lstrip()
        return (
            self._around.is_heading
            and number[0] == self._around.start
            and self._text[number[0]].isdigit()
            and behind[:1].isupper()
            and not behind.startswith(("M", "E", "O", "N"))
        )

    def _build(self, number: Span, value: int, lead: Lead, counted: _Counted) -> Phrase:
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

    def _counted(self, end: int, value: int, before: str, *, is_place: bool) -> _Counted | None:
        """What the number between ``before`` and ``end`` counts, if that is countries."""
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
        if others is not None and (
            may_end(self._text, self._around, others.end())
            or (is_place and ends_place(self._text, others.end(), self._around.end))
            or is_absolute(self._text, before, others.end(), self._around.end)
        ):
            if others[1].lower().startswith(("other", "remaining")):
                return _Counted(
                    others.end(), others.span(1), relation="complement", is_pronoun=True
                )
            return _Counted(others.end(), relation="further", is_pronoun=True)
        return None

    def _taken_of(self, end: int, value: int) -> _Counted | None:
        of = OF.match(self._text, end, self._around.end)
        if of is None or (of["n3"] is not None and not self._may_end_at(of)):
            return None
        if (of["rest"] or of["last"]) and not may_end(self._text, self._around, of.end()):
            return None
        number = base_number(of)
        base_value = get_value(number) if number else None
        if base_value is not None and base_value < value:
            return None
        points_back = of["these"] or of["pronoun"] or of["pointing"] or of["last"]
        relation: Relation = "these" if points_back else "plain"
        return _Counted(of.end(), of.span("base"), base_value, relation, is_taken_of=True)

    def _may_end_at(self, of: re.Match[str]) -> bool:
        """'nine of the 12 pay', 'in nine of the 12 and …', where 12 were counted before."""
        if may_end(self._text, self._around, of.end()):
            return True
        if self._is_known(of["base"]) and PAST.match(self._text, of.end(), self._around.end):
            return True
        goes_on = _AND_OTHER.match(self._text, of.end(), self._around.end) is not None
        return goes_on and self._is_known(of["base"])

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

    def _is_elsewhere(self, counted: _Counted, lead: Lead) -> bool:
        """'agreements with five countries': plain countries that somebody deals with."""
        if counted.base is None or counted.is_taken_of:
            return False
        if is_absolute(self._text, lead.before, counted.end, self._around.end):
            return False
        noun = self._text[slice(*counted.base)]
        return is_elsewhere(self._text, self._around, noun, lead.before)

    def _is_any(self, value: int, counted: _Counted, lead: Lead) -> bool:
        """'one of the countries most affected', 'from one Member State to another'."""
        if value != 1 or lead.prefix not in ("", "only"):
            return False
        if self._text[lead.prefix_start : counted.end].lower() == "one respondent":
            return find_support(self._text, self._around, counted.end) is None
        if lead.prefix:
            return lead.before.endswith("the ")
        if counted.is_taken_of:
            return counted.base_value is None and IS_ONE_OF.search(lead.before) is not None
        return ANOTHER.search(self._text, counted.end, self._around.end) is not None
