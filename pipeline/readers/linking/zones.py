"""Numberings of notes: where they restart, and which note a label means at a place."""

from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.readers.labels import rank
from pipeline.readers.linking.model import FoundNote, Marker, Place


@dataclass(slots=True)
class Zone:
    """Notes of one numbering, in order: those of a page, a section or the whole document."""

    notes: list[int] = field(default_factory=list)
    by_label: dict[str, int] = field(default_factory=dict)
    start: Place = (0, 0)
    end: Place = (0, 0)
    """Places of its first and its last label."""

    @property
    def lowest(self) -> int:
        """The lowest number in it; 0 if its labels have no order."""
        return min((rank(label) or 0 for label in self.by_label), default=0)


class Numberings:
    """The notes that only their place explains, and those with keys, which labels seldom mean."""

    def __init__(self, notes: list[FoundNote], sure: list[Marker], breaks: list[int]) -> None:
        """As for ``Numbering``, of all notes."""
        keyless = [index for index, note in enumerate(notes) if note.head.key is None]
        keyed = [index for index, note in enumerate(notes) if note.head.key is not None]
        loose = [marker for marker in sure if marker.key is None]
        self._parts = (
            Numbering(notes, keyless, loose, breaks),
            Numbering(notes, keyed, loose, breaks),
        )
        self.zones = [zone for part in self._parts for zone in part.zones]
        self.zone_of = {index: zone for zone in self.zones for index in zone.notes}

    def choose(self, label: str, place: Place, page: int | None = None) -> int | None:
        """Index of the note that ``label`` means at ``place``, or None."""
        for part in self._parts:
            found = part.choose(label, place, page)
            if found is not None:
                return found
        return None


class Numbering:
    """Finds the note that a label means at a place of the document.

    Numbers that never repeat mean the same everywhere. Where they restart, a marker means the note
    in the next zone after it, or on its own page; if all zones stand together at the end, the
    markers' own restarts tell which zone is meant.
    """

    def __init__(
        self,
        notes: list[FoundNote],
        indexes: list[int],
        sure: list[Marker],
        breaks: list[int],
    ) -> None:
        """The numbering of the notes at ``indexes`` of ``notes``.

        ``sure`` are the markers beyond doubt, in text order; ``breaks`` the headings' blocks.
        """
        self.zones = _find_zones(notes, indexes)
        self._notes = notes
        self._by_label: dict[str, list[int]] = {}
        for index in indexes:
            self._by_label.setdefault(notes[index].label, []).append(index)
        self.has_restarts = any(len(same) > 1 for same in self._by_label.values())
        self._ends = [zone.end for zone in self.zones]
        self._turns: list[Place] = []
        if self.has_restarts and sure and all(one.place < self.zones[0].start for one in sure):
            self._turns = _find_turns(self.zones, sure, breaks)

    def choose(self, label: str, place: Place, page: int | None = None) -> int | None:
        """Index of the note that ``label`` means at ``place``, or None."""
        same = self._by_label.get(label, [])
        if not self.has_restarts or not same:
            return same[0] if same else None
        on_page = [one for one in same if page is not None and self._notes[one].head.page == page]
        if len(on_page) == 1:
            return on_page[0]
        if self._turns:
            zone = self.zones[min(bisect_right(self._turns, place), len(self.zones) - 1)]
            return zone.by_label.get(label)
        following = bisect_right(self._ends, place)
        nearest = next((one for one in same if self._notes[one].place > place), None)
        earlier = next((one for one in reversed(same) if self._notes[one].place < place), None)
        if following == len(self.zones):
            return earlier
        zone = self.zones[following]
        if label in zone.by_label:
            return zone.by_label[label]
        number = rank(label)
        if earlier is not None and (number is None or zone.lowest > number):
            return earlier
        return nearest if len(same) == 1 and nearest is not None else None


def _find_zones(notes: list[FoundNote], indexes: list[int]) -> list[Zone]:
    """Zones in the order of print; a number that does not go up begins a new one."""
    zones: list[Zone] = []
    highest: dict[bool, int] = {}
    for index in indexes:
        note = notes[index]
        number = rank(note.label)
        is_digit = note.label.isdigit()
        is_new = bool(zones) and (
            note.label in zones[-1].by_label
            or (number is not None and number <= highest.get(is_digit, 0))
        )
        if not zones or is_new:
            zones.append(Zone(start=note.place))
            highest = {}
        if number is not None:
            highest[is_digit] = number
        zones[-1].notes.append(index)
        zones[-1].by_label[note.label] = index
        zones[-1].end = note.place
    return zones


def _find_turns(zones: list[Zone], sure: list[Marker], breaks: list[int]) -> list[Place]:
    """Where the markers pass from one zone to the next, if all zones stand behind all markers.

    They pass when a label restarts after every note of the zone was cited, or after a heading.
    """
    turns: list[Place] = []
    cited: set[str] = set()
    last: Place = (-1, 0)
    for marker in sure:
        zone = zones[len(turns)]
        for label in marker.labels:
            is_headed = bisect_right(breaks, marker.block) > bisect_right(breaks, last[0])
            is_over = cited >= zone.by_label.keys() or is_headed
            is_known = label in zone.by_label and label not in cited
            if (
                len(turns) + 1 < len(zones)
                and not is_known
                and (label in zones[len(turns) + 1].by_label and is_over)
            ):
                turns.append(marker.place)
                cited = set()
                zone = zones[len(turns)]
            cited.add(label)
        last = marker.place
    return turns if len(turns) == len(zones) - 1 else []
