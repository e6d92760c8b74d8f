"""Candidates of markers that lost their formatting: digits glued to a word, a stop or a number."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import parse_labels
from pipeline.readers.linking.markers import skip_closing
from pipeline.readers.linking.model import Marker, Place, Strength

_DIGITS = r"(?P<label>[1-9]\d{0,2}(?:,[1-9]\d{0,2})*+)"
_AFTER_WORD = re.compile(rf"(?:(?<=[^\W\d_])|(?<=[)\]\"”’»%+])){_DIGITS}(?![\w%€$£°(]|[.,/:–-]\w)")
_AFTER_STOP = re.compile(
    rf"(?:(?<=[^\W\d_][.,;:!?])|(?<=[)\]\"”’»%+][.,;:!?])){_DIGITS}(?=\s|\Z|[A-Z][a-z])"
)
_AFTER_YEAR_STOP = re.compile(
    r"(?<=\b(?:19|20)\d\d[.,;])(?P<label>[1-9]\d{0,2})(?=\s+[A-Z(“\"‘']|\s*\Z)"
)
_PATTERNS = (_AFTER_WORD, _AFTER_STOP, _AFTER_YEAR_STOP)
_RUN = re.compile(r"\d+")
"""Digits; asked for first, since most of a text holds none."""
_NEVER_BEFORE = frozenset(" \n([/-–€$£")
_YEAR_AND_MORE = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)(?P<label>[1-9]\d?)(?![\w%€$£°]|[.,/:–-]\d)")
_ADDRESS = re.compile(r"://|www\.|@|[\w-]\.\w{2,10}/|_")
"""In a token: an address or a file name, whose digits are its own."""
_SPACED = re.compile(r"(?<=[\w.,;:!?)\]\"”’»%+] )[1-9]\d?(?=\s|\Z|[.,;:!?](?:\s|\Z))")
_STEM = re.compile(r"[^\W\d_]{1,40}\Z")
_NUMBER = re.compile(r"(?<![\w.,/:€$£-])\d{2,7}(?![\w%€$£°]|[.,/:–-]\d)")
_YEAR = re.compile(r"(?:19[5-9]\d|20[0-4]\d)\Z")
_COUNTED = frozenset(
    (
        "annex",
        "appendix",
        "article",
        "box",
        "category",
        "chapter",
        "class",
        "clause",
        "covid",
        "figure",
        "footnote",
        "grade",
        "group",
        "item",
        "level",
        "module",
        "note",
        "option",
        "paragraph",
        "part",
        "phase",
        "pillar",
        "point",
        "recital",
        "scenario",
        "section",
        "stage",
        "step",
        "table",
        "task",
        "tier",
        "type",
        "version",
        "wave",
    )
)
"""Words after which a number counts things of that kind; a digit glued to them is poor evidence."""
_ABBREVIATION = re.compile(
    r"\b(?:art|arts|no|nos|nr|p|pp|para|paras|vol|sec|ch|chap|fig|tab|reg|dir|cf|v|ver)\.\Z",
    re.IGNORECASE,
)
_MAX_COUNT = 250
"""A list of countries is never longer; a larger number that may be cut is a year or nothing."""


def find_glued(blocks: list[PreparedBlock]) -> list[Marker]:
    """Digits that may be markers if the document has such notes in such an order; text order."""
    found: list[Marker] = []
    for index, block in enumerate(blocks):
        text, end = block.text, 0
        for digits in _RUN.finditer(text):
            start = digits.start()
            if start < max(1, end) or text[start - 1] in _NEVER_BEFORE:
                continue
            if _ADDRESS.search(text, *_find_token(text, start)):
                continue
            match = next((one for one in (p.match(text, start) for p in _PATTERNS) if one), None)
            labels = parse_labels(match["label"]) if match else ()
            if match and labels:
                end = skip_closing(text, match.end())
                place = (index, start, end)
                found.append(Marker(*place, labels, "glued", _judge(text, start)))
    return found


def _find_token(text: str, start: int) -> tuple[int, int]:
    """Bounds of the characters without white space around ``start``, 200 at most to each side."""
    before = max(
        text.rfind(" ", max(0, start - 200), start), text.rfind("\n", max(0, start - 200), start)
    )
    after = [
        end
        for end in (text.find(" ", start, start + 200), text.find("\n", start, start + 200))
        if end > 0
    ]
    return max(before + 1, start - 200, 0), min(after, default=start + 200)


def find_year_cuts(blocks: list[PreparedBlock]) -> list[Marker]:
    """Numbers that are a year and some digits more: a sign that the document has such notes."""
    return [
        Marker(index, match.start("label"), match.end(), (match["label"],), "glued", "weak")
        for index, block in enumerate(blocks)
        for match in _YEAR_AND_MORE.finditer(block.text)
    ]


def find_spaced(blocks: list[PreparedBlock]) -> list[Marker]:
    """Numbers that stand alone in a sentence, as an export sets raised ones: ``Seventeen 2 of``."""
    return [
        Marker(index, match.start(), match.end(), (match.group(),), "glued", "poor")
        for index, block in enumerate(blocks)
        for match in _SPACED.finditer(block.text)
    ]


def _judge(text: str, start: int) -> Strength:
    """How well digits at ``start`` look like a marker.

    Lower-case words never end in a digit; codes, units and numbered things do.
    """
    stem = _STEM.search(text, max(0, start - 40), start)
    if stem is None:
        return "poor" if _ABBREVIATION.search(text, max(0, start - 8), start) else "weak"
    word = stem.group()
    is_word = len(word) > 2 and word[1:].islower() and word.lower() not in _COUNTED
    return "weak" if is_word else "poor"


Number = tuple[Place, str]
"""A printed number and its place."""


def find_numbers(blocks: list[PreparedBlock]) -> list[Number]:
    """Every number of two to seven digits that stands alone, in text order."""
    return [
        ((index, match.start()), match.group())
        for index, block in enumerate(blocks)
        for match in _NUMBER.finditer(block.text)
    ]


def find_cuts(numbers: list[Number], label: str, low: Place, high: Place) -> Iterator[Marker]:
    """Numbers between two places whose last digits are ``label`` and whose first are a number.

    ``20153`` is the year 2015 with note 3, ``125`` the count 12 with note 5. A plain year such as
    ``2015`` is never taken for the count 201 with note 5.
    """
    for place, number in numbers[bisect_left(numbers, (low, "")) :]:
        if place > high:
            return
        rest = number.removesuffix(label)
        if rest == number or not rest or rest.startswith("0") or _YEAR.match(number):
            continue
        if _YEAR.match(rest) or int(rest) <= _MAX_COUNT:
            start = place[1] + len(rest)
            yield Marker(place[0], start, start + len(label), (label,), "glued", "poor")


def is_year(text: str) -> bool:
    """Whether ``text`` is a year of the time that the genre speaks of."""
    return _YEAR.match(text) is not None
