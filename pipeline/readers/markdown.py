"""Markdown: CommonMark with tables, struck text and footnotes, through markdown-it-py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from pipeline.readers.decoding import decode
from pipeline.readers.inline import RunBuilder
from pipeline.readers.limits import Limits
from pipeline.readers.markdown_source import simplify, split_front_matter
from pipeline.readers.raw import RawBlock, RawDocument, Run
from pipeline.readers.runs import is_rule
from schemas.errors import ReadError

_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]{1,200}\]:[ \t]*(\S*)", re.MULTILINE)
_TARGET = re.compile(r"<|#|/|\.|mailto:|[a-z]+://", re.IGNORECASE)
_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_HTML_MARKUP = re.compile(r"<!--(?:(?!-->).)*-->|<[^<>]*>", re.DOTALL)
_SCRIPT = re.compile(r"(?<=\w)~(?P<low>\w{1,3})~|(?<=[^\s^])\^(?P<high>[^\s^]{1,12})\^")
_OPEN_BRACKETS = 500
"""More that never close in one paragraph are no text, and the parser looks for the end of each."""
_NESTING = 100
"""Levels of blocks, a list and its item being two; the parser drops what lies deeper in silence."""
_HEADING_CHARS = 200
"""An underlined paragraph longer than this is text with a rule below it, not a heading."""


def read_markdown(data: bytes, file_name: str, limits: Limits) -> RawDocument:
    """The blocks of a Markdown file; ``[^n]`` references and their notes carry keys.

    Raw HTML in it is read by the HTML reader. Raises ``ReadError`` as ``read_text`` does, and
    ``format.hostile``.
    """
    text, issues = decode(data, file_name, limits)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n")
    blocks: list[RawBlock] = []
    raw = RawDocument(blocks, issues=issues)
    fields, text = split_front_matter(text)
    raw.title = fields.get("title")
    raw.language = fields.get("lang") or fields.get("language")
    text = simplify(text)
    _refuse_open_brackets(text, file_name)
    environment: dict[str, dict[str, dict[int, dict[str, object]]]] = {}
    tokens = _build_parser(text).parse(text, environment)
    if any(token.level >= _NESTING - 1 for token in tokens):
        raise _hostile(file_name, f"its lists and quotes are nested over {_NESTING // 2} deep")
    walker = _Walker(blocks, _number_definitions(tokens), file_name, limits)
    walker.walk(tokens)
    notes = environment.get("footnotes", {}).get("list", {})
    for number, note in sorted(notes.items()):
        inside = note.get("tokens")
        if isinstance(inside, list):
            walker.add_inline_note(number, inside)
    return raw


def _refuse_open_brackets(text: str, file_name: str) -> None:
    """Raise ``format.hostile`` for a text that would cost the parser the square of its length."""
    for paragraph in text.split("\n\n"):
        left_open = paragraph.count("[") - paragraph.count("]")
        if left_open > _OPEN_BRACKETS:
            found = f"a paragraph opens {left_open:,} brackets that it does not close"
            raise _hostile(file_name, found)


def _hostile(file_name: str, found: str) -> ReadError:
    return ReadError(
        "format.hostile",
        file_name,
        found,
        "Such a file is an accident or an attack; save it anew from its program.",
    )


def _build_parser(text: str) -> MarkdownIt:
    """The parser; link definitions are read only if every one of them leads somewhere.

    ``[2]: EE`` is a note in the eyes of its author, and no link to a page called EE.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING}).enable(
        ["table", "strikethrough"]
    )
    parser.disable("code")
    parser.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    if any(not _TARGET.search(target) for target in _DEFINITION.findall(text)):
        parser.disable("reference")
    return parser


@dataclass(slots=True)
class _Definitions:
    """Where in the tokens each label is defined; numbering may restart by section."""

    places: dict[str, list[int]] = field(default_factory=dict)

    def key(self, label: str, place: int) -> str:
        """The definition that a reference at token ``place`` means: the next one, else the last."""
        places = self.places.get(label, [])
        following = [number for number, one in enumerate(places) if one >= place]
        number = following[0] if following else max(0, len(places) - 1)
        return f"{label}#{number + 1}"


