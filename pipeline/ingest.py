"""Ingest: from paths to raw files with their hashes, in a stable order."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from stat import S_ISREG

from pipeline.identity import build_document_id
from pipeline.printable import get_printable_name, make_printable
from pipeline.raw_manifest import MANIFEST_NAME, read_rows
from schemas.errors import ReadError


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file to be read. ``error`` is set, and the ids are not, if its bytes cannot be had."""

    path: Path
    sha256: str | None = None
    document_id: str | None = None
    url: str | None = None
    error: ReadError | None = None

    @property
    def file_name(self) -> str:
        """The name without folders; bytes that are no UTF-8 show as U+FFFD."""
        return get_printable_name(self.path)


def ingest(paths: Iterable[Path], output: Path | None = None) -> list[RawFile]:
    """Every raw file at ``paths``; a folder stands for the files in it and below it.

    What is in the folder ``output`` is none: we wrote it.

    Sorted by file name, then hash, so that the order in which paths are given does not matter; a
    path given twice counts once. Hidden files and the manifest are no raw files. The manifest
    beside a file gives its URL; a file without a row has none. A path that cannot be read comes
    back with its error.
    """
    found: dict[Path, RawFile] = {}
    manifests: dict[Path, dict[str, str]] = {}
    for path in _iter_files(paths, output):
        place = Path(os.path.normpath(path.absolute()))
        if place not in found:
            if place.parent not in manifests:
                manifests[place.parent] = _load_urls(place.parent)
            found[place] = _describe(path, manifests[place.parent].get(path.name))
    return sorted(found.values(), key=lambda raw: (raw.path.name, raw.sha256 or "", str(raw.path)))


def has_files(paths: Iterable[Path], output: Path | None = None) -> bool:
    """Whether ``ingest`` would find anything at ``paths``, be it unreadable; looks at no byte."""
    return any(True for _ in _iter_files(paths, output))


def _iter_files(paths: Iterable[Path], output: Path | None) -> Iterator[Path]:
    left_out = None if output is None else output.resolve()
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and (Path(folder) / name).resolve() != left_out
            )
            for name in sorted(names):
                if not name.startswith(".") and name != MANIFEST_NAME:
                    yield Path(folder) / name


def _describe(path: Path, url: str | None) -> RawFile:
    try:
        if not S_ISREG(path.stat().st_mode):
            error = ReadError(
                "file.not_a_file",
                get_printable_name(path),
                "this is neither a file nor a folder",
                "Give a regular file.",
            )
            return RawFile(path, error=error)
        with path.open("rb") as raw:
            sha256 = file_digest(raw, "sha256").hexdigest()
    except FileNotFoundError:
        error = ReadError(
            "file.missing",
            get_printable_name(path),
            f"there is no file at {make_printable(str(path))}",
            "Check the path.",
        )
        return RawFile(path, error=error)
    except OSError as cause:
        error = ReadError(
            "file.unreadable",
            get_printable_name(path),
            f"the file cannot be read ({cause.strerror})",
            "Check its permissions.",
        )
        return RawFile(path, error=error)
    return RawFile(path, sha256, build_document_id(get_printable_name(path), sha256), url)


def _load_urls(folder: Path) -> dict[str, str]:
    """URLs by file name, from the manifest in ``folder`` if there is one."""
    return {row["file_name"]: row["url"] for row in read_rows(folder) if row["url"]}
