"""How far each note goes: its own block, and those that go on with it."""

import re

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import rank
from pipeline.readers.linking.acceptance import MAX_GAP_BLOCKS, find_note_sections
from pipeline.readers.linking.citations import FIRST, Citations
from pipeline.readers.linking.model import FoundNote, NoteHead, Part

_UNFINISHED = re.compile(r"(?:[,;:(–-]|\b(?:and|or|of|the|in|to|for|with))\Z")
_WORD = re.compile(r"\w+")
_LIST_SHARE = 0.6
_IMPRINT = re.compile(
    r"(?:About|Contacts?|Links?|Disclaimer|Imprint|Further|For (?:more|further)|More|Media|Press"
    r"|Notes? to|The EMN|The European Migration Network|Annex|Background|©|Published|Photo"
    r"|Picture)\b",
    re.IGNORECASE,
)
_FINISHED = re.compile(r"[.!?…:][\"'”’)\]]?\Z")


def build_notes(
    blocks: list[PreparedBlock], heads: list[NoteHead], citations: Citations
) -> list[FoundNote]:
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
            own = sections
            if following and _is_one_zone(head, following, citations):
                own = sections | set(range(head.block + 1, stop + 1))
            _continue_note(blocks, note, stop, own)
    return notes


def _is_one_zone(head: NoteHead, following: NoteHead, citations: Citations) -> bool:
    """Whether what stands between two labels can only belong to the first note.

    The second note was cited before the first one begins and not in between, so no page or section
    of text ends there.
    """
    number, following_number = rank(head.label), rank(following.label)
    return (
        number is not None
        and following_number == number + 1
        and following.block - head.block <= MAX_GAP_BLOCKS
        and bool(citations.between(following.label, FIRST, head.place))
        and not citations.between(following.label, head.place, following.place)
    )


def _continue_note(
    blocks: list[PreparedBlock], note: FoundNote, stop: int, sections: set[int]
) -> None:
    """Add the blocks up to ``stop`` that go on with the note.

    ``sections`` are the blocks that nothing but notes can be in.
    """
    body = blocks[note.head.block - 1].text if note.head.block else ""
    for index in range(note.head.block + 1, stop):
        raw = blocks[index].raw
        last = note.parts[-1]
        text = blocks[last.block].text[last.start : last.end].rstrip()
        is_of_note = (
            (not text and raw.role == "paragraph")
            or raw.is_note_zone
            or raw.continues_note
            or (
                index in sections and not (stop not in sections and _is_closed(text, blocks[index]))
            )
            or (raw.role in ("paragraph", "list_item") and _goes_on(text, blocks[index], body))
        )
        if not is_of_note or raw.note_key is not None:
            return
        note.parts.append(Part(index, 0, len(blocks[index].text)))


def _is_closed(text: str, following: PreparedBlock) -> bool:
    """Whether the last note below a heading is over: what stands there too is no more of it.

    A list of codes with its stop says all that it has to say, and an imprint announces itself.
    """
    if _FINISHED.search(text) is None:
        return False
    words = _WORD.findall(text)
    codes = sum(len(word) == 2 and word.isupper() for word in words)
    return codes >= _LIST_SHARE * len(words) > 0 or _IMPRINT.match(following.text) is not None


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
