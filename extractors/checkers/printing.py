"""Checks of printing; see ``docs/checks.md``."""

from collections.abc import Iterator

from extractors.context import Context
from schemas.extraction import Check, Extraction


def check_printing(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Nothing yet."""
    yield from ()
