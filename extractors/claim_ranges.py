"""Counts between two numbers: 'between five and seven countries', 'two or three', '10–12'.

Such a count is read as its lower bound, which is true whatever the number; the words that are
quoted say how far it goes.
"""

import re

from extractors.claim_patterns import NOUN, OF
from extractors.claim_phrases import Phrase, Span, Surroundings
from extractors.claim_standing import is_elsewhere
from extractors.lower_case import compile_lower
from extractors.numbers import NUMBER, get_value

_DIGITS = r"(?<![\w.,/’'-])\d{1,2}(?=[–-]\d{1,2}\s)"
_RANGE = compile_lower(
    rf"between\s+(?P<between>{NUMBER})\s+and\s+(?P<and>{NUMBER})"
    rf"|(?P<low>{NUMBER})\s+(?:to|or)\s+(?P<high>{NUMBER})"
    rf"|(?P<first>{_DIGITS})[–-](?P<last>\d{{1,2}})(?=\s)"
)


def find_range(lowered: str, trigger: re.Match[str], around: Surroundings) -> re.Match[str] | None:
    """The two numbers whose first one is ``trigger`` of a sentence of the text ``lowered``.

    'From six to nine countries' is none: there the number changes.
    """
    start, at = around.start, trigger.start()
    if trigger["words"] or trigger["percent"] or lowered.endswith("from ", start, at):
        return None
    begin = at - len("between ") if lowered.endswith("between ", start, at) else at
    found = _RANGE.match(lowered, begin, around.end)
    return found if found is not None and _low(found) < _high(found) else None


def _low(found: re.Match[str]) -> int:
    return get_value(found["between"] or found["low"] or found["first"])


def _high(found: re.Match[str]) -> int:
    return get_value(found["and"] or found["high"] or found["last"])


def read_range(text: str, around: Surroundings, found: re.Match[str]) -> Phrase | None:
    """The phrase of such a count, or None if it counts no countries."""
    span: Span = found.span()
    value = _low(found)
    of = OF.match(text, found.end(), around.end)
    if of is not None and not of["n3"]:
        relation = "these" if of["these"] or of["pronoun"] or of["pointing"] else "plain"
        if relation == "these" and not around.follows_count:
            return None
        return Phrase(
            *(span[0], of.end(), span, "at_least", value),
            base=of.span("base"),
            relation=relation,  # type: ignore[arg-type]
            is_taken_of=True,
        )
    noun = NOUN.match(text, found.end(), around.end)
    before = text[max(around.start, span[0] - 60) : span[0]]
    if noun is None or is_elsewhere(text, around, noun["noun"], before):
        return None
    return Phrase(span[0], noun.end(), span, "at_least", value, base=noun.span("noun"))
