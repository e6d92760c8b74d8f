"""Checks of references; see ``docs/checks.md``."""

from collections.abc import Iterator

from extractors.context import Context
from schemas.extraction import Check, Extraction


def check_references(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Nothing yet."""
    yield from ()
