"""Which weak candidates are markers: those whose notes exist and whose order fits the others'."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.readers.labels import is_numeric, rank
from pipeline.readers.linking.glued import Number, find_cuts, is_year
from pipeline.readers.linking.model import Doubt, Marker, Place, Reference
from schemas.document import MarkerStyle

_STYLES: tuple[MarkerStyle, ...] = (
    "superscript",
    "bracket",
    "symbol",
    "caret",
    "glued",
    "parenthesis",
)
"""In this order where two styles cover equally many notes: the less ambiguous print first."""
_IN_ORDER = ("glued", "parenthesis")
"""Print that is a marker only where its number is the next one, or was cited before."""
_FIRST: Place = (-1, -1)
_LAST: Place = (10**9, 0)


@dataclass(slots=True)
class Candidate:
    """A weak marker with the notes it would mean."""

    marker: Marker
    notes: tuple[int, ...]


@dataclass(slots=True)
class Selection:
    """The notes of one zone, who cites them so far, and what is decided about the candidates."""

    labels: dict[str, int]
    """The zone's notes by label."""
    first: dict[int, Place] = field(default_factory=dict)
    """Per note the place of its first marker."""
    taken: list[Reference] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def cite(self, notes: Iterable[int | None], place: Place) -> None:
        """Note down that a marker at ``place`` cites ``notes``."""
        for note in notes:
            if note is not None and place < self.first.get(note, _LAST):
                self.first[note] = place

    def bounds(self, note: int, label: str) -> tuple[Place, Place]:
        """Between which places the first marker of a note belongs, by the order of numbers."""
        return Bounds(self, leave_out=note).get(label)


class Bounds:
    """Where the first markers of all notes stand, for asking where another one belongs."""

    def __init__(self, selection: Selection, leave_out: int | None = None) -> None:
        cited: dict[str, list[tuple[int, Place]]] = {}
        for label, note in selection.labels.items():
            number = rank(label)
            if note != leave_out and note in selection.first and number is not None:
                cited.setdefault(_name_series(label), []).append((number, selection.first[note]))
        self._series = {name: _Series(sorted(places)) for name, places in cited.items()}

    def get(self, label: str) -> tuple[Place, Place]:
        """After all markers of lower labels of its kind, before all of higher ones."""
        number, series = rank(label), self._series.get(_name_series(label))
        return (_FIRST, _LAST) if number is None or series is None else series.get(number)


class _Series:
    """First markers of labels of one kind, which count apart from those of others."""

    def __init__(self, cited: list[tuple[int, Place]]) -> None:
        self._numbers = [number for number, _ in cited]
        self._lows = list(accumulate((place for _, place in cited), max, initial=_FIRST))
        highs = accumulate((place for _, place in reversed(cited)), min, initial=_LAST)
        self._highs = list(highs)[::-1]

    def get(self, number: int) -> tuple[Place, Place]:
        below = bisect_left(self._numbers, number)
        return self._lows[below], self._highs[bisect_right(self._numbers, number)]


def _name_series(label: str) -> str:
    """Numbers, letters and signs of one document count each for themselves."""
    return "0" if is_numeric(label) else "a" if label.isalpha() else label[0]


def select(
    selection: Selection, candidates: list[Candidate], numbers: list[Number], texts: list[str]
) -> None:
    """Decide about the candidates of one zone; ``selection`` holds its sure citations already.

    The style that covers most notes is the zone's own. Its longest chain of ascending labels are
    markers, and so is what cites one of their notes again. A note that is still without a marker
    then takes a candidate of another style, or the end of a number, if just one fits its place.
    """
    by_style: dict[MarkerStyle, list[Candidate]] = {}
    for candidate in candidates:
        by_style.setdefault(candidate.marker.style, []).append(candidate)
    chains = {style: _find_chain(selection, by_style.get(style, [])) for style in _STYLES}
    main = max(_STYLES, key=lambda style: _count_labels(chains[style]))
    used: set[Place] = set()
    if 2 * (len(selection.first) + _count_labels(chains[main])) >= len(selection.labels):
        is_own = _count_labels(chains[main]) >= len(selection.first)
        for candidate in chains[main]:
            _take(selection, candidate, used)
        for candidate in by_style.get(main, []) if is_own else []:
            is_again = main not in _IN_ORDER or _is_again(selection, candidate)
            if candidate.marker.place not in used and is_again and main != "parenthesis":
                _take(selection, candidate, used)
    by_note: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        for note in candidate.notes:
            by_note.setdefault(note, []).append(candidate)
    for label, note in selection.labels.items():
        if note not in selection.first and note in by_note:
            _take_the_only_one(selection, label, note, by_note[note], used)
    for label, note in selection.labels.items():
        if note not in selection.first and label.isdigit():
            _cut_a_number(selection, label, note, numbers, texts)


def _count_labels(chain: list[Candidate]) -> int:
    return len({note for candidate in chain for note in candidate.notes})


