"""From lines to paragraphs and list items: where one block ends and the next begins."""

import re
from dataclasses import replace

from pipeline.readers.labels import parse_labels
from pipeline.readers.pdf.drafts import Draft, PlacedLine, measure_first_word
from pipeline.readers.pdf.lines import Line, is_apart
from pipeline.readers.pdf.style import EXTRA_SPACE, HYPHENS, DocumentStyle
from pipeline.readers.pdf.words import Word, is_bullet

_WEAK_BULLETS = frozenset("·–—-*‒+»>")
_SYMBOL_FONTS = ("wingding", "symbol", "dingbat", "webding")
_NUMBERED = re.compile(r"(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]\Z|\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)\Z")
_RAISED_SPACE = 0.4
"""Of the size; as far may a line be pushed down by a raised word in it."""
_FIELD = re.compile(r"[A-Z][\w-]{0,20}(?: [\w-]{1,20}){0,2}: ")
"""A line that says what it holds, as those of an address do: ``Email: …``."""
_MARKER_CHARS = 6
_MARKER_SIZE = 0.85
"""Of the text's size; a marker that stands alone on its line is smaller."""
_MARGIN_LINES = 2
"""So many lines show how far the lines of a paragraph reach."""
INDENT = 0.8
"""Of the size; a smaller shift of a line's start means nothing."""


def read_bullet(line: Line) -> list[Word]:
    """The sign of a list item at the line's start, if a space parts it from the text."""
    if len(line.words) < 2:
        return []
    first, second = line.words[0], line.words[1]
    if first.is_raised or not (is_apart(first, second) or second.x0 - first.x1 > 0.1 * first.size):
        return []
    text = first.text
    if len(text) != 1:
        return []
    is_symbol = any(name in first.font.lower() for name in _SYMBOL_FONTS)
    if is_bullet(text) or is_symbol:
        return [first]
    is_foreign = first.font != second.font and second.x0 - first.x1 > 0.3 * first.size
    if text in _WEAK_BULLETS or (text in ("o", "n") and is_foreign):
        return [first]
    return []


def is_weak_bullet(word: Word) -> bool:
    """Whether the sign is one that running text uses as well, at a line's start even."""
    return word.text in _WEAK_BULLETS


def is_numbered(line: Line) -> bool:
    """Whether the line begins with the number of a list item."""
    return (
        len(line.words) > 1
        and not line.words[0].is_raised
        and _NUMBERED.match(line.text.split(" ", 1)[0]) is not None
    )


def split_paragraphs(lines: list[PlacedLine], style: DocumentStyle) -> list[Draft]:
    """Drafts of consecutive lines of one column, notes left out."""
    drafts: list[Draft] = []
    for index, placed in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        bullet = read_bullet(placed.line)
        if drafts and _is_lone_marker(drafts[-1], placed.line):
            for word in placed.line.words:
                word.is_raised = True
            drafts[-1].lines.append(placed)
            continue
        if not drafts or _is_break(drafts[-1], placed, following, bullet, style):
            draft = Draft([placed])
            if bullet:
                draft.label, draft.role = bullet, "list_item"
            elif is_numbered(placed.line):
                draft.role = "list_item"
            drafts.append(draft)
        else:
            drafts[-1].lines.append(placed)
    return drafts


def _is_break(
    draft: Draft,
    placed: PlacedLine,
    following: PlacedLine | None,
    bullet: list[Word],
    style: DocumentStyle,
) -> bool:
    """Whether ``placed`` begins a new block after ``draft``."""
    last, line = draft.last.line, placed.line
    if line.is_turned or last.is_turned:
        return True
    if bullet and not is_weak_bullet(bullet[0]):
        return True
    if abs(line.size - last.size) > 0.06 * last.size and not _share_size(line, last):
        return True
    distance = line.baseline - last.baseline
    leading = style.get_leading(line.size)
    is_broken_off = last.text.endswith(HYPHENS) and last.text[-2:-1].isalnum()
    has_room = not is_broken_off and draft.last.has_room_for(measure_first_word(line))
    extra = _RAISED_SPACE if not has_room and _is_pushed(line, last) else EXTRA_SPACE
    if distance > leading + extra * line.size or distance < -line.size:
        return True
    if line.is_bold != last.is_bold and (has_room or last.is_bold is draft.is_bold is True):
        return has_room or not _is_emphasis(draft, line)
    if bullet:
        return has_room or _starts_like(draft, line) or last.ends_sentence
    if is_numbered(line) and (draft.role == "list_item" and _starts_like(draft, line)):
        return True
    if _is_centred(draft, placed):
        return False
    if _is_shifted(draft, line, following):
        return True
    if has_room and not style.is_spaced:
        return last.ends_sentence or not line.text[0].islower()
    return False


