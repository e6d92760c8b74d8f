"""The manifest of an output folder: from what and with which versions each record was made.

It says which documents need no work, and, between two folders, why a record differs. It holds no
clock; like everything in ``output/`` it may be deleted, which costs one full run.
"""

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from pipeline.ingest import RawFile
from pipeline.store import RUN_FOLDER, document_path, extraction_path, find_sha256, write_text
from pipeline.versions import build_key, get_versions
from schemas.base import Record
from schemas.run import Counts, Outcome

MANIFEST_NAME = "manifest.json"


class Entry(Record):
    """One document whose records are complete on the disk."""

    document_id: str
    file_name: str
    key: str = Field(description="Of raw bytes, name, URL and versions; see ``build_key``.")
    versions: dict[str, str]
    document_sha256: str = Field(description="Of the file in ``documents/``.")
    extraction_sha256: str
    counts: Counts


class Manifest(Record):
    """All entries, sorted by document id."""

    entries: tuple[Entry, ...] = ()

    def by_id(self) -> dict[str, Entry]:
        """The entries by document id."""
        return {entry.document_id: entry for entry in self.entries}


def load_manifest(output: Path) -> Manifest:
    """The manifest of ``output``; an empty one if it is missing or damaged, as after a deletion."""
    try:
        return Manifest.model_validate_json(_manifest_path(output).read_bytes())
    except (OSError, ValidationError):
        return Manifest()


def find_unchanged(raw: RawFile, output: Path, entries: dict[str, Entry]) -> Entry | None:
    """The entry of a raw file whose records are on the disk just as a new run would write them."""
    if raw.sha256 is None or raw.document_id is None:
        return None
    entry = entries.get(raw.document_id)
    if entry is None or entry.key != build_key(raw.sha256, raw.file_name, raw.url):
        return None
    is_whole = (
        find_sha256(extraction_path(output, raw.document_id)) == entry.extraction_sha256
        and find_sha256(document_path(output, raw.document_id)) == entry.document_sha256
    )
    return entry if is_whole else None


def record_outcomes(pairs: Iterable[tuple[RawFile, Outcome]], output: Path) -> None:
    """Bring the manifest up to date with what a run wrote and what it failed on.

    The manifest is read again just before it is written, so that a second run over the same folder
    loses at most an entry, which costs it one document's work.
    """
    entries = load_manifest(output).by_id()
    for raw, outcome in pairs:
        if raw.document_id is None:
            continue
        if outcome.status == "failed":
            entries.pop(raw.document_id, None)
        elif outcome.status == "written":
            entry = _describe(raw, outcome, output)
            if entry is not None:
                entries[raw.document_id] = entry
    ordered = tuple(entries[document_id] for document_id in sorted(entries))
    write_text(_manifest_path(output), Manifest(entries=ordered).to_json())


def _describe(raw: RawFile, outcome: Outcome, output: Path) -> Entry | None:
    """None if somebody removed the records since."""
    if raw.document_id is None or raw.sha256 is None:
        return None
    extraction_sha256 = find_sha256(extraction_path(output, raw.document_id))
    document_sha256 = find_sha256(document_path(output, raw.document_id))
    if extraction_sha256 is None or document_sha256 is None:
        return None
    return Entry(
        document_id=raw.document_id,
        file_name=raw.file_name,
        key=build_key(raw.sha256, raw.file_name, raw.url),
        versions=get_versions(),
        document_sha256=document_sha256,
        extraction_sha256=extraction_sha256,
        counts=outcome.counts,
    )


def _manifest_path(output: Path) -> Path:
    return output / RUN_FOLDER / MANIFEST_NAME
