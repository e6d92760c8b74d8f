"""Claims that name their countries as the subject: 'Only Germany …', 'Italy and Poland have …'."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.claim_phrases import Phrase
from extractors.context import Context, Sentence
from extractors.counting import COUNT_NOUN
from extractors.list_judging import is_about_network
from extractors.lists import CountryList
from extractors.vocabulary import read_table

_ONLY = re.compile(r"\bonly\s+(?:in\s+)?(?:the\s+)?\Z", re.IGNORECASE)
_THE_ONLY = re.compile(
    rf"\s+(?:is|was|are|were|remains?|being)\s+(?:currently\s+)?the\s+only\s+(?:\w+\s+)?(?:one\b|{COUNT_NOUN})",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:(?:In\s+addition|Moreover|Furthermore|By\s+contrast|In\s+contrast|Meanwhile|Conversely|However|Similarly"
    r"|Both|Recently|Currently|So\s+far)[\s,]+)?(?:the\s+)?",
    re.IGNORECASE,
)


_POSSESSIVE = re.compile(r"['’]s?(?!\w)")


@cache
def _verb() -> re.Pattern[str]:
    words = "|".join(re.escape(row["word"]) for row in read_table("claim_verbs"))
    return re.compile(rf"\s+(?:has|is|was|does|{words})(?!\w)")


def find_subjects(
    context: Context, sentence: Sentence, lists: list[CountryList]
) -> Iterator[Phrase]:
    """Named subjects that say exactly which countries do something, in text order."""
    text = context.text
    for one in lists:
        if (
            is_about_network(context.vocabulary, one.countries)
            and one.kind == "exact"
            and one.bracket < 0
        ):
            yield from _from_list(text, sentence, one)
    for start, end, iso2 in context.names_between(sentence.start, sentence.end):
        if any(one.start <= start < one.end for one in lists):
            continue
        if (
            not context.vocabulary.countries[iso2].emn_role
            or text[start:end] in context.vocabulary.demonyms
        ):
            continue
        only = _ONLY.search(text, max(sentence.start, start - 14), start)
        if only is not None and _POSSESSIVE.match(text, end) is None:
            yield Phrase(
                only.start(), end, (only.start(), end), "exact", 1, named=((iso2,), start, end)
            )
        elif _THE_ONLY.match(text, end, sentence.end) is not None:
            yield Phrase(start, end, (start, end), "exact", 1, named=((iso2,), start, end))


def _from_list(text: str, sentence: Sentence, one: CountryList) -> Iterator[Phrase]:
    """'Only Malta and Cyprus', 'Italy, Lithuania and Poland have started'."""
    countries = one.countries
    if len(set(countries)) != len(countries) or len(countries) < 2:
        return
    named = (countries, one.start, one.end)
    only = _ONLY.search(text, max(sentence.start, one.start - 14), one.start)
    if only is not None:
        yield Phrase(
            only.start(), one.end, (only.start(), one.end), "exact", len(countries), named=named
        )
        return
    if _OPENING.fullmatch(text, sentence.start, one.start) is None:
        return
    if _verb().match(text, one.end, sentence.end) is not None or _THE_ONLY.match(text, one.end):
        yield Phrase(one.start, one.end, (one.start, one.end), "exact", len(countries), named=named)
