"""Where and when a document was published, as its dateline, its details block or its cover says."""

import re
from dataclasses import dataclass
from functools import cache

from extractors.alternatives import alternatives
from extractors.dates import PrintedDate, find_dates, proved_order
from extractors.vocabulary import read_table
from schemas.document import Block, Document

COVER_BLOCKS = 14
"""A date that stands alone is the document's own only among the first blocks."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What is printed; spans are ``(start, end)`` in the text."""

    place: tuple[int, int] | None = None
    date: PrintedDate | None = None
    others: tuple[PrintedDate, ...] = ()
    """Dates in other places that also claim to be the document's own, and differ."""


_TOWN = r"[A-ZÀ-Ý][\w'’.]*(?:[-\s](?!\d)(?:[A-ZÀ-Ý][\w'’.]*|and|de|la|upon|am)){0,3}"
_PLACE = re.compile(
    rf"[\s(\[]*(?:Done\s(?:at|in)\s)?(?P<town>{_TOWN}(?:\s?/\s?{_TOWN})?)"
    rf"(?P<country>,\s{_TOWN}(?=\s*[–—:(|]|\s-\s))?\s*(?P<mark>,|[–—:(|]|\s-\s)\s*"
)
_BEFORE_DATE = re.compile(
    r"(?:\(|on\s|the\s|le\s|den\s|am\s|dnia\s|dne\s|dňa\s|a\s|lí\s)?"
    r"(?:[^\W\d_]{2,12}\.?,?\s(?:the\s)?)?"
)
"""A preposition or the day of the week, between the place and its date."""
_AFTER = re.compile(r"\s*(?:\Z|[)\].,;:|/–—-]|\n|(?=[A-Z]))")
_ONLY_PLACE = re.compile(
    rf"\s*(?P<town>{_TOWN})\s*,\s*(?:[\[(<_.…X-]*(?:(?i:date|dd|xx?|tbc|tbd|day)[\s/.,\w]{{0,20}})?"
    r"[\])>_.…-]*|[_.…\s]*)\s*\Z"
)
_PRODUCT = (
    r"(?:inform|press release|flash|study|news|policy brief|synthesis report|press corner"
    r"|press room|newsroom|(?:ad[- ]hoc )?query"
    r"|(?:summary|compilation) of (?:responses|replies|answers))"
)
_BEFORE = re.compile(
    r"[\s*•|–—-]*(?:by\s)?"
    r"(?:(?:EMN|(?:Joint )?EMN[-–\s]OECD|(?:EMN )?NCP|European Migration Network)"
    r"(?:\s(?-i:[A-Z][a-z]{3,12}))?)?"
    rf"(?:[\s|:/·–—-]{{0,4}}{_PRODUCT}){{0,2}}(?:,?\s*(?:#|No\.?|Nr\.?)?\s*\d{{1,3}}(?:/\d{{2,4}})?)?"
    r"[\s|:–—,./·•(-]*(?:[^\W\d_]{3,10},?\s+)?",
    re.IGNORECASE,
)
_NO_TOWN = re.compile(
    r"(?:EMN|NCP|European Migration Network|Joint)(?:\b.*)?|Deadline|Valid|Validity|Due"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    rf"|Status|Version|Updated?|Start|End|Event|Webinar|Conference|Meeting|{_PRODUCT}",
    re.IGNORECASE,
)
"""What stands in front of a date and is no place: 'News | 18.06.2025', 'EMN Finland, 18 June'."""
MAX_LINE_CHARS = 140
_BETWEEN_BARS = re.compile(r"(?:[^|•·.\0]{2,70}[|•·]\s*)?\0(?:\s*[|•·][^.\0]{2,100})?")
"""'News article | 17 September 2020 | Publications Office': a date apart from its neighbours."""
_OTHER_LABEL = re.compile(r"[^\W\d_]{3,}\s+[^\W\d_]{3,}|\bof\s+[^\W\d_]{3,}")
"""'Date of request: …': words that make a label another one."""
_REST = re.compile(
    r"[\s|.,:;()–—-]*(?:(?:EMN|EMN[-–]OECD)?\s*(?:inform|press release|news|study))?[\s|.,]*",
    re.IGNORECASE,
)


@cache
def _label() -> re.Pattern[str]:
    labels = alternatives(row["label"] for row in read_table("date_labels"))
    return re.compile(
        rf"[\s*•|]*(?:{labels})(?:\s+(?:on|in|by))?\s*[:–—-]?\s*"
        r"(?:[^\W\d_]{3,10},?\s+(?=\d{1,2}\D))?",
        re.IGNORECASE,
    )


