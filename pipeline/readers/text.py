"""Plain text: paragraphs, list items, tables and notes by the shape of their lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.readers.decoding import decode
from pipeline.readers.inline import read_inline
from pipeline.readers.labels import SUPERSCRIPT_DIGITS, parse_labels, rank
from pipeline.readers.limits import Limits
from pipeline.readers.pagination import join_pages
from pipeline.readers.raw import RawBlock, RawDocument
from pipeline.readers.text_tables import Row, find_framed, find_rows, to_bars
from schemas.document import BlockRole

_BULLET = re.compile(
    r"(?P<sign>[•◦▪‣●○■□➢►✓·∙–—*+-]|n(?=[ \t]+[A-Z])|o(?=[ \t]{2,}\S))[ \t]+(?=\S)"
)
_LABEL = re.compile(
    rf"(?:(?P<sign>[*†‡]{{1,4}})|(?P<open>[\[(]?\^?|<sup>)"
    rf"(?P<label>\d{{1,3}}|[{SUPERSCRIPT_DIGITS}]{{1,3}}|[ivxl]{{1,5}}(?=[.)])|[a-z](?=[.)]))"
    rf"(?P<end>\^?[\].):]{{0,2}}|</sup>))(?P<space>[ \t]*)(?=\S)"
)
"""How a line of notes or of a numbered list begins."""
_ALONE = re.compile(rf"(?:\[?\^?\d{{1,3}}\^?[\].)]?|[{SUPERSCRIPT_DIGITS}]{{1,3}}|[*†‡]{{1,4}})\Z")
"""A line that holds nothing but a label; its note is the next line."""
_RULE = re.compile(r"(?:(?:[-_=*~–—][ \t]*){3,}|--)\Z")
"""A line drawn with signs; two dashes part a mail from its signature."""
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,})\Z")
_NO_WIDTH = 1_000_000
_LEAST_WIDTH = 55
"""Lines that are all shorter are addresses and headings, not wrapped text."""
_PAGE_LINE = re.compile(
    r"\n(?:[ \t]*[-–—|]*[ \t]*page[ \t]+\d{1,4}(?:[ \t]+of[ \t]+\d{1,4})?[ \t]*[-–—|]*"
    r"|[ \t]*[-–—][ ]?\d{1,4}[ ]?[-–—]|[ ]{20,}\d{1,4})[ \t]*(?=\n)",
    re.IGNORECASE,
)
"""A line that says which page ends here, in exports without form feeds: by name, between dashes, or
a number alone in the middle of the line or at its right."""
_QUOTED = re.compile(r"(?:^|(?<=\n))(?:[ ]{0,3}>[^\n]*(?:\n|\Z)){2,}")
"""Lines of a mail that an answer quotes; one alone may begin with ``> 5 years``."""
_QUOTE = re.compile(r"[ ]{0,3}(?:>[ ]?)+")
_URL = re.compile(r"(?:https?://|www\.)\S")
_UNWRAPPED_CHARS = 160
"""No one wraps lines by hand beyond this width; such a line is a whole paragraph."""


@dataclass(slots=True)
class _Line:
    text: str
    indent: int


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, the first one without its bullet."""

    lines: list[str]
    role: BlockRole = "paragraph"
    level: int | None = None
    label: str | None = None
    indent: int = 0


def read_text(data: bytes, file_name: str, limits: Limits) -> RawDocument:
    """The blocks of a plain text file, in the order of its lines.

    A blank line ends a paragraph, and so does a line break that no wrapping at the file's width
    explains. Form feeds separate pages; page numbers and running heads on them are left out.
    """
    text, issues = decode(data, file_name, limits)
    blocks: list[RawBlock] = []
    groups = _group(_read_lines(text))
    width = _find_width(groups)
    tables = 0
    labelled: int | None = None
    for group in groups:
        rows = find_rows(_align(group))
        if rows:
            tables += 1
            blocks.extend(_build_cells(rows, tables))
            continue
        for paragraph in _split(group, width):
            block = _build_block(paragraph)
            is_deeper = labelled is not None and paragraph.indent >= labelled + 2
            if paragraph.role == "paragraph" and is_deeper:
                block.continues_note = True
            else:
                labelled = paragraph.indent if _LABEL.match(paragraph.lines[0]) else None
            blocks.append(block)
    _drop_signs(blocks)
    return RawDocument(blocks, issues=issues)


def _drop_signs(blocks: list[RawBlock]) -> None:
    """An asterisk before several items in a row is their bullet, and the label of none."""
    signed = [block.list_label == "*" for block in blocks]
    for block, before, own, after in zip(
        blocks, [False, *signed], signed, [*signed[1:], False], strict=False
    ):
        if own and (before or after):
            block.list_label = None


def _read_lines(text: str) -> Iterator[_Line]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _PAGE_LINE.sub("\n\x0c", text)
    text = _QUOTED.sub(_unquote, text)
    lines = list(join_pages([page.split("\n") for page in text.split("\x0c")]))
    for line in _redraw(lines) if "----------" in text else lines:
        stripped = line.strip()
        lead = line[: len(line) - len(line.lstrip())].expandtabs(4) if stripped else ""
        yield _Line(stripped, len(lead))


def _redraw(lines: list[str]) -> Iterator[str]:
    """The lines, with tables between lines of dashes, which blank lines may part, between bars."""
    position = 0
    while position < len(lines):
        rows, end = find_framed(lines, position)
        if rows:
            yield from ("", *map(to_bars, rows), "")
        else:
            yield lines[position]
        position = max(end, position + 1)


