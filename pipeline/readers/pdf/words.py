"""From glyphs to words: double print counts once, gaps make spaces, raised words are found.

LaTeX prints no space characters, others print them where no gap is; so a word ends at a space
character of the file, at a gap, or where the typography changes.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.readers.pdf.accents import join_accents
from pipeline.readers.pdf.characters import Glyph
from schemas.document import BBox

_PRINTED = {
    "\xad": "-",  # a soft hyphen that has a glyph is a hyphen that is printed
    "\u2217": "*",  # TeX sets the asterisk of a note as the operator
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
SMALL = 0.955
"""A raised word is at most this much of the size of the word it stands at."""
MAX_RAISED_CHARS = 12
_COMMAS = (",", ";")
_MARK = re.compile(
    r"(?=.*[\d*†‡§¶])[\d,;.()\[\]*†‡§¶+–−-]+\Z|\(?[\[(]?(?:[a-z]|[ivxl]{1,6})[\])]?[,;.]?\Z|[,;]\Z"
)
_ORDINALS = frozenset(
    ("st", "nd", "rd", "th", "er", "re", "ère", "ers", "tm", "sm", "®", "™", "º", "ª")
)
_GAP_WITH_SPACES = 0.28
"""Of the size; the gap that ends a word in a file that prints its spaces."""
_GAP_WITHOUT_SPACES = 0.16
_TRACKING = 0.62
"""Of the size; letters of one word are closer even where they are set apart."""
MIN_TRACKED = 4
"""So many single capitals in a row are a word that is set with wide gaps."""


_BULLETS = frozenset("•‣▪▫●○◦■□➢➤►▶✓✔❖⁃∙\ufffd")


@dataclass(slots=True)
class Word:
    """Characters without a gap that share size, baseline and weight."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool
    font: str
    has_space_before: bool
    is_raised: bool = False
    row: float = 0.0
    """Baseline of the line the word belongs to: its own, or that of the word it is raised at."""
    is_turned: bool = False
    """The word reads upwards or downwards on a page that reads across."""

    @property
    def bbox(self) -> BBox:
        """Rounded to a hundredth of a point, so that it is the same on every machine."""
        return (round(self.x0, 2), round(self.top, 2), round(self.x1, 2), round(self.bottom, 2))


def is_bullet(text: str) -> bool:
    """Whether this is a sign that begins a list item and hardly anything else.

    Fonts of signs name theirs in the private range, or not at all.

    >>> is_bullet("•"), is_bullet("–")
    (True, False)
    """
    return len(text) == 1 and (text in _BULLETS or "\ue000" <= text <= "\uf8ff")


