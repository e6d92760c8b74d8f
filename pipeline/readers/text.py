"""Plain text: paragraphs, list items and headings by the shape of their lines."""

import re
from dataclasses import dataclass, field

from pipeline.readers.decoding import decode
from pipeline.readers.inline import read_inline
from pipeline.readers.limits import Limits
from pipeline.readers.pagination import strip_running_lines
from pipeline.readers.raw import RawBlock, RawDocument, Run

_BULLET = re.compile(
    r"(?P<sign>[•◦▪‣●○■□➢►✓·∙–—*+-]|n(?=[ \t]+[A-Z])|o(?=[ \t]{2,}\S))[ \t]+(?=\S)"
)
_NUMBERED = re.compile(r"(?P<label>\d{1,3}|[ivxl]{1,5}|[a-z])(?P<close>[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*(?:(?:[-_=*~–—][ \t]*){3,})\Z")
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-+|~+)[ \t]*\Z")
_UNWRAPPED_CHARS = 160
"""No one wraps lines by hand beyond this width; such a line is a whole paragraph."""


@dataclass(slots=True)
class _Line:
    text: str
    indent: int
    page: int


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, the first one without its bullet."""

    lines: list[str]
    role: str = "paragraph"
    level: int | None = None
    label: str | None = None
    is_note_zone: bool = False
    continues_note: bool = False
    cells: list[list[str]] = field(default_factory=list)


def read_text(data: bytes, file_name: str, limits: Limits) -> RawDocument:
    """The blocks of a plain text file, in the order of its lines.

    A blank line ends a paragraph, and so does a line break that no wrapping at the file's width
    explains. Form feeds separate pages; page numbers and running heads on them are left out.
    """
    text, issues = decode(data, file_name, limits)
    raw = RawDocument(blocks=[], issues=issues)
    groups = _group(_read_lines(text))
    width = _find_width(groups)
    for group in groups:
        for paragraph in _split(group, width):
            raw.blocks.append(_build_block(paragraph))
    return raw


def _read_lines(text: str) -> list[_Line]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    pages = [page.split("\n") for page in text.split("\x0c")]
    if len(pages) > 1:
        pages = strip_running_lines(pages)
    lines = []
    for number, page in enumerate(pages, start=1):
        for line in page:
            shown = line.expandtabs(4) if line[:1] in " \t" else line
            stripped = shown.strip()
            lines.append(_Line(stripped, len(shown) - len(shown.lstrip()), number))
        lines.append(_Line("", 0, number))
    return lines


def _group(lines: list[_Line]) -> list[list[_Line]]:
    """Lines between blank lines."""
    groups: list[list[_Line]] = [[]]
    for line in lines:
        if line.text:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _find_width(groups: list[list[_Line]]) -> int:
    """The width at which the file's lines were wrapped; 0 if they were not."""
    lengths = sorted(
        line.indent + len(line.text)
        for group in groups
        for line in group[:-1]
        if len(line.text) <= _UNWRAPPED_CHARS
    )
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _split(group: list[_Line], width: int) -> list[_Paragraph]:
    """The paragraphs and list items of lines without a blank line between them."""
    found: list[_Paragraph] = []
    last: _Line | None = None
    for line in group:
        if _RULE.match(line.text) and not _BULLET.match(line.text):
            if last is not None and _UNDERLINE.match(line.text) and len(found[-1].lines) == 1:
                found[-1].role = "heading"
            last = None
            continue
        bullet = _BULLET.match(line.text)
        numbered = None if bullet else _NUMBERED.match(line.text)
        if bullet:
            paragraph = _Paragraph([line.text[bullet.end() :]], "list_item", 1 + line.indent // 2)
            paragraph.label = bullet["sign"] if bullet["sign"] in "*" else None
            found.append(paragraph)
        elif numbered and (last is None or _is_next_item(found, numbered["label"])):
            found.append(_Paragraph([line.text]))
        elif last is None or _is_break(last, line, width):
            found.append(_Paragraph([line.text]))
        else:
            found[-1].lines.append(line.text)
        last = line
    return found


def _is_next_item(found: list[_Paragraph], label: str) -> bool:
    """Whether a numbered line goes on with a list: the paragraph before it is its last item."""
    return bool(found and _NUMBERED.match(found[-1].lines[0])) or label in ("1", "i", "a")


def _is_break(last: _Line, line: _Line, width: int) -> bool:
    """Whether a line break is the author's own: the next word would have fitted before it."""
    if len(last.text) > _UNWRAPPED_CHARS or len(line.text) > _UNWRAPPED_CHARS:
        return True
    if last.text.endswith((",", ";", "-", "–", "/", "(")) or not _starts_anew(line.text):
        return False
    word = line.text.split(maxsplit=1)[0]
    return last.indent + len(last.text) + 1 + len(word) <= width - max(8, width // 8)


def _starts_anew(text: str) -> bool:
    return not text[0].islower()


def _build_block(paragraph: _Paragraph) -> RawBlock:
    runs: list[Run] = read_inline("\n".join(paragraph.lines))
    return RawBlock(
        role="heading" if paragraph.role == "heading" else _role(paragraph),
        runs=runs,
        level=paragraph.level,
        list_label=paragraph.label,
        continues_note=paragraph.continues_note,
    )


def _role(paragraph: _Paragraph) -> "BlockRole":
    return "list_item" if paragraph.role == "list_item" else "paragraph"
