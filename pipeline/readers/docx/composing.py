"""From WordprocessingML to blocks of runs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.readers.docx.archive import Element, Package
from pipeline.readers.docx.drafts import Draft, Mark
from pipeline.readers.docx.embedded import read_embedded
from pipeline.readers.docx.fields import Fields, is_balanced
from pipeline.readers.docx.names import R, W, find, get_name, get_switch, get_value
from pipeline.readers.docx.notes import WordNote, WordNotes
from pipeline.readers.docx.numbering import Lists
from pipeline.readers.docx.structure import (
    choose_branch,
    is_drop_cap,
    is_filling,
    is_header_row,
    is_shaded,
    is_wide,
    iter_boxes,
    iter_cells,
    iter_rows,
)
from pipeline.readers.docx.styles import Look, Shape, Styles, read_shape
from pipeline.readers.docx.symbols import read_symbol
from pipeline.readers.labels import SYMBOLS, parse_labels, to_plain
from pipeline.readers.raw import RawBlock
from pipeline.readers.targets import find_target
from schemas.document import BlockRole

_TO_SPACE = str.maketrans("\n\r\t", "   ")
_OUT = frozenset({"del", "moveFrom", "rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "instrText"})
_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "br": "\n"}
_DRAWINGS = frozenset({"drawing", "pict", "object"})


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for the runs of a stretch of a paragraph."""

    look: Look
    url: str | None = None
    is_raised: bool = False


