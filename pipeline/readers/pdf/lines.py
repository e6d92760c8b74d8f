"""From words to lines: words on one row that no wide gap parts.

A line here may be half of a printed line, or a cell: what belongs together is decided by the
columns and tables of the page, which only lines can tell.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from pipeline.readers.pdf.geometry import unite
from pipeline.readers.pdf.packing import PackedRows
from pipeline.readers.pdf.words import Word, is_bullet, join_tracked
from schemas.document import BBox

LINE_GAP = 0.9
"""Of the size; a wider gap may be a gutter or the border of a cell."""
_LEAST_SIZE = 0.1
"""Points; smaller type counts as type of this size, since distances are measured by it."""
LABEL_GAP = 4.0
"""Of the size; as far may a text hang behind its bullet or number."""
_STOP = re.compile(r"[.!?:;…][)\]”’\"']*[⁰¹²³⁴-⁹,]*\Z")
CAPTION = re.compile(
    r"(?:Table|Figure|Fig\.|Map|Chart|Graph|Diagram|Infographic)\s+(?:\d{1,3}|[A-Z])(?:\.\d{1,2})?\b\s*[:.–—-]?\s",
)
"""How the title of a table or figure begins."""
_LABEL = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\[\d{1,3}\])\Z")


@dataclass(slots=True)
class Line:
    """Words from left to right on one row.

    What a document holds most of is words. So the lines of a page that nobody works on keep them
    packed together, and ``words`` makes them anew for whoever asks.
    """

    _words: list[Word] | None
    x0: float = 0.0
    top: float = 0.0
    x1: float = 0.0
    bottom: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    is_bold: bool = False
    is_turned: bool = False
    word_count: int = 0
    starts_raised: bool = False
    _text: str | None = field(default=None, repr=False)
    _packed: PackedRows | None = field(default=None, repr=False)
    _row: int = field(default=0, repr=False)
    """Of the packed rows, which one is this line's."""

    def __post_init__(self) -> None:
        """Measure the line by the words that stand on its baseline."""
        words = self.words
        on_row = [word for word in words if not word.is_raised] or words
        self.x0 = min(word.x0 for word in words)
        self.x1 = max(word.x1 for word in words)
        self.top = min(word.top for word in on_row)
        self.bottom = max(word.bottom for word in on_row)
        sizes: Counter[float] = Counter()
        bold = 0
        count = 0
        for word in on_row:
            sizes[max(round(word.size, 1), _LEAST_SIZE)] += len(word.text)
            bold += len(word.text) if word.is_bold else 0
            count += len(word.text)
        self.size = max(sizes.items(), key=lambda item: (item[1], item[0]))[0]
        self.is_bold = bold > 0.85 * count
        self.baseline = max(on_row, key=lambda word: len(word.text)).row
        self.is_turned = words[0].is_turned
        self.word_count = len(words)
        self.starts_raised = words[0].is_raised

    @property
    def words(self) -> list[Word]:
        """The words; of a packed line a new list of new words, so keep it while you need it."""
        if self._words is not None:
            return self._words
        return self._packed.get_words(self._row) if self._packed is not None else []

    def unpack(self) -> None:
        """Lay the words out, for work that asks for them often."""
        self._words = self.words

    def put_away(self, packed: PackedRows, row: int) -> None:
        """Keep the words, as they are now, in ``packed`` only."""
        self._text = self.text
        self._packed, self._row, self._words = packed, row, None

    @property
    def bbox(self) -> BBox:
        """Around all words on the row; a raised word does not make a line higher."""
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def text(self) -> str:
        """The words with single spaces where the print has a gap."""
        if self._text is None:
            words = self.words
            self._text = "".join(
                (" " if index and is_apart(words[index - 1], word) else "") + word.text
                for index, word in enumerate(words)
            )
        return self._text

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends in a stop, markers of notes behind it left out."""
        words = self.words
        last = len(words)
        while last > 1 and words[last - 1].is_raised:
            last -= 1
        return _STOP.search(words[last - 1].text) is not None

    @property
    def first_word(self) -> Word:
        """The leftmost word."""
        return self.words[0]


def pack_lines(lines: list[Line]) -> None:
    """Put the words of ``lines`` away together until somebody lays them out again."""
    packed = PackedRows([line.words for line in lines])
    for row, line in enumerate(lines):
        line.put_away(packed, row)


def is_apart(before: Word, after: Word) -> bool:
    """Whether a space stands between two words of one line.

    A space character of the file counts only if there is room for it: some producers print one in
    front of a raised marker's neighbour that stands elsewhere.
    """
    if after.is_turned:
        return after.has_space_before
    gap = after.x0 - before.x1
    size = max(before.size, after.size)
    if after.has_space_before and gap > -0.3 * size:
        return True
    smaller = min(before.size, after.size)
    return gap > (0.28 * smaller if before.is_raised or after.is_raised else 0.16 * size)


def build_lines(words: list[Word]) -> list[Line]:
    """Lines from top to bottom; where a wide gap parts a printed line, its parts left to right."""
    rows: list[list[Word]] = []
    start = 0.0
    for word in sorted(words, key=lambda item: (item.row, item.x0)):
        if rows and word.row - start <= 0.15 * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
            start = word.row
    lines: list[Line] = []
    for printed in rows:
        row = join_tracked(sorted(printed, key=lambda word: word.x0))
        part = [row[0]]
        reach = row[0].x1
        for word in row[1:]:
            gap = LABEL_GAP if _is_label(part) else LINE_GAP
            if word.x0 - reach > gap * _measure_gap_size(part[-1], word):
                lines.append(Line(part))
                part = []
            part.append(word)
            reach = max(reach, word.x1) if part[:-1] else word.x1
        lines.append(Line(part))
    return lines


def _measure_gap_size(before: Word, after: Word) -> float:
    """The size by which the gap between two words is judged.

    Where type of two sizes stands side by side, a heading beside text say, that is the smaller one;
    a marker is no measure of its line.
    """
    if before.is_raised or after.is_raised:
        return max(before.size, after.size)
    return min(before.size, after.size)


def _is_label(words: list[Word]) -> bool:
    """Whether this is what hangs in front of a text: a bullet, a number, the label of a note."""
    if len(words) > 2:
        return False
    text = "".join(word.text for word in words)
    return words[0].is_raised or is_bullet(text) or _LABEL.match(text) is not None


def join_lines(lines: list[Line]) -> Line:
    """One line of parts that share a row after all."""
    words = [word for line in lines for word in line.words]
    return Line(sorted(words, key=lambda word: word.x0))


def unite_lines(lines: list[Line]) -> BBox:
    """Box around several lines."""
    return unite([line.bbox for line in lines])
