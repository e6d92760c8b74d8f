"""Where each label is printed: as a marker that cites a note, or as a note's own label."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pipeline.readers.linking.model import Marker, NoteHead, Place

FIRST: Place = (-1, 0)
LAST: Place = (10**9, 0)


class Places:
    """Where each label stands, in text order."""

    def __init__(self) -> None:
        self._places: dict[str, list[Place]] = {}

    def add(self, label: str, place: Place) -> None:
        """Note down that ``label`` stands at ``place``."""
        places = self._places.setdefault(label, [])
        if not places or places[-1] <= place:
            places.append(place)
        else:
            places.insert(bisect_left(places, place), place)

    def between(self, label: str, low: Place, high: Place) -> list[Place]:
        """Places of ``label`` after ``low`` and before ``high``."""
        places = self._places.get(label, [])
        return places[bisect_right(places, low) : bisect_left(places, high)]


class Citations:
    """The places at which each label may be cited by markers without a key."""

    def __init__(
        self, markers: Iterable[Marker], heads: Iterable[NoteHead], *, with_poor: bool = False
    ) -> None:
        """Poor markers count only ``with_poor``; the labels of ``heads`` cite nothing.

        Another reading of a marker counts only where no note could answer the first: ``¹¹`` cites
        note 1 twice over only in a text that has no note 11.
        """
        self.sure, self.weak = Places(), Places()
        heads = list(heads)
        own = {head.place for head in heads}
        known = {head.label for head in heads}
        for marker in markers:
            is_poor = marker.strength == "poor" and not with_poor
            if marker.place in own or marker.key is not None or is_poor:
                continue
            others = () if known.issuperset(marker.labels) else marker.alternatives
            for labels in (marker.labels, *others):
                for label in labels:
                    (self.sure if marker.is_sure else self.weak).add(label, marker.place)

    def between(self, label: str, low: Place, high: Place) -> list[Place]:
        """Places after ``low`` and before ``high`` that may cite ``label``; sure ones first."""
        return self.sure.between(label, low, high) + self.weak.between(label, low, high)
