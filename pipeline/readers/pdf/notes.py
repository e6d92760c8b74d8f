"""Where notes stand: small type, a rule above, a label in front, at the foot of a column or page.

No sign is enough alone: tables and boxes are set in small type too, and rules part other things.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from pipeline.readers.labels import SUPERSCRIPTS, SYMBOLS, parse_labels
from pipeline.readers.pdf.columns import Column
from pipeline.readers.pdf.drafts import Draft, PlacedLine, measure_first_word
from pipeline.readers.pdf.lines import Line
from pipeline.readers.pdf.style import DocumentStyle
from schemas.document import BBox

LabelKind = Literal["raised", "plain"]
SMALL = 0.945
"""Of the body's size; notes are set smaller than that, if they are set smaller."""
_PLAIN = re.compile(
    rf"(?:\[(?P<bracket>\d{{1,3}}|[ivxl]{{1,6}})\]|(?P<number>\d{{1,3}})[.)]?|(?P<sign>[{SYMBOLS}]{{1,4}})"
    r"|(?P<roman>[ivxl]{1,6})[.)])(?=\s|(?<=[\])*†‡])\S)"
)
_SOURCE = re.compile(r"(?:Sources?|N\.?B\.?|Legend|Key)\s?:")
"""What stands in small type below a table or figure without being a note."""
_RULE_LENGTH = 18.0
_SUPERSCRIPT = frozenset(SUPERSCRIPTS)


@dataclass(slots=True)
class NoteState:
    """What the pages so far tell about the notes to come."""

    last_number: int = 0
    is_open: bool = False
    """The last note seems to go on: it ends without a full stop."""
    kinds: dict[LabelKind, int] = field(default_factory=lambda: {"raised": 0, "plain": 0})


def read_label(line: Line) -> tuple[LabelKind, str] | None:
    """The label of a note that the line may begin with, and how it is set."""
    first = line.words[0]
    if first.is_raised and len(line.words) > 1:
        labels = parse_labels(first.text)
        return ("raised", labels[0]) if len(labels) == 1 else None
    text = line.text
    if text[0] in _SUPERSCRIPT:
        end = next((i for i, char in enumerate(text) if char not in _SUPERSCRIPT), len(text))
        labels = parse_labels(text[:end])
        return ("raised", labels[0]) if len(labels) == 1 and end < len(text) else None
    found = _PLAIN.match(text)
    if found is None:
        return None
    label = found["bracket"] or found["number"] or found["sign"] or found["roman"]
    return ("plain", label)


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What of a page tells where its notes are."""

    rules: list[BBox]
    height: float


def find_zone(
    column: Column, page: PageSigns, style: DocumentStyle, state: NoteState
) -> list[bool]:
    """For each item of the column, whether it stands among notes."""
    items = column.items
    zone = [False] * len(items)
    is_zone = False
    is_small_zone = False
    for index, item in enumerate(items):
        line = item.line
        if line is None:
            is_zone = False
            continue
        if is_zone and (
            _SOURCE.match(line.text) is not None
            or line.size > (0.97 if is_small_zone else 1.06) * style.body_size
            or (line.is_bold and not is_small_zone)
        ):
            is_zone = False
        if not is_zone and _starts_zone(column, index, page, style, state):
            is_zone = True
            is_small_zone = line.size <= SMALL * style.body_size
        zone[index] = is_zone
    return zone


def _starts_zone(
    column: Column,
    index: int,
    page: PageSigns,
    style: DocumentStyle,
    state: NoteState,
) -> bool:
    line = column.items[index].line
    if line is None:
        return False
    is_small = line.size <= SMALL * style.body_size
    label = read_label(line)
    if is_small and label is not None and label[0] == "raised":
        return True
    tail = [item.line for item in column.items[index:]]
    is_tail = all(
        entry is not None and entry.size <= (SMALL if is_small else 1.02) * style.body_size
        for entry in tail
    )
    if not is_tail:
        return False
    is_low = line.top > 0.45 * page.height
    has_rule = _has_rule_above(column, index, page.rules)
    if label is not None and (has_rule or is_small):
        return label[0] == "raised" or (
            (is_low or is_small) and (label[1] in "*†‡" or _is_next(label[1], state.last_number))
        )
    if not is_small or not any(state.kinds.values()) or _SOURCE.match(line.text):
        return False
    return has_rule or (is_low and state.is_open and _parts_from_above(column, index))


def _parts_from_above(column: Column, index: int) -> bool:
    """Whether the line stands apart from what is above it, or has nothing above it."""
    if index == 0:
        return True
    line, above = column.items[index].line, column.items[index - 1]
    return line is not None and line.baseline - above.bbox[3] > 1.2 * line.size


def _is_next(label: str, last: int) -> bool:
    """Whether a plain number may be the label of the next note, here or where numbers restart."""
    return label.isdigit() and int(label) in (1, *range(last + 1, last + 4))


def _has_rule_above(column: Column, index: int, rules: list[BBox]) -> bool:
    """Whether a horizontal rule parts the item from what stands above it in the column."""
    item = column.items[index]
    line = item.line
    if line is None:
        return False
    ceiling = column.items[index - 1].bbox[3] - 2 if index else line.top - 60
    return any(
        rule[2] - rule[0] > max(_RULE_LENGTH, 4 * (rule[3] - rule[1]))
        and ceiling <= rule[1] <= line.baseline - 0.6 * line.size
        and rule[0] < line.x1
        and rule[2] > line.x0 - 12
        and rule[0] > line.x0 - 30
        for rule in rules
    )


def split_notes(lines: list[PlacedLine], state: NoteState) -> list[Draft]:
    """One draft per note; lines in front of the first label go on with the note before."""
    drafts: list[Draft] = []
    labels = [read_label(placed.line) for placed in lines]
    has_raised = any(label is not None and label[0] == "raised" for label in labels)
    is_raised_style = has_raised or state.kinds["raised"] > state.kinds["plain"]
    for index, (placed, label) in enumerate(zip(lines, labels, strict=True)):
        before = lines[index - 1] if index else None
        if label is not None and _begins_note(
            label, placed, before, state, is_raised_style=is_raised_style
        ):
            drafts.append(Draft([placed], is_note_zone=True))
            state.kinds[label[0]] += 1
            if label[1].isdigit():
                state.last_number = int(label[1])
        elif drafts:
            drafts[-1].lines.append(placed)
        else:
            drafts.append(Draft([placed], is_note_zone=True, continues_note=True))
    if drafts:
        state.is_open = not drafts[-1].text.rstrip().endswith((".", "!", "?", ".)", ".”", ".’"))
    return drafts


def _begins_note(
    label: tuple[LabelKind, str],
    placed: PlacedLine,
    before: PlacedLine | None,
    state: NoteState,
    *,
    is_raised_style: bool,
) -> bool:
    """Whether the label is one: a plain number may as well stand at a line's start by chance.

    Then the line before ends early or with its sentence; and where the number is not the next one,
    both.
    """
    kind, text = label
    if kind == "raised":
        return True
    if is_raised_style:
        return False
    if before is None:
        return not text.isdigit() or _is_next(text, state.last_number)
    has_room = before.has_room_for(measure_first_word(placed.line))
    has_ended = before.line.ends_sentence
    if not text.isdigit() or _is_next(text, state.last_number):
        return has_room or has_ended
    return has_room and has_ended and int(text) > state.last_number
