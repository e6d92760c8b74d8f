"""Which candidates are notes, and how far each of them goes."""

import re
from bisect import bisect_left, bisect_right

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import rank
from pipeline.readers.linking.model import FoundNote, Marker, NoteHead, Part, Place

_MAX_GAP_BLOCKS = 3
"""A note has at most so many paragraphs between its label and the next one."""
_CODES = re.compile(r"\b[A-Z]{2}\b(?:[ ]?[,;/&][ ]?|[ ]and[ ])(?:and[ ])?[A-Z]{2}\b")
"""The shape of a list of codes; which of them are countries is no matter here."""
_NOTES_HEADING = re.compile(
    r"(?:\d{1,2}\.?\s)?(?:foot|end)?notes?(?:\sand\sreferences)?\s?:?\Z", re.IGNORECASE
)
_UNFINISHED = re.compile(r"(?:[,;:(–-]|\b(?:and|or|of|the|in|to|for|with))\Z")
_FINISHED = re.compile(r"[.!?…:][\"'”’)\]]?\Z")


class _Places:
    """Where each label stands, in text order."""

    def __init__(self) -> None:
        self._places: dict[str, list[Place]] = {}

    def add(self, label: str, place: Place) -> None:
        places = self._places.setdefault(label, [])
        if not places or places[-1] <= place:
            places.append(place)
        else:
            places.insert(bisect_left(places, place), place)

    def between(self, label: str, low: Place, high: Place) -> list[Place]:
        """Places of ``label`` after ``low`` and before ``high``."""
        places = self._places.get(label, [])
        return places[bisect_right(places, low) : bisect_left(places, high)]


_FIRST: Place = (-1, 0)
_LAST: Place = (10**9, 0)


def accept_heads(
    blocks: list[PreparedBlock],
    heads: list[NoteHead],
    markers: list[Marker],
    glued: list[Marker],
    *,
    needs_codes: bool = False,
) -> list[NoteHead]:
    """The heads that begin notes, in text order.

    Print that says so itself is taken at once: keys, raised labels, labels below a heading 'Notes'
    or in a zone of notes. A number with a stop may as well begin a list item or a heading; a series
    of them is taken only if at least half of its labels are cited before it (one, if they are lists
    of codes), by markers that no better note answers. ``needs_codes`` takes only lists of codes,
    and only if ``glued``, which then are numbers that stand alone, cite all of them.
    """
    zones = find_note_sections(blocks)
    accepted = [head for head in heads if _is_strong(blocks, head, zones)]
    answers = _Places()
    for head in accepted:
        answers.add(head.label, head.place)
    sure, weak = _Places(), _Places()
    own = {head.place for head in heads}
    for marker in (*markers, *glued):
        is_poor = marker.strength == "poor" and not needs_codes
        if marker.place in own or marker.key is not None or is_poor:
            continue
        for labels in (marker.labels, *marker.alternatives):
            for label in labels:
                (sure if marker.is_sure else weak).add(label, marker.place)
    waiting = [head for head in heads if not _is_strong(blocks, head, zones)]
    all_series = [one for one in _find_series(waiting) if not _is_list(blocks, one)]
    for series in sorted(all_series, key=lambda one: _rank_series(blocks, one)):
        has_codes = _has_codes(blocks, series) and len(series) > 1
        if needs_codes and not has_codes:
            continue
        share = 1.0 if needs_codes else 0.0 if has_codes else 0.5
        if _is_cited(series, sure, weak, answers, share):
            accepted.extend(series)
            for head in series:
                answers.add(head.label, head.place)
    return sorted(accepted, key=lambda head: head.place)


def find_note_sections(blocks: list[PreparedBlock]) -> set[int]:
    """Indexes of the blocks below a heading such as 'Notes', up to the next heading."""
    found: set[int] = set()
    is_inside = False
    for index, block in enumerate(blocks):
        if block.raw.role in ("heading", "paragraph") and _NOTES_HEADING.match(block.text):
            is_inside = True
        elif block.raw.role == "heading":
            is_inside = False
        elif is_inside:
            found.add(index)
    return found


def _is_strong(blocks: list[PreparedBlock], head: NoteHead, sections: set[int]) -> bool:
    raw = blocks[head.block].raw
    if head.form in ("key", "raised") or head.block in sections:
        return True
    if head.form == "symbol" and head.label[0] in "†‡":
        return True
    return raw.is_note_zone or raw.role == "note"


def _find_series(heads: list[NoteHead]) -> list[list[NoteHead]]:
    """Heads of one form whose labels go up one by one in neighbouring blocks.

    One number may be missing between neighbours.
    """
    series: list[list[NoteHead]] = []
    for head in heads:
        number = rank(head.label)
        for one in reversed(series[-4:]):
            last = one[-1]
            previous = rank(last.label)
            gap = head.block - last.block
            if (
                last.form == head.form
                and number is not None
                and previous is not None
                and (
                    (number - previous == 1 and gap <= _MAX_GAP_BLOCKS)
                    or (number - previous == 2 and gap <= 1)
                )
            ):
                one.append(head)
                break
        else:
            series.append([head])
    return series


