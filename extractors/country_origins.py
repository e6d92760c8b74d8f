"""Whether people are from a country where it is named: 'Thai berry pickers', 'Kurds from Syria'.

A country of the network acts as a rule, so that it is an origin only beside a word for persons or
for their moves ('nurses from Poland'). Anywhere else people are from it unless the words say that
something else is: a trade is told by the ending of its noun, and what stands in front of 'from' by
the words that are no persons ('replies from', 'imports from').
"""

import re
from dataclasses import dataclass
from functools import cache

from extractors.lower_case import compile_lower, lower
from extractors.vocabulary import read_table

LEAD_WORDS = 5
"""So many words in front of 'from' may say who or what comes from there."""
_FROM = re.compile(
    r"(?<!\w)from\s+(?:(?:the|both|either|mainly|mostly|chiefly|also|places\s+like|countries\s+"
    r"(?:such\s+as|like|including))\s+){0,3}\Z",
    re.IGNORECASE,
)
_VERBS = frozenset(["arises", "arrives", "came", "comes", "dates", "differs", "is", "stems", "was"])
_NO_NOUN = re.compile(
    r"\s*(?:\Z|[.,;:)])|\s(?:and|or|in|from|who|is|are|was|were|have|had|to|at|as|with|for|on|by)\b"
)
_SMALL_WORDS = (
    "a|an|and|are|as|at|by|for|from|had|has|have|in|into|is|of|on|or|than|that|the|to|under|was"
    "|were|which|who|will|with"
)


@dataclass(frozen=True)
class _Words:
    person_after: re.Pattern[str]
    trade_after: re.Pattern[str]
    from_before: re.Pattern[str]
    are: re.Pattern[str]
    thing: re.Pattern[str]
    official: re.Pattern[str]


@cache
def _load() -> _Words:
    rows = read_table("person_nouns")

    def words(kind: str) -> str:
        chosen = [re.escape(row["word"]) for row in rows if row["kind"] == kind]
        return "|".join(sorted(chosen, key=len, reverse=True)).replace(r"\*", r"\w*")

    modifiers, nouns = words("modifier"), words("noun")
    moves = (
        r"arriv\w+|coming|came|comes?|migrat\w+|recruit\w+|applications?|inflows?|influx|flows?"
        r"|movements?|evacuat\w+|transferr\w+|entr(?:y|ies)"
    )
    return _Words(
        person_after=re.compile(
            rf"[\s-]+(?:(?:{modifiers})\s+){{0,3}}(?:{nouns})(?!\w)", re.IGNORECASE
        ),
        trade_after=re.compile(
            rf"[\s-]+(?:(?!(?:{_SMALL_WORDS}|{words('official')})\b)[a-z-]{{2,20}}\s+){{0,2}}?"
            rf"(?!(?:{words('no_person')}|{words('official')})\b)"
            rf"(?:[a-z-]{{2,20}}(?:{words('ending')})|{words('trade')})(?![\w-])"
        ),
        from_before=compile_lower(
            rf"(?<!\w)(?:{nouns}|{moves})(?:\s+[\w-]+){{0,3}}?\s+(?:from|of)\s+(?:the\s+|both\s+)?\Z",
        ),
        are=re.compile(
            rf"(?<!\w)(?:{nouns}|(?!(?:{words('no_person')}|{words('official')})\b)"
            rf"[a-z-]{{2,20}}(?:{words('ending')}))\s+(?:is|are|was|were)(?:\s\w+)?\s+\Z"
        ),
        thing=re.compile(rf"(?<!\w)(?:{words('thing')})\Z", re.IGNORECASE),
        official=re.compile(rf"(?<!\w)(?:{words('official')})\Z", re.IGNORECASE),
    )


def has_persons(after: str) -> bool:
    """Whether persons follow: ' refugees', but not ' Refugee Council'."""
    found = _load().person_after.match(after)
    if found is None:
        return False
    last = found.group().split()[-1]
    return not (last[0].isupper() and re.match(r"\s[A-Z]", after[found.end() :]))


def has_trade(after: str) -> bool:
    """Whether persons follow that only their trade names: ' lorry drivers', ' welders'.

    >>> has_trade(" berry pickers"), has_trade(" border officers"), has_trade(" baths")
    (True, False, False)
    """
    return _load().trade_after.match(after) is not None


def are_called(lead: str, after: str) -> bool:
    """Whether a demonym between them says of persons what they are: 'most pickers are …'."""
    return _load().are.search(lead) is not None and _NO_NOUN.match(after) is not None


def stands_alone(after: str) -> bool:
    """Whether no noun follows a demonym, so that it is one itself: 'Eritreans and Sudanese.'"""
    return _NO_NOUN.match(after) is not None


def are_persons_from(lead: str) -> bool:
    """Whether ``lead`` ends with persons or their moves and 'from' or 'of'."""
    return _load().from_before.search(lower(lead)) is not None


def read_from(lead: str) -> str:
    """Who or what is from there: ``anyone``, ``official``, ``thing``; empty without a 'from'.

    >>> read_from("Rohingya from "), read_from("Replies came in from "), read_from("in ")
    ('anyone', 'thing', '')
    """
    found = _FROM.search(lead)
    if found is None:
        return ""
    words = re.split(r"[,;:.()]", lead[: found.start()])[-1].split()
    for word in reversed(words[-LEAD_WORDS:]):
        if has_persons(f" {word}"):
            return "anyone"
        if _load().thing.search(word):
            return "thing"
        if _load().official.search(word):
            return "official"
        is_plural = word.endswith("s") and word not in _VERBS
        if is_plural or word[0].isupper():
            return "anyone"
    return "anyone"
