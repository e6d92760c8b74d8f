"""Metadata: what the document says about itself."""

from collections.abc import Iterator

from extractors.context import Context, Findings
from schemas.document import Issue
from schemas.extraction import Metadata


def find_metadata(context: Context, found: Findings) -> Iterator[Metadata | Issue]:
    """The metadata of the document, and issues about them."""
    del found
    title = None
    for block in context.document.blocks:
        words = context.text[block.start_char : block.end_char]
        if words.strip():
            title = words
            break
    yield Metadata(kind="other", language=context.document.language, title=title, product_title=None)
