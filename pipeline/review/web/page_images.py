"""Pages of the raw PDF as images, drawn when they are looked at and kept for the session."""

import io
from collections import OrderedDict
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from threading import Lock

from schemas.document import Source
from schemas.errors import ReadError

SCALE = 1.75
"""Pixels per point: sharp enough to read at the width of the text column."""
MAX_PIXELS = 12_000_000
KEPT_PAGES = 48

Size = tuple[float, float]


class PageImages:
    """Draws pages of the raw files below ``raw``; pdfium is used by one thread at a time."""

    def __init__(self, raw: Path) -> None:
        self._raw = raw
        self._lock = Lock()
        self._pages: OrderedDict[tuple[str, int], bytes] = OrderedDict()

    def find_file(self, source: Source) -> Path | None:
        """The raw file of exactly these bytes, or None if it is not there any more."""
        return _find_file(self._raw, source.file_name, source.sha256)

    def get_sizes(self, source: Source) -> list[Size]:
        """Width and height of each page in points; empty if the file is not there."""
        path = self.find_file(source)
        if path is None:
            return []
        with self._lock:
            return _read_sizes(path)

    def draw(self, source: Source, page: int) -> bytes:
        """The page, counted from 1, as PNG. Raises ``ReadError`` if it cannot be drawn."""
        key = (source.sha256, page)
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
            path = self.find_file(source)
            if path is None:
                raise _missing(source, self._raw)
            image = _draw(path, page)
            self._pages[key] = image
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
            return image


@lru_cache(maxsize=256)
def _find_file(raw: Path, file_name: str, sha256: str) -> Path | None:
    """By its bytes; those of its name are looked at first, since hashing all takes a while."""
    paths = [path for path in sorted(raw.rglob("*")) if path.is_file()]
    for path in sorted(paths, key=lambda path: path.name != file_name):
        with path.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() == sha256:
                return path
    return None


@lru_cache(maxsize=64)
def _read_sizes(path: Path) -> list[Size]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            return [pdf.get_page_size(index) for index in range(len(pdf))]
    except pypdfium2.PdfiumError:
        return []


def _draw(path: Path, page: int) -> bytes:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            if not 1 <= page <= len(pdf):
                raise ReadError(
                    "document.invalid",
                    path.name,
                    f"there is no page {page}, only {len(pdf)}",
                    "Run `emn run` again.",
                )
            width, height = pdf.get_page_size(page - 1)
            scale = min(SCALE, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
            bitmap = pdf[page - 1].render(scale=scale)
            buffer = io.BytesIO()
            bitmap.to_pil().save(buffer, "PNG", compress_level=1)
            return buffer.getvalue()
    except pypdfium2.PdfiumError as cause:
        raise ReadError(
            "format.damaged", path.name, f"page {page} cannot be drawn ({cause})", "See its text."
        ) from cause


def _missing(source: Source, raw: Path) -> ReadError:
    return ReadError(
        "file.missing",
        source.file_name,
        f"no file below {raw} has the bytes that this document was read from",
        "Name the folder with --raw.",
    )
