"""Stretches of one block's text that are spoken for."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable


class Intervals:
    """Half-open stretches that do not overlap, asked in logarithmic time."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        self._stretches = sorted(stretches)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a character of ``[start, end)`` is in one of them.

        >>> taken = Intervals([(3, 5), (9, 10)])
        >>> taken.overlaps(0, 3), taken.overlaps(4, 9)
        (False, True)
        """
        index = bisect_left(self._stretches, (end,)) - 1
        return index >= 0 and self._stretches[index][1] > start


def group_by_block(places: Iterable[tuple[int, int, int]]) -> defaultdict[int, Intervals]:
    """Stretches per block, from triples of block, start and end; other blocks have none."""
    stretches: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for block, start, end in places:
        stretches[block].append((start, end))
    found: defaultdict[int, Intervals] = defaultdict(Intervals)
    found.update({block: Intervals(one) for block, one in stretches.items()})
    return found
