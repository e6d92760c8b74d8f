"""Candidates of markers: raised runs, superscript characters, brackets, carets and signs."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.readers.canonical import PreparedBlock, Span
from pipeline.readers.labels import SUPERSCRIPTS, is_label, is_numeric, parse_labels
from pipeline.readers.linking.model import Marker
from schemas.document import MarkerStyle

_RAISED = rf"[{SUPERSCRIPTS}]+(?:[ ]?[,;·˒⁻–-][ ]?[{SUPERSCRIPTS}]+)*"
_NUMBERS = r"\d{1,3}(?:[ ]?[,;–-][ ]?\d{1,3}){0,9}"
_PRINTED = re.compile(
    rf"""(?P<superscript>{_RAISED})
    |\[\^(?P<footnote>[^\]\s\[]{{1,40}})\]
    |\[(?:(?:fn|note|footnote)\.?[ ]?)?(?P<bracket>{_NUMBERS}|[ivxl]{{1,6}}|[a-z]|[*†‡]{{1,4}})\]
    |\((?P<parenthesis>{_NUMBERS}|[ivxl]{{1,6}}|[a-z]|[*†‡]{{1,4}})\)
    |\^(?:\{{(?P<braced>{_NUMBERS})\}}|\((?P<caret_paren>{_NUMBERS})\)|(?P<caret>{_NUMBERS}|[*†‡])\^?)
    |(?P<symbol>[*†‡¶]{{1,4}}|§(?![ ]?\d))
    """,
    re.VERBOSE,
)
_STYLES: dict[str, MarkerStyle] = {
    "superscript": "superscript",
    "footnote": "bracket",
    "bracket": "bracket",
    "parenthesis": "parenthesis",
    "braced": "caret",
    "caret_paren": "caret",
    "caret": "caret",
    "symbol": "symbol",
}
_UNIT = re.compile(r"(?:(?<![^\W\d_])(?:[kcdm]?m|ha|ft|in|yd|mi|s)|[A-Z][a-z]?O|CH)\Z")
_ENUMERATES = re.compile(r"(?:\A|[:;,–—(]|\b(?:and|or|und|et|ou))\s*\Z", re.IGNORECASE)


def find_markers(blocks: list[PreparedBlock]) -> list[Marker]:
    """Everything in the blocks that may be a marker, apart from glued digits, in text order."""
    markers: list[Marker] = []
    for index, block in enumerate(blocks):
        by_format = list(_find_formatted(index, block))
        taken = [(marker.start, marker.end) for marker in by_format]
        printed = (
            [
                marker
                for marker in _find_printed(index, block)
                if not any(marker.start < end and start < marker.end for start, end in taken)
            ]
            if taken
            else list(_find_printed(index, block))
        )
        markers.extend(sorted([*by_format, *printed], key=lambda marker: marker.start))
    return markers


def _find_formatted(index: int, block: PreparedBlock) -> Iterator[Marker]:
    """Markers that the format shows: keyed references, and raised runs that read as labels."""
    group: list[Span] = []
    for span in block.spans:
        if span.run.note_key is not None:
            yield from _read_group(index, block, group)
            group = []
            labels = parse_labels(block.text[span.start : span.end])
            yield Marker(
                index, span.start, span.end, labels, "linked", "certain", span.run.note_key
            )
        elif span.run.is_raised:
            gap = block.text[group[-1].end : span.start] if group else ""
            if group and gap.strip(" ,;"):
                yield from _read_group(index, block, group)
                group = []
            group.append(span)
        elif group and block.text[span.start : span.end].strip(" ,;"):
            yield from _read_group(index, block, group)
            group = []
    yield from _read_group(index, block, group)


def _read_group(index: int, block: PreparedBlock, group: list[Span]) -> Iterator[Marker]:
    if not group:
        return
    start, end = group[0].start, group[-1].end
    text = block.text[start:end]
    labels = parse_labels(text)
    if not labels or is_exponent(block.text, start, end, labels):
        return
    is_plain = all(is_numeric(label) or not label.isalpha() for label in labels)
    yield Marker(
        index,
        start,
        end,
        labels,
        "superscript",
        "strong" if is_plain else "weak",
        alternatives=_split_readings(labels),
    )


def _find_printed(index: int, block: PreparedBlock) -> Iterator[Marker]:
    """Markers that the characters show."""
    text = block.text
    for found in _PRINTED.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span()
        labels = parse_labels(found[kind])
        if kind == "footnote":
            labels = (found[kind],)
        if not labels or not _may_mark(kind, text, start, end, labels):
            continue
        is_strong = (
            kind in ("superscript", "footnote", "braced")
            or (kind in ("caret", "caret_paren") and not text[:start][-1:].isdigit())
            or (kind == "symbol" and labels[0][0] in "†‡")
        )
        if kind == "superscript" and any(label.isalpha() for label in labels):
            is_strong = False
        yield Marker(
            index,
            start,
            end,
            labels,
            _STYLES[kind],
            "strong" if is_strong else "weak",
            alternatives=_split_readings(labels) if kind == "superscript" else (),
        )


def _may_mark(kind: str, text: str, start: int, end: int, labels: tuple[str, ...]) -> bool:
    if kind == "superscript":
        return not is_exponent(text, start, end, labels)
    if kind == "symbol":
        return start > 0 and not text[start - 1].isspace()
    if kind == "parenthesis":
        return not _ENUMERATES.search(text, max(0, start - 8), start)
    if kind == "bracket":
        return not (text[:start][-1:].isalpha() and text[end : end + 1].isalpha())
    return True


def is_exponent(text: str, start: int, end: int, labels: tuple[str, ...]) -> bool:
    """Whether raised characters are the exponent of a unit, a power, an isotope or an ordinal."""
    before = text[max(0, start - 6) : start]
    after = text[end : end + 1]
    if labels[0] in ("2", "3") and _UNIT.search(before):
        return True
    if labels[0].isalpha() and before[-1:].isdigit():
        return True
    return bool(
        after.isalpha()
        and (not before or not before[-1:].isalnum())
        and start > 0
        and before[-1:].isspace()
        and len(after) == 1
        and after.isupper()
        and not text[end + 1 : end + 2].islower()
        and labels[0] not in ("1", "2")
    )


def _split_readings(labels: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """``²³`` printed without a comma may be two markers."""
    if len(labels) == 1 and is_numeric(labels[0]) and len(labels[0]) > 1:
        digits = tuple(labels[0])
        if all(is_label(digit) for digit in digits):
            return (digits,)
    return ()


def position_of(markers: list[Marker], place: tuple[int, int]) -> int:
    """How many of the markers stand before ``place``."""
    return bisect_right([marker.place for marker in markers], place)
