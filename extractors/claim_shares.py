"""Quantified phrases without a number: 'most', 'half of the countries', 'none of them', '45 %'."""

import re
from typing import get_args

from extractors.claim_antecedents import counts_things, follows_group
from extractors.claim_gaps import gap_pattern
from extractors.claim_patterns import (
    BUT_NUMBER,
    CLAUSE_START,
    DEFINITE,
    EACH_BEFORE,
    FIGURE_BEHIND,
    NOUN,
    OF,
    OF_LEFT_OUT,
    PAST,
    PREFIX,
    PREPOSITION,
    base_number,
    fold,
    load_prefixes,
    verb_pattern,
)
from extractors.claim_phrases import Phrase, Relation, Span, Surroundings
from extractors.claim_places import is_place_of_clause
from extractors.claim_share_words import (
    ALL,
    AS_MANY,
    COMPLEMENTS,
    LOOSE,
    NEED_NOUN,
    NEED_OF,
    NONE,
    NOT_TAKEN_OF,
    PLACES,
    SUBJECTS,
)
from extractors.claim_speakers import are_speakers
from extractors.claim_standing import WITH, find_support, is_elsewhere, may_end
from extractors.lower_case import lower
from extractors.numbers import get_value
from schemas.extraction import QuantityKind

_NO_NOUN_BEHIND = ("others", "rest", "remainder", "none")
_BE = re.compile(r"\s+(?:[a-z]{3,12}ly\s+)?(?:are|were|have\s+been|had\s+been|but|in)(?!\w)")
"""'All are online' says what they are; it seldom speaks of the countries."""
_THE = re.compile(r"(?:the|these|those)\s", re.IGNORECASE)
_ENDS = re.compile(
    r"\s*(?:[.,;:]|\Z)|\s+(?:and|but)\s|,?\s+(?:it|they|this|there|the|an?|no|such)\s",
    re.IGNORECASE,
)
"""What may follow 'in the rest'."""
_HOW = re.compile(r"\s+(?:to|by|on|with|without|through|for|via|at|after|within|never|not)\s")
"""'in four to the municipalities and in the rest to NGOs'"""
_COORDINATED = re.compile(
    r"[,;]\s*(?:(?:and|but|while|whereas)\s+)?\Z|\s(?:and|but)\s+\Z", re.IGNORECASE
)
_ADVERB = re.compile(
    r"\s+(?:often|commonly|notably|frequently|importantly|recently|prominently|especially"
    r"|particularly|of\s+all(?=\s*[,.;:)]|\Z))(?!\w)",
    re.IGNORECASE,
)
"""'…, most often for Arabic': how often, and not who."""
_IN_ALL = re.compile(r"(?:\ball\s+in|\bat|(?:\A|[.;]\s+)in)\s+\Z", re.IGNORECASE)
"""'All in all', 'none at all', 'In all, …': words that sum up or stress."""
_ONE_COUNTRY = re.compile(r"\b(?:country|state)\Z", re.IGNORECASE)
"""'The rest of the country': a part of one, and not some of many."""
_OF_MAY_BE_LEFT_OUT = ("half", "all")
_SINGULAR_VERB = re.compile(
    r"\s+(?:[a-z]{3,12}ly\s+)?(?:has(?!\s+been\b)|does|can|may|[a-z]{2,}(?<![suio])s)(?!\w)"
)
"""'None of these charges a fee', 'None requires a test'."""
_NO_VERB = frozenset({"is", "was", "others", "this", "its", "these"})
_SINGULAR = re.compile(r"\s+(?:has|is|was|does|had|did|can|may)\s", re.IGNORECASE)
_BUT_SO_MUCH = re.compile(
    r"\b(?:only|just|about|around|roughly|nearly|almost|barely|over|(?:more|less|fewer)\s+than"
    r"|at\s+(?:least|most))\s+\Z",
    re.IGNORECASE,
)
"""', but only half of these …': what may stand between the conjunction and the share."""
_WORD_BEHIND = re.compile(r"\s+(?!of\b|in\b|to\b|more\b|less\b|and\b|or\b|as\b)[a-z]{3,}\s")
"""'… and about a third answer in four languages': what follows can only be the verb."""
LEAD_CHARS = 60
LOOK_BACK_CHARS = 160
"""How far in front of a share the things are looked for that were counted."""


