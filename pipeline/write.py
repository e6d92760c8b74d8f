"""Write: an extraction and its document become files, or an error before anything is written."""

from pathlib import Path

from pipeline.store import document_path, extraction_path, write_text
from schemas.document import Document
from schemas.errors import ContractError
from schemas.extraction import Extraction


def write(document: Document, extraction: Extraction, output: Path) -> None:
    """Write both records under ``output``; equal records give equal bytes.

    Raises ``UngroundedEvidenceError`` if a quote does not slice out of the document,
    ``ContractError`` if the two are not of one document, ``OSError`` from the disk. The extraction
    comes last, so whoever sees it finds its document too.
    """
    if extraction.document_id != document.document_id:
        raise ContractError(
            f"The extraction is of {extraction.document_id!r}, the document is "
            f"{document.document_id!r}; nothing was written. Extract from this very document."
        )
    extraction.require_grounded(document.text)
    write_text(document_path(output, document.document_id), document.to_json())
    write_text(extraction_path(output, document.document_id), extraction.to_json())