def _is_list(blocks: list[PreparedBlock], series: list[NoteHead]) -> bool:
    """Whether a series looks like list items or headings rather than notes."""
    texts = [blocks[head.block].text for head in series]
    if any(_CODES.search(text) for text in texts):
        return False
    first, last = series[0], series[-1]
    if first.form == "symbol":
        near = (first.block - 1, first.block + 1)
        return first.start == first.end and any(
            0 <= index < len(blocks)
            and blocks[index].raw.list_label == blocks[first.block].raw.list_label
            for index in near
        )
    before = blocks[first.block - 1].text if first.block and first.start == 0 else ""
    if before.endswith(":") and not _NOTES_HEADING.match(before):
        return True
    is_single = first.block == last.block and first is last
    if is_single and first.form in ("dot", "plain", "closing") and last.block + 1 < len(blocks):
        text = texts[0]
        return len(text) < 100 and not _FINISHED.search(text)
    return False


def _rank_series(blocks: list[PreparedBlock], series: list[NoteHead]) -> tuple[bool, bool, int]:
    """Which series is asked first: lists of codes, then longer ones, then those further down.

    Notes follow what cites them; a list of items with the same numbers stands before them.
    """
    return (not _has_codes(blocks, series), len(series) == 1, -series[0].block)


def _has_codes(blocks: list[PreparedBlock], series: list[NoteHead]) -> bool:
    """Whether lists of codes stand in the series; few lists of items or headings hold any."""
    return any(_CODES.search(blocks[head.block].text) for head in series)


def _is_cited(
    series: list[NoteHead], sure: _Places, weak: _Places, answers: _Places, share: float
) -> bool:
    """Whether this share of the labels is cited before the series, weak citations in order."""
    start = series[0].place
    cited = 0
    position = _FIRST
    for head in series:
        if _find_open(head, start, sure, answers):
            cited += 1
            continue
        following = [one for one in _find_open(head, start, weak, answers) if one > position]
        if following:
            cited += 1
            position = following[0]
    return cited > 0 and cited >= share * len(series)


def _find_open(head: NoteHead, start: Place, cited: _Places, answers: _Places) -> list[Place]:
    """Places before ``start`` that cite the head's label and have no better note to answer them."""
    after = answers.between(head.label, start, _LAST)
    if after and not cited.between(head.label, head.place, after[0]):
        return []
    answered = answers.between(head.label, _FIRST, start)
    return cited.between(head.label, answered[-1] if answered else _FIRST, start)


def build_notes(blocks: list[PreparedBlock], heads: list[NoteHead]) -> list[FoundNote]:
    """The notes that begin at ``heads``, with the blocks that go on with them."""
    notes: list[FoundNote] = []
    keyed: dict[str, FoundNote] = {}
    sections = find_note_sections(blocks)
    for number, head in enumerate(heads):
        following = heads[number + 1] if number + 1 < len(heads) else None
        is_same = following is not None and following.block == head.block
        end = following.start if is_same and following else len(blocks[head.block].text)
        if head.key is not None and head.key in keyed:
            keyed[head.key].parts.append(Part(head.block, 0, end))
            continue
        note = FoundNote(head, [Part(head.block, head.end, end)], head.label)
        if head.key is not None:
            keyed[head.key] = note
        notes.append(note)
        if not is_same:
            stop = following.block if following else len(blocks)
            _continue_note(blocks, note, stop, sections)
    return notes


def _continue_note(
    blocks: list[PreparedBlock], note: FoundNote, stop: int, sections: set[int]
) -> None:
    """Add the blocks up to ``stop`` that go on with the note."""
    body = blocks[note.head.block - 1].text if note.head.block else ""
    for index in range(note.head.block + 1, stop):
        raw = blocks[index].raw
        last = note.parts[-1]
        text = blocks[last.block].text[last.start : last.end].rstrip()
        is_of_note = (
            raw.is_note_zone
            or raw.continues_note
            or index in sections
            or (raw.role in ("paragraph", "list_item") and _goes_on(text, blocks[index], body))
        )
        if not is_of_note or raw.note_key is not None:
            return
        note.parts.append(Part(index, 0, len(blocks[index].text)))


def _goes_on(text: str, following: PreparedBlock, body: str) -> bool:
    """Whether a block carries on the sentence or list that a note broke off.

    If the text before the note broke off too, the block may carry on that one; then it stays there.
    """
    if following.raw.role == "list_item":
        return text.endswith(":")
    if not _UNFINISHED.search(text) and not (
        not _FINISHED.search(text) and following.text[:1].islower()
    ):
        return False
    is_body_open = bool(body) and _FINISHED.search(body) is None and len(body) > 60
    return not is_body_open