def _unquote(found: re.Match[str]) -> str:
    """Quoted lines without their signs; where their number changes, another text begins."""
    lines: list[str] = []
    depth = 0
    for line in found[0].split("\n"):
        signs = _QUOTE.match(line)
        now = signs[0].count(">") if signs else 0
        if lines and now and now != depth:
            lines.append("")
        depth = now
        lines.append(line[signs.end() :] if signs else line)
    return "\n".join(lines)


def _align(group: list[_Line]) -> list[str]:
    """The lines as they stand on the page, less the indent that all of them have."""
    least = min(line.indent for line in group)
    return [" " * (line.indent - least) + line.text for line in group]


def _group(lines: Iterator[_Line]) -> list[list[_Line]]:
    """Lines between blank lines."""
    groups: list[list[_Line]] = [[]]
    for line in lines:
        if line.text:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _find_width(groups: list[list[_Line]]) -> int:
    """The width at which the file's lines were wrapped; beyond any line if they were not.

    Wrapped lines are nearly as long as the longest one, or begin with a small letter; a file with
    whole paragraphs on a line needs the latter.
    """
    lengths = sorted(line.indent + len(line.text) for group in groups for line in group[:-1])
    starts = [_is_small(line.text) for group in groups for line in group[1:]]
    wrapped = [length for length in lengths if length <= _UNWRAPPED_CHARS]
    if not wrapped:
        return _NO_WIDTH
    width = wrapped[len(wrapped) * 9 // 10]
    near = sum(length >= 0.8 * width for length in wrapped)
    has_paragraphs = any(len(line.text) > _UNWRAPPED_CHARS for group in groups for line in group)
    is_even = not has_paragraphs and width >= _LEAST_WIDTH and near > 1
    return width if is_even or 4 * sum(starts) >= len(starts) else _NO_WIDTH


def _split(group: list[_Line], width: int) -> list[_Paragraph]:
    """The paragraphs and list items of lines without a blank line between them."""
    found: list[_Paragraph] = []
    last: _Line | None = None
    for line in group:
        if _RULE.match(line.text) and not _BULLET.match(line.text):
            if last is not None and _UNDERLINE.match(line.text) and _is_underlined(found[-1]):
                found[-1].role = "heading"
            last = None
            continue
        bullet = _BULLET.match(line.text)
        if bullet and (last is None or _may_begin_item(bullet["sign"], found[-1])):
            label = "*" if bullet["sign"] == "*" else None
            lines = [line.text[bullet.end() :]]
            level = 1 + line.indent // 2
            found.append(_Paragraph(lines, "list_item", level, label, line.indent))
        elif last is None or _is_break(last, line, width) or _is_next_label(found[-1], line):
            found.append(_Paragraph([line.text], indent=line.indent))
        else:
            found[-1].lines.append(line.text)
        last = line
    return found


def _may_begin_item(sign: str, before: _Paragraph) -> bool:
    """Whether a sign begins an item; a dash may as well begin a wrapped line of a sentence."""
    if sign not in "-–—+*":
        return True
    return before.role == "list_item" or before.lines[-1].endswith((":", ";", ".", "!", "?", ")"))


def _is_underlined(paragraph: _Paragraph) -> bool:
    """Whether a row of signs below makes it a heading: one short line without a final stop."""
    text = paragraph.lines[0]
    return len(paragraph.lines) == 1 and len(text) < 120 and not text.endswith((".", ","))


def _is_next_label(paragraph: _Paragraph, line: _Line) -> bool:
    """Whether a labelled line follows a labelled paragraph: items and notes on lines of their own.

    A line that a paragraph without a label wraps to may begin with a number by chance.
    """
    first, following = _LABEL.match(paragraph.lines[0]), _LABEL.match(line.text)
    if not first or not following or line.indent > paragraph.indent:
        return False
    if first["sign"] or following["sign"]:
        return bool(first["sign"] and following["sign"])
    labels = parse_labels(first["label"]) + parse_labels(following["label"])
    ranks = [rank(label) or 0 for label in labels]
    is_same_form = first["end"] == following["end"] and first["open"] == following["open"]
    is_next = len(ranks) == 2 and (0 < ranks[1] - ranks[0] <= 2 or ranks[1] == 1)
    return is_same_form and is_next


def _is_break(last: _Line, line: _Line, width: int) -> bool:
    """Whether a line break is the author's own: the next word would have fitted before it."""
    if _ALONE.match(last.text):
        return False
    if len(last.text) > _UNWRAPPED_CHARS or len(line.text) > _UNWRAPPED_CHARS:
        return True
    if _URL.match(line.text) and (last.text.endswith(":") or _URL.match(last.text)):
        return True
    if last.text.endswith((",", ";", "-", "–", "/", "(")) or _goes_on(line.text):
        return False
    word = line.text.split(maxsplit=1)[0]
    return last.indent + len(last.text) + 1 + len(word) <= width - max(8, width // 8)


def _goes_on(text: str) -> bool:
    """Whether a line that begins so carries on a sentence."""
    return _is_small(text) or text[0] in "–—-&)"


def _is_small(text: str) -> bool:
    """Whether a line begins with a small letter that is not an address."""
    return text[0].islower() and _URL.match(text) is None


def _build_block(paragraph: _Paragraph) -> RawBlock:
    return RawBlock(
        role=paragraph.role,
        runs=read_inline("\n".join(paragraph.lines)),
        level=1 if paragraph.role == "heading" else paragraph.level,
        list_label=paragraph.label,
    )


def _build_cells(rows: list[Row], table: int) -> Iterator[RawBlock]:
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            yield RawBlock(
                role="table_cell",
                runs=read_inline(text),
                table=table,
                row=number,
                column=column,
                is_header=number == 1,
            )
