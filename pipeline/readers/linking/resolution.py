"""Which note each marker means, and which candidates are markers at all."""

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.linking.model import FoundNote, Linked, Marker


def resolve(
    blocks: list[PreparedBlock],
    notes: list[FoundNote],
    markers: list[Marker],
    glued: list[Marker],
) -> Linked:
    """The answer of linking, markers in text order."""
    in_labels = {(note.head.block, note.head.start) for note in notes}
    by_label: dict[str, list[int]] = {}
    by_key: dict[str, list[int]] = {}
    for index, note in enumerate(notes):
        by_label.setdefault(note.label, []).append(index)
        if note.head.key is not None:
            by_key.setdefault(note.head.key, []).append(index)
    linked = Linked(notes, [])
    for marker in sorted([*markers, *glued], key=lambda one: one.place):
        if marker.place in in_labels:
            continue
        if marker.key is not None:
            answer: tuple[int | None, ...] = (_choose(by_key.get(marker.key, []), notes, marker),)
            linked.references.append((marker, answer))
            continue
        found = tuple(_choose(by_label.get(label, []), notes, marker) for label in marker.labels)
        if all(one is None for one in found) and marker.strength == "weak":
            continue
        if None in found and marker.strength == "weak":
            continue
        linked.references.append((marker, found))
    return linked


def _choose(candidates: list[int], notes: list[FoundNote], marker: Marker) -> int | None:
    """The note nearest after the marker; else the last one before it."""
    if not candidates:
        return None
    for index in candidates:
        if notes[index].head.place > marker.place:
            return index
    return candidates[-1]
