"""References: every marker has its note, every note its marker, every label is used once (C20)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.checkers.contract import count_noun
from extractors.context import Context
from schemas.document import NoteReference
from schemas.extraction import Check, Extraction, Footnote

_STATUS_NAMES = re.compile(
    r"(?:Kosovo|Kosova|Palestine|Palestinian\s+\w+|West\s+Bank(?:\s+and\s+Gaza)?)\Z"
)
"""Names that bear an asterisk for their status, whether or not its note is printed."""


def check_references(context: Context, extraction: Extraction) -> Iterator[Check]:
    """Markers, then notes, then the numbering. Each rule passes once or fails per place."""
    references = context.document.note_references
    orphans = [found for found in references if found.note_id is None]
    orphans = [found for found in orphans if not _is_status(context, found)]
    for found in orphans:
        yield Check(
            code="orphan_marker.note",
            status="not_checkable" if context.document.is_partial else "fail",
            message=f"Marker '{found.label}' at '{found.evidence.quote}' has no note.",
            expected=f"a note labelled '{found.label}'",
            found="none",
            evidence=(context.evidence(found.evidence.start_char, found.evidence.end_char),),
        )
    if references and not orphans:
        yield Check(
            code="orphan_marker.note",
            status="pass",
            message=f"{count_noun(len(references), 'marker')} lead to their notes.",
        )
    yield from _check_notes(context, extraction)
    yield from _check_numbering(extraction.notes, references)


def _is_status(context: Context, found: NoteReference) -> bool:
    lead = context.text[max(0, found.offset - 40) : found.offset]
    return found.label == "*" and _STATUS_NAMES.search(lead) is not None


def _check_notes(context: Context, extraction: Extraction) -> Iterator[Check]:
    orphans = [note for note in extraction.notes if not note.references]
    for note in orphans:
        yield Check(
            code="orphan_note.marker",
            status="not_checkable" if context.document.is_partial else "fail",
            message=f"Note {note.label} is cited nowhere in the text.",
            expected=f"a marker '{note.label}'",
            found="none",
            finding_ids=(note.finding_id,),
            evidence=(note.evidence,),
        )
    if extraction.notes and not orphans:
        yield Check(
            code="orphan_note.marker",
            status="pass",
            message=f"{count_noun(len(extraction.notes), 'note')} are cited.",
        )


def _check_numbering(
    notes: Sequence[Footnote], references: Sequence[NoteReference]
) -> Iterator[Check]:
    """A label twice in one series, and a number left out of it."""
    cited = {found.label for found in references if found.note_id is None}
    failed = False
    for series in split_series(notes):
        seen: dict[str, Footnote] = {}
        for note in series:
            first = seen.setdefault(note.label, note)
            if first is note:
                continue
            failed = True
            yield Check(
                code="numbering.duplicate",
                status="fail",
                message=f"Label {note.label} stands on two notes.",
                expected="each label once",
                found=f"{note.label} twice",
                finding_ids=(first.finding_id, note.finding_id),
                evidence=(first.evidence, note.evidence),
            )
        for missing, before, after in _find_gaps(series):
            if str(missing) in cited:
                continue  # its marker is reported already
            failed = True
            yield Check(
                code="numbering.gap",
                status="fail",
                severity="warning",
                message=f"Note {missing} is left out between {before.label} and {after.label}.",
                expected=str(missing),
                found=after.label,
                finding_ids=(before.finding_id, after.finding_id),
                evidence=(before.evidence, after.evidence),
            )
    if notes and not failed:
        yield Check(
            code="numbering.duplicate",
            status="pass",
            message=f"{count_noun(len(notes), 'note')} are numbered without gap or repeat.",
        )


def split_series(notes: Sequence[Footnote]) -> list[list[Footnote]]:
    """The notes in runs of one numbering, figures, letters and symbols apart.

    Numbering restarts where its first label comes again: '1, 2, 1, 2' are two series, '1, 2, 2, 3'
    is one with a repeat. '1, 1' are two series only on two pages or with a marker for each.
    """
    found: list[list[Footnote]] = []
    current: dict[str, list[Footnote]] = {}
    for note in notes:
        style = _style(note.label)
        series = current.get(style)
        if series is None or (note.label == series[0].label and _restarts(series, note)):
            series = current[style] = []
            found.append(series)
        series.append(note)
    return found


def _style(label: str) -> str:
    if label.isdecimal():
        return "figure"
    return "letter" if label.isalpha() else "symbol"


def _restarts(series: Sequence[Footnote], note: Footnote) -> bool:
    last = series[-1]
    if len(series) > 1:
        return True
    has_page_break = last.evidence.page != note.evidence.page
    return has_page_break or (bool(last.references) and bool(note.references))


def _find_gaps(series: Sequence[Footnote]) -> Iterator[tuple[int, Footnote, Footnote]]:
    """Single numbers left out between two neighbours; larger jumps are another numbering."""
    for before, after in pairwise(series):
        if not (before.label.isdecimal() and after.label.isdecimal()):
            continue
        if int(after.label) - int(before.label) == 2:
            yield int(before.label) + 1, before, after
