"""The pages of a file, read range by range and compared with a second reading.

Each range has a source of its own, since a library keeps what it has met of a file as long as that
is open; and ranges may be read side by side. What comes of a page does not depend on its range.
"""

import gc
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pypdfium2 as pdfium

from pipeline.readers.limits import Limits
from pipeline.readers.pdf.characters import PageCharacters
from pipeline.readers.pdf.cross_check import (
    OPEN_PAGES,
    choose_pages,
    compare,
    count_again,
    count_characters,
    is_candidate,
)
from pipeline.readers.pdf.pages import PageLines, build_page
from pipeline.readers.pdf.pdfium_source import PdfiumSource, TooManyCharactersError
from pipeline.sharing import map_shared
from schemas.document import Issue
from schemas.errors import ReadError

RANGE_PAGES = 16
"""At most; what the libraries keep of so many pages is a few megabytes."""
MIN_SHARED_PAGES = 4
"""Fewer are read sooner than another process is there."""


@dataclass(slots=True)
class PageRange:
    """What was read of consecutive pages."""

    pages: list[PageLines] = field(default_factory=list)
    """Packed. A page that cannot be read is missing here and among the issues."""
    printed: list[tuple[int, int]] = field(default_factory=list)
    """Number of each page read, and how many characters it prints."""
    candidates: dict[int, Counter[str]] = field(default_factory=dict)
    """The characters of the pages that may be compared with a second reading."""
    issues: list[Issue] = field(default_factory=list)
    error: ReadError | None = None
    """What ended the reading behind the last page."""


def read_pages(data: bytes, page_count: int, file_name: str, limits: Limits) -> PageRange:
    """All pages of the file, as one range. Raises ``ReadError`` with the code ``text.too_long``."""
    whole = PageRange()
    total = 0
    read = partial(_read_range, data, page_count, file_name, limits)
    for found in map_shared(read, _list_ranges(page_count, limits), file_name, limits):
        for number, printed in found.printed:
            total += printed
            if total > limits.text_chars:
                raise ReadError(
                    "text.too_long",
                    file_name,
                    f"the first {number} pages print more than {limits.text_chars} characters",
                    "Split the file, or raise the limit `text_chars`.",
                )
        if found.error is not None:
            raise found.error
        whole.pages += found.pages
        whole.issues += found.issues
        whole.candidates.update(found.candidates)
    _compare(whole, data, page_count, file_name, limits)
    return whole


def _compare(
    whole: PageRange, data: bytes, page_count: int, file_name: str, limits: Limits
) -> None:
    """Read some pages again; their issues come into them."""
    numbers = choose_pages(list(whole.candidates), page_count)
    size = max(1, min(OPEN_PAGES, math.ceil(len(numbers) / limits.processes)))
    parts = [numbers[first : first + size] for first in range(0, len(numbers), size)]
    pages = {page.number: page for page in whole.pages}
    for counts in map_shared(partial(count_again, data), parts, file_name, limits):
        if len(parts) > 1:
            gc.collect()  # what the library leaves refers to itself
        for number, second in counts.items():
            pages[number].issues += compare(number, whole.candidates[number], second)
    whole.candidates.clear()


def _list_ranges(page_count: int, limits: Limits) -> list[range]:
    """Ranges of page numbers; several for each process, so that none waits long for another."""
    size = RANGE_PAGES
    if limits.processes > 1:
        size = min(size, max(MIN_SHARED_PAGES, math.ceil(page_count / (2 * limits.processes))))
    starts = range(1, page_count + 1, size)
    return [range(start, min(start + size, page_count + 1)) for start in starts]


def _read_range(
    data: bytes, page_count: int, file_name: str, limits: Limits, numbers: range
) -> PageRange:
    found = PageRange()
    total = 0
    source = PdfiumSource(data, limits)
    try:
        for page in _iter_pages(source, numbers, found, file_name, limits):
            found.printed.append((page.number, len(page.glyphs)))
            total += len(page.glyphs)
            if total > limits.text_chars:
                break
            if is_candidate(page, page_count):
                found.candidates[page.number] = count_characters(page)
            lines = build_page(page)
            lines.pack()
            found.pages.append(lines)
    finally:
        source.close()
    return found


def _iter_pages(
    source: PdfiumSource, numbers: range, found: PageRange, file_name: str, limits: Limits
) -> Iterator[PageCharacters]:
    """The pages that can be read; the others are issues of ``found``."""
    for number in numbers:
        try:
            page = source.read_page(number)
        except TooManyCharactersError:
            found.error = ReadError(
                "text.too_long",
                file_name,
                f"page {number} prints more than {limits.page_chars} characters",
                "Raise the limit `page_chars` if the page is honest.",
            )
            return
        except (pdfium.PdfiumError, ValueError, OSError) as error:
            found.issues.append(
                Issue(
                    code="page.unreadable",
                    message=f"Page {number} could not be read ({type(error).__name__}); "
                    "its text is missing.",
                )
            )
        else:
            yield page
