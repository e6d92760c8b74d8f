"""Titles: one product, one title, wherever the document prints it (C24)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.context import Context
from extractors.title_words import compare_titles, split_title, title_likeness
from schemas.document import Evidence
from schemas.extraction import Check, Extraction

_LABELLED = re.compile(r"\A\W*Title\s*:\s*", re.IGNORECASE)
_CUED = re.compile(r"\b(?:titled|entitled|called|named)\s*,?\s*", re.IGNORECASE)
_QUOTES = "'\"‘’“”«»*_ "


@dataclass(frozen=True, slots=True)
class _Print:
    words: str
    place: Evidence


def check_titles(context: Context, extraction: Extraction) -> Iterator[Check]:
    """The title as its label or the metadata give it against every other print of it."""
    own = _find_own(context, extraction)
    if own is None or len(split_title(own.words)) < 3:
        return
    for other in _find_others(context, own):
        difference = compare_titles(own.words, other.words)
        yield Check(
            code="title.case" if difference == "case" else "title.words",
            status="pass" if difference == "none" else "fail",
            severity="hint" if difference == "case" else "warning",
            message=(
                f"The title is printed alike in two places: '{own.words}'."
                if difference == "none"
                else f"The title is printed as '{own.words}' and as '{other.words}'."
            ),
            expected=own.words,
            found=other.words,
            evidence=(own.place, other.place),
        )


def _find_own(context: Context, extraction: Extraction) -> _Print | None:
    for block in context.document.blocks:
        words = context.text[block.start_char : block.end_char]
        label = _LABELLED.match(words)
        if label is not None and block.role != "note":
            title = words[label.end() :].strip(_QUOTES + ".")
            if title:
                start = block.start_char + words.index(title, label.end())
                return _Print(title, context.evidence(start, start + len(title)))
    product_title = extraction.metadata.product_title
    place = next(
        (one.evidence for one in extraction.metadata.evidence if one.field == "product_title"), None
    )
    if product_title is None or place is None:
        return None
    return _Print(product_title, place)


def _find_others(context: Context, own: _Print) -> Iterator[_Print]:
    """What follows 'titled' and looks like the same title; cut where it fits the title best."""
    size = len(split_title(own.words))
    for cue in _CUED.finditer(context.text):
        block = context.block_at(cue.start())
        start = cue.end()
        if block.role == "note" or own.place.start_char <= start < own.place.end_char:
            continue
        while start < block.end_char and context.text[start] in _QUOTES:
            start += 1
        window = context.text[start : min(block.end_char, start + len(own.words) + 40)]
        ends = [found.end() for found in re.finditer(r"[\w'’-]*\w", window)]
        best, best_share = None, 0.0
        for end in ends[max(0, size - 3) : size + 2]:
            share = title_likeness(own.words, window[:end])
            if share > best_share:
                best, best_share = end, share
        if best is not None and best_share >= 0.7:
            yield _Print(window[:best], context.evidence(start, start + best))
