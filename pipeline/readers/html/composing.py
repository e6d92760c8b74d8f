"""From the chosen elements of a page to blocks of runs."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin

from lxml import etree

from pipeline.readers.html.content import Page
from pipeline.readers.html.drafts import Draft, Place, Style
from pipeline.readers.html.notes import NoteLinks, get_fragment, is_note_name, is_raised_anchor
from pipeline.readers.html.tables import CellPlace, is_note_table, place_cells
from pipeline.readers.html.tree import (
    BLOCKS,
    CELLS,
    HEADINGS,
    LISTS,
    Element,
    get_text,
    get_words,
    has_printed,
)
from pipeline.readers.html.vocabulary import (
    CHIP_WORDS,
    NOTE_HEADINGS,
    NOTE_ZONE_WORDS,
    RAISED_WORDS,
)
from pipeline.readers.labels import parse_labels
from pipeline.readers.numbering import NUMBERINGS, format_number
from pipeline.readers.raw import RawBlock
from pipeline.readers.runs import strip_end
from pipeline.readers.targets import find_target

_TO_SPACE = str.maketrans("\n\r\t\f\v", "     ")
_CHIP_PARENTS = BLOCKS - HEADINGS.keys() - CELLS - {"p", "li", "dd", "dt", "caption", "figcaption"}
_WORD_LIST = re.compile(r"mso-list:\s*\w+(?:\s+level(\d))?", re.IGNORECASE)
_OWN_LINES = frozenset({"blockquote", "pre", "address", "details", "hr"})
"""Their text is a paragraph even in a list item."""


class Composer:
    """Walks over elements and fills blocks, which end where elements of lines begin or end."""

    def __init__(self, page: Page, links: NoteLinks, base_url: str | None) -> None:
        self.drafts: list[Draft] = []
        self._page = page
        self._links = links
        self._base_url = base_url
        self._style = Style()
        self._place = Place()
        self._saved: list[tuple[Style, Place]] = []
        self._draft: Draft | None = None
        self._around: list[Draft | None] = []
        self._inline_count = 0
        self._table_count = 0
        self._cells: dict[Element, tuple[int, CellPlace]] = {}
        self._note_tables: set[Element] = set()
        self._lists: list[tuple[str, int]] = []  # kind of numbers, number of the last item
        self._label: str | None = None
        self._is_under_note_heading = False

    def read(self, root: Element) -> None:
        """Add the blocks of ``root`` and all that is inside it."""
        entered: list[bool] = []
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                entered.append(element not in self._page.skipped and self._enter(element))
                if entered[-1]:
                    self._add(element.text)
                else:
                    walker.skip_subtree()
                continue
            if entered.pop():
                self._leave(element)
            if element is not root:
                self._add(element.tail)
        self._flush()

    def _enter(self, element: Element) -> bool:
        """False if nothing inside the element is to be read."""
        tag = element.tag
        if tag == "a" and self._read_back_link(element):
            return False
        if element in self._links.inline and self._draft and self._draft.ends_in_reference:
            return False  # it shows again what stands among the notes
        self._saved.append((self._style, self._place))
        if tag == "br":
            is_second = self._draft is not None and self._draft.ends_line
            if is_second and not self._place.is_one_block and self._place.role != "heading":
                self._flush()  # an empty line, as hand-made pages part paragraphs
            else:
                self._add_line_break()
        elif tag in BLOCKS:
            self._separate(element)
            self._enter_block(element)
        elif self._is_chip(element):
            self._flush()
        key = self._links.starts.get(element)
        if element in self._links.inline:
            self._enter_inline_note()
        elif key is not None:
            if tag not in BLOCKS:
                self._flush()
            self._place = replace(
                self._place, role="note", note_key=key, cell=None, is_row=tag == "tr"
            )
        self._enter_style(element)
        if tag == "q":
            self._add("“")
        return True

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag == "q":
            self._add("”")
        self._style, place = self._saved.pop()
        if element in self._links.inline:
            self._flush()
            self._draft, self._place = self._around.pop(), place
        elif tag in BLOCKS:
            self._separate(element)
            self._place = place
            if tag in LISTS:
                self._lists.pop()
        elif self._is_chip(element):
            self._flush()

    def _enter_inline_note(self) -> None:
        """A note that stands where it is cited: behind its label, or the style sheet numbers it."""
        self._inline_count += 1
        key = f"inline {self._inline_count}"
        draft = self._begin()
        label = draft.key_last_label(key)
        if not label:
            label = str(self._inline_count)
            draft.add(label, Style(is_raised=True, note_key=key))
        self._links.labels[key] = label
        self._around.append(draft)
        self._draft, self._style = None, Style()
        self._place = Place("note", note_key=key)

    def _separate(self, element: Element) -> None:
        """What stands before and after an element of lines: a new block, or a line, or a gap."""
        if not self._place.is_one_block:
            self._flush()
        elif element.tag in CELLS and self._place.is_row:
            self._add(" ")
        elif element in self._cells or element.tag in ("tr", "table"):
            self._flush()
        else:
            self._add_line_break()

    def _enter_block(self, element: Element) -> None:
        tag, place = element.tag, self._place
        enter: Callable[[Element], None] | None = {
            "li": self._enter_item,
            "table": self._enter_table,
            "tr": self._enter_row,
        }.get(tag)
        if NOTE_ZONE_WORDS.search(get_words(element)) and tag not in ("p", "li"):
            place = self._place = replace(place, is_note_zone=True)
        if enter is not None:
            enter(element)
        elif tag in LISTS:
            self._lists.append((_get_numbering(element), _get_start(element) - 1))
        elif tag in CELLS and element in self._cells:
            table, cell = self._cells[element]
            self._place = replace(place, role="table_cell", table=table, cell=cell, level=None)
        elif place.note_key is not None or place.cell is not None:
            return
        elif tag in HEADINGS:
            self._place = replace(place, role="heading", level=HEADINGS[tag])
        elif element.get("role") == "heading":
            level = element.get("aria-level") or "2"
            self._place = replace(
                place, role="heading", level=int(level) if level in "123456" else 2
            )
        elif tag in ("caption", "figcaption"):
            self._place = replace(place, role="caption", level=None)
        elif tag in ("dt", "dd"):
            self._place = replace(place, role="paragraph", level=None, term=tag)
        elif tag in _OWN_LINES or tag in CELLS:
            self._place = replace(place, role="paragraph", level=None)
        elif tag == "p":
            self._enter_office_paragraph(element)

    def _enter_office_paragraph(self, element: Element) -> None:
        """Word and LibreOffice keep in classes what HTML has elements for."""
        name = (element.get("class") or "").split(" ")[0].lower()
        listed = _WORD_LIST.search(element.get("style") or "")
        if name in ("title", "msotitle"):
            self._place = replace(self._place, role="heading", level=1)
        elif listed or name.startswith("msolistparagraph"):
            level = int(listed[1]) if listed and listed[1] else 1
            self._place = replace(self._place, role="list_item", level=level, is_word_item=True)

    def _enter_item(self, element: Element) -> None:
        kind, last = self._lists[-1] if self._lists else ("", 0)
        value = (element.get("value") or "").strip()
        last = int(value) if value.isdigit() and len(value) < 6 else last + 1
        if self._lists:
            self._lists[-1] = (kind, last)
        self._label = format_number(last, kind) if kind else None
        if self._place.note_key is None and self._place.cell is None:
            level = max(1, len(self._lists))
            self._place = replace(self._place, role="list_item", level=level)

    def _enter_table(self, element: Element) -> None:
        in_zone = self._place.is_note_zone or self._is_under_note_heading
        if is_note_table(element, self._page, in_zone=in_zone):
            self._note_tables.add(element)
            return
        holds_notes = any(row in self._links.starts for row in element.iter("tr"))
        places = None if holds_notes else place_cells(element, self._page)
        if places is not None and self._place.cell is None and self._place.note_key is None:
            self._table_count += 1
            self._cells |= {cell: (self._table_count, where) for cell, where in places.items()}

    def _enter_row(self, element: Element) -> None:
        table = element.getparent()
        if table is not None and (
            table in self._note_tables or table.getparent() in self._note_tables
        ):
            self._place = replace(self._place, role="paragraph", is_row=True, is_note_zone=True)

    def _enter_style(self, element: Element) -> None:
        tag, style = element.tag, self._style
        is_named = tag not in BLOCKS and element.get("class") is not None
        if tag == "sup" or (is_named and RAISED_WORDS.search(get_words(element))):
            style = replace(style, is_raised=True)
        elif tag == "sub":
            style = replace(style, is_raised=False)
        elif tag in ("b", "strong", "summary"):
            style = replace(style, is_bold=True)
        elif tag == "pre":
            style = replace(style, is_preformatted=True)
        elif tag == "a":
            style = self._style_anchor(element, style)
        if element.attrib or self._page.styles.rules:
            is_raised = self._page.styles.get_look(element).is_raised
            if is_raised is not None and tag not in ("sup", "sub"):
                style = replace(style, is_raised=is_raised)
        self._style = style

    def _style_anchor(self, element: Element, style: Style) -> Style:
        key = self._links.references.get(element)
        if key is not None and self._place.note_key != key:
            return replace(style, note_key=key, is_raised=is_raised_anchor(element))
        href = (element.get("href") or "").strip()
        is_note = element in self._links.backs or is_note_name(get_fragment(element))
        if is_note and parse_labels(get_text(element)):
            return replace(style, is_raised=True)  # a label, its other end is not here
        if href.startswith("#"):
            return style
        url = find_target(urljoin(self._base_url, href) if self._base_url else href)
        return style if url is None else replace(style, url=url)

    def _read_back_link(self, element: Element) -> bool:
        """Take in a link from a note to its reference: the note's label, or an arrow to drop."""
        is_among_notes = self._place.note_key is not None or self._place.is_note_zone
        if not is_among_notes or element in self._links.references:
            return False
        text = get_text(element)
        is_back = element in self._links.backs or (
            "#" in (element.get("href") or "")
            and (not any(char.isalnum() for char in text) or "backlink" in element.get("role", ""))
        )
        is_first = self._draft is None or not "".join(
            part for _, parts in self._draft.pieces for part in parts
        ).strip("[( \n")
        if is_back and is_first and parse_labels(text):
            self._begin().add(text, replace(self._style, is_raised=True))
        return is_back

    def _is_chip(self, element: Element) -> bool:
        """Whether an inline element is laid out by itself: a date or a badge above an article."""
        parent = element.getparent()
        if parent is None or parent.tag not in _CHIP_PARENTS:
            return False
        if has_printed(parent.text) or has_printed(element.tail):
            return False
        return element.tag == "time" or (
            element.tag == "span" and bool(CHIP_WORDS.search(get_words(element)))
        )

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._style.is_preformatted:
            text = text.translate(_TO_SPACE)
        if self._draft is None and not has_printed(text):
            return
        self._begin().add(text, self._style)

    def _add_line_break(self) -> None:
        if self._draft is not None and not self._draft.ends_line:
            self._draft.add("\n", replace(self._style, note_key=None, is_raised=False))

    def _begin(self) -> Draft:
        if self._draft is None:
            place = self._place
            block = RawBlock(
                place.role,
                level=place.level,
                note_key=place.note_key,
                list_label=self._label if place.note_key is None else None,
                is_note_zone=place.is_note_zone
                or (self._is_under_note_heading and self._label is not None),
            )
            if place.cell is not None:
                block.table, block.row, block.column = (
                    place.table,
                    place.cell.row,
                    place.cell.column,
                )
                block.is_header = place.cell.is_header
            self._draft = Draft(block, place.term, place.is_word_item)
            self._label = None
        return self._draft

    def _flush(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        block = draft.close()
        block.runs = strip_end(block.runs)
        if not has_printed(block.text) and not any(run.note_key for run in block.runs):
            return
        if block.role == "heading":
            name = " ".join(block.text.split()).strip(" :").lower()
            self._is_under_note_heading = name in NOTE_HEADINGS
            block.is_note_zone = False
        self.drafts.append(draft)


def _get_numbering(element: Element) -> str:
    """Kind of the numbers before the items of a list, empty if none are printed."""
    if element.tag != "ol" or "none" in (element.get("style") or ""):
        return ""
    kind = element.get("type") or "1"
    return kind if kind in NUMBERINGS else "1"


def _get_start(element: Element) -> int:
    value = (element.get("start") or "").strip()
    return int(value) if value.isdigit() and len(value) < 6 else 1
