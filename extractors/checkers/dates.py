"""Dates: what the document prints of its own date in several places (C19)."""

import re
from collections.abc import Iterator
from datetime import date

from extractors.checkers.contract import count_noun
from extractors.context import Context
from extractors.dates import PrintedDate, find_dates
from schemas.document import Block, Evidence
from schemas.extraction import Check, Extraction

MAX_LABEL_CHARS = 40

_LABEL = re.compile(
    r"\A\W*(?:Publication\s+date|Date\s+of\s+publication|Date\s+published|Published(?:\s+on)?"
    r"|Release\s+date|Released(?:\s+on)?)\s*[:–—-]?\s*\Z",
    re.IGNORECASE,
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)}),?\s+(?:the\s+)?\Z", re.IGNORECASE)


def check_dates(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Labelled dates against the date of the metadata, then weekdays against their dates."""
    language = extraction.metadata.language or "en"
    labelled: list[PrintedDate] = []
    named: list[tuple[PrintedDate, str]] = []
    for block in context.document.blocks:
        for found in find_dates(context.text, block.start_char, block.end_char, language[:2]):
            lead = context.text[max(block.start_char, found.start - 40) : found.start]
            is_alone = not context.text[found.end : block.end_char].strip(" .")
            if found.iso is not None and is_alone and _is_label(context, block, found):
                labelled.append(found)
            weekday = _WEEKDAY.search(lead)
            if weekday is not None:
                named.append((found, weekday[1].lower()))
    yield from _check_labels(context, extraction, labelled)
    for found, name in named:
        yield from _check_weekday(context, found, name)


def _is_label(context: Context, block: Block, found: PrintedDate) -> bool:
    """Whether the block is nothing but a label such as 'Publication date:' and the date."""
    if found.start - block.start_char > MAX_LABEL_CHARS:
        return False
    return _LABEL.match(context.text[block.start_char : found.start]) is not None


def _check_labels(
    context: Context, extraction: Extraction, labelled: list[PrintedDate]
) -> Iterator[Check]:
    own = extraction.metadata.published_date
    if own is None or not labelled:
        return
    places = [item.evidence for item in extraction.metadata.evidence]
    fields = [item.field for item in extraction.metadata.evidence]
    own_place = next(
        (place for place, field in zip(places, fields, strict=True) if "date" in field), None
    )
    others = [found for found in labelled if not _is_at(found, own_place)]
    differing = [found for found in others if not _agree(found.iso or "", own)]
    for found in differing:
        place = context.evidence(found.start, found.end)
        yield Check(
            code="date.differs",
            status="fail",
            severity="warning",
            message=f"The document is dated {own} and, at its label, {found.iso}.",
            expected=own,
            found=found.iso,
            evidence=(place,) if own_place is None else (own_place, place),
        )
    if others and not differing:
        yield Check(
            code="date.differs",
            status="pass",
            severity="warning",
            message=f"{count_noun(len(others) + 1, 'date')} of the document agree.",
            expected=own,
            found=own,
        )


def _is_at(found: PrintedDate, place: Evidence | None) -> bool:
    return place is not None and place.start_char <= found.start < place.end_char


def _agree(one: str, other: str) -> bool:
    """A month agrees with any of its days."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _check_weekday(context: Context, found: PrintedDate, name: str) -> Iterator[Check]:
    """'Monday, 20 April 2020': the day of the week as the calendar has it."""
    if found.iso is None or len(found.iso) < len("YYYY-MM-DD"):
        return
    actual = _WEEKDAYS[date.fromisoformat(found.iso).weekday()]
    yield Check(
        code="date.weekday",
        status="pass" if actual == name else "fail",
        severity="warning",
        message=f"{found.iso} is a {actual.title()}; the text says {name.title()}.",
        expected=actual.title(),
        found=name.title(),
        evidence=(context.evidence(found.start, found.end),),
    )
