"""Shares without a noun that speak of the countries: 'The vast majority reports that …'.

Nothing was counted before, so the words around must tell: the document speaks of countries or of
respondents, no persons were spoken of last, and the verb is one of those who answer a question.
"""

import re
from functools import cache

from extractors.alternatives import alternatives
from extractors.counting import COUNT_NOUN
from extractors.vocabulary import read_table

LOOK_BACK_CHARS = 300
_NOUN = re.compile(rf"(?<!\w){COUNT_NOUN}|\brespondents?\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\s+(?:[a-z]{3,12}ly\s+|also\s+)?(?:reports?|reported|indicate[sd]?|mentions?|mentioned|notes?|noted"
    r"|cites?|cited|highlights?|highlighted|identif(?:y|ies|ied)|describe[sd]?|say|says|said|stress(?:es|ed)?"
    r"|confirms?|confirmed|points?\s+(?:out|to)|pointed\s+(?:out|to)|observe[sd]?|replied|responded)"
    r"(?=\s+\S)"
)
_HAS = re.compile(
    r"\s+(?:[a-z]{3,12}ly\s+|also\s+)?(?:has|have|uses?|offers?|provides?|appl(?:y|ies)|requires?"
    r"|allows?|introduced|plans?|relies|rely)\s+(?!been\b|to\s+wait\b)\S"
)
_GROUPS = ("majority", "minority")


@cache
def persons_pattern() -> re.Pattern[str]:
    """A noun for persons, from ``person_nouns.csv``."""
    nouns = [row["word"] for row in read_table("person_nouns") if row["kind"] == "noun"]
    return re.compile(rf"(?<!\w)(?:{alternatives(nouns)})(?!\w)", re.IGNORECASE)


def speaks_of_countries(text: str) -> bool:
    """Whether countries or respondents are named anywhere."""
    return _NOUN.search(text) is not None


def are_speakers(text: str, words: str, start: int, end: int, stop: int) -> bool:
    """Whether the share ``words`` at ``text[start:end]`` of a sentence can only mean countries.

    ``stop``: the end of the sentence.
    """
    lead = text[max(0, start - LOOK_BACK_CHARS) : start]
    country = max((one.start() for one in _NOUN.finditer(lead)), default=-1)
    person = max((one.start() for one in persons_pattern().finditer(lead)), default=-1)
    if person > country:
        return False
    if _SAYS.match(text, end, stop):
        return True
    return country >= 0 and words.endswith(_GROUPS) and _HAS.match(text, end, stop) is not None
