"""Headings by size and weight, their levels, captions, endnotes: what drafts turn out to be."""

import re
from collections import Counter

from pipeline.readers.pdf.drafts import MAIN_FLOW, Draft
from pipeline.readers.pdf.headers import name_columns
from pipeline.readers.pdf.lines import CAPTION
from pipeline.readers.pdf.notes import NoteState, split_notes
from pipeline.readers.pdf.style import DocumentStyle

MAX_HEADING_CHARS = 250
MAX_BOLD_HEADING_CHARS = 140
MAX_LEVEL = 6
_DISPLAY = 1.4
"""Of the text's size; smaller type may as well be text beside a size that is usual elsewhere."""
_SENTENCE_CHARS = 40
_ENDNOTES = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:end\s?notes?|notes|foot\s?notes|notes and references)\s*:?\Z",
    re.IGNORECASE,
)


def assign_roles(drafts: list[Draft], style: DocumentStyle) -> None:
    """Mark headings and captions, then give the headings their levels."""
    for draft in drafts:
        if draft.is_note_zone or draft.table is not None:
            continue
        if CAPTION.match(draft.text):
            draft.role = "caption"
        elif _is_heading(draft, style):
            draft.role = "heading"
            draft.label = []
    ranks = Counter(_rank(draft) for draft in drafts if draft.role == "heading")
    levels = {rank: index for index, rank in enumerate(sorted(ranks, reverse=True), start=1)}
    for draft in drafts:
        if draft.role == "heading":
            draft.level = min(levels[_rank(draft)], MAX_LEVEL)
        elif draft.role == "list_item":
            draft.level = 1


def mark_headers(drafts: list[Draft]) -> None:
    """First rows that nothing sets apart are headers if their words name every column.

    A table is looked at as a whole, since its header may stand alone at the foot of a page.
    """
    tables: dict[int, list[Draft]] = {}
    for draft in drafts:
        if draft.table is not None:
            tables.setdefault(draft.table, []).append(draft)
    for cells in tables.values():
        if any(cell.is_header for cell in cells):
            continue
        head = [cell for cell in cells if cell.row == 1]
        columns = len({cell.column for cell in cells})
        rows = len({cell.row for cell in cells})
        body = [cell for cell in cells if cell.row != 1]
        is_bold = all(cell.is_bold for cell in head) and not all(cell.is_bold for cell in body)
        if is_bold or name_columns([cell.text for cell in head], columns, rows):
            for cell in head:
                cell.is_header = True


def _rank(draft: Draft) -> tuple[float, bool]:
    return (round(draft.size * 2) / 2, draft.is_bold)


def _is_heading(draft: Draft, style: DocumentStyle) -> bool:
    text = draft.text
    if draft.label or len(text) > MAX_HEADING_CHARS or not any(char.isalpha() for char in text):
        return False
    if draft.size > 1.09 * style.body_size:
        if draft.size < _DISPLAY * style.body_size and (text[0].islower() or _is_sentence(text)):
            return False
        return len(text) <= MAX_BOLD_HEADING_CHARS or len(draft.lines) <= 4
    least = (
        0.94 if draft.flow == MAIN_FLOW else 0.8
    )  # boxes are set smaller, and so are their titles
    if not draft.is_bold or draft.size < least * style.body_size:
        return False
    return len(text) <= MAX_BOLD_HEADING_CHARS and not text.rstrip().endswith((".", ",", ";"))


def _is_sentence(text: str) -> bool:
    """Whether the text ends as a sentence of some length does."""
    return text.rstrip().endswith((".", ";")) and len(text) > _SENTENCE_CHARS


def split_endnotes(drafts: list[Draft]) -> list[Draft]:
    """Drafts under a heading that says so become notes, until the next heading of its rank."""
    found: list[Draft] = []
    heading: Draft | None = None
    pending: list[Draft] = []
    state = NoteState()
    for draft in drafts:
        if (
            heading is not None
            and draft.role == "heading"
            and (draft.level or 1) <= (heading.level or 1)
        ):
            found += _split_pending(pending, state)
            heading, pending = None, []
        if (
            heading is not None
            and draft.flow == MAIN_FLOW
            and draft.table is None
            and not draft.is_note_zone
        ):
            pending.append(draft)
        else:
            found.append(draft)
        if draft.role == "heading" and _ENDNOTES.match(draft.text.strip()):
            heading = draft
    return found + _split_pending(pending, state)


def _split_pending(pending: list[Draft], state: NoteState) -> list[Draft]:
    """Notes among the drafts under the heading; a draft in front of the first label stays text."""
    lines = [placed for draft in pending for placed in draft.lines]
    notes = split_notes(lines, state) if lines else []
    if not notes or notes[0].continues_note:
        return pending
    return notes
