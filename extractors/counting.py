"""How the genre names the countries that it counts: 'EMN Member and Observer Countries'."""

import re
from itertools import groupby

from extractors.lower_case import compile_lower, lower
from extractors.numbers import NUMBER, get_value
from extractors.vocabulary import read_table


def list_modifiers(*kinds: str) -> str:
    """The words of ``country_modifiers.csv`` of these kinds as an alternation, parted by letter.

    Most words begin with none of the letters, and a few letters are tried faster than all words.
    """
    words = sorted(
        (row["word"] for row in read_table("country_modifiers") if row["kind"] in kinds),
        key=lambda word: (word[0].lower(), -len(word)),
    )
    parted = groupby(words, key=lambda word: word[0].lower())
    return "|".join(
        f"{letter}(?:{'|'.join(re.escape(word[1:]) for word in group)})" for letter, group in parted
    )


_MODIFIERS = (
    r"(?:(?:EMN|EU|EU-?27|European|responding|reporting|contributing|participating|replying|"
    rf"surveyed|analysed|covered|national|{list_modifiers('plain')}"
    rf"|(?:{list_modifiers('union')})(?=\s+(?:EU\s+|EMN\s+)?Member\s))\s+)*"
)
_HEADS = (
    r"(?:\(?Member\)?\s+(?:(?:Countries|States)\s+)?(?:and|or|and/or|/)\s+Observer\s+(?:Countr(?:ies|y)|States?)"
    r"|\(?Member\)?\s+(?:States?|Countr(?:ies|y))"
    r"|Observer\s+(?:States?|Countr(?:ies|y))|National\s+Contact\s+Points?"
    r"|countr(?:ies|y)|states?|NCPs?|respondents?|contributors?|MSs?|observers?)"
)
COUNT_NOUN = rf"(?:{_MODIFIERS}{_HEADS}(?![\w-]))"
"""Pattern of a noun phrase that names countries of the network, without article or number."""

_REPLIES = r"(?:(?:national\s+)?(?:responses|replies|contributions|reports|answers)(?!\w))"

_COUNT = compile_lower(rf"({NUMBER})\s+(?:other\s+)?({COUNT_NOUN}|{_REPLIES})")
_OBSERVER_NOUN = compile_lower(r"(?:EMN\s+)?observer")
_JOINT = re.compile(r"\s*,?\s*(?:and|plus|as well as|\+)\s*", re.IGNORECASE)
_TAKEN_OF = compile_lower(
    rf"({NUMBER})\s+(?:(?:out\s+)?of|among)\s+(?:all\s+)?(?:(?:the|these|those)\s+)?\Z",
)
"""'nine of the' in front of '22 countries': the list beside it holds the nine."""
_ALONE = rf"\A({NUMBER})\s*(?:{COUNT_NOUN}|{_REPLIES})?\Z"
_NUMBER_ALONE = compile_lower(_ALONE)
_IN_TOTAL = compile_lower(
    rf"({NUMBER})\s+(?:{COUNT_NOUN}\s+|{_REPLIES}\s+)?(?:in\s+(?:total|all)|altogether)"
    rf"|total(?:\s+of|:)?\s+({NUMBER})|\bn\s*[=:]\s*(\d{{1,2}})(?!\w)|{_ALONE}",
)


def find_count(lowered: str, start: int, end: int) -> tuple[int, int, int, bool] | None:
    """The last count of countries in ``lowered[start:end]``: its span, value, observers only?

    ``lowered``: the text in lower case.
    '17 Member Countries and three Observer Countries' is 20; the flag is False then. Counts that
    stand apart are not summed: the last one wins, since it stands next to the list.
    """
    found = list(_COUNT.finditer(lowered, start, end))
    if not found:
        return None
    last = found[-1]
    begin, value = last.start(), get_value(last[1])
    taken = _TAKEN_OF.search(lowered, max(start, begin - 40), begin)
    if taken is not None:
        return taken.start(), last.end(), get_value(taken[1]), False
    only_observers = _OBSERVER_NOUN.match(last[2]) is not None
    if len(found) > 1 and only_observers:
        previous = found[-2]
        if _JOINT.fullmatch(lowered, previous.end(), last.start()):
            return previous.start(), last.end(), value + get_value(previous[1]), False
    return begin, last.end(), value, only_observers


def find_total(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """A total printed beside a list ('24 in total', 'n = 23'): its span and value, or None."""
    words = lower(text[start:end])
    # 'total', 'all', 'altogether', 'n = 23'; without these only a number alone is a total.
    has_cue = "al" in words or "=" in words or ":" in words
    found = (_IN_TOTAL if has_cue else _NUMBER_ALONE).search(words)
    if found is None:
        return None
    number = next(group for group in found.groups() if group)
    return start + found.start(), start + found.end(), get_value(number)
