"""The files in ``output/``: written whole or not at all, verified whenever they are read."""

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

from pydantic import ValidationError

from schemas.document import Document
from schemas.errors import ContractError, ReadError
from schemas.extraction import Extraction

DOCUMENTS_FOLDER = "documents"
RUN_FOLDER = "run"


def extraction_path(output: Path, document_id: str) -> Path:
    """Where the extraction of a document is kept."""
    return output / f"{document_id}.json"


def document_path(output: Path, document_id: str) -> Path:
    """Where the document as it was read is kept; evidence is verified against it."""
    return output / DOCUMENTS_FOLDER / f"{document_id}.json"


def iter_document_ids(output: Path) -> Iterator[str]:
    """Ids of all documents that have an extraction, sorted."""
    if output.is_dir():
        yield from sorted(path.stem for path in output.glob("*.json"))


def load_document(output: Path, document_id: str) -> Document:
    """The document as it was read; raises ``ReadError`` if the file is missing or no document."""
    path = document_path(output, document_id)
    try:
        return Document.model_validate_json(_read_text(path))
    except (ValidationError, ContractError) as cause:
        raise _damaged(path, cause) from cause


def load_extraction(output: Path, document_id: str, document: Document | None = None) -> Extraction:
    """The extraction, each of its quotes verified against the text of its document.

    ``document`` saves reading it again where the caller has it. Raises ``ReadError`` if a file is
    missing or no record, and ``UngroundedEvidenceError`` if a quote does not slice.
    """
    path = extraction_path(output, document_id)
    try:
        extraction = Extraction.model_validate_json(_read_text(path))
    except ValidationError as cause:
        raise _damaged(path, cause) from cause
    extraction.require_grounded((document or load_document(output, document_id)).text)
    return extraction


def write_text(path: Path, text: str) -> None:
    """Write ``path`` in UTF-8 as ``write_bytes`` does."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``path`` so that a reader sees the old file or the new one, never a part.

    The bytes go to a temporary file in the same folder, which is flushed to the disk and renamed.
    Raises ``OSError``, and then leaves nothing behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def find_sha256(path: Path) -> str | None:
    """The hash of a file's bytes, or None if there is no such file."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as cause:
        raise ReadError(
            "file.missing", path.name, f"there is no file at {path}", "Run `emn run` first."
        ) from cause
    except (OSError, UnicodeDecodeError) as cause:
        raise _damaged(path, cause) from cause


def _damaged(path: Path, cause: Exception) -> ReadError:
    first = str(cause).splitlines()[0]
    return ReadError(
        "document.invalid",
        path.name,
        f"{path} does not hold the record that its name promises ({first})",
        "Delete it and run `emn run` again.",
    )
