"""Counted places at the end of a clause: 'A fee is charged in every Member State.'"""

import re

from extractors.claim_phrases import Surroundings

LOOK_BACK_CHARS = 160
"""How far in front of the place the verb of its clause is looked for."""
_PLACED = (" in ", " by ")
_CLOSES = re.compile(
    r"\s*(?:[.,;:)–—]|\Z)|\s+(?:except|bar|apart|including|although|while|since)\b"
)
_IS_SO = re.compile(
    r"\b(?:is|are|was|were|be|been|exists?|existed|appl(?:y|ies|ied)|takes?\splace|took\splace)\s"
)
_IS_OTHERWISE = re.compile(
    r"\b(?:differ\w*|var(?:y|ies|ied|ying)|depend\w*|who|which|that|inform|study|report|flash"
    r"|network|EMN)\s",
    re.IGNORECASE,
)
"""'The rules are different in every country', 'the inform is on practice in many countries'."""


def is_place_of_clause(text: str, around: Surroundings, start: int, end: int) -> bool:
    """Whether the whole clause is said of the countries at ``text[start:end]``, which end it.

    Not 'the places in each country are …', nor 'The rules differ in every country.'
    """
    if text[start - 4 : start] not in _PLACED:
        return False
    if end not in around.markers and _CLOSES.match(text, end, around.end) is None:
        return False
    said = text[max(around.start, start - LOOK_BACK_CHARS) : start]
    return _IS_SO.search(said) is not None and _IS_OTHERWISE.search(said) is None