def find_dateline(document: Document, language: str | None) -> Dateline:
    """The dateline, wherever it stands, else a labelled date, else a date alone on the cover.

    A date inside a sentence is never the document's own.
    """
    text, tongue = document.text, language or "en"
    body = [block for block in document.blocks if block.role != "note"]
    place: tuple[int, int] | None = None
    found: list[PrintedDate] = []
    labelled: list[PrintedDate] = []
    alone: list[PrintedDate] = []
    for number, block in enumerate(body):
        line = _read_line(text, block, tongue)
        if line is not None and (place is None or line[1] is not None):
            if place is None or not found:
                place = line[0]
            found.extend([line[1]] if line[1] else [])
            continue
        date = _labelled(text, body, number, tongue)
        if date is not None:
            labelled.append(date)
        elif number < COVER_BLOCKS and (date := _alone(text, block, tongue)) is not None:
            alone.append(date)
    dates = [*found, *labelled] or alone[:1]
    dates = [_settle(one, text) for one in dates]
    if not dates:
        return Dateline(place=place)
    others = tuple(one for one in dates[1:] if not _agree(one, dates[0]))
    return Dateline(place=place, date=dates[0], others=others)


def _read_line(
    text: str, block: Block, language: str
) -> tuple[tuple[int, int], PrintedDate | None] | None:
    """'Brussels, 23 November 2022 – …' or 'Brussels,' alone: where, and when if it says so."""
    if block.role in ("table_cell", "caption"):
        return None
    only = _ONLY_PLACE.match(text, block.start_char, block.end_char)
    if only is not None and only.end() == block.end_char:
        return only.span("town"), None
    line = _PLACE.match(text, block.start_char, min(block.end_char, block.start_char + 90))
    if line is None or _NO_TOWN.fullmatch(line["town"]) is not None:
        return _date_first(text, block, language)
    date = next(find_dates(text, line.end(), min(block.end_char, line.end() + 40), language), None)
    if date is None or _BEFORE_DATE.fullmatch(text, line.end(), date.start) is None:
        return None
    if _AFTER.match(text, date.end, block.end_char) is None:
        return None
    if date.iso is not None and len(date.iso) < 10 and text[date.end : block.end_char].strip(" ."):
        return None
    if _label().match(text, block.start_char, date.start) is not None:
        return None
    return line.span("town"), date


def _date_first(
    text: str, block: Block, language: str
) -> tuple[tuple[int, int], PrintedDate] | None:
    """'23 November 2022, Brussels', as a line of its own."""
    if block.end_char - block.start_char > 60:
        return None
    date = next(find_dates(text, block.start_char, block.end_char, language), None)
    if date is None or text[block.start_char : date.start].strip():
        return None
    town = re.compile(rf"\s*[,|–—-]\s*(?P<town>{_TOWN})\s*\Z").match(text, date.end, block.end_char)
    if town is None or town.end() != block.end_char or town["town"].isupper():
        return None
    return town.span("town"), date


def _labelled(text: str, body: list[Block], number: int, language: str) -> PrintedDate | None:
    """'Publication date: 23 November 2022', the date in the same block or the next."""
    block = body[number]
    label = _label().match(text, block.start_char, min(block.end_char, block.start_char + 60))
    if label is None:
        return None
    start, end = label.end(), min(block.end_char, label.end() + 40)
    if not text[start : block.end_char].strip() and number + 1 < len(body):
        start, end = body[number + 1].start_char, body[number + 1].end_char
    date = next(find_dates(text, start, end, language), None)
    if date is None or _OTHER_LABEL.search(text, start, date.start) is not None:
        return None
    return date


def _alone(text: str, block: Block, language: str) -> PrintedDate | None:
    """A block that is nothing but a date, perhaps behind the name of the product."""
    if block.end_char - block.start_char > MAX_LINE_CHARS or block.role == "caption":
        return None
    date = next(find_dates(text, block.start_char, block.end_char, language), None)
    if date is None:
        return None
    if _BETWEEN_BARS.fullmatch(
        text[block.start_char : date.start] + "\0" + text[date.end : block.end_char]
    ):
        return date
    if block.end_char - block.start_char > 80:
        return None
    before = _BEFORE.fullmatch(text, block.start_char, date.start)
    after = _REST.match(text, date.end, block.end_char)
    if before is None or after is None:
        return None
    return date if after.end() == block.end_char else None


def _settle(date: PrintedDate, text: str) -> PrintedDate:
    """Read '05/06/2024' by the order that another date of the same document proves."""
    if date.iso is not None:
        return date
    order = proved_order(text)
    if order is None:
        return date
    return PrintedDate(date.start, date.end, date.candidates[0 if order == "day" else 1])


def _agree(one: PrintedDate, other: PrintedDate) -> bool:
    if one.iso is None or other.iso is None:
        return (one.iso or other.iso or "") in (*one.candidates, *other.candidates) or (
            one.candidates == other.candidates
        )
    return one.iso.startswith(other.iso) or other.iso.startswith(one.iso)
