"""Number words and figures as they count countries: 'Seventeen', 'twenty-one', '17', 'a dozen'."""

import re

from extractors.alternatives import alternatives

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_JOINTS = "- ‑–"
_OTHERS = {"a dozen": 12, "dozen": 12, "a couple": 2, "a pair": 2, "a single": 1, "both": 2}

MAX_COUNTRIES = 35
"""Larger numbers never count countries of the network: it has 26 members and nine observers."""


def _build_values() -> dict[str, int]:
    values = {word: value for value, word in enumerate(_UNITS)} | _TENS | _OTHERS
    for tens, value in _TENS.items():
        for unit in range(1, 10):
            for joint in _JOINTS:
                values[f"{tens}{joint}{_UNITS[unit]}"] = value + unit
    return values


_VALUES = _build_values()
NUMBER_WORDS = tuple(_VALUES)
"""Every number word, lower case."""
_WORDS = (
    f"(?:{alternatives(_TENS)})(?:[{re.escape(_JOINTS)}](?:{alternatives(_UNITS[1:10])}))?"
    f"|{alternatives([*_UNITS, *_OTHERS])}"
)
"""The same words, parted so that the many patterns that hold them are built in half the time."""

NUMBER = rf"(?:(?<![\w.,/’'-])(?:{_WORDS}|\d{{1,2}})(?![\w%/]|[.,]\d|[-–]\w))"
"""Pattern of one number, for use inside larger patterns compiled with ``re.IGNORECASE``."""

NUMBER_PATTERN = re.compile(NUMBER, re.IGNORECASE)


def get_value(surface: str) -> int:
    """The value of a number that ``NUMBER`` matched.

    >>> get_value("Twenty-one"), get_value("17"), get_value("a dozen")
    (21, 17, 12)
    """
    word = " ".join(surface.lower().split())
    return int(word) if word.isdigit() else _VALUES[word]
