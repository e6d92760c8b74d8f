"""Read: from a raw file to a document, whatever its format."""

from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from pipeline.identity import build_document_id
from pipeline.printable import get_printable_name, make_printable
from pipeline.readers.building import build_document
from pipeline.readers.detection import detect_media_type
from pipeline.readers.failures import to_read_error
from pipeline.readers.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from pipeline.readers.raw import RawDocument
from schemas.document import Document, MediaType, Source
from schemas.errors import ReadError

SMALL_TEXT_BYTES = 4 * MEBIBYTE
"""Up to here a text file is read where it is asked for."""


def read(path: Path, url: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in the file at ``path``, read in this process.

    ``url`` is where the file was fetched, if the manifest says. Raises ``ReadError``, and nothing
    else, for a file that cannot be read.
    """
    return read_bytes(_read_file(path, limits), get_printable_name(path), url, limits)


def read_isolated(path: Path, url: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The same as ``read``, in a process that is killed if it passes a limit.

    Pages of a PDF are read on all cores. Plain text of moderate size is read in this process: no
    library is involved. Raises ``ReadError`` and nothing else, also ``limit.time``,
    ``limit.memory`` and ``reader.crashed``.
    """
    if not path.is_file() or _is_small_text(path):  # opening a pipe would wait for its writer
        return read(path, url, limits)
    from pipeline.isolation import run_isolated
    from pipeline.sharing import count_cores

    limits = replace(limits, processes=count_cores())
    return run_isolated(partial(read, path, url, limits), get_printable_name(path), limits)


def _is_small_text(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(SMALL_TEXT_BYTES + 1)
        if len(head) > SMALL_TEXT_BYTES or head.startswith(b"PK"):
            return False
        return detect_media_type(head, path.name) == "text/plain"
    except (OSError, ReadError):
        return False


def read_bytes(
    data: bytes, file_name: str, url: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """The document in ``data``; ``file_name`` names it and tells text from Markdown."""
    try:
        return _read_bytes(data, file_name, url, limits)
    except ReadError:
        raise
    except Exception as error:
        raise to_read_error(error, file_name) from error


def _read_bytes(data: bytes, file_name: str, url: str | None, limits: Limits) -> Document:
    media_type = detect_media_type(data, file_name)
    raw = _read_raw(media_type, data, file_name, limits)
    digest = sha256(data).hexdigest()
    source = Source(
        file_name=file_name,
        media_type=media_type,
        sha256=digest,
        size_bytes=len(data),
        page_count=raw.page_count,
        url=url,
    )
    return build_document(raw, source, build_document_id(file_name, digest))


def _read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file within the limit of size."""
    name = get_printable_name(path)
    try:
        if path.is_dir() or (path.exists() and not path.is_file()):
            raise ReadError("file.not_a_file", name, "this is not a regular file", "Give a file.")
        size = path.stat().st_size
        if size > limits.size_bytes:
            raise ReadError(
                "file.too_large",
                name,
                f"the file has {size / MEBIBYTE:,.0f} MiB, more than the "
                f"{limits.size_bytes / MEBIBYTE:,.0f} MiB allowed",
                "Split it, or raise the limit size_bytes.",
            )
        data = path.read_bytes()
    except FileNotFoundError as cause:
        raise ReadError(
            "file.missing",
            name,
            f"there is no file at {make_printable(str(path))}",
            "Check the path.",
        ) from cause
    except OSError as cause:
        raise ReadError(
            "file.unreadable",
            name,
            f"the file cannot be read ({cause.strerror})",
            "Check its permissions.",
        ) from cause
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
        raise ReadError("file.empty", name, "the file is empty", "Fetch it again.")
    return data


def _read_raw(media_type: MediaType, data: bytes, file_name: str, limits: Limits) -> RawDocument:
    """Each library is imported only when a file of its format comes."""
    match media_type:
        case "text/plain":
            from pipeline.readers.text import read_text

            return read_text(data, file_name, limits)
        case "text/markdown":
            from pipeline.readers.markdown import read_markdown

            return read_markdown(data, file_name, limits)
        case "text/html":
            from pipeline.readers.html import read_html

            return read_html(data, file_name, limits)
        case "application/pdf":
            from pipeline.readers.pdf import read_pdf

            return read_pdf(data, file_name, limits)
        case _:
            from pipeline.readers.docx import read_docx

            return read_docx(data, file_name, limits)
