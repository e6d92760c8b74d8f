"""From the pages of a file to raw blocks: columns, notes, paragraphs that go on, hyphens, runs."""

from collections.abc import Iterator, Sequence

from pipeline.readers.pdf.breaks import end_line, is_address
from pipeline.readers.pdf.columns import Column
from pipeline.readers.pdf.drafts import MAIN_FLOW, Draft, PlacedLine
from pipeline.readers.pdf.furniture import drop_furniture, drop_lone_heads
from pipeline.readers.pdf.geometry import holds
from pipeline.readers.pdf.lines import is_apart, pack_lines
from pipeline.readers.pdf.notes import NoteState, PageSigns, find_zone, split_notes
from pipeline.readers.pdf.pages import PageLines, report_pictures
from pipeline.readers.pdf.paragraphs import goes_on, split_paragraphs
from pipeline.readers.pdf.regions import Box, PageMemory, Table, build_columns, iter_lines
from pipeline.readers.pdf.roles import assign_roles, mark_headers, split_endnotes
from pipeline.readers.pdf.style import DocumentStyle, measure_body_size, measure_style
from pipeline.readers.pdf.table_parts import TableParts
from pipeline.readers.pdf.words import Word
from pipeline.readers.raw import LaidBlocks, RawBlock, Run


def assemble(pages: list[PageLines]) -> Sequence[RawBlock]:
    """All blocks of packed pages in reading order.

    Furniture goes out of the pages, issues come into them.
    """
    drop_furniture(pages)
    report_pictures(pages)
    body_size = measure_body_size(line for page in pages for line in page.lines)
    drop_lone_heads(pages, body_size)
    columns = _build_columns(pages, body_size)
    flat = [column for page_columns in columns for column in page_columns]
    # Tables may hold more characters than the text, and of another size.
    loose = [item.line for column in flat for item in column.items if item.line is not None]
    body_size = measure_body_size(loose) if loose else body_size
    style = measure_style(body_size, flat, (line for page in pages for line in page.lines))
    drafter = _Drafter(style)
    for page, page_columns in zip(pages, columns, strict=True):
        laid = list(iter_lines(page_columns))
        page.unpack(laid)
        drafter.add_page(page, page_columns)
        page_columns.clear()
        pack_lines(laid)
        page.release()
    mark_headers(drafter.drafts)
    assign_roles(drafter.drafts, style)
    drafts = split_endnotes(_join_flows(drafter.drafts))
    by_number = {page.number: page for page in pages}
    return LaidBlocks(drafts, lambda draft: _build_block(draft, by_number, style))


def _build_columns(pages: list[PageLines], body_size: float) -> list[list[Column]]:
    """The columns of each page. Pages are laid out one at a time, since their words take room."""
    memory = PageMemory()
    columns: list[list[Column]] = []
    for page in pages:
        page.unpack()
        area = page.width * page.height
        page_columns = build_columns(
            page.lines, page.rules, page.frames, body_size, page_area=area, memory=memory
        )
        columns.append(page_columns)
        page.pack(list(iter_lines(page_columns)))
    return columns


