"""Which note each marker means, and which candidates are markers at all."""

from dataclasses import replace

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import is_numeric
from pipeline.readers.linking.glued import find_numbers
from pipeline.readers.linking.intervals import group_by_block
from pipeline.readers.linking.model import Doubt, FoundNote, Linked, Marker, Reference
from pipeline.readers.linking.selection import (
    Candidate,
    Selection,
    fits_between,
    select,
    take_spaced,
)
from pipeline.readers.linking.zones import Numberings


def resolve(
    blocks: list[PreparedBlock],
    notes: list[FoundNote],
    markers: list[Marker],
    glued: list[Marker],
    spaced: list[Marker],
) -> Linked:
    """The answer of linking, references in text order."""
    _name_unlabelled(notes, markers)
    loose = _leave_out_notes(notes, markers, glued)
    sure = [marker for marker in loose if marker.is_sure]
    headings = [index for index, block in enumerate(blocks) if block.raw.role == "heading"]
    numbering = Numberings(notes, sure, headings)
    selections = {id(zone): Selection(zone.by_label) for zone in numbering.zones}
    references: list[Reference] = []
    keyed = {note.head.key: index for index, note in reversed(list(enumerate(notes)))}
    for marker in sure:
        reference = _resolve_sure(marker, notes, keyed, numbering, blocks)
        references.append(reference)
        for note in reference.notes:
            if note is not None:
                selections[id(numbering.zone_of[note])].cite((note,), marker.place)
    candidates: dict[int, list[Candidate]] = {}
    open_brackets: list[Marker] = []
    for marker in loose:
        if marker.is_sure:
            continue
        page = blocks[marker.block].page
        answers = [numbering.choose(label, marker.place, page) for label in marker.labels]
        found = tuple(answer for answer in answers if answer is not None)
        if found and len(found) == len(answers):
            zone = numbering.zone_of[found[0]]
            candidates.setdefault(id(zone), []).append(Candidate(marker, found))
        elif marker.style == "bracket":
            open_brackets.append(marker)
    doubts: list[Doubt] = []
    numbers = find_numbers(blocks) if notes and len(notes) < 2000 else []
    texts = [block.text for block in blocks]
    for zone in numbering.zones:
        selection = selections[id(zone)]
        select(selection, candidates.get(id(zone), []), numbers, texts)
        take_spaced(selection, spaced)
        references.extend(selection.taken)
        doubts.extend(selection.doubts)
    references.sort(key=lambda one: (one.marker.place, one.marker.end))
    references = _without_overlaps(references)
    references = _add_orphans(references, open_brackets)
    doubts.extend(_find_unexplained(blocks, loose, references))
    return Linked(notes, references, sorted(doubts, key=lambda one: (one.block, one.start)))


def _name_unlabelled(notes: list[FoundNote], markers: list[Marker]) -> None:
    """A note whose own label is not printed is called as its markers call it, else counted."""
    called = {marker.key: marker.labels[0] for marker in reversed(markers) if marker.labels}
    for number, note in enumerate(notes, start=1):
        note.label = note.label or called.get(note.head.key or "", str(number))


def _leave_out_notes(
    notes: list[FoundNote], markers: list[Marker], glued: list[Marker]
) -> list[Marker]:
    """Candidates in text order, without the notes' own labels and without weak ones in notes.

    A note may cite another one, but digits in it are years, articles and counts.
    """
    heads = group_by_block((note.head.block, note.head.start, note.head.end) for note in notes)
    inside = group_by_block(
        (part.block, part.start, part.end) for note in notes for part in note.parts
    )
    printed = [
        marker
        for marker in markers
        if not heads[marker.block].overlaps(marker.start, marker.end)
        and (marker.is_sure or not inside[marker.block].overlaps(marker.start, marker.end))
    ]
    lost = [
        marker
        for marker in glued
        if not heads[marker.block].overlaps(marker.start, marker.end)
        and not inside[marker.block].overlaps(marker.start, marker.end)
    ]
    return sorted([*printed, *lost], key=lambda one: one.place)


def _resolve_sure(
    marker: Marker,
    notes: list[FoundNote],
    keyed: dict[str | None, int],
    numbering: Numberings,
    blocks: list[PreparedBlock],
) -> Reference:
    """The notes of a marker that is one beyond doubt; ``keyed`` has the first note of each key."""
    if marker.key is not None:
        note = keyed.get(marker.key)
        labels = marker.labels or ((notes[note].label,) if note is not None else (marker.key,))
        return Reference(replace(marker, labels=labels[:1]), (note,))
    page = blocks[marker.block].page
    others = (
        () if marker.alternatives and _has_higher(notes, marker.labels) else marker.alternatives
    )
    for labels in (marker.labels, *others):
        found = tuple(numbering.choose(label, marker.place, page) for label in labels)
        if None not in found:
            return Reference(replace(marker, labels=labels), found)
    found = tuple(numbering.choose(label, marker.place, page) for label in marker.labels)
    return Reference(marker, found)


def _has_higher(notes: list[FoundNote], labels: tuple[str, ...]) -> bool:
    """Whether notes go on behind this number, so that its own was lost: ``¹³`` is not ``¹,³``."""
    return any(note.label.isdecimal() and int(note.label) > int(labels[0]) for note in notes)


def _without_overlaps(references: list[Reference]) -> list[Reference]:
    kept: list[Reference] = []
    for reference in references:
        marker = reference.marker
        if kept and kept[-1].marker.block == marker.block and kept[-1].marker.end > marker.start:
            continue
        kept.append(reference)
    return kept


def _add_orphans(references: list[Reference], brackets: list[Marker]) -> list[Reference]:
    """Brackets without a note, where brackets are the document's markers and one is missing."""
    own = [one for one in references if one.marker.style == "bracket"]
    if 2 * len(own) <= len(references):
        return references
    orphans = [
        Reference(marker, tuple(None for _ in marker.labels))
        for marker in brackets
        if is_numeric(marker.labels[0]) and fits_between(own, marker.place, marker.labels[0])
    ]
    return sorted([*references, *orphans], key=lambda one: one.marker.place)


def _find_unexplained(
    blocks: list[PreparedBlock], loose: list[Marker], references: list[Reference]
) -> list[Doubt]:
    """A word that ends in a digit has lost something: an issue, and the text stays as printed."""
    lifted = {one.marker.place for one in references}
    doubts = []
    for marker in loose:
        if marker.style != "glued" or marker.strength != "weak" or marker.place in lifted:
            continue
        text = blocks[marker.block].text
        start = max(text.rfind(" ", 0, marker.start), text.rfind("\n", 0, marker.start)) + 1
        word = text[start : marker.end]
        label = ",".join(marker.labels)
        doubts.append(
            Doubt(
                "marker.doubtful",
                f"{word!r} may be {text[start : marker.start]!r} with a marker {label}, but no "
                f"note {label} fits this place; it is left as printed. See the original.",
                marker.block,
                start,
                marker.end,
            )
        )
    return doubts
