"""Dates as the genre prints them: '23 November 2022', '23.12.2024', '09/25/2025', '2024-03-26'."""

import re
from collections.abc import Iterator
from datetime import date as calendar_date
from functools import cache
from typing import NamedTuple

from extractors.alternatives import alternatives
from extractors.vocabulary import read_table

MIN_YEAR, MAX_YEAR = 1990, 2099


class PrintedDate(NamedTuple):
    """A date at ``text[start:end]``."""

    start: int
    end: int
    iso: str | None
    """``YYYY-MM-DD`` or ``YYYY-MM``; None if the order of day and month is not proved."""
    candidates: tuple[str, ...] = ()
    """The readings of a date whose order is not proved."""


_YEAR = re.compile(r"19\d\d|20\d\d")


@cache
def _months(language: str) -> dict[str, int]:
    """By lower-case name. 'listopad' is October in Croatian and November in Czech and Polish."""
    return {
        row["name"].lower(): int(row["month"])
        for wanted in ("en", language)
        for row in read_table("months")
        if row["language"] == wanted
    }


@cache
def _pattern(language: str) -> re.Pattern[str]:
    names = alternatives(_months(language))
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"(?<![\w/.-])(?:"
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.|-?an)?[\s-]+(?:of\s+|de\s+|d['’]|ta['’]\s*)?(?P<month>{names})\.?,?[\s-]+(?:de\s+|del\s+)?(?P<year>{year})"
        rf"|(?P<umonth>{names})\.?\s+(?P<uday>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<uyear>{year})"
        rf"|(?P<ybefore>{year})\.?\s+(?:gada\s+|m\.\s+)?(?P<ymonth>{names})\.?\s+(?P<yday>\d{{1,2}})\.?(?:\s+d\.)?"
        rf"|(?P<lyear>{year})\.?\s+gada\s+(?P<lday>\d{{1,2}})\.\s+(?P<lmonth>{names})"
        rf"|(?P<iso>{year})(?P<isep>[-./])(?P<isom>\d{{1,2}})(?P=isep)(?P<isod>\d{{1,2}})"
        rf"|(?P<a>\d{{1,2}})(?P<sep>\s?[./-]\s?)(?P<b>\d{{1,2}})(?P=sep)(?P<nyear>{year})"
        rf"|(?P<omonth>{names})\.?,?\s+(?:de\s+|del\s+)?(?P<oyear>{year})"
        rf")(?!(?-i:[a-z\d/-]|[A-Z]{{2}})|\.\d)",
        re.IGNORECASE,
    )


def find_dates(text: str, start: int, end: int, language: str = "en") -> Iterator[PrintedDate]:
    """Every date with a year in ``text[start:end]``, in order; impossible dates are left out.

    Dots and hyphens between numbers mean day first, or year first; slashes may be the American
    order, so a date with slashes has candidates unless its day is above 12 or equals its month.

    >>> [one.iso for one in find_dates("Brussels, 1st September 2022", 0, 28)]
    ['2022-09-01']
    >>> next(find_dates("05/06/2024", 0, 10)).candidates
    ('2024-06-05', '2024-05-06')
    """
    if _YEAR.search(text, start, end) is None:
        return  # every form of a date has its year in figures, and most stretches have none
    for found in _pattern(language).finditer(text, start, end):
        readings = tuple(filter(None, _readings(found, _months(language))))
        if len(set(readings)) == 1:
            yield PrintedDate(found.start(), found.end(), readings[0])
        elif readings:
            yield PrintedDate(found.start(), found.end(), None, readings)


def _readings(found: re.Match[str], months: dict[str, int]) -> Iterator[str | None]:
    if found["year"]:
        yield _iso(found["year"], months[found["month"].lower()], found["day"])
    elif found["uyear"]:
        yield _iso(found["uyear"], months[found["umonth"].lower()], found["uday"])
    elif found["ybefore"]:
        yield _iso(found["ybefore"], months[found["ymonth"].lower()], found["yday"])
    elif found["lyear"]:
        yield _iso(found["lyear"], months[found["lmonth"].lower()], found["lday"])
    elif found["iso"]:
        yield _iso(found["iso"], int(found["isom"]), found["isod"])
    elif found["oyear"]:
        if MIN_YEAR <= int(found["oyear"]) <= MAX_YEAR:
            yield f"{found['oyear']}-{months[found['omonth'].lower()]:02d}"
    else:
        yield _iso(found["nyear"], int(found["b"]), found["a"])
        if "/" in found["sep"]:
            yield _iso(found["nyear"], int(found["a"]), found["b"])


def _iso(year: str, month: int, day: str) -> str | None:
    if not MIN_YEAR <= int(year) <= MAX_YEAR:
        return None
    try:
        return calendar_date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def proved_order(text: str) -> str | None:
    """``day`` or ``month``: which comes first in dates with slashes, if one date proves it."""
    orders = set()
    for found in _SLASHES.finditer(text):
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            orders.add("day")
        elif second > 12 >= first:
            orders.add("month")
    return orders.pop() if len(orders) == 1 else None


_SLASHES = re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?![\w/])")
