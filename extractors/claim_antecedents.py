"""What a quantifier without a noun takes up: countries counted before, or the things they have.

'Twelve countries run shelters. Five are run by NGOs' counts shelters, 'Five plan to close them'
countries. The words behind it tell: things are run, funded, online or pending and take place,
countries are able, bound or considering something. Where a sentence names no things and no persons,
only countries can be meant.
"""

import re
from functools import cache

from extractors.alternatives import alternatives
from extractors.claim_patterns import PLAIN_NOUN
from extractors.claim_phrases import Phrase, Surroundings
from extractors.claim_speakers import persons_pattern
from extractors.counting import COUNT_NOUN
from extractors.numbers import NUMBER
from extractors.vocabulary import read_table

LOOK_BACK_CHARS = 400
"""How far in front of a quantifier the things are looked for that it may mean."""
_ADVERBS = (
    r"(?:(?:also|still|already|now|not|yet|never|often|mostly|both|even|all|since|[a-z]{2,14}ly)"
    r"\s+){0,3}"
)
_MODAL = r"(?:can|could|may|might|must|should|will|would|need\s+to|have\s+to|are\s+to|were\s+to)\s+"
_GROUP = re.compile(rf"(?<!\w){COUNT_NOUN}(?<=s)", re.IGNORECASE)
GROUP_CHARS = 200
"""How far in front of 'eight of them' the group may be named."""
_BE = re.compile(
    rf"\s+{_ADVERBS}(?:are|were|is|was|(?:have|has|had)\s+{_ADVERBS}been|{_MODAL}{_ADVERBS}be)"
    rf"\s+{_ADVERBS}(?=[^\W\d_]|\d)",
    re.IGNORECASE,
)
_DOING = re.compile(r"(?P<word>[a-z]{3,}ing)\s+(?:[a-z(]|[A-Z])")
_COUNTRIES = re.compile(rf"(?:(?:an?|the|all)\s+)?{COUNT_NOUN}", re.IGNORECASE)
_NO_DOING = frozenset(
    {"being", "pending", "ongoing", "missing", "binding", "existing", "outstanding", "forthcoming"}
)
"""Words in -ing that say how a thing is and not what a country does."""
_PLURAL = re.compile(
    r"(?:(?<![\w'’-])[a-z]|\A[A-Z])[a-z-]{2,}(?<![sui])s(?![\w'’-])"
    r"|(?<![\w'’-])(?:memoranda|criteria|data|media|staff)(?![\w'’-])"
)
_NO_THINGS = frozenset(
    {
        *("countries", "states", "members", "respondents", "contributors", "observers", "points"),
        *("has", "was", "does", "his", "its", "always", "besides", "towards", "whereas", "perhaps"),
        *("sometimes", "others", "ones", "needs", "means", "years", "months", "weeks", "days"),
    }
)
"""Words in -s that are no things; what is missing here matters only in front of a telling verb."""
_POINTS_BACK = re.compile(
    r"these|those|them|which|whom|(?:the\s+)?(?:others?|rest|remainder|latter|former)",
    re.IGNORECASE,
)
_UNITS = (
    r"(?!countries|states|members?|respondents|contributors|others|months|years|weeks|days|hours"
    r"|minutes|times|euros|of\s)"
)
_COUNTED_THINGS = re.compile(
    rf"(?<![\w.,])(?:\d{{1,3}}(?:[ .,]\d{{3}})*|{NUMBER})\s+(?:{_UNITS}[a-z-]{{2,20}}\s+)?"
    rf"{_UNITS}[a-z]{{3,20}}s\b",
    re.IGNORECASE,
)
_AT_PLACE = re.compile(
    r"\s+(?:in(?!\s+(?:the\s+(?:last|past|first|second|same|course|meantime)|part|full|fact|turn"
    r"|(?:[A-Z]?[a-z]+\s+)?\d{4})\b)|to|from|at|by|against)\s+"
)
"""'…, half of them to students', 'most of them in special units', and not 'in 2020'."""
_NEXT_TO = re.compile(r"(?:\s*\([^()]{0,240}\))?,\s+(?:(?:out\s+)?of\s+)?", re.IGNORECASE)
_REDUCED = re.compile(
    r"\s+(?!(?:also|have|are|were|do|did|can|may|must|will|twice|once|daily|online|[a-z]+ly)\b)"
    r"(?:[a-z-]{4,}(?:\s+by\b|[.,;]|\Z)|(?:free|funded|run|financed)\s)"
)
"""'…, some of them bilingual', 'most of them run by NGOs': a participle, and no verb of its own."""
_INTRANSITIVE = (
    r"(?=\s*[.,;:)]|\s*\Z"
    r"|\s+(?:in|at|on|by|since|after|before|during|within|until|for|from|to|only|again|and|but)\b)"
)
_SAID_OF = {"intransitive": "thing"}
_LEAVES_TO = re.compile(
    rf"\s+(?:have\s+|had\s+|{_MODAL})?{_ADVERBS}(?:leave|left)\s+(?:it|this|that|these|such|much|everything|all"
    r"|(?:the|their|such)\s+(?:[a-z-]+\s+){1,4}?(?:to\s+(?:the|their|its|each|local|regional|municipal"
    r"|national|individual|[a-z]+s)|open|untouched|unchanged))(?!\w)",
    re.IGNORECASE,
)
"""'Two leave the choice to towns': what only those who decide can do."""
_OWNED = re.compile(r"\b(?:in|into|under|through|within)\s+their\b", re.IGNORECASE)
"""'six include housing in their strategies': only those counted have strategies."""
_TEXTS = re.compile(
    r"\b(?:laws|acts|rules|regulations|decrees|provisions|orders|bills|agreements|plans|strategies"
    r"|programmes|guidelines|circulars|conventions|memoranda|arrangements)\b",
    re.IGNORECASE,
)
_DO = re.compile(r"\s+(?:do|does|did)(?:\s+not)?\s*(?:[.,;]|\Z)", re.IGNORECASE)
_PLACED = re.compile(r"(?<!\w)(?:in|across|for)\s+(?:[\w-]+\s+){0,2}\Z", re.IGNORECASE)