def _find_chain(selection: Selection, candidates: list[Candidate]) -> list[Candidate]:
    """The longest chain of candidates in text order whose labels go up, each label once.

    Of equal chains the earliest; poor candidates are left out, as are those that stand on the wrong
    side of a sure marker. Labels without an order (``†``) are all in the chain.
    """
    chain: list[Candidate] = []
    tails: list[int] = []
    steps: list[tuple[Candidate, int]] = []
    indexes: list[int] = []
    bounds = Bounds(selection)
    for candidate in candidates:
        marker = candidate.marker
        if marker.strength == "poor" or all(note in selection.first for note in candidate.notes):
            continue
        number = rank(marker.labels[0])
        if number is None:
            chain.append(candidate)
            continue
        low, high = bounds.get(marker.labels[0])
        if not low <= marker.place <= high:
            continue
        length = bisect_left(tails, number)
        if length < len(tails) and tails[length] == number:
            continue
        steps.append((candidate, indexes[length - 1] if length else -1))
        last_number = rank(marker.labels[-1]) or number
        if length == len(tails):
            tails.append(last_number)
            indexes.append(len(steps) - 1)
        else:
            tails[length], indexes[length] = last_number, len(steps) - 1
    step = indexes[-1] if indexes else -1
    while step >= 0:
        candidate, step = steps[step]
        chain.append(candidate)
    return sorted(chain, key=lambda one: one.marker.place)


def _is_again(selection: Selection, candidate: Candidate) -> bool:
    """Whether all notes of a candidate were cited before it."""
    place = candidate.marker.place
    return candidate.marker.strength != "poor" and all(
        selection.first.get(note, _LAST) < place for note in candidate.notes
    )


def _take(selection: Selection, candidate: Candidate, used: set[Place]) -> None:
    used.add(candidate.marker.place)
    selection.cite(candidate.notes, candidate.marker.place)
    selection.taken.append(Reference(candidate.marker, candidate.notes))


def _take_the_only_one(
    selection: Selection, label: str, note: int, candidates: list[Candidate], used: set[Place]
) -> None:
    """A candidate of any style for a note without a marker, if just one fits its place."""
    low, high = selection.bounds(note, label)
    fitting = [
        candidate
        for candidate in candidates
        if candidate.marker.place not in used and low <= candidate.marker.place <= high
    ]
    better = [one for one in fitting if one.marker.strength != "poor"] or fitting
    if len(better) == 1:
        _take(selection, better[0], used)
    elif better:
        first = better[0].marker
        words = ", ".join(f"'{_word_of(one.marker)}'" for one in better[:5])
        selection.doubts.append(
            Doubt(
                "marker.doubtful",
                f"Note {label} has no marker beyond doubt; {len(better)} places could be it: "
                f"{words}. They are left as printed; see the original.",
                first.block,
                first.start,
                first.end,
            )
        )


def take_spaced(selection: Selection, spaced: list[Marker]) -> None:
    """Numbers that stand alone, where each note of the zone has just one and their order fits.

    Only for a zone of several notes in which nothing else is a marker.
    """
    found: list[Marker] = []
    for label in selection.labels:
        own = [marker for marker in spaced if marker.labels == (label,)]
        if len(own) != 1 or (found and own[0].place < found[-1].place):
            return
        found += own
    if selection.first or len(found) < 2:
        return
    for marker in found:
        _take(selection, Candidate(marker, (selection.labels[marker.labels[0]],)), set())
    message = (
        f"{len(found)} numbers that stand alone were read as the markers of notes "
        f"{', '.join(selection.labels)}: each note has just one, in its order. See the original."
    )
    first = found[0]
    selection.doubts.append(
        Doubt("marker.number_cut", message, first.block, first.start, first.end)
    )


def _word_of(marker: Marker) -> str:
    return f"{','.join(marker.labels)} at block {marker.block + 1}, character {marker.start + 1}"


def _cut_a_number(
    selection: Selection, label: str, note: int, numbers: list[Number], texts: list[str]
) -> None:
    """A note without a marker may be cited by the last digits of a number: ``20153``, ``125``.

    A year, or a count in a text whose markers are all glued, is cut if no other number fits; the
    issue says so. Otherwise the number stays as printed and the issue names the candidates.
    """
    low, high = selection.bounds(note, label)
    cuts = list(find_cuts(numbers, label, low, high))
    if not cuts:
        return
    glued = sum(one.marker.style == "glued" for one in selection.taken)
    marker = cuts[0]
    whole, rest = _number_at(texts[marker.block], marker)
    is_sure = len(cuts) == 1 and (
        is_year(rest) or (glued > 0 and glued >= len(selection.first) - glued)
    )
    if is_sure:
        selection.cite((note,), marker.place)
        selection.taken.append(Reference(marker, (note,)))
        message = (
            f"{whole!r} was read as {rest} with the marker of note {label}: the note has no other "
            "marker, and no other number fits its place."
        )
        code = "marker.number_cut"
    else:
        candidates = ", ".join(_number_at(texts[cut.block], cut)[0] for cut in cuts[:5])
        message = (
            f"Note {label} has no marker; the end of a number could be it ({candidates}). The "
            "numbers are left as printed; see the original."
        )
        code = "marker.doubtful"
    selection.doubts.append(Doubt(code, message, marker.block, marker.start, marker.end))


def _number_at(text: str, marker: Marker) -> tuple[str, str]:
    """The whole number that a cut goes through, and what stays of it."""
    start = marker.start
    while start > 0 and text[start - 1].isdigit():
        start -= 1
    return text[start : marker.end], text[start : marker.start]


def fits_between(markers: list[Reference], place: Place, label: str) -> bool:
    """Whether the markers around ``place`` leave out just this label: 2 after 1, before 3."""
    number = rank(label)
    if number is None:
        return False
    places = [reference.marker.place for reference in markers]
    index = bisect_right(places, place)
    before = rank(markers[index - 1].marker.labels[-1]) if index else None
    after = rank(markers[index].marker.labels[0]) if index < len(markers) else None
    return before == number - 1 and after in (None, number + 1)