def drop_doubles(glyphs: list[Glyph]) -> tuple[list[Glyph], int]:
    """``glyphs`` without those printed over the same character again, and how many those were.

    Fake bold prints a word twice, a fraction of a point apart; a shadow does the same.
    """
    if not _has_doubles(glyphs):
        return glyphs, 0
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        reach = _measure_reach(glyph)
        column, row = int(glyph.x0 // 4), int(glyph.top // 4)
        key = (glyph.text, column, row)
        near = seen.get(key)
        if _is_double(glyph, near, reach) or _has_double_beside(glyph, seen, column, row, reach):
            continue
        if near is None:
            seen[key] = [glyph]
        else:
            near.append(glyph)
        kept.append(glyph)
    return kept, len(glyphs) - len(kept)


def _has_doubles(glyphs: list[Glyph]) -> bool:
    """Whether any character is printed twice: a quick look that spares most pages the slow one.

    It looks along the line only, where copies stand; a shadow's copy that lies just across a border
    of the grid below is missed if its whole word is.
    """
    seen: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        cell = glyph.x0 / 4
        column, row = int(cell), int(glyph.top // 4)
        other = seen.setdefault((glyph.text, column, row), glyph)
        if other is not glyph and _is_double(glyph, [other], _measure_reach(glyph)):
            return True
        aside = cell - column
        if aside < 0.3 or aside > 0.7:
            near = seen.get((glyph.text, column - 1 if aside < 0.3 else column + 1, row))
            if near is not None and _is_double(glyph, [near], _measure_reach(glyph)):
                return True
    return False


def _measure_reach(glyph: Glyph) -> float:
    """How far apart two copies may be; letters of a word are farther."""
    return min(0.12 * glyph.size, 0.45 * max(glyph.x1 - glyph.x0, 0.1))


def _is_double(glyph: Glyph, others: list[Glyph] | None, reach: float) -> bool:
    return others is not None and any(
        abs(other.x0 - glyph.x0) <= reach
        and abs(other.top - glyph.top) <= reach
        and other.angle == glyph.angle
        for other in others
    )


def _has_double_beside(
    glyph: Glyph,
    seen: dict[tuple[str, int, int], list[Glyph]],
    column: int,
    row: int,
    reach: float,
) -> bool:
    """The same for the neighbouring cells of the grid, where the glyph is near their border."""
    columns = {int((glyph.x0 - reach) // 4), int((glyph.x0 + reach) // 4), column}
    rows = {int((glyph.top - reach) // 4), int((glyph.top + reach) // 4), row}
    if len(columns) == 1 and len(rows) == 1:
        return False
    return any(
        _is_double(glyph, seen.get((glyph.text, x, y)), reach) for x in columns for y in rows
    )


def build_words(glyphs: list[Glyph]) -> list[Word]:
    """Words of upright glyphs, in the order in which the file draws them, raised ones marked."""
    glyphs = join_accents(glyphs)
    words: list[Word] = []
    spaces = sum(glyph.has_space_before for glyph in glyphs)
    gap = _GAP_WITH_SPACES if spaces * 25 >= len(glyphs) else _GAP_WITHOUT_SPACES
    letters: list[str] = []
    word: Word | None = None
    last: Glyph | None = None
    for glyph in glyphs:
        text = _PRINTED.get(glyph.text, glyph.text)
        if (
            word is not None
            and last is not None
            and not glyph.has_space_before
            and abs(glyph.baseline - word.baseline) <= 0.04 * word.size
            and abs(glyph.size - word.size) <= 0.03 * word.size
            and last.x0 - 0.1 * word.size <= glyph.x0 <= last.x1 + gap * word.size
            and glyph.is_ink_raised == word.is_raised
            and glyph.is_bold == word.is_bold
        ):
            letters.append(text)
            word.x1 = max(word.x1, glyph.x1)
            word.top, word.bottom = min(word.top, glyph.top), max(word.bottom, glyph.bottom)
        else:
            if word is not None:
                word.text = "".join(letters)
            letters = [text]
            word = Word(
                "",
                glyph.x0,
                glyph.top,
                glyph.x1,
                glyph.bottom,
                glyph.baseline,
                glyph.size,
                glyph.is_bold,
                glyph.font,
                glyph.has_space_before,
                glyph.is_ink_raised,
                glyph.baseline,
            )
            words.append(word)
        last = glyph
    if word is not None:
        word.text = "".join(letters)
    _raise_words(words)
    return words


def _is_markable(text: str) -> bool:
    """Whether ``text`` could be raised at all: a label of a note, an ordinal's ending, a power."""
    if len(text) > MAX_RAISED_CHARS:
        return False
    return _MARK.match(text) is not None or text.lower() in _ORDINALS or text == "\ufffd"


def _raise_words(words: list[Word]) -> None:
    """Tie every small or lifted word to the line of the word that it stands at."""
    ordered = sorted(words, key=lambda word: word.baseline)
    baselines = [word.baseline for word in ordered]
    if not words:
        return
    usual = median(word.size for word in words)
    for word in ordered:
        if is_bullet(word.text) and _tie_bullet(word, ordered, baselines):
            continue
        if not _is_markable(word.text) or _has_long_neighbour(word, ordered, baselines):
            continue
        reach = 2.5 * max(usual, word.size)
        first = bisect_left(baselines, word.baseline - reach)
        last = bisect_right(baselines, word.baseline + reach)
        best: Word | None = None
        best_distance = 1e9
        for host in ordered[first:last]:
            distance = _measure_host(word, host)
            if distance is not None and distance < best_distance:
                best, best_distance = host, distance
        if best is not None:
            word.row = best.baseline
            word.is_raised = best.baseline > word.baseline
    _raise_clusters(ordered, baselines)


def _tie_bullet(word: Word, ordered: list[Word], baselines: list[float]) -> bool:
    """Put the sign of a list item on the line at its right, wherever its own font places it."""
    first = bisect_left(baselines, word.baseline - 0.5 * word.size)
    last = bisect_right(baselines, word.baseline + 0.5 * word.size)
    hosts = [
        host
        for host in ordered[first:last]
        if host is not word and 0 <= host.x0 - word.x1 <= 4 * host.size
    ]
    if hosts:
        word.row = min(hosts, key=lambda host: host.x0).baseline
    return bool(hosts)


def _measure_host(word: Word, host: Word) -> float | None:
    """How far ``word`` stands beside ``host``, if it is raised or lowered there."""
    if host is word or host.text in _COMMAS:
        return None  # a raised comma between two markers is no line of its own
    lift = (host.baseline - word.baseline) / host.size
    is_small = word.size <= SMALL * host.size
    if not (0.1 <= lift <= 0.85 if is_small else 0.2 <= lift <= 0.6) and not (
        is_small and -0.55 <= lift <= -0.08
    ):
        return None
    if not is_small and (
        word.size > 1.05 * host.size
        or (
            any(c.isalpha() for c in word.text)
            and (len(word.text) > 1 or word.size > 0.98 * host.size)
        )
    ):
        return None
    if word.size > 0.95 * host.size and not any(char.isalpha() for char in host.text):
        # Two figures of one size at different heights may be anything: a fraction, two cells.
        return None
    after, before = word.x0 - host.x1, host.x0 - word.x1
    if -0.35 * host.size <= after <= 0.6 * host.size:
        return abs(after)
    if -0.2 * host.size <= before <= 1.3 * host.size:
        # A word raised in front of another stands at a line's start; what it follows comes first.
        return 0.6 * host.size + abs(before)
    return None


def _has_long_neighbour(word: Word, ordered: list[Word], baselines: list[float]) -> bool:
    """Whether the word is part of a line of its own, beside a word that cannot be raised."""
    slack = 0.04 * word.size
    first = bisect_left(baselines, word.baseline - slack)
    last = bisect_right(baselines, word.baseline + slack)
    return any(
        other is not word
        and abs(other.size - word.size) <= 0.05 * word.size
        and not other.is_raised
        and not _is_markable(other.text)
        and -0.3 * word.size <= max(other.x0 - word.x1, word.x0 - other.x1) <= 0.6 * word.size
        for other in ordered[first:last]
    )


def _raise_clusters(ordered: list[Word], baselines: list[float]) -> None:
    """Raise what goes on with a raised word: the ``2`` of ``1, 2``."""
    for word in sorted(ordered, key=lambda item: item.x0):
        if word.row != word.baseline or not _is_markable(word.text):
            continue
        first = bisect_left(baselines, word.baseline - 0.5)
        last = bisect_right(baselines, word.baseline + 0.5)
        for other in ordered[first:last]:
            if (
                other.row > other.baseline
                and abs(other.size - word.size) <= 0.05 * word.size
                and -0.3 * word.size <= word.x0 - other.x1 <= 0.9 * word.size
                and not _has_long_neighbour(word, ordered, baselines)
            ):
                word.row, word.is_raised = other.row, True
                break


def join_tracked(words: list[Word]) -> list[Word]:
    """Words of a row with capitals put together that are set apart for looks: ``E M N``.

    Such letters keep one distance, and none has a space of the file before it; the words that they
    make have.
    """
    joined: list[Word] = []
    start = 0
    while start < len(words):
        end = start + 1
        while end < len(words) and _is_tracked(words[start], words[end - 1], words[end]):
            end += 1
        if end - start < MIN_TRACKED:
            joined += words[start:end]
        else:
            joined += _join_letters(words[start:end])
        start = end
    return joined


def _is_capital(text: str) -> bool:
    return len(text) == 1 and (text.isupper() or text.isdigit())


def _is_tracked(first: Word, before: Word, word: Word) -> bool:
    return (
        all(
            len(one.text) == 1 and (one.text.isupper() or one.text.isdigit())
            for one in (first, word)
        )
        and word.size == first.size
        and not word.is_raised
        and 0 < word.x0 - before.x1 < 1.5 * word.size
    )


def _join_letters(letters: list[Word]) -> list[Word]:
    """One word per group of letters that neither a space nor a wider gap parts."""
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(letters))
    usual = gaps[len(gaps) // 2]
    if usual > _TRACKING * letters[0].size:
        return letters
    groups = [[letters[0]]]
    for before, letter in pairwise(letters):
        gap = letter.x0 - before.x1
        if letter.has_space_before or gap > 1.6 * usual:
            groups.append([letter])
        else:
            groups[-1].append(letter)
    if max(len(group) for group in groups) < MIN_TRACKED - 1:
        return letters  # single letters in a row, as of a key or a grid
    return [
        replace(
            group[0],
            text="".join(one.text for one in group),
            x1=group[-1].x1,
            top=min(one.top for one in group),
            bottom=max(one.bottom for one in group),
            has_space_before=group is not groups[0] or group[0].has_space_before,
        )
        for group in groups
    ]
