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
