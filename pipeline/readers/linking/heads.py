"""Candidates of notes: labels at the beginning of a block or of a line in it."""

import re
from collections.abc import Iterator

from pipeline.readers.canonical import PreparedBlock
from pipeline.readers.labels import SUPERSCRIPTS, parse_labels, rank
from pipeline.readers.linking.model import HeadForm, NoteHead

_LABEL = r"[1-9]\d{0,2}|[ivxl]{1,6}|[a-z]"
_PREFIX = r"(?:(?:fn|note|footnote|endnote)\.?[ ]?)?"
_BEGIN = r"(?=[A-Z\"'“‘«(À-Þ]|https?:|www\.|ibid|idem|see\b|e\.g\.)"
"""How the text of a note begins that is no ordinary sentence part after a number."""
_FORMS: tuple[tuple[HeadForm, re.Pattern[str]], ...] = (
    ("raised", re.compile(rf"⁽?(?P<label>[{SUPERSCRIPTS}]{{1,4}})[.):⁾]?[ \n]?(?=\S)")),
    ("raised", re.compile(r"\^\{?(?P<label>[1-9]\d{0,2}|[*†‡])\}?\^?[.):]?[ \n]?(?=\S)")),
    ("raised", re.compile(r"\[\^(?P<label>[^\]\s\[]{1,40})\]:?[ \n]?(?=\S)")),
    (
        "bracket",
        re.compile(
            rf"\[{_PREFIX}(?P<label>{_LABEL}|[*†‡]{{1,4}})\][.:]?[ \n]?(?=\S)", re.IGNORECASE
        ),
    ),
    ("symbol", re.compile(r"(?P<label>\*{1,4}|†{1,4}|‡{1,4}|§|¶)[ \n]?(?=[^\s*†‡§¶])")),
    ("parenthesis", re.compile(rf"\((?P<label>{_LABEL}|[*†‡]{{1,4}})\)[ \n]?(?=\S)")),
    ("closing", re.compile(rf"(?P<label>{_LABEL})\)[ \n]?(?=\S)")),
    ("dot", re.compile(rf"(?P<label>{_LABEL})[.:][ ](?=\S)")),
    (
        "plain",
        re.compile(rf"(?:(?:Foot)?[Nn]ote[ ])?(?P<label>[1-9]\d{{0,2}})[ ]*[:–—-]?[ \n]{_BEGIN}"),
    ),
    ("glued", re.compile(r"(?P<label>[1-9]\d{0,2})(?=[A-Z(])")),
)
CODES = re.compile(r"[A-Z]{2}\b(?:[ ]?[,;/&][ ]?|[ ]and[ ])(?:and[ ])?[A-Z]{2}\b")
"""The shape of a list of codes; which of them are countries is no matter here."""
_ALONE = re.compile(rf"(?:[{SUPERSCRIPTS}]{{1,3}}|\[?\d{{1,3}}\]?|[†‡])\Z")
_BY_FORM = dict(reversed(_FORMS))
_MAY_HOLD_NOTES = ("paragraph", "note", "list_item", "caption")
_UNSURE_IN_TEXT = ("plain", "dot", "closing", "parenthesis", "glued")
_ENDS = (".", ":", ";", "!", "?", ")", "]", "”", '"', "’")
_LIST_SIGN = re.compile(r"[\s(\[]*(.+?)[\s.)\]:]*\Z")


def find_heads(blocks: list[PreparedBlock]) -> list[NoteHead]:
    """Every place where a note may begin, in text order; most of them are none."""
    heads: list[NoteHead] = []
    for index, block in enumerate(blocks):
        raw = block.raw
        if raw.note_key is not None:
            heads.append(_read_keyed(index, block))
        elif raw.role in _MAY_HOLD_NOTES or raw.is_note_zone:
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            heads.extend(_find_in_block(index, block, following))
    return heads


def _read_keyed(index: int, block: PreparedBlock) -> NoteHead:
    """The head of a block that its format calls a note; its label may be in the text or not."""
    raw = block.raw
    found = next(_match(block, 0), None)
    label, end = (found[1], found[2]) if found else ("", 0)
    if raw.note_label is not None and label != raw.note_label:
        label, end = raw.note_label, 0
    return NoteHead(index, 0, end, label, "key", raw.note_key, block.page)


