"""Whether a set has the size that a claim gives its countries."""

from typing import NamedTuple

from extractors.claim_phrases import Phrase
from extractors.lower_case import compile_lower, lower
from schemas.extraction import Polarity, QuantityKind


class Counted(NamedTuple):
    """What a claim says of its countries, as far as a list must agree with it."""

    kind: QuantityKind
    value: int | None
    surface: str
    base_size: int | None
    polarity: Polarity
    statement: str

    @property
    def is_numbered(self) -> bool:
        """Whether it states a number that a list can have or miss."""
        return self.value is not None and self.kind != "none"


_MAJORITY = compile_lower(
    r"\b(?:most|majority|all|more\s+than\s+half|over\s+half|two[\s-]thirds|three[\s-]quarters)\b"
)
MIN_MAJORITY = 3
"""So many at least are 'most' of the countries, whatever their number."""


def fits_size(counted: Counted | Phrase, size: int) -> bool:
    """Whether ``size`` is the number that the claim states, bounds taken at their word."""
    if counted.value is None:
        return False
    if counted.kind == "at_least":
        return size >= counted.value
    if counted.kind == "at_most":
        return size <= counted.value
    return size == counted.value


def is_near(counted: Counted, size: int) -> bool:
    """Whether a set that a note says something of may well be all that the claim counts.

    Of a number it must be four fifths at least, of 'most' and 'all' the larger part.
    """
    if counted.kind == "none":
        return False
    if counted.value is not None and counted.kind in ("exact", "at_least", "all", "approximate"):
        return counted.value * 4 <= size * 5 and size * 4 <= counted.value * 5
    if counted.kind == "all" or _MAJORITY.search(lower(counted.surface)):
        return size >= MIN_MAJORITY and size * 2 > (counted.base_size or 0)
    return True
