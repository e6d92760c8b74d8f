"""Which candidates of notes are notes."""

import re

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import rank
from pipeline.readers.linking.citations import FIRST, LAST, Citations, Places
from pipeline.readers.linking.heads import CODES
from pipeline.readers.linking.model import NoteHead, Place

MAX_GAP_BLOCKS = 3
"""A note has at most so many paragraphs between its label and the next one."""
_NOTES_HEADING = re.compile(
    r"(?:\d{1,2}\.?\s)?(?:foot|end)?notes?(?:\sand\sreferences)?\s?:?\Z", re.IGNORECASE
)
_FINISHED = re.compile(r"[.!?…:][\"'”’)\]]?\Z")


def accept_heads(
    blocks: list[PreparedBlock],
    heads: list[NoteHead],
    citations: Citations,
    *,
    needs_codes: bool = False,
) -> list[NoteHead]:
    """The heads that begin notes, in text order.

    Print that says so itself is taken at once: keys, raised labels, labels below a heading 'Notes'
    or in a zone of notes. A number with a stop may as well begin a list item or a heading; a series
    of them is taken only if at least half of its labels are cited before it (one, if they are lists
    of codes), by markers that no better note answers. ``needs_codes`` takes only lists of codes,
    and only if all of them are cited.
    """
    zones = find_note_sections(blocks)
    heads = _leave_out_references(blocks, heads, citations)
    accepted = [head for head in heads if _is_strong(blocks, head, zones)]
    answers = Places()
    for head in accepted:
        answers.add(head.label, head.place)
    waiting = [head for head in heads if not _is_strong(blocks, head, zones)]
    all_series = [one for one in _find_series(waiting) if not _is_list(blocks, one)]
    for series in sorted(all_series, key=lambda one: _rank_series(blocks, one)):
        has_codes = _has_codes(blocks, series) and len(series) > 1
        if needs_codes and not has_codes:
            continue
        share = 1.0 if needs_codes else 0.0 if has_codes else 0.5
        if _is_cited(series, citations, answers, share):
            accepted.extend(series)
            for head in series:
                answers.add(head.label, head.place)
    return sorted(accepted, key=lambda head: head.place)


def _leave_out_references(
    blocks: list[PreparedBlock], heads: list[NoteHead], citations: Citations
) -> list[NoteHead]:
    """Heads without raised labels within a paragraph that a line merely happens to begin with.

    Such a label is a marker if its note stands further down and nothing else cites that before.
    """
    begun = {head.block for head in heads if head.start == 0}
    last = {head.label: head.place for head in heads}
    return [
        head
        for head in heads
        if head.form != "raised"
        or head.block in begun
        or blocks[head.block].raw.is_note_zone
        or last[head.label] == head.place
        or citations.between(head.label, FIRST, last[head.label])
    ]


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
                    (number - previous == 1 and gap <= MAX_GAP_BLOCKS)
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
    if any(CODES.search(text) for text in texts):
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
    return any(CODES.search(blocks[head.block].text) for head in series)


def _is_cited(series: list[NoteHead], citations: Citations, answers: Places, share: float) -> bool:
    """Whether this share of the labels is cited before the series, weak citations in order."""
    start = series[0].place
    cited = 0
    position = FIRST
    for head in series:
        if _find_open(head, start, citations.sure, answers):
            cited += 1
            continue
        following = [
            one for one in _find_open(head, start, citations.weak, answers) if one > position
        ]
        if following:
            cited += 1
            position = following[0]
    return cited > 0 and cited >= share * len(series)


def _find_open(head: NoteHead, start: Place, cited: Places, answers: Places) -> list[Place]:
    """Places before ``start`` that cite the head's label and have no better note to answer them."""
    after = answers.between(head.label, start, LAST)
    if after and not cited.between(head.label, head.place, after[0]):
        return []
    answered = answers.between(head.label, FIRST, start)
    return cited.between(head.label, answered[-1] if answered else FIRST, start)
