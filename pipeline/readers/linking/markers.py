"""Candidates of markers: raised runs, superscript characters, brackets, carets and signs."""

import re
from collections.abc import Iterator

from pipeline.readers.canonical import PreparedBlock, Span
from pipeline.readers.labels import SUPERSCRIPTS, is_label, is_numeric, parse_anchor, parse_labels
from pipeline.readers.linking.intervals import Intervals
from pipeline.readers.linking.model import Marker, Strength
from schemas.document import MarkerStyle

_RAISED = rf"⁽?[{SUPERSCRIPTS}]+(?:[ ]?[,;·˒⁻–-][ ]?[{SUPERSCRIPTS}]+)*+⁾?"
_NUMBERS = r"\d{1,3}(?:[ ]?[,;–-][ ]?\d{1,3}){0,9}"
_PRINTED = re.compile(
    rf"""(?P<superscript>{_RAISED})
    |\[\^(?P<footnote>[^\]\s\[]{{1,40}})\]
    |\[(?P<range>\d{{1,3}}\][–-]\[\d{{1,3}})\]
    |\[(?:(?:fn|note|footnote)\.?[ ]?)?(?P<bracket>{_NUMBERS}|[ivxl]{{1,6}}|[a-z]|[*†‡]{{1,4}})\]
    |\((?:(?:fn|note|footnote)\.?[ ]?)?
      (?P<parenthesis>{_NUMBERS}|[ivxl]{{1,6}}|[a-z]|[*†‡]{{1,4}})\)
    |\^(?:\{{(?P<braced>{_NUMBERS})\}}|\((?P<caret_paren>{_NUMBERS})\)
      |(?P<caret>{_NUMBERS}|[*†‡])\^?(?!\w|\.\d))
    |(?P<symbol>\*{{1,4}}|†{{1,4}}|‡{{1,4}}|¶|§(?![ ]?\d))
    """,
    re.VERBOSE,
)
_RANGE_SIGNS = ("-", "–")
_SIGNS = re.compile(rf"[{SUPERSCRIPTS}⁽\[(^*†‡¶§]")
"""What a marker begins with; looked for first, since most of a text is nothing of it."""
_STYLES: dict[str, MarkerStyle] = {
    "superscript": "superscript",
    "footnote": "bracket",
    "range": "bracket",
    "bracket": "bracket",
    "parenthesis": "parenthesis",
    "braced": "caret",
    "caret_paren": "caret",
    "caret": "caret",
    "symbol": "symbol",
}
_NO_BRACKETS = str.maketrans("", "", "[]")
_UNIT = re.compile(r"(?<![^\W\d_])(?:[kcdm]?m|ha|ft|in|yd|mi|s|[A-Za-zχ]|[A-Z][a-z]?O)\Z")
"""Units, one-letter variables and oxides, whose raised 2 or 3 is an exponent or a slip."""
_POWER = re.compile(r"(?<!\d)10\Z")
_ENUMERATES = re.compile(r"(?:\A|[:;,–—(]|\b(?:and|or|und|oder|et|ou))\s*\Z", re.IGNORECASE)


def find_markers(blocks: list[PreparedBlock]) -> list[Marker]:
    """Everything in the blocks that may be a marker, apart from glued digits, in text order."""
    markers: list[Marker] = []
    keys = {block.raw.note_key for block in blocks if block.raw.note_key is not None}
    for index, block in enumerate(blocks):
        found = list(_find_formatted(index, block, keys))
        taken = Intervals((marker.start, marker.end) for marker in found)
        found.extend(
            marker
            for marker in _find_printed(index, block)
            if not taken.overlaps(marker.start, marker.end)
        )
        markers.extend(sorted(found, key=lambda marker: marker.start))
    return markers


def _find_formatted(index: int, block: PreparedBlock, keys: set[str]) -> Iterator[Marker]:
    """Markers that the format shows: keyed references, and raised runs that read as labels.

    A key that leads to no note of ``keys`` is forgotten; the label may still find one.
    """
    group: list[Span] = []
    for span in block.spans:
        text = block.text[span.start : span.end]
        if span.run.note_key is not None:
            yield from _read_raised(index, block, group)
            group = []
            labels = parse_anchor(text) or ((text,) if text else ())
            place = (index, span.start, span.end)
            key = span.run.note_key
            if key in keys:
                yield Marker(*place, labels, "linked", "certain", key)
            elif labels:
                yield Marker(*place, labels, "linked", "strong")
        elif span.run.is_raised:
            if group and not _is_joint(block.text[group[-1].end : span.start]):
                yield from _read_raised(index, block, group)
                group = []
            group.append(span)
        elif group and not _is_joint(text):
            yield from _read_raised(index, block, group)
            group = []
    yield from _read_raised(index, block, group)