def _find_in_block(
    index: int, block: PreparedBlock, following: PreparedBlock | None
) -> Iterator[NoteHead]:
    """Heads at the block's first line, at later lines, and in a line where notes follow notes."""
    text = block.text
    last: NoteHead | None = None
    if block.raw.list_label is not None:
        last = _read_list_label(index, block)
        if last is not None:
            yield last
    alone = _find_alone(index, block)
    if alone is not None:
        if following is not None and _find_alone(index + 1, following) is None:
            yield alone
        return
    for start in (0, *(found.end() for found in re.finditer(r"\n", text))):
        if last is not None and (start < last.end or start == 0):
            continue
        for form, label, end in _match(block, start):
            head = NoteHead(index, start, end, label, form, None, block.page)
            if end >= len(text):
                continue
            if start == 0 or _may_begin_in_text(text, head, last):
                last = head
                yield head
        if last is not None:
            stop = text.find("\n", start)
            line = (max(start, last.end), stop if stop >= 0 else len(text))
            for head in _find_in_line(index, block, last, line):
                last = head
                yield head


def _find_alone(index: int, block: PreparedBlock) -> NoteHead | None:
    """A label that is a whole block; its note is the next one."""
    is_zone = block.raw.is_note_zone or block.raw.role == "note"
    if block.raw.list_label is not None or not (_ALONE.match(block.text) or is_zone):
        return None
    labels = parse_labels(block.text)
    is_raised = any(span.run.is_raised for span in block.spans)
    is_number = block.text.isascii() and block.text.isdigit()
    if len(labels) != 1 or not (is_raised or is_zone or not is_number):
        return None
    form: HeadForm = "bracket" if block.text[0] == "[" else "raised"
    return NoteHead(index, 0, len(block.text), labels[0], form, None, block.page)


def _read_list_label(index: int, block: PreparedBlock) -> NoteHead | None:
    """The number of a list item that its format counts by itself."""
    sign = _LIST_SIGN.match(block.raw.list_label or "")
    labels = parse_labels(sign[1]) if sign else ()
    if len(labels) != 1:
        return None
    form: HeadForm = "symbol" if labels[0][0] in "*†‡" else "dot"
    return NoteHead(index, 0, 0, labels[0], form, None, block.page)


def _match(block: PreparedBlock, start: int) -> Iterator[tuple[HeadForm, str, int]]:
    """Form, label and end of the label that stands at ``start``, if any."""
    text = block.text
    for span in block.spans_at(start):
        if span.run.note_key is not None:
            return  # the format says that it refers to a note, so none begins here
        labels = parse_labels(text[span.start : span.end]) if span.run.is_raised else ()
        if len(labels) == 1:
            yield "raised", labels[0], _skip_stop(text, span.end)
            return
    if (
        not text[start : start + 1].isalnum()
        or text[start].isdigit()
        or text[start].islower()
        or (text[start] in "FN")
    ):
        for form, pattern in _FORMS:
            found = pattern.match(text, start)
            if found is None:
                continue
            if found.group().startswith("[^"):
                yield form, found["label"], found.end()
                return
            labels = parse_labels(found["label"])
            if len(labels) == 1:
                yield form, labels[0], found.end()
                return


def _may_begin_in_text(text: str, head: NoteHead, last: NoteHead | None) -> bool:
    """Whether a label at a later line of a paragraph begins a note, and not a wrapped line."""
    if head.form not in _UNSURE_IN_TEXT:
        return True
    if last is not None and last.form == head.form:
        return rank(head.label) == (rank(last.label) or 0) + 1
    return text[: head.start].rstrip().endswith(_ENDS) and text[head.end : head.end + 1].isupper()


def _find_in_line(
    index: int, block: PreparedBlock, last: NoteHead, line: tuple[int, int]
) -> Iterator[NoteHead]:
    """Notes that follow a note within its line or a later one: the next label of the same form.

    A marker stands at its word; a label has a space before it. Numbers in parentheses count what a
    sentence enumerates too, so behind them a list of codes has to begin.
    """
    if last.form not in ("raised", "bracket", "parenthesis"):
        return
    text, (base, stop) = block.text, line
    pattern = _BY_FORM[last.form]
    raised = {span.start for span in block.spans if span.run.is_raised}
    for found in re.finditer(r"(?<=[ ])(?=[^\sA-Za-z])", text[base:stop]):
        start = base + found.start()
        shape = pattern.match(text, start)
        if start not in raised and shape is None:
            continue
        if last.form == "parenthesis" and (shape is None or not CODES.match(text, shape.end())):
            continue
        for form, label, end in _match(block, start):
            if form == last.form and rank(label) == (rank(last.label) or 0) + 1 and end < stop:
                last = NoteHead(index, start, end, label, form, None, block.page)
                yield last


def _skip_stop(text: str, position: int) -> int:
    """Behind the stop or bracket and the space that may follow a raised label."""
    if text[position : position + 1] in (".", ")", ":"):
        position += 1
    while text[position : position + 1] == " ":
        position += 1
    return position
