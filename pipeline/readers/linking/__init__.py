"""Which characters are markers, which blocks are notes, and what links to what; for all formats.

``link`` goes four steps: candidates of markers (``markers``, ``glued``), candidates of notes
(``heads``), which of those are notes (``acceptance``) and how far they go (``notes``), which note
each marker means (``resolution``).
Only what is certain, or what two independent signs agree on, is taken; the rest stays in the text
as it is printed.
"""

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.linking.acceptance import accept_heads
from pipeline.readers.linking.citations import Citations
from pipeline.readers.linking.glued import find_glued, find_spaced, find_year_cuts
from pipeline.readers.linking.heads import find_heads
from pipeline.readers.linking.intervals import group_by_block
from pipeline.readers.linking.markers import find_markers
from pipeline.readers.linking.model import FoundNote, Linked, Marker, NoteHead, Part
from pipeline.readers.linking.notes import build_notes
from pipeline.readers.linking.resolution import resolve

__all__ = ["FoundNote", "Linked", "Marker", "NoteHead", "Part", "link"]


def link(blocks: list[PreparedBlock]) -> Linked:
    """The markers and notes of a document, both in the order of its text."""
    markers = find_markers(blocks)
    taken = group_by_block((marker.block, marker.start, marker.end) for marker in markers)
    glued = [
        marker
        for marker in find_glued(blocks)
        if not taken[marker.block].overlaps(marker.start, marker.end)
    ]
    heads = find_heads(blocks)
    citations = Citations([*markers, *glued, *find_year_cuts(blocks)], heads)
    accepted = accept_heads(blocks, heads, citations)
    spaced = [] if accepted or not heads else find_spaced(blocks)
    if spaced:
        citations = Citations([*markers, *spaced], heads, with_poor=True)
        accepted = accept_heads(blocks, heads, citations, needs_codes=True)
    notes = build_notes(blocks, accepted, citations)
    return resolve(blocks, notes, markers, glued, spaced)
