"""A second opinion on a page's characters, by pdfplumber.

Reading every page twice would cost more than reading it once with pdfplumber alone. So these are
compared: a sample through the file, at least every sixth page of one that is not too long, and
pages on which a font does not say what it prints; at most one page and a quarter of them all. What
is not compared is read by pdfium alone.
"""

import io
import logging
import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing

from pipeline.readers.pdf.characters import PageCharacters
from pipeline.readers.pdf.pdfplumber_source import PdfplumberSource
from pipeline.readers.pdf.words import drop_doubles
from schemas.document import Issue

STRIDE = 6
MAX_PAGES = 24
"""Of the sample, and of the pages with doubts as well."""
MAX_DRAWINGS = 4_000
MAX_PAGE_CHARS = 20_000
"""A page with more of either is not compared: a full page of text has 3,000 to 6,000."""
OPEN_PAGES = 6
"""Read with one open file, since the library keeps what it has met as long as that is open."""
_FEW = 5
_FEW_SHARE = 0.005
_HYPHENS = str.maketrans(dict.fromkeys("-‐‑\xad\u2212\ufffd", ""))


def is_candidate(page: PageCharacters, page_count: int) -> bool:
    """Whether the page may be compared: one of the sample, or one with doubts."""
    if not 0 < len(page.glyphs) <= MAX_PAGE_CHARS or page.drawing_count > MAX_DRAWINGS:
        return False
    return _is_sample(page.number, page_count) or any(glyph.is_unmapped for glyph in page.glyphs)


def choose_pages(candidates: Sequence[int], page_count: int) -> list[int]:
    """Numbers of the pages to compare: the sample first, then the others as they come."""
    ordered = sorted(candidates, key=lambda number: (not _is_sample(number, page_count), number))
    return sorted(ordered[: min(1 + page_count // 4, 2 * MAX_PAGES)])


def _is_sample(number: int, page_count: int) -> bool:
    stride = max(STRIDE, math.ceil(page_count / MAX_PAGES))
    return page_count > 1 and number % stride == 1


def count_characters(page: PageCharacters) -> Counter[str]:
    """How often each character is printed; ligatures count as their letters, hyphens not at all."""
    counts: Counter[str] = Counter()
    for glyph in drop_doubles(page.glyphs)[0]:
        if not glyph.is_unmapped:
            counts.update(
                unicodedata.normalize("NFKC", glyph.text).translate(_HYPHENS).replace(" ", "")
            )
    return counts


def count_again(data: bytes, numbers: Sequence[int]) -> dict[int, Counter[str]]:
    """The characters of some pages by the second source; pages that it cannot read are left out."""
    counts: dict[int, Counter[str]] = {}
    log = logging.getLogger(__name__)
    try:
        source = PdfplumberSource(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - the library raises whatever a broken file provokes
        log.debug("no second reading of the file")
        return counts
    with closing(source):
        for number in numbers:
            try:
                counts[number] = count_characters(source.read_page(number))
            except Exception:  # noqa: BLE001 - as above
                log.debug("no second reading of page %d", number)
    return counts


def compare(number: int, first: Mapping[str, int], second: Mapping[str, int]) -> list[Issue]:
    """An issue if the two sources read page ``number`` otherwise in more than a few characters."""
    only_first, only_second = Counter(first) - Counter(second), Counter(second) - Counter(first)
    different = only_first.total(), only_second.total()
    if max(different) <= max(_FEW, _FEW_SHARE * sum(first.values())):
        return []
    only = "".join(sorted(only_first | only_second))[:20]
    return [
        Issue(
            code="page.sources_differ",
            message=f"Two libraries read page {number} differently: {different[0]} characters "
            f"only by pdfium, {different[1]} only by pdfplumber (among them {only!r}); compare the "
            "text with the page.",
        )
    ]