def _is_lone_marker(draft: Draft, line: Line) -> bool:
    """Whether the line holds nothing but the marker for which the line before had no room."""
    last = draft.last.line
    return (
        len(line.text) <= _MARKER_CHARS
        and line.size <= _MARKER_SIZE * last.size
        and bool(parse_labels(line.text))
        and 0 < line.baseline - last.baseline < 1.5 * last.size
        and min(abs(line.x0 - placed.line.x0) for placed in draft.lines) < 0.5 * last.size
    )


def _is_pushed(line: Line, last: Line) -> bool:
    """Whether a raised or lowered word may have pushed the two lines apart."""
    return any(word.row < word.baseline for word in last.words) or any(
        word.is_raised for word in line.words
    )


def _share_size(line: Line, last: Line) -> bool:
    """Whether both lines have words of one size, as where code or foreign type is mixed in."""
    sizes = {round(word.size, 1) for word in last.words if not word.is_raised}
    return any(round(word.size, 1) in sizes for word in line.words if not word.is_raised)


def _is_emphasis(draft: Draft, line: Line) -> bool:
    """Whether bold words merely begin or fill a line of a paragraph that goes on."""
    return len(draft.lines) <= 3 and line.text[0].islower()


def _starts_like(draft: Draft, line: Line) -> bool:
    return abs(line.x0 - draft.first.x0) <= 0.4 * line.size


def _is_centred(draft: Draft, placed: PlacedLine) -> bool:
    """Whether the lines share their middle and not their start, as those of a title do."""
    last, line = draft.last.line, placed.line
    middle_shift = abs((last.x0 + last.x1) - (line.x0 + line.x1)) / 2
    return middle_shift < 2 and abs(last.x0 - line.x0) > 2


def _is_shifted(draft: Draft, line: Line, following: PlacedLine | None) -> bool:
    """Whether the start of the line says that a paragraph begins: an indent, or the end of one."""
    reach = INDENT * line.size
    first = draft.first.x0
    rest = draft.lines[1].line.x0 if len(draft.lines) > 1 else None
    has_label = draft.role == "list_item"
    if rest is None:
        if line.x0 < first - reach:
            # Back from an indented first line; but a list item never stands left of its sign.
            return has_label
        if line.x0 > first + reach and not has_label:
            return not _is_hanging(line, following) and draft.last.line.is_bold is line.is_bold
        return False
    if line.x0 > rest + reach:
        return True
    return line.x0 < rest - reach and (has_label or first < rest - reach)


def _is_hanging(line: Line, following: PlacedLine | None) -> bool:
    """Whether the next line keeps the indent, so that it hangs under an outstanding first line."""
    return following is not None and abs(following.line.x0 - line.x0) <= 1.0


def goes_on(before: Draft, after: Draft) -> bool:
    """Whether a block at the head of a column or page goes on with the last one before it."""
    if before.role not in ("paragraph", "list_item") or after.role != "paragraph":
        return False
    if before.flow != after.flow or before.table is not None or after.label:
        return False
    if abs(before.last.line.size - after.size) > 0.04 * after.size:
        return False
    if before.is_bold != after.is_bold:
        return False
    if len(before.lines) == 1 and _FIELD.match(after.text):
        return False
    start, width = after.text[0], measure_first_word(after.first)
    if not before.last.line.ends_sentence:
        return start.islower() or not _narrow(before).has_room_for(width)
    if before.last.has_room_for(width):
        return False
    if start.islower():
        # Parts of a sentence go on behind a semicolon; so do items of a list, one by one.
        return (
            before.role == "paragraph"
            and len(before.lines) > 1
            and before.text.endswith(";")
            and before.last.reaches_margin()
        )
    # A sentence that ends where the line does: the same paragraph, unless the next is indented or
    # the last line, alone among justified ones, stops short of the margin.
    if before.role != "paragraph" or len(before.lines) < 2 or _is_indented(after):
        return False
    is_justified = all(placed.reaches_margin() for placed in before.lines[-3:-1])
    return before.last.reaches_margin() or not is_justified


def _narrow(draft: Draft) -> PlacedLine:
    """The last line, with the margin of its own paragraph where that is indented on both sides."""
    if len(draft.lines) < _MARGIN_LINES:
        return draft.last
    reach = max(placed.line.x1 for placed in draft.lines)
    return replace(draft.last, margin=min(draft.last.margin, reach + 1))


def _is_indented(draft: Draft) -> bool:
    return len(draft.lines) > 1 and draft.first.x0 > draft.lines[1].line.x0 + INDENT * draft.size