class Composer:
    """Reads stories (the body, a note, a text box) and collects their blocks in reading order."""

    def __init__(self, package: Package, styles: Styles, lists: Lists, notes: WordNotes) -> None:
        self.blocks: list[RawBlock] = []
        self.hidden: list[str] = []
        self.has_unread_part = False
        self._package = package
        self._styles = styles
        self._lists = lists
        self._notes = notes
        self._fields = Fields(notes)
        self._is_balanced = True
        self._note: WordNote | None = None
        self._cell: Draft | None = None
        self._carried: Draft | None = None
        self._boxes: list[Element] = []
        self._mark_run: Element | None = None
        self._table_count = 0
        self._is_on_shade = False
        self._embedded: set[str] = set()

    def read_story(self, story: Element, note: WordNote | None = None) -> None:
        """Add the blocks of ``story``; they belong to ``note`` if one is given."""
        self._note, self._fields = note, Fields(self._notes)
        self._is_balanced = is_balanced(story)
        self.read_blocks(story)
        self._drop_carried()
        self._note = None

    def read_blocks(self, parent: Element) -> None:
        """Add the blocks of the paragraphs and tables below ``parent``."""
        for child in parent:
            name = get_name(child)
            if name == "p":
                self._read_paragraph(child)
            elif name == "tbl":
                self._drop_carried()
                self._read_table(child)
            elif name == "sdt":
                if not is_filling(child):
                    self.read_blocks(child)
            elif name == "mc:AlternateContent":
                self.read_blocks(choose_branch(child))
            elif name == "altChunk":
                self._read_embedded(child)
            elif name in ("bookmarkStart", "bookmarkEnd", "sectPr") or name in _OUT:
                continue
            else:
                self.read_blocks(child)

    def _read_embedded(self, chunk: Element) -> None:
        """Add the blocks of a file that is embedded here, if it can be read."""
        link = self._package.links.get(chunk.get(R + "id") or "")
        package, blocks = self._package, None
        if link is not None and not link.is_external and link.target not in self._embedded:
            self._embedded.add(link.target)
            data = package.read(link.target)
            if data is not None:
                blocks = read_embedded(data, link.target, package.file_name, package.limits)
        if blocks is None:
            self.has_unread_part = True
            return
        for block in blocks:
            if block.table is not None:
                block.table += self._table_count
            self.blocks.append(block)
        self._table_count = max([self._table_count, *(block.table or 0 for block in blocks)])

    def _read_paragraph(self, element: Element) -> None:
        properties = find(element, "pPr")
        style = self._styles.get_paragraph_style(get_value(find(properties, "pStyle")))
        shape = read_shape(properties).over(style.shape)
        look = style.look.over(self._styles.base)
        if is_shaded(properties):
            look = replace(look, is_shaded=True)
        draft = self._begin(shape)
        if self._carried is not None and draft is not self._cell:
            draft.pieces, self._carried = self._carried.pieces, None
        if self._cell is not None and draft.pieces:
            draft.add("\n", Mark())
        self._read_inline(element, Around(look), draft)
        if not self._is_balanced:
            self._fields = Fields(self._notes)
        mark = find(properties, "rPr")
        is_joined = any(find(mark, name) is not None for name in ("del", "moveFrom"))
        is_joined = is_joined or is_drop_cap(properties)
        if self._cell is None and (is_joined or get_switch(mark, "vanish") is True):
            if not draft.is_empty:
                self._carried = draft
        elif self._cell is None and not shape.is_contents:
            self._finish(draft, shape)
        if find(properties, "sectPr") is not None:
            self._notes.end_section()
        if self._cell is None:
            self._read_boxes()

    def _begin(self, shape: Shape) -> Draft:
        """The draft of a paragraph of this shape."""
        if self._cell is not None:
            return self._cell
        if self._note is not None:
            return Draft(
                RawBlock(
                    "note",
                    note_key=self._note.key,
                    note_label=self._note.label,
                    is_note_zone=True,
                )
            )
        role: BlockRole = "paragraph"
        level: int | None = None
        if shape.is_caption:
            role = "caption"
        elif shape.level:
            role, level = "heading", shape.level
        elif shape.list_id not in (None, "0"):
            role, level = "list_item", (shape.list_level or 0) + 1
        return Draft(RawBlock(role, level=level))

    def _finish(self, draft: Draft, shape: Shape) -> None:
        """Count its number, if it is a list item, and keep it, if anything is printed."""
        if shape.list_id not in (None, "0") and not draft.is_empty:
            label = self._lists.count(shape.list_id or "", shape.list_level or 0)
            if draft.block.role == "list_item":
                draft.block.list_label = label
        if not draft.is_empty and not (draft.block.role == "paragraph" and draft.is_rule):
            self.blocks.append(draft.close())

    def _drop_carried(self) -> None:
        """A paragraph that was to be joined with the next one stands alone: there is none."""
        carried, self._carried = self._carried, None
        if carried is not None and not carried.is_empty:
            self.blocks.append(carried.close())

    def _read_boxes(self) -> None:
        """Text boxes come after the paragraph or table that they are anchored in."""
        boxes, self._boxes = self._boxes, []
        is_outer, self._is_on_shade = self._is_on_shade, True
        for box in boxes:
            self.read_blocks(box)
            self._drop_carried()
        self._is_on_shade = is_outer

    def _read_table(self, table: Element) -> None:
        rows = [list(iter_cells(row)) for row in iter_rows(table)]
        is_outer, self._is_on_shade = self._is_on_shade, True
        cells = [cell for row in rows for cell, _ in row]
        is_part = self._cell is not None or self._note is not None
        if is_part or len(cells) < 2 or any(self._holds_blocks(cell) for cell in cells):
            for cell in cells:
                self.read_blocks(cell)
                self._drop_carried()
            self._is_on_shade = is_outer
            return
        self._table_count += 1
        table_number = self._table_count
        headers = [is_header_row(row) for row in iter_rows(table)]
        notes: list[Element] = []
        while len(rows) > 1 and self._is_note_row(rows[-1]):
            notes.insert(0, rows.pop()[0][0])
        for number, row in enumerate(rows, 1):
            for cell, column in row:
                self._cell = Draft(
                    RawBlock(
                        "table_cell",
                        table=table_number,
                        row=number,
                        column=column,
                        is_header=headers[number - 1],
                    )
                )
                self.read_blocks(cell)
                if not self._cell.is_empty:
                    self.blocks.append(self._cell.close())
                self._cell = None
        for cell in notes:
            self.read_blocks(cell)
            self._drop_carried()
        self._is_on_shade = is_outer
        self._read_boxes()

    def _is_note_row(self, row: list[tuple[Element, int]]) -> bool:
        """Whether a row is one cell over several columns that begins with a raised label."""
        if len(row) != 1 or not is_wide(row[0][0]):
            return False
        for run in row[0][0].iter(W + "r"):
            text = "".join(part.text or "" for part in run.iter(W + "t"))
            if text.strip():
                look = self._styles.get_look(find(run, "rPr"), Look())
                is_sign = to_plain(text[0]) != text[0] or text[0] in SYMBOLS
                return is_sign or (bool(look.is_raised) and bool(parse_labels(text)))
        return False

    def _holds_blocks(self, cell: Element) -> bool:
        """Whether a cell holds a heading, a table or several long paragraphs: a part of a page."""
        long = 0
        for paragraph in cell.iter(W + "p", W + "tbl"):
            if paragraph.tag != W + "p":
                return True
            properties = find(paragraph, "pPr")
            style = self._styles.get_paragraph_style(get_value(find(properties, "pStyle")))
            if read_shape(properties).over(style.shape).level:
                return True
            long += sum(len(text.text or "") for text in paragraph.iter(W + "t")) > 300
        return long > 1

    def _read_inline(self, parent: Element | None, around: Around, draft: Draft) -> None:
        """Add the runs below ``parent``, if there is one, to ``draft``."""
        for child in () if parent is None else parent:
            name = get_name(child)
            if name == "r":
                self._read_run(child, around, draft)
            elif name in _OUT:
                continue
            elif name == "hyperlink":
                self._read_inline(child, self._follow(child, around), draft)
            elif name == "fldSimple":
                self._fields.begin_simple(get_value(child, "instr") or "")
                self._read_inline(child, around, draft)
                self._fields.end()
            elif name == "sdt":
                if not is_filling(child):
                    self._read_inline(child, around, draft)
            elif name == "mc:AlternateContent":
                self._read_inline(choose_branch(child), around, draft)
            elif name == "m:t":
                self._add(child.text or "", around, around.look, draft)
            elif len(child):
                inside = replace(around, is_raised=True) if name == "m:sup" else around
                self._read_inline(child, inside, draft)

    def _follow(self, link: Element, around: Around) -> Around:
        """What holds for the runs of a hyperlink."""
        links = self._package.links
        if self._note is not None:
            links = self._notes.links.get(self._note.key.partition(" ")[0], {})
        target = links.get(link.get(R + "id") or "")
        if target is not None and target.is_external:
            return replace(around, url=find_target(target.target))
        text = "".join(part.text or "" for part in link.iter(W + "t"))
        is_note = "_ftn" in (get_value(link, "anchor") or "") and bool(parse_labels(text))
        return replace(around, is_raised=True) if is_note else around

    def _read_run(self, run: Element, around: Around, draft: Draft) -> None:
        if run is self._mark_run:
            return
        look = self._styles.get_look(find(run, "rPr"), around.look)
        children: Iterator[Element] = iter(run)
        for child in children:
            name = get_name(child)
            if name in ("fldChar", "instrText"):
                self._fields.take_in(child, name)
            elif name in _DRAWINGS or name == "mc:AlternateContent":
                if not look.is_hidden and self._fields.is_printing:
                    self._boxes.extend(iter_boxes(child))
            elif name == "lastRenderedPageBreak":
                self._notes.end_page()
            elif name in _REFERENCES:
                if self._is_shown(look) and self._fields.is_printing:
                    self._cite(child, children, look, draft)
            elif name == "ruby":
                self._read_inline(find(child, "rubyBase"), around, draft)
            else:
                self._add(_read_characters(child, name), around, look, draft)

    def _cite(self, reference: Element, rest: Iterator[Element], look: Look, draft: Draft) -> None:
        """Add a reference. A mark of the author's follows in the same run, or is the next one."""
        mark: str | None = None
        if (get_value(reference, "customMarkFollows") or "0").lower() in ("1", "true", "on"):
            mark = "".join(_read_characters(child, get_name(child)) for child in rest)
            following = reference.getparent().getnext()
            if not mark and following is not None and get_name(following) == "r":
                mark = "".join(_read_characters(child, get_name(child)) for child in following)
                self._mark_run = following
        kind = _REFERENCES[get_name(reference)]
        note = self._notes.cite(kind, get_value(reference, "id") or "", mark)
        draft.add(note.label, Mark(is_raised=True, is_bold=bool(look.is_bold), note_key=note.key))

    def _is_shown(self, look: Look) -> bool:
        is_white = look.is_white and not look.is_shaded and not self._is_on_shade
        return not (look.is_hidden or look.is_struck or is_white)

    def _add(self, text: str, around: Around, look: Look, draft: Draft) -> None:
        """Add characters unless a field or their look says that they are not printed."""
        if not text or not self._fields.is_printing:
            return
        if not self._is_shown(look):
            if text.strip() and not look.is_struck:
                self.hidden.append(text)
            return
        again = self._fields.note
        draft.add(
            text,
            Mark(
                is_raised=bool(look.is_raised) or around.is_raised,
                is_bold=bool(look.is_bold),
                url=around.url or self._fields.url,
                note_key=again.key if again is not None and text.strip() else None,
            ),
        )


def _read_characters(element: Element, name: str) -> str:
    """The characters that one child of a run prints."""
    if name == "t":
        return str(element.text or "").translate(_TO_SPACE)
    if name == "sym":
        return read_symbol(get_value(element, "font") or "", get_value(element, "char") or "")
    return _SIGNS.get(name, "")
