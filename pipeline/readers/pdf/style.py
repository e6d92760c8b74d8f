"""What is usual in a document: size of its text, distance of its lines, words it knows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.readers.pdf.columns import Column
from pipeline.readers.pdf.lines import Line

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
MIN_BODY_SHARE = 0.2
MIN_BROKEN_SHARE = 0.02
"""Of all lines; more of them end in a hyphen where words are broken, and not compounds only."""
_FILLED_BUT = 4.0
"""Of the size; a line that fills its column ends less before its margin."""
BREAK = "\u2010"
HYPHENS = ("-", "‐", "‑", "\xad")
PREFIXES = frozenset(("co", "cross", "ex", "non", "post", "pre", "re", "self", "third", "well"))
"""A hyphen behind these may be the word's own, and is no sign that words are broken."""
_BEFORE_BREAK = re.compile(r"[^\W\d_]+(?=[-‐‑\xad]\Z)")
EXTRA_SPACE = 0.2
"""Of the size; lines of one paragraph differ less than this in their distance."""


@dataclass(slots=True)
class DocumentStyle:
    """Measures over all pages, furniture left out."""

    body_size: float
    leadings: dict[float, float] = field(default_factory=dict)
    """Usual distance of baselines within a paragraph, by size rounded to half a point."""
    is_spaced: bool = True
    """Paragraphs are parted by space; else by an indent or by where the last line ends."""
    is_hyphenated: bool = True
    """Words are broken at line ends; else a hyphen there belongs to a compound."""
    has_own_break: bool = False
    """The print breaks words with a hyphen of its own (U+2010), which compounds do not have."""
    lexicon: Counter[str] = field(default_factory=Counter)
    """Lower-case words that stand whole on a line, compounds with their hyphens."""

    def get_leading(self, size: float) -> float:
        """Usual distance of two baselines at this size."""
        known = self.leadings.get(_round(size))
        return known if known is not None else 1.25 * size


def _round(size: float) -> float:
    return round(size * 2) / 2


def measure_body_size(lines: Iterable[Line]) -> float:
    """Size of the running text; 10 if there is none.

    That is the size of most characters, unless notes are longer than the text: they begin with
    raised labels, and there is a larger size that a good part of the document is set in.
    """
    sizes: Counter[float] = Counter()
    labelled: set[float] = set()
    for line in lines:
        size = round(line.size, 1)
        sizes[size] += len(line.text)
        if line.starts_raised and line.word_count > 1:
            labelled.add(size)
    if not sizes:
        return 10.0
    usual = max(sizes.items(), key=lambda item: (item[1], item[0]))[0]
    larger = [
        (count, size)
        for size, count in sizes.items()
        if size * 0.945 > usual and count >= MIN_BODY_SHARE * sizes.total()
    ]
    return max(larger)[1] if usual in labelled and larger else usual


def measure_style(body_size: float, columns: list[Column], lines: Iterable[Line]) -> DocumentStyle:
    """The style of a document whose pages are in columns already."""
    style = DocumentStyle(body_size)
    distances: dict[float, Counter[float]] = {}
    filled: dict[float, Counter[float]] = {}
    for before, after, margin in _list_neighbours(columns):
        distance = (after.baseline - before.baseline) / after.size
        if 0.9 < distance < 2.2:
            size, step = _round(after.size), round(distance * 20) / 20
            distances.setdefault(size, Counter())[step] += 1
            if before.x1 > margin - _FILLED_BUT * before.size:
                filled.setdefault(size, Counter())[step] += 1
    # Where paragraphs of one line are many, only lines that fill their column tell.
    for size, counts in {**distances, **filled}.items():
        # Of equally usual distances the smaller one parts lines, the larger one paragraphs.
        most = max(counts.values())
        style.leadings[size] = size * min(
            distance for distance, count in counts.items() if count * 2 >= most
        )
    spaced = total = broken = 0
    for before, after, _ in _list_neighbours(columns):
        total += 1
        extra = after.baseline - before.baseline - style.get_leading(after.size)
        spaced += extra > EXTRA_SPACE * after.size
        text = before.text
        broken += (
            text.endswith(HYPHENS)
            and after.text[0].islower()
            and (found := _BEFORE_BREAK.search(text)) is not None
            and found[0].lower() not in PREFIXES
        )
    style.is_hyphenated = broken >= MIN_BROKEN_SHARE * total
    style.is_spaced = spaced >= 2 and spaced * 40 >= total
    ends = inside = 0
    for line in lines:
        style.lexicon.update(_list_words(line.text))
        ends += line.text.endswith(BREAK)
        inside += BREAK in line.text[:-1]
    style.has_own_break = ends > 0 and not inside
    return style


def _list_neighbours(columns: list[Column]) -> Iterator[tuple[Line, Line, float]]:
    """Lines of the same size, one below the other, and the right margin of their column."""
    for column in columns:
        margin = max((item.bbox[2] for item in column.items if item.line), default=0.0)
        for first, second in zip(column.items, column.items[1:], strict=False):
            before, after = first.line, second.line
            if before and after and abs(before.size - after.size) < 0.3:
                yield before, after, margin


def _list_words(text: str) -> Iterator[str]:
    """Words of a line in lower case, without its first and any that a hyphen breaks off.

    The first may be the rest of a word that the line before has begun.
    """
    for found in _WORD.finditer(text, len(text.split(" ", 1)[0])):
        if text[found.end() : found.end() + 1] in ("-", "‐", "\xad") and found.end() + 1 >= len(
            text
        ):
            continue
        yield found[0].lower().replace("‐", "-").replace("‑", "-")
