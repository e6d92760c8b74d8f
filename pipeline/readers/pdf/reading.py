"""A PDF file from its bytes to raw blocks, and every way in which that can fail.

Pypdfium2 delivers the characters, since it is many times as fast; pdfplumber reads a sample of the
pages, and every page that gives cause for doubt, a second time (``cross_check``).
"""

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.readers.limits import Limits
from pipeline.readers.pdf.assembly import assemble
from pipeline.readers.pdf.characters import PageCharacters
from pipeline.readers.pdf.cross_check import CrossCheck
from pipeline.readers.pdf.pages import PageLines, build_page
from pipeline.readers.pdf.pdfium_source import PdfiumSource, TooManyCharactersError
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
        _require_pages(source.page_count, file_name, limits)
        raw = RawDocument(blocks=[], page_count=source.page_count)
        pages = _read_pages(source, data, file_name, limits, raw)
        raw.title, raw.language = source.read_title(), source.read_language()
        if source.is_xfa_form:
            _report_form(raw)
    finally:
        source.close()
    broken = _report_damage(data, limits, raw)
    raw.blocks = assemble(pages)
    raw.issues.extend(issue for page in pages for issue in page.issues)
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


def _read_pages(
    source: PdfiumSource, data: bytes, file_name: str, limits: Limits, raw: RawDocument
) -> list[PageLines]:
    """Lines of every page that can be read; the others are issues."""
    pages: list[PageLines] = []
    check = CrossCheck(data, source.page_count)
    total = 0
    try:
        for number in range(1, source.page_count + 1):
            page = _read_page(source, number, file_name, limits, raw)
            if page is None:
                continue
            total += len(page.glyphs)
            if total > limits.text_chars:
                raise ReadError(
                    "text.too_long",
                    file_name,
                    f"the first {number} pages print more than {limits.text_chars} characters",
                    "Split the file, or raise the limit `text_chars`.",
                )
            lines = build_page(page)
            lines.issues.extend(check.compare(page))
            pages.append(lines)
    finally:
        check.close()
    return pages


def _read_page(
    source: PdfiumSource, number: int, file_name: str, limits: Limits, raw: RawDocument
) -> PageCharacters | None:
    try:
        return source.read_page(number)
    except TooManyCharactersError as error:
        raise ReadError(
            "text.too_long",
            file_name,
            f"page {number} prints more than {limits.page_chars} characters",
            "Raise the limit `page_chars` if the page is honest.",
        ) from error
    except (pdfium.PdfiumError, ValueError, OSError) as error:
        raw.is_partial = True
        raw.issues.append(
            Issue(
                code="page.unreadable",
                message=f"Page {number} could not be read ({type(error).__name__}); "
                "its text is missing.",
            )
        )
        return None
