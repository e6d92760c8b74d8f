"""What can be said only when all blocks of a page are known: furniture, labels of notes."""

import re
from dataclasses import replace

from pipeline.readers.html.drafts import Draft
from pipeline.readers.html.notes import NoteLinks
from pipeline.readers.html.tree import ARROWS
from pipeline.readers.html.vocabulary import PHRASES_OUT
from pipeline.readers.labels import parse_labels, to_plain
from pipeline.readers.raw import RawBlock, Run
from pipeline.readers.runs import close_markers, cut_start, is_rule, strip_end

_LEADING = re.compile(r"[\s^↑]*(?:\[\s*\]|\(\s*\))?\s*")
_RIGHTS = re.compile(
    r"\s*(?:©|copyright\s+(?:©|\(c\)|\d)|all rights reserved)[^\n]{0,100}\Z", re.IGNORECASE
)
"""The line below a page that says whose it is."""
_LABELLED = re.compile(r"[\s(\[]*(?P<label>\d{1,3}|[*†‡]{1,4}|[a-z])[\s.)\]:]+(?P<text>.*)\Z")
_AFTER_LABEL = re.compile(r"\s*[\]).:}]\s*|\s+|\Z")
_WORD_SIGN = re.compile(
    r"\s*(?:\(?([0-9]{1,3}|[ivxl]{1,5}|[a-zA-Z])[.)]|[·•▪§o\uf0a7\uf0b7Øü–-])[\s\xa0]{2,}"
)
"""What Word writes before an item and sets off by a row of spaces in small type."""
_MOST_TERM = 60
"""Characters of a term that is joined with its definition: ``Publication date: 1 May 2024``."""


def finish(drafts: list[Draft], links: NoteLinks) -> list[RawBlock]:
    """The blocks of ``drafts``, in order, with notes that hold only their text."""
    drafts = [draft for draft in _join_terms(drafts) if not _is_furniture(draft.block)]
    for draft in drafts:
        draft.block.runs = close_markers(draft.block.runs)
        if draft.is_word_item:
            _lift_sign(draft.block)
    blocks = [draft.block for draft in drafts]
    _lift_labels(blocks, links.labels)
    repeated = _find_repeated(blocks)
    return [
        block
        for number, block in enumerate(blocks)
        if block.text.strip() and number not in repeated
    ]


def _find_repeated(blocks: list[RawBlock]) -> set[int]:
    """Indexes of blocks that repeat, behind its label, a note printed where it is cited."""
    inline: set[tuple[str, str]] = set()
    found: set[int] = set()
    for number, block in enumerate(blocks):
        text = " ".join(block.text.split()).strip(ARROWS)
        if (block.note_key or "").startswith("inline "):
            inline.add((block.note_label or "", text.rstrip(".")))
        elif inline and block.note_key is None:
            labelled = _LABELLED.match(f"{block.list_label or ''} {text}")
            if labelled and (labelled["label"], labelled["text"].rstrip(".")) in inline:
                found.add(number)
    return found


def _join_terms(drafts: list[Draft]) -> list[Draft]:
    """A short term with one definition becomes one line, as such pairs are printed."""
    joined: list[Draft] = []
    for number, draft in enumerate(drafts):
        following = drafts[number + 1].term if number + 1 < len(drafts) else ""
        if draft.term == "dd" and following != "dd" and joined and joined[-1].term == "dt":
            term = joined[-1]
            text = term.block.text.strip()
            if len(text) <= _MOST_TERM:
                gap = " " if text[-1:] in ":.?!" else ": "
                term.block.runs = [*strip_end(term.block.runs), Run(gap), *draft.block.runs]
                term.block.is_bold = term.block.is_bold and draft.block.is_bold
                term.term = ""
                continue
        joined.append(draft)
    return joined


def _is_furniture(block: RawBlock) -> bool:
    if block.role == "paragraph" and (is_rule(block.text) or _RIGHTS.match(block.text)):
        return True
    return len(block.text) < 40 and " ".join(block.text.split()).strip(" .:").lower() in PHRASES_OUT


def _lift_sign(block: RawBlock) -> None:
    """Turn the printed number of a list item into its label; without one it is a paragraph."""
    sign = _WORD_SIGN.match(block.text)
    if sign is None:
        block.role, block.level = "paragraph", None
        return
    block.list_label = sign[1]
    block.runs = cut_start(block.runs, sign.end())


def _lift_labels(blocks: list[RawBlock], labels: dict[str, str]) -> None:
    """Take the printed label off the first block of each note that anchors lead to."""
    first: dict[str, RawBlock] = {}
    last: dict[str, RawBlock] = {}
    for block in blocks:
        if block.note_key is not None:
            block.is_note_zone = True
            first.setdefault(block.note_key, block)
            last[block.note_key] = block
    is_plain = bool(first) and all(
        _starts_with_label(block, labels.get(key, "")) for key, block in first.items()
    )
    for key, block in first.items():
        _lift_label(block, labels.get(key, ""), is_plain=is_plain)
    for block in blocks:
        if block.note_key is not None:
            block.note_label = first[block.note_key].note_label
    for block in last.values():
        block.runs = strip_end(block.runs)
        if block.runs:
            end = block.runs[-1]
            block.runs[-1] = replace(end, text=end.text.rstrip(ARROWS))


def _starts_with_label(block: RawBlock, label: str) -> bool:
    text = to_plain(block.text[:40]).lstrip(" \n[(^")
    return bool(label) and text.startswith(label) and bool(_AFTER_LABEL.match(text, len(label)))


def _lift_label(block: RawBlock, label: str, *, is_plain: bool) -> None:
    """Set the note's label and cut it from the runs, with the brackets and stops around it.

    A raised label is cut whatever it is; a plain one only if it is the label that the reference
    shows and a stop follows, or if every note of the page begins with its label.
    """
    block.note_label = label or None
    text = block.text
    first = next((run for run in block.runs if run.text.strip(" \n[(^")), None)
    cut = 0
    if first is not None and first.is_raised and parse_labels(first.text):
        block.note_label = parse_labels(first.text)[0]
        cut = text.index(first.text) + len(first.text)
    elif label and (is_plain or _has_stop(text, label)) and _starts_with_label(block, label):
        cut = text.index(text.lstrip(" \n[(^")[0]) + len(label)
    if cut:
        after = _AFTER_LABEL.match(text, cut)
        cut = after.end() if after else cut
    else:
        leading = _LEADING.match(text)
        cut = leading.end() if leading else 0
    block.runs = cut_start(block.runs, cut)


def _has_stop(text: str, label: str) -> bool:
    start = to_plain(text[:40]).lstrip(" \n[(^")
    return start.startswith(label) and start[len(label) : len(label) + 1] in tuple(".):]")