def _is_joint(between: str) -> bool:
    """Whether raised labels with this between them are one marker: ``¹, ²`` or ``¹–³``."""
    return between in _RANGE_SIGNS or not between.strip(" ,;")


def _read_raised(index: int, block: PreparedBlock, group: list[Span]) -> Iterator[Marker]:
    """The marker that neighbouring raised runs are, if they read as labels."""
    if not group:
        return
    start, end = group[0].start, group[-1].end
    labels = parse_labels(block.text[start:end])
    strength = _judge_raised(block.text, start, end, labels)
    if strength is not None:
        alternatives = _split_readings(labels)
        yield Marker(index, start, end, labels, "superscript", strength, alternatives=alternatives)


def _judge_raised(text: str, start: int, end: int, labels: tuple[str, ...]) -> Strength | None:
    """How sure it is that raised characters are a marker; None if they are none.

    Exponents, ordinals (``1ᵉ``) and isotopes (``¹⁴C``) are none; powers of ten and letters may be.
    """
    if not labels:
        return None
    before, after = text[max(0, start - 6) : start], text[end : end + 2]
    if labels[0] in ("2", "3") and _UNIT.search(before):
        return None
    if labels[0].isalpha():
        return None if before[-1:].isdigit() else "weak"
    if _POWER.search(before):
        return "poor"
    is_isotope = before[-1:] in (" ", "\n", "(") and after[:1].isupper() and not after[1:].islower()
    return "poor" if is_isotope else "strong"


def _find_printed(index: int, block: PreparedBlock) -> Iterator[Marker]:
    """Markers that the characters show."""
    text = block.text
    enumerated: bool | None = None
    for found in _iter_printed(text):
        kind = found.lastgroup or ""
        start, end = found.span()
        printed = found[kind].translate(_NO_BRACKETS) if kind == "range" else found[kind]
        labels = (printed,) if kind == "footnote" else parse_labels(printed)
        strength = _judge_printed(kind, text, start, end, labels) if labels else None
        if strength is None:
            continue
        if kind == "superscript":
            end = skip_closing(text, end)
        elif kind == "parenthesis" and text[start - 1 : start].isspace():
            if enumerated is None:
                enumerated = _is_enumeration(text)
            if enumerated:
                continue
        yield Marker(
            index,
            start,
            end,
            labels,
            _STYLES[kind],
            strength,
            alternatives=_split_readings(labels) if kind == "superscript" else (),
        )


def _iter_printed(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while sign := _SIGNS.search(text, position):
        found = _PRINTED.match(text, sign.start())
        position = found.end() if found else sign.end()
        if found:
            yield found


def _judge_printed(
    kind: str, text: str, start: int, end: int, labels: tuple[str, ...]
) -> Strength | None:
    before = text[start - 1 : start] if start else ""
    match kind:
        case "superscript":
            return _judge_raised(text, start, end, labels)
        case "footnote" | "braced":
            return "strong"
        case "caret" | "caret_paren":
            return "weak" if before.isdigit() or not before or before.isspace() else "strong"
        case "symbol":
            if not before or before.isspace():
                return None
            return "strong" if labels[0][0] in "†‡" else "weak"
        case "bracket" | "range":
            is_inside_word = before.isalpha() and text[end : end + 1].isalpha()
            return None if is_inside_word else "weak"
        case _:
            return _judge_parenthesis(text, start)


def _judge_parenthesis(text: str, start: int) -> Strength | None:
    """A bracket at its word may be a marker; at a number it is a paragraph: ``Article 2(1)``."""
    before = text[start - 1 : start] if start else ""
    if before and not before.isspace():
        return "poor" if before.isdigit() else "weak"
    return None if _ENUMERATES.search(text, max(0, start - 8), start) else "weak"


def _is_enumeration(text: str) -> bool:
    """Whether a block counts its own parts: '(1) one, (2) two and (3) three'."""
    return any(
        _ENUMERATES.search(text, max(0, found.start() - 8), found.start()) is not None
        for found in re.finditer(r"\((?:[2-9]|i{2,3}|[b-e])\)", text)
    )


def skip_closing(text: str, end: int) -> int:
    """Behind a bracket that closes a marker and was never opened: ``Seventeen¹)``."""
    if text[end : end + 1] != ")":
        return end
    before = text[max(0, end - 200) : end]
    return end + 1 if before.count("(") <= before.count(")") else end


def _split_readings(labels: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """``²³`` printed without a comma may be two markers."""
    if len(labels) == 1 and is_numeric(labels[0]) and len(labels[0]) > 1:
        digits = tuple(labels[0])
        if all(is_label(digit) for digit in digits) and len(set(digits)) == len(digits):
            return (digits,)
    return ()