def _number_definitions(tokens: Sequence[Token]) -> _Definitions:
    found = _Definitions()
    for place, token in enumerate(tokens):
        if token.type == "footnote_reference_open":
            found.places.setdefault(token.meta["label"], []).append(place)
    return found


@dataclass(slots=True)
class _Walker:
    """Walks the tokens once, in order, and adds a raw block for every stretch of inline text."""

    blocks: list[RawBlock]
    definitions: _Definitions
    file_name: str
    limits: Limits
    place: int = 0
    note: tuple[str, str] | None = None
    """Key and label of the note that the walk is in."""
    lists: list[str] = field(default_factory=list)
    """Per open list item its number, or the sign that may be the label of a note."""
    is_first: list[bool] = field(default_factory=list)
    """Per open list item whether its first paragraph is still to come."""
    is_alone: list[bool] = field(default_factory=list)
    """Per open list whether it has one item only."""
    tokens: Sequence[Token] = ()
    html_count: int = 0
    inline_labels: dict[int, str] = field(default_factory=dict)
    """Of the notes that are written where they are cited, by their number in the parser."""
    last_inline: int = 0
    depth: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    heading: int | None = None

    def walk(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        for self.place, token in enumerate(tokens):
            match token.type:
                case "inline":
                    self._add_inline(token, tokens[self.place - 1].type)
                case "html_block":
                    self._add_html(token.content)
                case "fence" | "code_block":
                    for part in re.split(r"\n\s*\n", token.content):
                        self._add(RawBlock("paragraph", [Run(part)]))
                case _:
                    self._follow(token)

    def _follow(self, token: Token) -> None:
        """Keep account of what the walk is in."""
        match token.type:
            case "footnote_reference_open":
                label = token.meta["label"]
                self.note = (self.definitions.key(label, self.place), label)
            case "footnote_reference_close":
                self.note = None
            case "heading_open" | "heading_close":
                self.heading = int(token.tag[1]) if token.nesting > 0 else None
            case "table_open":
                self.table, self.row = self.table + 1, 0
            case "tr_open":
                self.row, self.column = self.row + 1, 0
            case "th_open" | "td_open":
                self.column += 1
            case _:
                self._follow_list(token)

    def _follow_list(self, token: Token) -> None:
        """The same for lists."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.depth += 1
                is_alone = self.depth == 1 and _count_items(self.tokens, self.place) == 1
                self.is_alone.append(is_alone)
            case "bullet_list_close" | "ordered_list_close":
                self.depth -= 1
                self.is_alone.pop()
            case "list_item_open":
                is_sign = token.markup in ("-", "+") or not (token.info or self.is_alone[-1])
                self.lists.append("" if is_sign else token.info or token.markup)
                self.is_first.append(True)
            case "list_item_close":
                self.lists.pop()
                self.is_first.pop()
            case _:
                pass

    def _add_inline(self, token: Token, opened_by: str) -> None:
        runs = self._read_inline(token.children or [])
        if opened_by in ("th_open", "td_open"):
            self._add(
                RawBlock(
                    "table_cell",
                    runs,
                    table=self.table,
                    row=self.row,
                    column=self.column,
                    is_header=opened_by == "th_open",
                )
            )
        elif self.heading is not None and not _is_underlined_text(token.content):
            self._add(RawBlock("heading", runs, level=self.heading))
        elif self.is_first and self.is_first[-1]:
            self.is_first[-1] = False
            label = self.lists[-1] or None
            self._add(RawBlock("list_item", runs, level=self.depth, list_label=label))
        else:
            self._add(RawBlock("paragraph", runs, is_bold=_is_bold(token.children or [])))

    def _add(self, block: RawBlock) -> None:
        if block.role == "paragraph" and is_rule(block.text):
            return
        if self.note is not None:
            block.note_key, block.note_label = self.note
        self.blocks.append(block)

    def _add_html(self, content: str) -> None:
        """Blocks of raw HTML; tags and comments without words between them give none."""
        if not _HTML_MARKUP.sub("", content).strip():
            return
        from pipeline.readers.html import read_html

        try:
            found = read_html(content.encode(), self.file_name, self.limits).blocks
        except ReadError as error:
            if error.code != "text.none":
                raise
            return
        self.html_count += 1
        for block in found:
            if block.table is not None:
                block.table += self.table
            own_key = f"html {self.html_count} "
            block.runs = [
                run if run.note_key is None else replace(run, note_key=own_key + run.note_key)
                for run in block.runs
            ]
            block.note_key = None if block.note_key is None else own_key + block.note_key
            self._add(block)
        self.table = max([self.table, *(block.table or 0 for block in found)])

    def add_inline_note(self, number: int, tokens: list[Token]) -> None:
        """A note written where it is cited, ``^[like this]``; its label is its running number."""
        label = self._count_inline(number)
        children = [child for token in tokens for child in (token.children or [token])]
        block = RawBlock("note", self._read_inline(children))
        block.note_key, block.note_label = f"inline#{label}", label
        self.blocks.append(block)

    def _read_inline(self, children: Sequence[Token]) -> list[Run]:
        builder = RunBuilder()
        struck = 0
        for token in children:
            struck += {"s_open": 1, "s_close": -1}.get(token.type, 0)
            if struck:
                continue
            match token.type:
                case "text":
                    _add_text(builder, token.content)
                case "code_inline" | "text_special":
                    builder.add(token.content)
                case "softbreak" | "hardbreak":
                    builder.add("\n")
                case "link_open":
                    builder.open_link(str(token.attrs.get("href", "")))
                case "link_close":
                    builder.close_link()
                case "html_inline":
                    tag = _HTML_TAG.match(token.content)
                    if tag:
                        builder.read_tag(tag[2].lower(), tag[3], is_closing=bool(tag[1]))
                case "footnote_ref":
                    builder.runs.append(self._read_reference(token))
                case _:
                    pass
        return builder.runs

    def _count_inline(self, number: int) -> str:
        """Label of a note without one: the next number that no other note has."""
        if number not in self.inline_labels:
            self.last_inline += 1
            while str(self.last_inline) in self.definitions.places:
                self.last_inline += 1
            self.inline_labels[number] = str(self.last_inline)
        return self.inline_labels[number]

    def _read_reference(self, token: Token) -> Run:
        label = token.meta.get("label")
        if label is None:
            label = self._count_inline(token.meta["id"])
            return Run(label, note_key=f"inline#{label}")
        return Run(label, note_key=self.definitions.key(label, self.place))


def _add_text(builder: RunBuilder, text: str) -> None:
    """Add characters, raised between carets and lowered between tildes: ``m^2^``, ``CO~2~``."""
    position = 0
    for found in _SCRIPT.finditer(text):
        builder.add(text[position : found.start()])
        builder.add(found["low"] or found["high"], is_raised=found["high"] is not None)
        position = found.end()
    builder.add(text[position:])


def _count_items(tokens: Sequence[Token], place: int) -> int:
    """How many items the list has that opens at ``place``, two if there are more."""
    count = 0
    for token in tokens[place + 1 :]:
        if token.level == tokens[place].level:
            break
        count += token.type == "list_item_open" and token.level == tokens[place].level + 1
        if count > 1:
            break
    return count


def _is_underlined_text(content: str) -> bool:
    return len(content) > _HEADING_CHARS or content.rstrip().endswith((".", ";", ","))


def _is_bold(children: Sequence[Token]) -> bool:
    """Whether strong emphasis spans the whole paragraph."""
    shown = [token for token in children if token.type != "text" or token.content]
    return (
        len(shown) > 2
        and shown[0].type == "strong_open"
        and shown[-1].type == "strong_close"
        and sum(token.type == "strong_open" for token in shown) == 1
    )