class _Drafter:
    """Collects drafts page by page; numbers tables and boxes through the document."""

    def __init__(self, style: DocumentStyle) -> None:
        self.drafts: list[Draft] = []
        self._style = style
        self._notes = NoteState()
        self._flow_count = MAIN_FLOW
        self._open_box: tuple[int, int] | None = None
        self._tables = TableParts(self.drafts)

    def add_page(self, page: PageLines, columns: list[Column]) -> None:
        """Drafts of one page."""
        for column in columns:
            self._add_column(page, column, MAIN_FLOW)

    def _add_column(
        self, page: PageLines, column: Column, flow: int, box: Box | None = None
    ) -> None:
        zone = find_zone(column, PageSigns(page.rules, page.height), self._style, self._notes)
        margin = max((item.bbox[2] for item in column.items if item.line), default=column.bbox[2])
        if box is not None and len(box.columns) == 1:
            # A box keeps the same distance on both sides, however short its lines are.
            margin = max(margin, box.bbox[2] - (column.bbox[0] - box.bbox[0]))
        text: list[PlacedLine] = []
        notes: list[PlacedLine] = []
        for item, is_note in zip(column.items, zone, strict=True):
            if item.line is not None:
                placed = PlacedLine(item.line, page.number, margin)
                if is_note:
                    self._flush_text(text, flow)
                    notes.append(placed)
                else:
                    self._flush_notes(notes)
                    text.append(placed)
                continue
            self._flush_text(text, flow)
            self._flush_notes(notes)
            if isinstance(item.group, Table):
                self._tables.add(page.number, item.group)
            elif isinstance(item.group, Box):
                box_flow = self._get_box_flow(item.group, is_first=item is column.items[0])
                for inner in item.group.columns:
                    self._add_column(page, inner, box_flow, item.group)
        self._flush_text(text, flow)
        self._flush_notes(notes)

    def _get_box_flow(self, box: Box, *, is_first: bool) -> int:
        """A flow of its own; a box at the head of a column goes on with the one at a foot."""
        width = round(box.bbox[2] - box.bbox[0])
        if not (is_first and self._open_box is not None and abs(self._open_box[1] - width) <= 3):
            self._flow_count += 1
            self._open_box = (self._flow_count, width)
        return self._open_box[0]

    def _flush_text(self, lines: list[PlacedLine], flow: int) -> None:
        if not lines:
            return
        for index, draft in enumerate(split_paragraphs(lines, self._style)):
            draft.flow = flow
            draft.may_go_on = index == 0
            self.drafts.append(draft)
        self._tables.end()
        if flow == MAIN_FLOW:
            self._open_box = None
        lines.clear()

    def _flush_notes(self, lines: list[PlacedLine]) -> None:
        if lines:
            self.drafts.extend(split_notes(lines, self._notes))
            lines.clear()


def _join_flows(drafts: list[Draft]) -> list[Draft]:
    """Drafts with those put together that a column, a page or something between them parts."""
    joined: list[Draft] = []
    open_drafts: dict[int, Draft] = {}
    has_table_between = False
    for draft in drafts:
        if draft.is_note_zone or draft.table is not None or draft.role == "caption":
            joined.append(draft)
            has_table_between |= not draft.is_note_zone
            continue
        open_draft = open_drafts.get(draft.flow)
        # Only a sentence that is not at its end goes on behind a table.
        may_go_on = draft.may_go_on and not (
            has_table_between and open_draft is not None and open_draft.last.line.ends_sentence
        )
        has_table_between = False
        if open_draft is not None and may_go_on and goes_on(open_draft, draft):
            open_draft.lines.extend(draft.lines)
            continue
        joined.append(draft)
        open_drafts[draft.flow] = draft
    return joined


def _build_block(draft: Draft, pages: dict[int, PageLines], style: DocumentStyle) -> RawBlock:
    runs = list(_build_runs(draft, pages, style))
    return RawBlock(
        role=draft.role,
        runs=runs,
        level=draft.level,
        list_label=" ".join(word.text for word in draft.label) or None,
        is_note_zone=draft.is_note_zone,
        continues_note=draft.continues_note,
        is_bold=draft.is_bold,
        table=draft.table,
        row=draft.row,
        column=draft.column,
        is_header=draft.is_header,
        page=draft.lines[0].page,
    )


def _build_runs(draft: Draft, pages: dict[int, PageLines], style: DocumentStyle) -> Iterator[Run]:
    """One run per word: its characters and the white space or hyphenation behind it."""
    for index, placed in enumerate(draft.lines):
        page = pages[placed.page]
        words = placed.line.words
        if index == 0 and draft.label:
            words = [word for word in words if word not in draft.label]
        following = draft.lines[index + 1].line if index + 1 < len(draft.lines) else None
        for place, word in enumerate(words):
            text = word.text.replace("\xad", "-")
            url = _find_url(word, page)
            if place + 1 < len(words):
                text += " " if is_apart(word, words[place + 1]) else ""
            elif following is not None:
                text = end_line(text, placed.line, following, style)
                if url is not None and "/" in url and text.endswith("\n"):
                    next_page = pages[draft.lines[index + 1].page]
                    if _find_url(following.words[0], next_page) == url and is_address(
                        placed.line.text.rsplit(" ", 1)[-1]
                    ):
                        text = text[:-1]
            yield Run(
                text,
                is_raised=word.is_raised,
                url=url,
                page=placed.page,
                bbox=tuple(round(side, 2) for side in page.to_shown(word.bbox)),  # type: ignore[arg-type]
            )


def _find_url(word: Word, page: PageLines) -> str | None:
    """Where the link leads in whose area the word's middle lies."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return next((url for area, url in page.links if holds(area, x, y)), None)
