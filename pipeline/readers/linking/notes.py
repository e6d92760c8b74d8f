"""Which candidates are notes, and how far each of them goes."""

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import rank
from pipeline.readers.linking.model import FoundNote, Marker, NoteHead, Part

_STRONG_FORMS = ("key", "raised")
_MAX_GAP_BLOCKS = 3


def accept_heads(
    blocks: list[PreparedBlock],
    heads: list[NoteHead],
    markers: list[Marker],
    glued: list[Marker],
) -> list[NoteHead]:
    """The heads that begin notes, in text order.

    Print that says so itself is taken at once: keys, raised labels, labels in a zone of notes. A
    number with a stop may as well begin a list item or a heading; a series of them is taken only
    if enough of its labels are cited before it, by markers that no better note answers.
    """
    accepted = [head for head in heads if _is_strong(blocks, head)]
    waiting = [head for head in heads if not _is_strong(blocks, head)]
    answered = {head.label for head in accepted}
    for series in _find_series(waiting):
        if _is_cited(series, markers, glued, answered):
            accepted.extend(series)
    return sorted(accepted, key=lambda head: head.place)


def _is_strong(blocks: list[PreparedBlock], head: NoteHead) -> bool:
    raw = blocks[head.block].raw
    return head.form in _STRONG_FORMS or raw.is_note_zone or raw.role == "note"


def _find_series(heads: list[NoteHead]) -> list[list[NoteHead]]:
    """Heads of one form whose labels go up one by one in neighbouring blocks."""
    series: list[list[NoteHead]] = []
    for head in heads:
        number = rank(head.label)
        for one in reversed(series[-4:]):
            last = one[-1]
            previous = rank(last.label)
            if (
                last.form == head.form
                and head.block - last.block <= _MAX_GAP_BLOCKS
                and number is not None
                and previous is not None
                and 0 < number - previous <= 2
            ):
                one.append(head)
                break
        else:
            series.append([head])
    return series


def _is_cited(
    series: list[NoteHead], markers: list[Marker], glued: list[Marker], answered: set[str]
) -> bool:
    labels = {head.label for head in series} - answered
    if not labels:
        return False
    own = {head.place for head in series}
    cited: set[str] = set()
    for marker in [*markers, *glued]:
        if marker.place < series[-1].place and marker.place not in own:
            cited.update(marker.labels)
            cited.update(label for other in marker.alternatives for label in other)
    return len(labels & cited) * 2 >= len(labels)


def build_notes(blocks: list[PreparedBlock], heads: list[NoteHead]) -> list[FoundNote]:
    """The notes that begin at ``heads``, with the blocks that go on with them."""
    notes: list[FoundNote] = []
    keyed: dict[str, FoundNote] = {}
    for number, head in enumerate(heads):
        following = heads[number + 1] if number + 1 < len(heads) else None
        is_same = following is not None and following.block == head.block
        end = following.start if is_same and following else len(blocks[head.block].text)
        if head.key is not None and head.key in keyed:
            keyed[head.key].parts.append(Part(head.block, 0, end))
            continue
        note = FoundNote(head, [Part(head.block, head.end, end)])
        if head.key is not None:
            keyed[head.key] = note
        notes.append(note)
        if is_same:
            continue
        stop = following.block if following else len(blocks)
        for index in range(head.block + 1, stop):
            raw = blocks[index].raw
            if not (raw.is_note_zone or raw.continues_note):
                break
            note.parts.append(Part(index, 0, len(blocks[index].text)))
    return notes
