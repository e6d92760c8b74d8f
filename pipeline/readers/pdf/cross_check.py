"""A second opinion on a page's characters, by pdfplumber.

Reading every page twice would cost more than reading it once with pdfplumber alone. So these are
compared: of a file of several pages the first and every sixth after it, and of any file the pages
on which a font does not say what it prints; at most one page and a quarter of them all, and at
most ``MAX_PAGES``. What is not compared is read by pdfium alone.
"""

import io
import logging
import unicodedata
from collections import Counter

from pipeline.readers.pdf.characters import PageCharacters
from pipeline.readers.pdf.pdfplumber_source import PdfplumberSource
from pipeline.readers.pdf.words import drop_doubles
from schemas.document import Issue

STRIDE = 6
MAX_PAGES = 24
MAX_DRAWINGS = 4_000
MAX_PAGE_CHARS = 20_000
"""A page with more of either is not compared: a full page of text has 3,000 to 6,000."""
_FEW = 5
_FEW_SHARE = 0.005
_HYPHENS = str.maketrans(dict.fromkeys("-‐‑\xad\u2212\ufffd", ""))


class CrossCheck:
    """Holds the second source open while a file is read."""

    def __init__(self, data: bytes, page_count: int) -> None:
        self._data = data
        self._page_count = page_count
        self._source: PdfplumberSource | None = None
        self._is_broken = False
        self._left = min(1 + page_count // 4, MAX_PAGES)

    def compare(self, page: PageCharacters) -> list[Issue]:
        """An issue if the second source reads the page otherwise in more than a few characters."""
        if self._is_broken or self._left <= 0 or not self._is_due(page):
            return []
        self._left -= 1
        try:
            if self._source is None:
                self._source = PdfplumberSource(io.BytesIO(self._data))
            second = self._source.read_page(page.number)
        except Exception:  # noqa: BLE001 - the library raises whatever a broken file provokes
            logging.getLogger(__name__).debug("no second reading of page %d", page.number)
            self._is_broken = self._source is None
            return []
        first_count, second_count = _count(page), _count(second)
        different = (first_count - second_count).total(), (second_count - first_count).total()
        if max(different) <= max(_FEW, _FEW_SHARE * first_count.total()):
            return []
        only = "".join(sorted((first_count - second_count) | (second_count - first_count)))[:20]
        return [
            Issue(
                code="page.sources_differ",
                message=f"Two libraries read page {page.number} differently: {different[0]} "
                f"characters only by pdfium, {different[1]} only by pdfplumber (among them "
                f"{only!r}); compare the text with the page.",
            )
        ]

    def close(self) -> None:
        """Give back what the second source holds."""
        if self._source is not None:
            self._source.close()
            self._source = None

    def _is_due(self, page: PageCharacters) -> bool:
        if not 0 < len(page.glyphs) <= MAX_PAGE_CHARS or page.drawing_count > MAX_DRAWINGS:
            return False
        is_sample = self._page_count > 1 and page.number % STRIDE == 1
        return is_sample or any(glyph.is_unmapped for glyph in page.glyphs)


def _count(page: PageCharacters) -> Counter[str]:
    """How often each character is printed; ligatures count as their letters, hyphens not at all."""
    counts: Counter[str] = Counter()
    for glyph in drop_doubles(page.glyphs)[0]:
        if not glyph.is_unmapped:
            counts.update(
                unicodedata.normalize("NFKC", glyph.text).translate(_HYPHENS).replace(" ", "")
            )
    return counts
