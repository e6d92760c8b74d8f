"""Claims that name their countries as the subject: 'Only Germany …', 'Italy and Poland have …'.

A single country in prose ('Germany introduced the scheme in 2022') is an example and no claim: it
neither counts nor says that the others do otherwise. 'Only' and 'the only country' do say so.
"""

import re
from collections.abc import Iterator, Sequence

from extractors.claim_number_leads import find_base_before
from extractors.claim_patterns import PAST, verb_pattern
from extractors.claim_phrases import Phrase, Span
from extractors.claim_supports import find_covering
from extractors.claim_tails import is_sentence
from extractors.context import Context, Sentence
from extractors.counting import COUNT_NOUN
from extractors.list_judging import is_about_network
from extractors.lists import CountryList
from extractors.numbers import NUMBER
from extractors.vocabulary import Vocabulary

_ONLY = re.compile(
    r"(?<!\bnot )\b(?:only|solely|just)\s+(?:in\s+|for\s+|by\s+)?(?:the\s+)?\Z", re.IGNORECASE
)
_ONLY_BEHIND = re.compile(
    r"\s+(?:(?:only|alone)(?=\s*[.,;:)]|\s+(?:and|but|is|has|does)\s|\s*\Z)|alone(?=\s+[a-z]{2,}s\s))"
)
"""'in Malta only', 'Malta alone'"""
_ONLY_THERE = re.compile(
    r"(?<!\w)only\s+(?:the\s+case\s+|[a-z]{2,20}(?:ed|en|ble)\s+)(?:only\s+)?(?:in|by|for)\s+(?:the\s+)?\Z"
)
"""'only charged in Belgium', 'only the case in Malta and Cyprus'"""
ONLY_THERE_CHARS = 44
_THE_ONLY = re.compile(
    r"\s+(?:is|was|are|were|remains?|being)\s+(?:currently\s+|also\s+)?the\s+(?:only|sole)\s+(?:\w+\s+)?"
    rf"(?:ones?\b|{COUNT_NOUN})",
    re.IGNORECASE,
)
_ONLY_COUNTRY = re.compile(
    rf"\bthe\s+(?:only|sole)\s+(?:\w+\s+)?(?:one\b|{COUNT_NOUN})\s+(?:\S+\s+){{1,12}}?(?:is|was)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""'the only country to do so was Latvia'"""
_NAMED_BY = re.compile(
    rf"\s+(?:is|are|was|were|has\s+been|have\s+been)\s+[a-z]+ed\s+(?:[\w-]+\s+){{0,3}}?by\s+"
    rf"(?:[a-z]+\s+){{0,2}}{NUMBER}\s+{COUNT_NOUN}",
    re.IGNORECASE,
)
"""'Only Ukraine was mentioned by six countries': the six do something, and not the named one."""
_OPENING = re.compile(
    r"(?:(?:In\s+addition|Moreover|Furthermore|By\s+contrast|In\s+contrast|Meanwhile|Conversely|However"
    r"|Similarly|Likewise|Both|Recently|Currently|So\s+far)[\s,]+)?"
    r"(?:the\s+)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:[;,]\s+(?:while|whilst|whereas|but)|[;:]|,\s+(?P<adds>and))\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_PLURAL_VERB = re.compile(
    r"\s+(?:(?:also|both|already|still|all|now|each|[a-z]{3,12}ly)\s+)?"
    r"(?!(?:in|on|at|by|for|from|of|to|with|without|within|under|over|after|before|during|since"
    r"|until|between|among|against|through|via|per|as|than|like|and|or|but|nor|not|if|when|while"
    r"|where|whereas|who|whom|which|that|because|though|so|then|there|too|together|alike|alone"
    r"|only|except|versus|plus|themselves|an?|the|their|its|this|these|those|it|they|more|most"
    r"|less|also|both|already|still|all|now|each|last|next|here|[a-z]+ly|[a-z]+ing|[a-z]+[^su]s)\s)"
    r"[a-z]{2,20}\s"
)
"""'Belgium and France contact the family': any word that may be a plural present or past verb."""
_AUXILIARY = re.compile(r"\s+(?:has|is|was|does)(?!\w)")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_NEITHER = re.compile(r"(?<!\w)neither\s+(?:in\s+)?(?:the\s+)?\Z", re.IGNORECASE)
_CODES_BEHIND = re.compile(r"\s*\([A-Z]{2}(?:[\s,;/and]{1,6}[A-Z]{2})+\)")
"""'Italy, Spain and Malta (IT, ES, MT)'"""
_WHERE = re.compile(r"(?<!\w)(?:in|by)\s+(?:both\s+)?\Z", re.IGNORECASE)
_PLACE_OPENS = re.compile(
    r"(?:\A(?:(?:In\s+addition|Moreover|Furthermore|By\s+contrast|In\s+contrast|Meanwhile|Conversely"
    r"|However|Similarly|Likewise)\s*,\s+)?"
    r"|(?:;|[;,]\s+(?:while|whilst|whereas|but|and))\s+(?P<denies>not\s+)?)"
    r"(?:in|by)\s+(?:both\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""'In Malta and Spain …', ', and in Malta and Spain …', ', but not in Malta and Spain'"""
_GOES_ON = re.compile(
    r",?(?!\s+(?:for\s+(?:example|instance)|and|or|as\s+well)\b)(?:\s+[^\s,;:.]+){3}"
)
_DONE_IN = re.compile(
    r"(?<!\w)(?:is|are|was|were|be|been)\s+(?:(?:also|already|[a-z]{3,12}ly)\s+)?[a-z]+ed"
    r"\s+in\s+(?:the\s+)?\Z"
)
"""'can be renewed in Malta and Spain'"""
_STOPS = re.compile(r"\s*(?:[.;]|,\s+(?:but|while|whilst|whereas)\s|\Z)")
_AND_MORE = re.compile(rf"\s*,?\s*and\s+(?:{NUMBER}|in|other|others)(?!\w)", re.IGNORECASE)
ONLY_CHARS = 16
LEAD_CHARS = 140


def find_subjects(
    context: Context, sentence: Sentence, lists: Sequence[CountryList]
) -> Iterator[Phrase]:
    """Named subjects that say exactly which countries do something, in text order."""
    text = context.text
    subjects: list[Phrase] = []
    for one in lists:
        place = _find_place(text, sentence, one, context.vocabulary)
        if place is not None:
            named = (one.countries, one.start, one.end)
            subjects.append(Phrase(*place, place, "exact", len(one.items), named=named))
            continue
        if (
            one.kind == "exact"
            and one.bracket < 0
            and is_about_network(context.vocabulary, one.countries)
        ):
            subjects.extend(_from_list(text, sentence, one, context.vocabulary))
    for start, end, iso2 in context.names_between(sentence.start, sentence.end):
        if find_covering(lists, start) is not None:
            continue
        if not context.vocabulary.countries[iso2].emn_role:
            continue
        if text[start:end] in context.vocabulary.demonyms or _POSSESSIVE.match(text, end):
            continue
        named = ((iso2,), start, end)
        if _NAMED_BY.match(text, end, sentence.end):
            continue
        only = _find_only(text, sentence, start, end)
        if only is not None:
            subjects.append(Phrase(*only, only, "exact", 1, named=named))
        elif (
            _THE_ONLY.match(text, end, sentence.end) is not None
            or _ONLY_COUNTRY.search(text, max(sentence.start, start - LEAD_CHARS), start)
            is not None
        ):
            subjects.append(Phrase(start, end, (start, end), "exact", 1, named=named))
    yield from sorted(subjects, key=lambda phrase: phrase.start)


def _find_only(text: str, sentence: Sentence, start: int, end: int) -> Span | None:
    """The names at ``text[start:end]`` with the 'only' that belongs to them, or None.

    'only charged in Malta' keeps its 'only' with the verb: there the names alone are the phrase.
    '290 of them in Sweden alone' leaves open who else.
    """
    only = _ONLY.search(text, max(sentence.start, start - ONLY_CHARS), start)
    if only is not None:
        return (only.start(), end)
    begin = max(sentence.start, start - ONLY_THERE_CHARS)
    behind = _ONLY_BEHIND.match(text, end, sentence.end)
    is_part = (
        behind is not None
        and behind.group().endswith("alone")
        and _WHERE.search(text, begin, start)
    )
    if behind is not None and not is_part:
        return (start, behind.end())
    return (start, end) if _ONLY_THERE.search(text, begin, start) is not None else None


def _is_place_of_codes(text: str, sentence: Sentence, one: CountryList) -> bool:
    """'Employers are fined in AT, BE and CZ': codes in running text say who does it."""
    if one.place != "running" or one.kind != "exact" or len(one.items) < 2:
        return False
    if any(item.form != "code" for item in one.items):
        return False
    if _AND_MORE.match(text, one.end, sentence.end) is not None:
        return False
    return _WHERE.search(text, max(sentence.start, one.start - 12), one.start) is not None


def _find_place(
    text: str, sentence: Sentence, one: CountryList, vocabulary: Vocabulary
) -> Span | None:
    """'In Estonia and Poland a plan is drafted', 'It can be renewed in Malta, but not in Spain …'.

    Names must open their clause, or close one that says what is done there: elsewhere they may only
    say whose authorities or what figures are meant. The 'not' of 'but not in' belongs to them.
    """
    span = (one.start, one.end)
    if _is_place_of_codes(text, sentence, one):
        return span
    if one.place != "running" or one.kind != "exact" or not _all_of_network(one, vocabulary):
        return None
    if _AND_MORE.match(text, one.end, sentence.end) or _find_only(text, sentence, *span):
        return None
    begin = max(sentence.start, one.start - LEAD_CHARS)
    opens = _PLACE_OPENS.search(text[begin : one.start])
    if opens is not None and opens["denies"] is not None:
        return (begin + opens.start("denies"), one.end)
    if opens is not None:
        return span if _GOES_ON.match(text, one.end, sentence.end) else None
    is_done = _DONE_IN.search(text, begin, one.start) and _STOPS.match(text, one.end, sentence.end)
    return span if is_done else None


def _all_of_network(one: CountryList, vocabulary: Vocabulary) -> bool:
    """Whether the list names at least two countries, each once and all of the network."""
    countries = one.countries
    if len(set(countries)) != len(countries) or len(countries) < 2:
        return False
    return all(vocabulary.countries[iso2].emn_role for iso2 in countries)


def _from_list(
    text: str, sentence: Sentence, one: CountryList, vocabulary: Vocabulary
) -> Iterator[Phrase]:
    """'Only Malta and Cyprus', 'Italy, Lithuania and Poland have started'."""
    if not _all_of_network(one, vocabulary):
        return
    countries = one.countries
    size, named = len(countries), (countries, one.start, one.end)
    only = _find_only(text, sentence, one.start, one.end)
    if only is not None:
        yield Phrase(*only, only, "exact", size, named=named)
        return
    neither = _NEITHER.search(text, max(sentence.start, one.start - ONLY_CHARS), one.start)
    if neither is not None:
        span = (neither.start(), one.end)
        yield Phrase(*span, span, "exact", size, named=named)
        return
    lead = max(sentence.start, one.start - LEAD_CHARS)
    if not _OPENING.fullmatch(text, lead, one.start) and not find_base_before(
        text[lead : one.start]
    ):
        clause = _CLAUSE.search(text, lead, one.start)
        if clause is None or (
            clause["adds"] and not is_sentence(text, sentence.start, clause.start())
        ):
            return
    verbs = (verb_pattern(), _AUXILIARY, PAST, _THE_ONLY, _PLURAL_VERB)
    codes = _CODES_BEHIND.match(text, one.end, sentence.end)
    end = codes.end() if codes is not None else one.end
    if any(pattern.match(text, end, sentence.end) for pattern in verbs):
        span = (one.start, one.end)
        yield Phrase(*span, span, "exact", size, named=named)
