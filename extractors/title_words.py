"""Titles of products as they are compared: without case, quotes, dashes and 'EMN Inform:'."""

import re
from typing import Literal

TitleDifference = Literal["none", "case", "words"]

_WORD = re.compile(r"\w+(?:['’-]\w+)*|&")
_KIND = re.compile(
    r"\A\W*(?:(?:joint\s+)?(?:EMN[-–\s/]*)?(?:OECD\s+)?(?:inform|study|flash|synthesis\s+report)\s*[:–—-]\s*)"
    r"|\s*[:–—-]\s*(?:(?:EMN|EMN-OECD)\s+)?(?:inform|study|flash)\W*\Z",
    re.IGNORECASE,
)


def split_title(title: str) -> list[str]:
    """The words of a title, lower case; 'EMN Inform:' before or behind it is no part of it.

    >>> split_title("EMN Inform: Migration Diplomacy & Co-operation")
    ['migration', 'diplomacy', 'and', 'co-operation']
    """
    words = _WORD.findall(_KIND.sub("", title).casefold().replace("’", "'"))
    return ["and" if word == "&" else word for word in words]


def compare_titles(one: str, other: str) -> TitleDifference:
    """How two prints of a title differ; quotes, dashes and '&' for 'and' are no difference."""
    if split_title(one) != split_title(other):
        return "words"
    left, right = _WORD.findall(_KIND.sub("", one)), _WORD.findall(_KIND.sub("", other))
    pairs = zip(left, right, strict=True)
    return "none" if all(a == b or "&" in (a, b) for a, b in pairs) else "case"


def title_likeness(one: str, other: str) -> float:
    """Share of words in common, in order, of the longer title; 1 for the same words.

    >>> title_likeness("Housing of applicants", "EMN inform: The housing of applicants")
    0.75
    """
    left, right = split_title(one), split_title(other)
    row = [0] * (len(right) + 1)
    for word in left:
        diagonal = 0
        for at, candidate in enumerate(right, start=1):
            above = row[at]
            row[at] = diagonal + 1 if word == candidate else max(row[at], row[at - 1])
            diagonal = above
    return row[-1] / max(len(left), len(right), 1)