class ShareReader:
    """Reads the proportions, 'all', 'none' and the vague words of one sentence."""

    last_end = -1
    """Where the last count of the sentence ended, or -1; set by the caller."""

    def __init__(self, text: str, around: Surroundings) -> None:
        self._text = text
        self._around = around

    @property
    def _has_counted(self) -> bool:
        """Whether the sentence has counted countries before."""
        return self.last_end >= 0

    def read(
        self, at: Span, kind: QuantityKind, words: str, *, follows_count: bool
    ) -> Phrase | None:
        """The phrase of the words at ``at``; countries, a marker or a list must follow them."""
        start, end = at
        before = self._text[max(self._around.start, start - LEAD_CHARS) : start]
        if self._is_no_share(words, before, end):
            return None
        relation: Relation = "complement" if words in COMPLEMENTS else "plain"
        of = OF.match(self._text, end, self._around.end)
        if of is None and words.endswith(_OF_MAY_BE_LEFT_OUT):
            whole = OF_LEFT_OUT.match(self._text, end, self._around.end)
            if whole is not None:
                return self._of_the(at, whole, kind, before)
        if of is not None:
            if self._points_nowhere(of, end, words, before, follows_count=follows_count):
                return self._of_group(at, of, kind, before)
            if words not in NOT_TAKEN_OF and self._names_base(
                of, words, follows_count=follows_count
            ):
                return self._taken_of(at, of, kind, relation)
        noun = NOUN.match(self._text, end, self._around.end)
        can_count = follows_count or words != "the remaining"
        if noun is not None and can_count and not words.endswith(_NO_NOUN_BEHIND):
            return self._with_noun(at, noun, kind, words, before)
        if words in NEED_NOUN:
            return None
        phrase = Phrase(start, end, at, kind, 0 if kind == "none" else None, relation=relation)
        if find_support(self._text, self._around, end) is not None:
            return phrase
        figure = FIGURE_BEHIND.match(self._text, end, self._around.end)
        if figure is not None:
            phrase = phrase._replace(end=figure.end(), value=get_value(figure["value"]))
        stands = follows_count and self._stands_alone(words, kind, before, phrase.end)
        return phrase if stands or self._speaks(words, kind, before, phrase) else None

    def _points_nowhere(
        self, of: re.Match[str], end: int, words: str, before: str, *, follows_count: bool
    ) -> bool:
        """Whether 'of them', 'of the others' mean no countries, or 'of the country' only one."""
        if of["rest"] or of["last"]:
            return not (follows_count and self._may_act(words, of.end()))
        if of["pronoun"] or of["pointing"]:
            follows_count = follows_count and not self._means_counted_things(of, end, before)
            return self._is_object(before) or not self._may_point_back(
                end, of.end(), follows_count=follows_count
            )
        return _ONE_COUNTRY.search(of["base"]) is not None

    def _of_group(
        self, at: Span, of: re.Match[str], kind: QuantityKind, before: str
    ) -> Phrase | None:
        """'The Member States may decide. Most of them have': of a set without a number."""
        if not of["pronoun"] or self._is_object(before) or not follows_group(self._text, at[0]):
            return None
        return self._taken_of(at, of, kind, "plain")._replace(relation="plain")

    def _means_counted_things(self, of: re.Match[str], end: int, before: str) -> bool:
        """'900 permits were issued, half of them to students'; '…, and most of them plan' acts."""
        begin = max(self._around.start, self.last_end, end - LOOK_BACK_CHARS)
        if not counts_things(self._text, begin, end):
            return False
        return before.endswith(", ") or not may_end(self._text, self._around, of.end())

    def _names_base(self, of: re.Match[str], words: str, *, follows_count: bool) -> bool:
        """False for 'half of 20', which may be anything; 'most of the six pay' counts."""
        if not of["n3"] or of["pointing"]:
            return True
        is_known = follows_count and _THE.match(of["base"]) is not None
        return is_known and self._may_act(words, of.end())

    def _of_the(
        self, at: Span, of: re.Match[str], kind: QuantityKind, before: str
    ) -> Phrase | None:
        """'Half the countries', 'all the respondents but two': taken of without an 'of'."""
        if is_elsewhere(self._text, self._around, of["base"].partition(" ")[2], before):
            return None
        left_out = BUT_NUMBER.match(self._text, of.end(), self._around.end)
        phrase = self._taken_of(at, of, kind, "plain")
        if kind != "all" or left_out is None:
            return phrase
        end = left_out.end()
        return phrase._replace(
            end=end, surface=(at[0], end), value=None, left_out=get_value(left_out["number"])
        )

    def _may_act(self, words: str, end: int) -> bool:
        """Whether a verb or a mark follows; behind 'none' the verb may be in the singular."""
        if may_end(self._text, self._around, end):
            return True
        is_one = words in NONE or words.endswith(("neither", "majority", "minority"))
        return is_one and self._is_singular_verb(end)

    def _is_singular_verb(self, end: int) -> bool:
        verb = _SINGULAR_VERB.match(self._text, end, self._around.end)
        return verb is not None and verb.group().split()[-1] not in _NO_VERB

    def _is_no_share(self, words: str, before: str, end: int) -> bool:
        """'not at all', 'All in all, …', 'most often', 'these every-day …': other uses."""
        if words.startswith(("all", "every", "each")) and DEFINITE.search(before):
            return True
        if words == "all" and BUT_NUMBER.match(self._text, end, self._around.end):
            return (
                True  # 'in all but three countries': the number is read with what stands in front
            )
        if words.startswith("not "):
            return before.endswith("but ")
        if words == "most":
            return _ADVERB.match(self._text, end, self._around.end) is not None
        sums_up = words == "all" and self._text[end : end + 1] in {",", "."}
        return sums_up and _IN_ALL.search(before) is not None

    def _speaks(self, words: str, kind: QuantityKind, before: str, phrase: Phrase) -> bool:
        """'The vast majority reports …': those who answered, whether counted before or not."""
        if kind not in ("proportion", "approximate") or not self._around.speaks_of_countries:
            return False
        if words != "most" and words.rpartition(" ")[2] not in NEED_OF:
            return False
        if CLAUSE_START.search(before) is None:
            return False
        return are_speakers(self._text, words, phrase.start, phrase.end, self._around.end)

    def _stands_alone(self, words: str, kind: QuantityKind, before: str, end: int) -> bool:
        """Whether words without a noun count countries, where some were counted before."""
        text, stop = self._text, self._around.end
        if words in PLACES and PREPOSITION.search(before) and self._ends_place(words, end):
            return True
        if words in AS_MANY:
            acts = verb_pattern().match(text, end, stop) or PAST.match(text, end, stop)
            return (
                self._has_counted and _COORDINATED.search(before) is not None and acts is not None
            )
        is_part = words.rpartition(" ")[2] in NEED_OF
        if words not in SUBJECTS and not is_part:
            return False
        if self._has_counted and _COORDINATED.search(before):
            if gap_pattern("free").match(text, end, stop):
                return True
            is_share = is_part and kind in ("proportion", "approximate")
            if is_share and _WORD_BEHIND.match(text, end, stop):
                return True
            if words in NONE and _SINGULAR.match(text, end, stop):
                return True
            if (words in NONE or words in COMPLEMENTS) and self._shares_verb(before, end):
                return True
        if CLAUSE_START.search(before) is None:
            return False
        if words in NONE and self._is_singular_verb(end):
            return True
        if words in ALL and _BE.match(text, end, stop):
            return False
        return verb_pattern().match(text, end, stop) is not None

    def _shares_verb(self, before: str, end: int) -> bool:
        """'Five ask for a degree and the rest for a test': the preposition of the count before."""
        shared = gap_pattern("shared").match(self._text, end, self._around.end)
        if shared is None or before.endswith((". ", "; ")):
            return False
        between = self._text[self.last_end : end]
        return re.search(rf"\b{re.escape(shared[1])}\b", between, re.IGNORECASE) is not None

    def _ends_place(self, words: str, end: int) -> bool:
        """'in the rest, …', '… and in the rest to NGOs'."""
        if _ENDS.match(self._text, end, self._around.end):
            return True
        is_rest = words in COMPLEMENTS and self._has_counted
        return is_rest and _HOW.match(self._text, end, self._around.end) is not None

    def _is_object(self, before: str) -> bool:
        """'Ten countries pay all of them': what the clause of another count is about."""
        if not self._has_counted:
            return False
        before = _BUT_SO_MUCH.sub("", before)
        return not any(one.search(before) for one in (CLAUSE_START, PREPOSITION, WITH))

    def read_words(
        self, at: Span, kind: QuantityKind, words: str, *, follows_count: bool
    ) -> Phrase | None:
        """The same with the words in front of a fraction: 'less than a third'."""
        phrase = self.read(at, kind, words, follows_count=follows_count)
        if phrase is None or kind != "proportion" or words.startswith("the "):
            return phrase
        return self._with_prefix(phrase, at)

    def read_percent(self, at: Span) -> Phrase | None:
        """'45 % of the respondents', 'roughly 40% of Member States'."""
        phrase = self.read(at, "proportion", "", follows_count=False)
        return phrase if phrase is None else self._with_prefix(phrase, at)

    def _with_prefix(self, phrase: Phrase, at: Span) -> Phrase:
        """The phrase with 'roughly' or 'less than' in front of its share."""
        lead = self._text[max(self._around.start, at[0] - 30) : at[0]]
        prefix = PREFIX.search(lower(lead))
        prefix_kind = load_prefixes()[fold(prefix[1])] if prefix is not None else "exact"
        if prefix is None or prefix_kind not in get_args(QuantityKind)[1:4]:
            return phrase
        start = at[0] - len(lead) + prefix.start()
        kind: QuantityKind = "approximate" if prefix_kind == "approximate" else "proportion"
        return phrase._replace(start=start, surface=(start, at[1]), kind=kind)

    def _may_point_back(self, *ends: int, follows_count: bool) -> bool:
        """Whether 'these' may mean countries: some were counted before, or a note lists them."""
        return follows_count or any(
            find_support(self._text, self._around, end) is not None for end in ends
        )

    def _taken_of(
        self, at: Span, of: re.Match[str], kind: QuantityKind, relation: Relation
    ) -> Phrase:
        number = base_number(of)
        found = of.groupdict()
        if any(found.get(name) for name in ("these", "pronoun", "pointing", "last")):
            relation = "these"
        base_value = get_value(number) if number else None
        figure = FIGURE_BEHIND.match(self._text, at[1], of.start("base"))
        value = get_value(figure["value"]) if figure else _share_value(kind, base_value)
        return self._with_figure(
            Phrase(
                start=at[0],
                end=of.end(),
                surface=at,
                kind=kind,
                value=value,
                base=of.span("base"),
                base_value=base_value,
                relation=relation,
                is_taken_of=True,
            )
        )

    def _with_noun(
        self, at: Span, noun: re.Match[str], kind: QuantityKind, words: str, before: str
    ) -> Phrase | None:
        if words.rpartition(" ")[2] in NEED_OF or is_elsewhere(
            self._text, self._around, noun["noun"], before
        ):
            return None
        left_out = BUT_NUMBER.match(self._text, noun.end(), self._around.end)
        is_place = is_place_of_clause(self._text, self._around, at[0], noun.end())
        is_all = is_place or left_out is not None or (words == "every" and before == "In ")
        if words in ("each", "every") and not is_all and EACH_BEFORE.search(before):
            return None
        if words == "the other" and not noun["noun"].endswith("s"):
            return None
        if words in LOOSE or (words.endswith(" other") and words != "the other"):
            if CLAUSE_START.search(before) is None and not (is_place and "other" not in words):
                return None
        elif words == "few" and DEFINITE.search(before):
            return None
        adjective = (noun["adjective"] or "").lower()
        is_rest = words in ("other", "the other", "the remaining") or adjective in (
            "other",
            "remaining",
        )
        base = noun.span("noun")
        if words in ("other", "the other", "the remaining"):
            base = (at[0], base[1])
        elif is_rest:
            base = (noun.start("adjective"), base[1])
        if kind == "all" and left_out is not None:
            return Phrase(
                start=at[0],
                end=left_out.end(),
                surface=(at[0], left_out.end()),
                kind=kind,
                value=None,
                base=base,
                left_out=get_value(left_out["number"]),
            )
        return self._with_figure(
            Phrase(
                start=at[0],
                end=noun.end(),
                surface=at,
                kind=kind,
                value=_share_value(kind, None),
                base=base,
                relation="complement" if is_rest else "plain",
            )
        )

    def _with_figure(self, phrase: Phrase) -> Phrase:
        """The same with the number that a bracket gives for a proportion."""
        figure = FIGURE_BEHIND.match(self._text, phrase.end, self._around.end)
        if figure is None or phrase.kind not in ("proportion", "approximate", "vague"):
            return phrase
        base_value = get_value(figure["base"]) if figure["base"] else phrase.base_value
        return phrase._replace(
            end=figure.end(), value=get_value(figure["value"]), base_value=base_value
        )


def _share_value(kind: QuantityKind, base_value: int | None) -> int | None:
    if kind == "none":
        return 0
    return base_value if kind == "all" else None
