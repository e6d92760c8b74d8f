"""Quantified phrases: where a sentence says how many of the network's countries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from extractors.counting import COUNT_NOUN
from extractors.numbers import MAX_COUNTRIES, NUMBER, get_value
from extractors.vocabulary import read_table
from schemas.extraction import Iso2, QuantityKind

Relation = Literal["plain", "these", "complement", "further"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """'At least nine of the 15 responding countries' at ``text[start:end]``."""

    start: int
    end: int
    surface: tuple[int, int]
    """The words that say how many."""
    kind: QuantityKind
    value: int | None
    base: tuple[int, int] | None = None
    """The words that name the set it is taken from."""
    base_value: int | None = None
    relation: Relation = "plain"
    parts: tuple[tuple[int, int, int], ...] = ()
    """Start, end and value of the addends of a combined count."""
    left_out: int | None = None
    """The number behind 'all but'."""
    named: tuple[tuple[Iso2, ...], int, int] | None = None
    """Countries that the phrase itself names, and where: 'Only Germany'."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands in the sentence beside its words: markers and lists, by offset."""

    start: int
    end: int
    markers: frozenset[int]
    list_brackets: frozenset[int]
    """Offsets of the brackets that open a country list."""
    is_about_contributors: bool = False
    added_names: tuple[tuple[int, int, int], ...] = ()
    """Names and lists of names of the network that may be added to a count: start, end, how many."""