@cache
def _states() -> re.Pattern[str]:
    words = alternatives([row["words"] for row in read_table("country_states")])
    return re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE)


@cache
def _verbs(kind: str) -> re.Pattern[str]:
    words = alternatives([row["words"] for row in read_table("thing_verbs") if row["kind"] == kind])
    tail = _INTRANSITIVE if kind == "intransitive" else r"(?!\w)"
    return re.compile(
        rf"\s+(?:(?:have|had|do|did)\s+|{_MODAL})?{_ADVERBS}(?:{words}){tail}", re.IGNORECASE
    )


def is_bare(text: str, phrase: Phrase) -> bool:
    """Whether no word of the phrase or of its base says that countries are counted."""
    if phrase.named is not None or phrase.base_value is not None:
        return False
    if phrase.base is not None and _POINTS_BACK.fullmatch(text, *phrase.base) is None:
        return False
    return _COUNTRIES.search(text, phrase.start, phrase.end) is None


def find_last_list(around: Surroundings) -> int:
    """Where the last list of countries of the sentence, or its last marker, stands; or -1."""
    places = (around.list_markers, around.list_brackets, around.list_starts, around.apposed)
    return max((offset for place in places for offset in place), default=-1)


def means_things(text: str, around: Surroundings, phrase: Phrase, last_list: int) -> bool:
    """Whether the words behind a bare quantifier are said of things or persons named before.

    Never where a list of countries follows: it says who is meant. ``last_list``: where the last
    one of the sentence stands.
    """
    if last_list >= phrase.end or not is_bare(text, phrase):
        return False
    telling = _telling_kind(text, around, phrase)
    if telling is None:
        return False
    of_group = phrase.base is not None and phrase.relation == "plain"
    begin = phrase.start - GROUP_CHARS if of_group else around.topic_start
    named = text[max(begin, phrase.start - LOOK_BACK_CHARS, 0) : phrase.start]
    is_rest = phrase.relation == "complement" and phrase.value is not None
    if is_rest and telling == "person" and not counts_things(named, 0, len(named)):
        return False  # 'the remaining two' leaves something that was counted: countries
    if telling == "text":
        return _TEXTS.search(named) is not None
    if persons_pattern().search(named) is not None:
        return True
    things = list_things(named)
    return bool(things) and (telling == "thing" or any(one.endswith("ers") for one in things))


