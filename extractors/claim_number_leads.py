"""What stands in front of a number: its prefix, and the set it is taken from ('Of the 22, ')."""

import re
from typing import NamedTuple

from extractors.claim_patterns import (
    BETWEEN_BEFORE,
    OF_BEFORE,
    PREFIX,
    REPEATED,
    fold,
    load_prefixes,
)
from extractors.claim_phrases import Phrase, Relation
from extractors.counting import COUNT_NOUN
from extractors.lower_case import lower
from extractors.numbers import get_value

PREFIX_CHARS = 32
"""How far in front of a number the word is looked for that bounds or labels it."""
LEAD_CHARS = 90
"""How far in front of a number the words are looked for that belong to it."""
_WHOLE = re.compile(
    r"\A(?:all\s+)?the\s+(?:(?:EMN|EU)\s+)?(?:responding|reporting|contributing|participating|replying"
    r"|respond|contribut)",
    re.IGNORECASE,
)
_NOUN = re.compile(COUNT_NOUN, re.IGNORECASE)
_QUANTITIES = tuple(
    f" {word}" for word in ("all", "most", "some", "half", "none", "many", "each", "total")
)


class Lead(NamedTuple):
    """What stands in front of a number, split at its prefix."""

    before: str
    prefix: str
    """Folded words such as 'at least', or empty."""
    prefix_start: int

    @property
    def with_article(self) -> str:
        """What stands in front with the article, which the table of prefixes holds too."""
        return f"{self.before}the " if self.prefix == "the" else self.before

    @property
    def kind(self) -> str:
        """Of the prefix, as its table calls it."""
        return load_prefixes()[self.prefix] if self.prefix else "exact"


def read_lead(text: str, sentence_start: int, start: int) -> Lead:
    """What stands in front of the number at ``start``, as far as it may belong to it."""
    begin = max(sentence_start, start - LEAD_CHARS)
    lead = text[begin:start]
    prefix = PREFIX.search(lower(lead), max(0, len(lead) - PREFIX_CHARS))
    if prefix is None:
        return Lead(lead, "", start)
    return Lead(lead[: prefix.start()], fold(prefix[1]), begin + prefix.start())


def find_base_before(lead: str) -> re.Match[str] | None:
    """'Of these, ' at the end of ``lead``, if it opens its clause."""
    # Most numbers have no such base in front; asking for the words first is cheaper.
    if "f " not in lead and "mong" not in lead and not lead.startswith("From "):
        return None
    found = OF_BEFORE.search(lead)
    return found if found is not None and _opens_clause(lead, found.start()) else None


def _opens_clause(lead: str, start: int) -> bool:
    """False in 'pay all of them, four pay half': there the base belongs to what stands before."""
    return start == 0 or not f" {lead[:start]}".rstrip().lower().endswith(_QUANTITIES)


def base_size(found: re.Match[str]) -> int | None:
    """The number that such a base gives for itself, if any."""
    number = found["n"] or found["alone"] or found["n4"] or found["n5"]
    return get_value(number) if number else None


def base_relation(found: re.Match[str]) -> Relation:
    """How such a base is resolved: 'of these', 'of the eight' point back, 'of the others' does not.

    Nor do 'the respondents', who are all that contributed.
    """
    return "plain" if found["rest"] or _WHOLE.search(found["base"]) else "these"


def take_of_base_before(
    text: str, sentence_start: int, phrase: Phrase, *, follows_count: bool
) -> Phrase:
    """The named subject taken of the set in front of it: 'Of the eight, only Malta and Spain …'.

    Where nothing was counted before, 'of these' may mean anything.
    """
    begin = max(sentence_start, phrase.start - LEAD_CHARS)
    found = find_base_before(text[begin : phrase.start])
    if found is None or not (follows_count or _NOUN.search(found["base"])):
        return phrase
    return phrase._replace(
        base=(begin + found.start("base"), begin + found.end("base")),
        base_value=base_size(found),
        relation=base_relation(found),
        is_taken_of=True,
    )


def is_repeated(lead: Lead) -> bool:
    """'between six and nine', 'nine (n = 9)': the second number of a pair."""
    return lead.before.endswith(("and ", "= ", "=", ": ")) and (
        BETWEEN_BEFORE.search(lead.before) is not None or REPEATED.search(lead.before) is not None
    )
