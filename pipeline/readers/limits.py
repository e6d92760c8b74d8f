"""How much one raw file may ask of the machine; beyond it stands an error that names the limit."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, all inclusive. The defaults hold ten times the largest inform seen."""

    size_bytes: int = 100 * MEBIBYTE
    """Of the raw file."""
    text_chars: int = 15_000_000
    """Of the decoded text, in code points."""
    pages: int = 2_000
    page_chars: int = 100_000
    """Printed characters on one page."""
    archive_parts: int = 5_000
    """Files inside a DOCX archive."""
    unpacked_bytes: int = 400 * MEBIBYTE
    """All parts of an archive, or all streams of a PDF page, unpacked."""
    tags: int = 1_000_000
    """Elements of an HTML or XML file."""
    attributes: int = 1_000
    """Attributes of one element."""
    depth: int = 400
    """Nested elements."""
    seconds: float = 120.0
    """Wall clock for reading one file in a worker process."""
    memory_bytes: int = 2048 * MEBIBYTE
    """Address space of a worker process beyond what it uses when it starts."""
    processes: int = 1
    """Processes that may read pages of the file side by side; what they read is the same."""


DEFAULT_LIMITS = Limits()