def list_things(text: str) -> set[str]:
    """The plural nouns of ``text`` in lower case that are no countries: 'centres', 'criteria'."""
    return {found.group().lower() for found in _PLURAL.finditer(text)} - _NO_THINGS


def counts_things(text: str, start: int, end: int) -> bool:
    """'3 000 permits, nine of them': what the pronoun at ``end`` means if it stands between."""
    return _COUNTED_THINGS.search(text, start, end) is not None


def follows_group(text: str, start: int) -> bool:
    """'The choice is left to the Member States. Eight of them have decided': none are counted.

    The set must be the last that was named in front of ``start``: behind 'the Member States finance
    centres' the pronoun means the centres.
    """
    begin = max(0, start - GROUP_CHARS)
    begin = text.rfind("\n", begin, start) + 1 or begin
    group = next(reversed(list(_GROUP.finditer(text, begin, start))), None)
    if group is None or PLAIN_NOUN.fullmatch(group.group()) is not None:
        return False
    if text.count(". ", group.end(), start) > 1:
        return False
    behind = text[group.end() : start]
    return not list_things(behind) and persons_pattern().search(text, group.end(), start) is None


def is_relative_of(text: str, last: Phrase, phrase: Phrase) -> bool:
    """'… in ten countries, half of which': the pronoun means the countries right in front."""
    if phrase.base is None or text[slice(*phrase.base)].lower() not in ("which", "whom"):
        return False
    return _NEXT_TO.fullmatch(text, last.end, min(phrase.start, phrase.base[0])) is not None


def is_inside(text: str, last: Phrase, phrase: Phrase) -> bool:
    """'In ten countries, some are detained': who is there, and not which of the ten.

    'In ten countries, applicants may work, but few do' too.
    """
    if phrase.kind in ("exact", "at_least", "at_most") or not is_bare(text, phrase):
        return False
    if _PLACED.search(text, max(0, last.start - 20), last.start) is None:
        return False
    if is_relative_of(text, last, phrase):
        return False
    between = text[last.end : phrase.start]
    if between.strip() == ",":
        return True
    return _DO.match(text, phrase.end) is not None and persons_pattern().search(between) is not None


def _telling_kind(text: str, around: Surroundings, phrase: Phrase) -> str | None:
    """'thing', 'person' or 'text' if that is what the predicate is said of, else None."""
    end, stop = phrase.end, around.end
    copula = _BE.match(text, end, stop)
    if copula is not None:
        return None if _is_state_of_country(text, copula.end(), stop) else "thing"
    if _LEAVES_TO.match(text, end, stop) is not None:
        return None
    for kind in ("thing", "intransitive", "person", "text"):
        if _verbs(kind).match(text, end, stop) is not None:
            return None if _OWNED.search(text, end, stop) else _SAID_OF.get(kind, kind)
    is_apposition = text[max(around.start, phrase.start - 2) : phrase.start].startswith(",")
    if is_apposition and text[slice(*(phrase.base or (0, 0)))].lower() == "them":
        if _REDUCED.match(text, end, stop):
            return "thing"
        place = _AT_PLACE.match(text, end, stop)
        if place is not None:
            return "thing" if place.end() in around.name_starts else "person"
    return None


def _is_state_of_country(text: str, start: int, stop: int) -> bool:
    if _states().match(text, start, stop) or _COUNTRIES.match(text, start, stop):
        return True
    doing = _DOING.match(text, start, stop)
    return doing is not None and doing["word"].lower() not in _NO_DOING
