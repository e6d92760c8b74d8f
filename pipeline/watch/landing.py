"""Where fetched bytes land: one file per content in ``raw/``, one row in its manifest.

The order is always file, then row, and both are safe to do again: a file's name holds the first
digits of its hash, so the same bytes land in the same place. Whoever is killed between the two
leaves a file that the next round finds and enters.
"""

import csv
import fcntl
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pipeline.identity import HASH_CHARS
from pipeline.ingest import MANIFEST_NAME
from pipeline.store import write_bytes, write_text

COLUMNS = ("file_name", "sha256", "size_bytes", "url", "licence", "date_fetched", "note")
SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
MAX_STEM_CHARS = 80


class Landed(NamedTuple):
    """A raw file on the disk."""

    path: Path
    sha256: str
    is_new: bool


def land(
    content: bytes, name: str, raw: Path, *, url: str | None, media_type: str, date: str
) -> Landed:
    """Store ``content`` once under ``raw`` and enter it in the manifest.

    ``name`` is a URL or a file name that the new name is made of; ``url`` is None for files that
    came from a folder, whose path is nobody's business. ``date`` is the day of fetching,
    ``YYYY-MM-DD``. Bytes that the manifest knows already are not
    stored again, whatever URL they came from. Raises ``OSError`` from the disk.
    """
    digest = sha256(content).hexdigest()
    with locked(raw):
        rows = list(read_rows(raw))
        for row in rows:
            path = raw / row["file_name"]
            if row["sha256"] == digest and path.is_file():
                return Landed(path, digest, is_new=False)
        path = raw / build_file_name(name, digest, media_type)
        write_bytes(path, content)
        row = dict.fromkeys(COLUMNS, "")
        row |= {"file_name": path.name, "sha256": digest, "size_bytes": str(len(content))}
        row |= {"url": url or "", "date_fetched": date}
        write_rows(raw, [*rows, row])
    return Landed(path, digest, is_new=True)


def build_file_name(name: str, digest: str, media_type: str) -> str:
    """A readable name from the last part of a URL, the first digits of the hash, and the suffix.

    >>> build_file_name("https://x.example/a/EMN%20Inform%20%231.pdf?v=2", "ab" * 32, "text/html")
    'emn-inform-1-abababab.html'
    """
    last = PurePosixPath(unquote(urlsplit(name).path)).stem or urlsplit(name).hostname or ""
    plain = re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:MAX_STEM_CHARS].strip("-")
    return f"{plain or 'document'}-{digest[:HASH_CHARS]}{SUFFIXES.get(media_type, '.bin')}"


def read_rows(raw: Path) -> Iterator[dict[str, str]]:
    """The rows of the manifest; none if there is no manifest yet."""
    try:
        with (raw / MANIFEST_NAME).open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
    except FileNotFoundError:
        return


def write_rows(raw: Path, rows: list[dict[str, str]]) -> None:
    """Replace the manifest in one step."""
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    write_text(raw / MANIFEST_NAME, table.getvalue())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait for, and hold, the only right to write into ``folder``; a kill gives it back."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
