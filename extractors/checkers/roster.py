"""Checks of roster; see ``docs/checks.md``."""

from collections.abc import Iterator

from extractors.context import Context
from schemas.extraction import Check, Extraction


def check_roster(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Nothing yet."""
    yield from ()