def _alternatives(words: list[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@cache
def _quantifiers() -> dict[str, QuantityKind]:
    return {row["words"]: row["kind"] for row in read_table("quantifiers")}  # type: ignore[misc]


@cache
def _prefixes() -> dict[str, str]:
    return {row["words"]: row["kind"] for row in read_table("number_prefixes")}


_PREFIX = re.compile(rf"(?<!\w)({_alternatives(list(_prefixes()))})\s+\Z", re.IGNORECASE)
_TRIGGER = re.compile(
    r"(?<![\w.,])(?P<percent>\d{1,3}(?:[.,]\d+)?\s?(?:%|per\s?cent))"
    rf"|(?<![\w-])(?P<words>{_alternatives(list(_quantifiers()))})(?![\w-])|(?P<number>{NUMBER})",
    re.IGNORECASE,
)
_NOT_OURS = (
    r"(?!\s+(?:of\s+(?:origin|transit|destination|departure|nationality|return|residence|first)"
    r"|outside|in\s+(?:Africa|Asia|the\s+(?:Americas|Pacific|region)|Latin)|worldwide)\b)(?!['’]s?\b)"
)
_DETERMINER = r"(?:(?:all\s+)?(?:the|these|those|its|our)\s+|all\s+)?"
_QUALIFIED = r"(?:(?:remaining|other|same|above|said)\s+)?"
_OF = re.compile(
    rf"(?:\s*\([^()]{{0,240}}\))?\s+(?:out\s+)?of\s+(?P<base>(?P<these>these|those)\s+(?:(?P<n1>{NUMBER})\s+)?{_QUALIFIED}{COUNT_NOUN}"
    rf"|{_DETERMINER}(?:(?P<n2>{NUMBER})\s+)?{_QUALIFIED}{COUNT_NOUN}{_NOT_OURS}"
    rf"|(?P<pronoun>these|those|them|which)(?!\s+\w+s\b(?<!s\b))(?!\w)"
    rf"|(?:the\s+|these\s+|those\s+)?(?P<n3>{NUMBER})(?P<bare>))",
    re.IGNORECASE,
)
_NOUN = re.compile(
    rf"\s+(?:(?P<adjective>other|further|additional|more|remaining|different|such)\s+)?"
    rf"(?P<noun>{COUNT_NOUN}){_NOT_OURS}",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\s+(others?|more|further)(?![\w-])", re.IGNORECASE)
_OBSERVERS = re.compile(
    rf"\s*(?:\([^()]*\)\s*)?(?:,\s*)?(?:and|plus|as\s+well\s+as|\+)\s+(?P<number>{NUMBER})\s+(?P<noun>{COUNT_NOUN})",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    rf"\s*\((?:of\s+which\s+)?((?P<number1>{NUMBER})\s+{COUNT_NOUN})\s*(?:,|and|plus|\+)\s+((?P<number3>{NUMBER})\s+{COUNT_NOUN})\)",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:,\s*)?(?:and|plus|as\s+well\s+as|\+|,)\s+(?:the\s+)?", re.IGNORECASE
)
_OF_THESE = re.compile(
    rf"(?:(?:out\s+)?of|among|amongst)\s+(?P<base>these|those|them|which|(?:the|these|those)\s+(?:(?P<n>{NUMBER})\s+)?{COUNT_NOUN})"
    r"\s*,?\s+(?:only\s+|at\s+least\s+)?\Z",
    re.IGNORECASE,
)
_FIGURE_BEHIND = re.compile(rf"\s*\(({NUMBER})(?:\s+(?:out\s+)?of\s+(?:the\s+)?({NUMBER}))?\)")
"""'half of the respondents (11)', 'most countries (14 of 22)'"""
_LABELLED = re.compile(
    r"(?:Articles?|Art\.|Sections?|Chapters?|Tables?|Figures?|Box(?:es)?|Annex(?:es)?|pages?|No\.?|paragraphs?"
    r"|points?|Directives?|Regulations?|its|their|Part)\s+(?:EU\s+)?\Z",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:\bwith|\bbetween|\binto|\btowards|\boutside|\bagainst|\bfrom|\bto)\s+(?:[\w-]+\s+)?\Z",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(
    r"(?:\A|[,;:–—]\s*(?:and\s+|but\s+)?|\b(?:while|whilst|whereas|but|although|though|and)\s+)"
    r"(?:in\s+|for\s+|by\s+)?\Z",
    re.IGNORECASE,
)
_LOOSE = frozenset({"other", "various", "certain", "multiple", "numerous", "many", "the remaining"})
_PLAIN_NOUN = re.compile(r"(?:European\s+)?(?:countr(?:y|ies)|states?)\Z", re.IGNORECASE)
_COMPLEMENTS = frozenset({"the rest", "the others", "the remainder", "the remaining", "others"})


@cache
def _verb() -> re.Pattern[str]:
    words = _alternatives([row["word"] for row in read_table("claim_verbs")])
    return re.compile(rf"\s+(?:{words})(?!\w)")


def find_phrases(text: str, around: Surroundings) -> Iterator[Phrase]:
    """The quantified phrases of one sentence, in text order, never overlapping."""
    reader = _SentenceReader(text, around)
    position = last_end = around.start
    while True:
        trigger = _TRIGGER.search(text, position, around.end)
        if trigger is None:
            return
        position = trigger.end()
        phrase = reader.read(trigger)
        if phrase is not None and phrase.start >= last_end:
            phrase = reader.add_split(phrase)
            yield phrase
            position = last_end = max(phrase.end, trigger.end())


class _SentenceReader:
    """Tries to make a phrase of a trigger word."""

    def __init__(self, text: str, around: Surroundings) -> None:
        self._text = text
        self._around = around

    def read(self, trigger: re.Match[str]) -> Phrase | None:
        if trigger["number"] is not None:
            return self._read_number(trigger)
        if trigger["percent"] is not None:
            return self._read_share(trigger, "proportion")
        words = " ".join(trigger["words"].lower().split())
        return self._read_share(trigger, _quantifiers()[words], words)

    def _read_number(self, trigger: re.Match[str]) -> Phrase | None:
        value = get_value(trigger["number"])
        if value > MAX_COUNTRIES:
            return None
        lead = self._text[max(self._around.start, trigger.start() - 60) : trigger.start()]
        prefix = _PREFIX.search(lead)
        before = lead[: prefix.start()] if prefix else lead
        if _LABELLED.search(before) or (prefix is None and before.endswith(("-", "/"))):
            return None
        start = trigger.start() - (len(lead) - prefix.start(1)) if prefix else trigger.start()
        kind_word = _prefixes()[" ".join(prefix[1].lower().split())] if prefix else "exact"
        kind: QuantityKind = "exact"
        if kind_word in ("at_least", "at_most", "approximate", "all"):
            kind = kind_word  # type: ignore[assignment]
        relation: Relation = "plain"
        if kind_word in ("complement", "further"):
            relation = kind_word  # type: ignore[assignment]
        left_out = value if kind_word == "all_but" else None
        if left_out is not None:
            kind = "all"
        base_before = _OF_THESE.search(before)
        found = self._after_number(trigger.end(), value)
        if (
            found is None
            and base_before is None
            and not self._stands_alone(trigger, before, prefix)
        ):
            return None
        end, base, base_value, after_relation, surface_end = found or (
            trigger.end(),
            None,
            None,
            "plain",
            trigger.end(),
        )
        if base is not None and found is not None and self._is_elsewhere(base, before, kind_word):
            return None
        if relation == "plain":
            relation = after_relation
        if base_before is not None and base is None:
            offset = trigger.start() - len(lead)
            base = (offset + base_before.start("base"), offset + base_before.end("base"))
            base_value = get_value(base_before["n"]) if base_before["n"] else None
            relation = "these"
        parts: tuple[tuple[int, int, int], ...] = ()
        added = self._addend(end) if found is not None else None
        if added is not None:
            parts = ((trigger.start(), end, value), added)
            end = surface_end = added[1]
            value += added[2]
        if kind == "all" and left_out is None and relation == "plain" and base is not None:
            base_value = base_value or value
        return Phrase(
            start, end, (start, surface_end), kind, None if left_out else value,
            base, base_value, relation, parts, left_out,
        )  # fmt: skip

    def add_split(self, phrase: Phrase) -> Phrase:
        """The same with the addends that a bracket gives: '25 countries (23 Members and 2 …)'."""
        split = _SPLIT.match(self._text, phrase.end, self._around.end)
        if split is None or phrase.parts or phrase.value is None:
            return phrase
        parts = tuple(
            (split.start(group), split.end(group), get_value(split[f"number{group}"]))
            for group in (1, 3)
        )
        return replace(phrase, end=split.end(), parts=parts)

    def _addend(self, end: int) -> tuple[int, int, int] | None:
        """What a combined count adds: '… and two Observer Countries', '… and Serbia'."""
        combined = _OBSERVERS.match(self._text, end, self._around.end)
        if combined is not None and "bserver" in combined["noun"]:
            return combined.start("number"), combined.end(), get_value(combined["number"])
        joint = _JOINT.match(self._text, end, self._around.end)
        if joint is None or "ember" not in self._text[max(0, end - 40) : end]:
            return None
        return next((name for name in self._around.added_names if name[0] == joint.end()), None)

    def _after_number(
        self, end: int, value: int
    ) -> tuple[int, tuple[int, int] | None, int | None, Relation, int] | None:
        """End of the phrase, its base, the base's number, its relation, end of the surface."""
        of = _OF.match(self._text, end, self._around.end)
        if of is not None and (of["n3"] is None or self._may_end(of.end())):
            number = of["n1"] or of["n2"] or of["n3"]
            relation: Relation = "these" if of["these"] or of["pronoun"] else "plain"
            base_value = get_value(number) if number else None
            if base_value is None or base_value >= value:
                return of.end(), of.span("base"), base_value, relation, end
        noun = _NOUN.match(self._text, end, self._around.end)
        if noun is not None:
            adjective = (noun["adjective"] or "").lower()
            relation = "plain"
            if adjective in ("other", "remaining"):
                relation = "complement"
            elif adjective in ("further", "additional", "more"):
                relation = "further"
            surface_end = noun.end("adjective") if adjective else end
            return noun.end(), noun.span("noun"), None, relation, surface_end
        others = _OTHERS.match(self._text, end, self._around.end)
        if others is not None and self._may_end(others.end()):
            relation = "complement" if others[1].lower().startswith("other") else "further"
            base = others.span(1) if relation == "complement" else None
            return others.end(), base, None, relation, others.end()
        return None

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
        return _verb().match(self._text, end, self._around.end) is not None

    def _has_support(self, end: int) -> bool:
        if end in self._around.markers:
            return True
        bracket = re.compile(r"\s*[(\[]").match(self._text, end, self._around.end)
        return bracket is not None and bracket.end() - 1 in self._around.list_brackets

    def _stands_alone(
        self, trigger: re.Match[str], before: str, prefix: re.Match[str] | None
    ) -> bool:
        """'Nine reported …', 'Six³ …', 'while in 6 …': a number without a noun."""
        if self._has_support(trigger.end()):
            return True
        word = prefix[1].lower() if prefix else ""
        if "remaining" in word or word == "the other":
            return self._may_end(trigger.end())
        at_start = _CLAUSE_START.search(before) is not None
        if not at_start or trigger["number"].lower() in ("one", "both", "1"):
            return False
        return _verb().match(self._text, trigger.end(), self._around.end) is not None

    def _is_elsewhere(self, base: tuple[int, int], before: str, kind_word: str) -> bool:
        """'agreements with five countries': plain countries that somebody deals with."""
        if self._around.is_about_contributors:
            return False
        noun = self._text[base[0] : base[1]]
        return _PLAIN_NOUN.fullmatch(noun) is not None and _ELSEWHERE.search(before) is not None

    def _read_share(
        self, trigger: re.Match[str], kind: QuantityKind, words: str = ""
    ) -> Phrase | None:
        """Proportions, 'all', 'none' and vague words: they need countries, a marker or a list."""
        start, end = trigger.span()
        before = self._text[max(self._around.start, start - 60) : start]
        relation: Relation = "complement" if words in _COMPLEMENTS else "plain"
        of = _OF.match(self._text, end, self._around.end)
        noun = _NOUN.match(self._text, end, self._around.end)
        if (
            of is not None
            and words not in ("no", "the remaining", "each", "every")
            and not of["n3"]
        ):
            number = of["n1"] or of["n2"]
            if of["these"] or of["pronoun"]:
                relation = "these"
            base_value = get_value(number) if number else None
            return self._with_figure(
                Phrase(start, of.end(), (start, end), kind, self._share_value(kind, base_value),
                       of.span("base"), base_value, relation)
            )  # fmt: skip
        if noun is not None and not words.endswith(("others", "rest", "remainder", "none")):
            return self._with_noun(trigger, noun, kind, words, before, relation)
        if words in ("each", "every", "no", "certain", "various", "multiple", "numerous", "other"):
            return None
        if self._has_support(end):
            return Phrase(start, end, (start, end), kind, self._share_value(kind, None),
                          relation=relation)  # fmt: skip
        is_subject = _CLAUSE_START.search(before) is not None
        if is_subject and words in ("none", "most", "some", "many", "several", *_COMPLEMENTS):
            if _verb().match(self._text, end, self._around.end) is not None:
                return Phrase(start, end, (start, end), kind, self._share_value(kind, None),
                              relation=relation)  # fmt: skip
        return None

    def _with_noun(
        self, trigger: re.Match[str], noun: re.Match[str], kind: QuantityKind,
        words: str, before: str, relation: Relation,
    ) -> Phrase | None:  # fmt: skip
        start, end = trigger.span()
        if words.rsplit(maxsplit=1)[-1] in (
            "half",
            "majority",
            "minority",
            "third",
            "thirds",
            "number",
            "handful",
        ):
            return None
        if self._is_elsewhere(noun.span("noun"), before, ""):
            return None
        if words in ("each", "every") and re.search(
            r"\b(?:in|from|per|of|for|by|to|with)\s+\Z", before, re.IGNORECASE
        ):
            return None
        if words in _LOOSE or words.endswith(" other"):
            if _CLAUSE_START.search(before) is None:
                return None
            if words == "other" or words == "the remaining":
                relation = "complement"
        if words in ("few", "many", "other") and re.search(
            r"\b(?:the|these|those|such)\s+\Z", before, re.IGNORECASE
        ):
            return None
        if noun["adjective"] and noun["adjective"].lower() in ("other", "remaining"):
            relation = "complement"
        return self._with_figure(
            Phrase(start, noun.end(), (start, end), kind, self._share_value(kind, None),
                   noun.span("noun"), None, relation)
        )  # fmt: skip

    def _with_figure(self, phrase: Phrase) -> Phrase:
        """The same with the number that a bracket gives for a proportion."""
        figure = _FIGURE_BEHIND.match(self._text, phrase.end, self._around.end)
        if figure is None or phrase.kind not in ("proportion", "approximate"):
            return phrase
        value = get_value(figure[1])
        base_value = get_value(figure[2]) if figure[2] else phrase.base_value
        return replace(phrase, end=figure.end(), value=value, base_value=base_value)

    @staticmethod
    def _share_value(kind: QuantityKind, base_value: int | None) -> int | None:
        if kind == "none":
            return 0
        return base_value if kind == "all" else None
