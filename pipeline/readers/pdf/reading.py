"""A PDF file from its bytes to raw blocks, and every way in which that can fail.

Pypdfium2 delivers the characters, since it is many times as fast; pdfplumber reads a sample of the
pages, and every page that gives cause for doubt, a second time (``cross_check``).
"""

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.readers.limits import Limits
from pipeline.readers.pdf.assembly import assemble
from pipeline.readers.pdf.pdfium_source import PdfiumSource
from pipeline.readers.pdf.ranges import read_pages
from pipeline.readers.pdf.streams import count_broken_streams
from pipeline.readers.raw import RawDocument
from schemas.document import Issue
from schemas.errors import ReadError

_HEADER_REACH = 1024
_END_REACH = 2048


def read_pdf(data: bytes, file_name: str, limits: Limits) -> RawDocument:
    """The blocks of a PDF in reading order, each word with its page and box.

    A page that cannot be read is an issue and makes the document partial. Raises ``ReadError``:
    ``format.damaged`` (no PDF, no pages, nothing readable), ``format.encrypted`` (opens only with a
    password), ``page.too_many``, ``text.too_long``, ``text.none``.
    """
    if b"%PDF-" not in data[:_HEADER_REACH]:
        raise ReadError(
            "format.damaged",
            file_name,
            "the file does not begin as a PDF does",
            "Fetch it again, or give it the suffix of its true format.",
        )
    source = _open(data, file_name, limits)
    try:
        page_count, is_form = source.page_count, source.is_xfa_form
        title, language = source.read_title(), source.read_language()
    finally:
        source.close()
    _require_pages(page_count, file_name, limits)
    read = read_pages(data, page_count, file_name, limits)
    raw = RawDocument([], title, language, page_count, bool(read.issues), read.issues)
    if is_form:
        _report_form(raw)
    broken = _report_damage(data, limits, raw)
    raw.blocks = assemble(read.pages)
    raw.issues.extend(issue for page in read.pages for issue in page.issues)
    if not any(block.text.strip() for block in raw.blocks):
        if broken:
            raise ReadError(
                "format.damaged",
                file_name,
                f"{broken} of its streams are broken and none of its {_say_pages(raw)} holds text",
                "Fetch it again.",
            )
        raise ReadError(
            "text.none",
            file_name,
            f"none of its {_say_pages(raw)} holds text that can be read",
            "If it is a scan, run it through text recognition first.",
        )
    return raw


def _report_form(raw: RawDocument) -> None:
    raw.is_partial = True
    raw.issues.append(
        Issue(
            code="form.unread",
            message="The file is an XFA form, whose fields and text were not read; its pages may "
            "only ask to wait. Open it in Adobe's reader and print it to a new PDF.",
        )
    )


def _report_damage(data: bytes, limits: Limits, raw: RawDocument) -> int:
    """Issues about bytes that are missing or changed, which the libraries pass over in silence.

    Returns the number of broken streams.
    """
    broken = count_broken_streams(data, limits.unpacked_bytes)
    if broken:
        raw.is_partial = True
        raw.issues.append(
            Issue(
                code="file.damaged",
                message=f"Broken streams (places: {broken}) could be read in part only, so text "
                "may be missing or wrong anywhere; fetch the file again.",
            )
        )
    if b"%%EOF" not in data[-_END_REACH:]:
        raw.is_partial = True
        raw.issues.append(
            Issue(
                code="file.truncated",
                message="The file ends without its end mark, so its last pages may be missing; "
                "fetch it again.",
            )
        )
    return broken


def _say_pages(raw: RawDocument) -> str:
    """The number of pages in words."""
    return f"{raw.page_count} page{'s' if raw.page_count != 1 else ''}"


def _open(data: bytes, file_name: str, limits: Limits) -> PdfiumSource:
    """The open file; an empty password is tried by itself."""
    try:
        return PdfiumSource(data, limits)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (
            pdfium_c.FPDF_ERR_PASSWORD,
            pdfium_c.FPDF_ERR_SECURITY,
        ):
            raise ReadError(
                "format.encrypted",
                file_name,
                "the file opens only with a password",
                "Save a copy without protection and read that.",
            ) from error
        raise ReadError(
            "format.damaged",
            file_name,
            "the file is no readable PDF",
            "Fetch it again; if it opens elsewhere, print it to a new PDF.",
        ) from error


def _require_pages(count: int, file_name: str, limits: Limits) -> None:
    if count == 0:
        raise ReadError(
            "format.damaged", file_name, "the file has no pages", "Fetch it again from its source."
        )
    if count > limits.pages:
        raise ReadError(
            "page.too_many",
            file_name,
            f"the file has {count} pages, and at most {limits.pages} are read",
            "Split the file, or raise the limit `pages`.",
        )
