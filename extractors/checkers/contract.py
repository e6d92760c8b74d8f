"""What a checker is, and the words that all of them use."""

from collections.abc import Callable, Iterable, Sequence

from extractors.context import Context
from schemas.extraction import Check, Extraction, Iso2

Checker = Callable[[Context, Extraction], Iterable[Check]]
"""Reads the findings of one document; yields passes and fails, in text order per rule."""


def name_codes(context: Context, iso2s: Iterable[Iso2]) -> str:
    """Countries as the field writes them: 'EE, EL, UK'; 'none' for an empty set."""
    codes = [context.vocabulary.countries[iso2].eu_code for iso2 in iso2s]
    return ", ".join(codes) if codes else "none"


def find_repeated(iso2s: Sequence[Iso2]) -> tuple[Iso2, ...]:
    """Countries that stand more than once, in the order of their second mention."""
    seen: set[Iso2] = set()
    repeated: list[Iso2] = []
    for iso2 in iso2s:
        if iso2 in seen and iso2 not in repeated:
            repeated.append(iso2)
        seen.add(iso2)
    return tuple(repeated)
