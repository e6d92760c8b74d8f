"""Find the policy instruments that a document mentions."""

from collections.abc import Iterator

from extractors.context import Context, Findings
from schemas.extraction import InstrumentMention


def find_instruments(context: Context, found: Findings) -> Iterator[InstrumentMention]:
    """Every mention of an instrument, in text order; mentions never overlap."""
    yield from ()
