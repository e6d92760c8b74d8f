"""Documents written in one line, for tests of the extractors that need no reader.

Blocks are parted by ``||``; ``§ `` opens a heading, ``- `` a list item, ``= `` a caption, ``| `` a
table cell, ``[^2]: `` note 2. ``[^2]`` inside a block is a marker; it is lifted out of the text.
"""

import re

from schemas.document import Block, BlockRole, Document, Evidence, Note, NoteReference, Source

_ROLES: dict[str, BlockRole] = {
    "§ ": "heading",
    "- ": "list_item",
    "= ": "caption",
    "| ": "table_cell",
}
_NOTE = re.compile(r"\[\^([^\]]+)\]:\s*")
_MARKER = re.compile(r"\[\^([^\]]+)\]")


def build_document(line: str) -> Document:
    """The document of one line of a case table."""
    text, blocks, notes, markers = "", [], [], []
    for part in line.split("||"):
        printed = part.strip(" ")
        label = _NOTE.match(printed)
        role: BlockRole = "note" if label else _ROLES.get(printed[:2], "paragraph")
        if label:
            printed = printed[label.end() :]
        elif role != "paragraph":
            printed = printed[2:]
        text += "\n\n" if text else ""
        start, position = len(text), 0
        for found in _MARKER.finditer(printed):
            text += printed[position : found.start()]
            markers.append((found[1], len(text)))
            position = found.end()
        text += printed[position:]
        note_id = f"n{len(notes) + 1}" if label else None
        blocks.append(Block(role=role, start_char=start, end_char=len(text), note_id=note_id))
        if label and note_id:
            notes.append(
                Note(
                    note_id=note_id,
                    label=label[1],
                    evidence=Evidence(quote=text[start:], start_char=start, end_char=len(text)),
                )
            )
    ids = {note.label: note.note_id for note in reversed(notes)}
    return Document(
        document_id="case",
        source=Source(
            file_name="case.txt", media_type="text/plain", sha256="0" * 64, size_bytes=len(text)
        ),
        text=text,
        blocks=tuple(blocks),
        notes=tuple(notes),
        note_references=tuple(
            _build_reference(text, label, offset, ids.get(label)) for label, offset in markers
        ),
    )


def _build_reference(text: str, label: str, offset: int, note_id: str | None) -> NoteReference:
    start = max(text.rfind(" ", 0, offset - 1), text.rfind("\n", 0, offset - 1)) + 1
    return NoteReference(
        label=label,
        note_id=note_id,
        offset=offset,
        style="superscript",
        evidence=Evidence(quote=text[start:offset], start_char=start, end_char=offset),
    )
