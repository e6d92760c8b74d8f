"""Where fetched bytes land: one file per content in ``raw/``, one row in its manifest.

The order is always file, then row, and both are safe to do again: a file's name holds the first
digits of its hash, so the same bytes land in the same place. Whoever is killed between the two
leaves a file that the next round finds and enters.
"""

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pipeline.identity import HASH_CHARS
from pipeline.raw_manifest import COLUMNS, read_rows, write_rows
from pipeline.store import write_bytes

LOCK_NAME = ".lock"
SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
MAX_STEM_CHARS = 80


def land(
    content: bytes, name: str, raw: Path, *, url: str | None, media_type: str, date: str
) -> Path:
    """Where ``content`` is stored, once, under ``raw``, with a row in the manifest.

    ``name`` is a URL or a file name that the new name is made of; ``url`` is None for files that
    came from a folder, whose path is nobody's business. ``date`` is the day of fetching,
    ``YYYY-MM-DD``. Bytes that the manifest knows already are not stored again, whatever URL they
    came from. Raises ``OSError`` from the disk.
    """
    digest = sha256(content).hexdigest()
    with hold(raw / LOCK_NAME):
        rows = read_rows(raw)
        for row in rows:
            path = raw / row["file_name"]
            if row.get("sha256") == digest and path.is_file():
                return path
        path = raw / build_file_name(name, digest, media_type)
        write_bytes(path, content)
        row = dict.fromkeys(COLUMNS, "")
        row |= {"file_name": path.name, "sha256": digest, "size_bytes": str(len(content))}
        row |= {"url": url or "", "date_fetched": date}
        # A row whose file somebody removed would give the file of this name two hashes.
        write_rows(raw, [*(one for one in rows if one["file_name"] != path.name), row])
    return path


def build_file_name(name: str, digest: str, media_type: str) -> str:
    """A readable name from the last part of a URL, the first digits of the hash, and the suffix.

    >>> build_file_name("https://x.example/a/EMN%20Inform%20%231.pdf?v=2", "ab" * 32, "text/html")
    'emn-inform-1-abababab.html'
    """
    last = PurePosixPath(unquote(urlsplit(name).path)).stem or urlsplit(name).hostname or ""
    plain = re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:MAX_STEM_CHARS].strip("-")
    return f"{plain or 'document'}-{digest[:HASH_CHARS]}{SUFFIXES.get(media_type, '.bin')}"


def sweep(raw: Path) -> None:
    """Remove what a killed round has half written; whole files have their names already."""
    if not raw.is_dir():
        return
    with hold(raw / LOCK_NAME):
        for path in raw.glob(".*.tmp"):
            with suppress(OSError):
                path.unlink()


@contextmanager
def hold(path: Path) -> Iterator[None]:
    """Wait for a lock file and hold it; a kill gives it back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def try_hold(path: Path) -> Iterator[bool]:
    """Hold a lock file if nobody does; True if it is ours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
