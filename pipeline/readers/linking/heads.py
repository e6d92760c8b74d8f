"""Candidates of notes: labels at the beginning of a block or of a line in it."""

import re
from collections.abc import Iterator

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import SUPERSCRIPTS, parse_labels
from pipeline.readers.linking.model import HeadForm, NoteHead

_LABEL = r"[1-9]\d{0,2}|[ivxl]{1,6}|[a-z]"
_FORMS: tuple[tuple[HeadForm, re.Pattern[str]], ...] = (
    ("raised", re.compile(rf"(?P<label>[{SUPERSCRIPTS}]{{1,4}})[.):]?[ ]?(?=\S)")),
    ("raised", re.compile(r"\^(?P<label>[1-9]\d{0,2}|[*†‡])\^?[.):]?[ ]?(?=\S)")),
    ("raised", re.compile(r"\[\^(?P<label>[^\]\s\[]{1,40})\]:?[ ]?(?=\S)")),
    (
        "bracket",
        re.compile(
            rf"\[(?:(?:fn|note|footnote)\.?[ ]?)?(?P<label>{_LABEL}|[*†‡]{{1,4}})\][.:]?[ ]?(?=\S)",
            re.IGNORECASE,
        ),
    ),
    ("symbol", re.compile(r"(?P<label>([*†‡§¶])\2{0,3})[ ]?(?=[^\s*†‡§¶])")),
    ("parenthesis", re.compile(rf"\((?P<label>{_LABEL})\)[ ]?(?=\S)")),
    ("closing", re.compile(rf"(?P<label>{_LABEL})\)[ ]?(?=\S)")),
    ("dot", re.compile(rf"(?P<label>{_LABEL})[.:][ ](?=\S)")),
    ("plain", re.compile(r"(?:(?:Foot)?[Nn]ote[ ])?(?P<label>[1-9]\d{0,2})[ ]*[:–—-]?[ ](?=\S)")),
    ("glued", re.compile(r"(?P<label>[1-9]\d{0,2})(?=[A-Z(][A-Za-z]?)")),
)
_MAY_HOLD_NOTES = ("paragraph", "note", "list_item", "caption")


def find_heads(blocks: list[PreparedBlock]) -> list[NoteHead]:
    """Every place where a note may begin, in text order; most of them are none."""
    heads: list[NoteHead] = []
    for index, block in enumerate(blocks):
        raw = block.raw
        if raw.note_key is not None:
            heads.append(_read_keyed(index, block))
        elif raw.role in _MAY_HOLD_NOTES or raw.is_note_zone:
            heads.extend(_find_in_block(index, block))
    return heads


def _read_keyed(index: int, block: PreparedBlock) -> NoteHead:
    """The head of a block that its format calls a note; its label may be in the text or not."""
    raw = block.raw
    found = next(iter(_match(block, 0)), None)
    if raw.note_label is not None:
        end = found[2] if found and found[1] == raw.note_label else 0
        return NoteHead(index, 0, end, raw.note_label, "key", raw.note_key, block.page)
    label, end = (found[1], found[2]) if found else ("", 0)
    return NoteHead(index, 0, end, label, "key", raw.note_key, block.page)


def _find_in_block(index: int, block: PreparedBlock) -> Iterator[NoteHead]:
    raw = block.raw
    if raw.list_label is not None:
        labels = parse_labels(raw.list_label)
        if len(labels) == 1:
            form: HeadForm = "symbol" if raw.list_label in "*†‡" else "dot"
            yield NoteHead(index, 0, 0, labels[0], form, None, block.page)
    starts = [0]
    if "\n" in block.text:
        starts += [found.end() for found in re.finditer(r"\n", block.text)]
    for start in starts:
        for form, label, end in _match(block, start):
            yield NoteHead(index, start, end, label, form, None, block.page)
            break


def _match(block: PreparedBlock, start: int) -> Iterator[tuple[HeadForm, str, int]]:
    """Form, label and end of the label that stands at ``start``."""
    for span in block.spans:
        if span.start > start:
            break
        if span.start == start and span.run.is_raised:
            labels = parse_labels(block.text[span.start : span.end])
            if len(labels) == 1 and len(block.text) > span.end:
                yield "raised", labels[0], _skip_space(block.text, span.end)
                return
    for form, pattern in _FORMS:
        found = pattern.match(block.text, start)
        if found is None:
            continue
        labels = parse_labels(found["label"])
        label = found["label"] if "[^" in found.group() else labels[0] if len(labels) == 1 else ""
        if label:
            yield form, label, found.end()
            return


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " .):":
        position += 1
    return position
