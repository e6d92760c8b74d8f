"""Characters of turned pages in the order in which they are read.

Pdfium sorts lines and the pieces of a line by where they are shown on the turned page.
"""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.readers.pdf.characters import Glyph

_HYPHENS = ("-", "‐", "\xad")
_ROOM = 0.1
"""Of the size; a space between two pieces of a line is wider."""


def put_in_order(glyphs: list[Glyph]) -> list[Glyph]:
    """``glyphs`` with turned lines from their first character to the last.

    Pdfium sorts the pieces of a line by where they are shown, which is backwards on a page that
    stands on its head.
    """
    if not any(glyph.angle for glyph in glyphs):
        return glyphs
    ordered: list[Glyph] = []
    for line in _iter_lines(_tie_hyphens(glyphs)):
        ordered += _sort_line(line) if line[0].angle else line
    return ordered


def _sort_line(line: list[Glyph]) -> list[Glyph]:
    """Characters of a turned line from first to last, each with whether a space stands before it.

    A space that the file has between two pieces stays between those that stand there, if there is
    room for it.
    """
    before = {id(glyph): last for last, glyph in pairwise(line)}
    after = {id(last): glyph for last, glyph in pairwise(line)}
    sorted_line = sorted(line, key=_get_start)
    spaces: list[bool] = []
    for last, glyph in pairwise(sorted_line):
        if before.get(id(glyph)) is last:
            spaces.append(glyph.has_space_before)
        elif before.get(id(last)) is glyph:
            spaces.append(last.has_space_before)
        else:
            following = after.get(id(last))
            has_space = glyph.has_space_before or (
                following is not None and following.has_space_before
            )
            spaces.append(has_space and _get_start(glyph) - _get_end(last) > _ROOM * glyph.size)
    for glyph, has_space in zip(sorted_line[1:], spaces, strict=True):
        glyph.has_space_before = has_space
    return sorted_line


def _tie_hyphens(glyphs: list[Glyph]) -> list[Glyph]:
    """``glyphs`` with each hyphen of a turned line right behind what it breaks.

    Pdfium gives those that stand at the end of a line after another line.
    """
    lone = [
        glyph
        for last, glyph in pairwise(glyphs)
        if glyph.angle and glyph.text in _HYPHENS and last.baseline != glyph.baseline
    ]
    if not lone:
        return glyphs
    ends: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.angle and glyph.text not in _HYPHENS:
            ends.setdefault(round(glyph.baseline), []).append(glyph)
    behind: dict[int, Glyph] = {}
    for hyphen in lone:
        start, near = _get_start(hyphen), round(hyphen.baseline)
        for glyph in (one for row in (near - 1, near, near + 1) for one in ends.get(row, ())):
            distance = start - _get_end(glyph)
            if (
                glyph.angle == hyphen.angle
                and abs(glyph.baseline - hyphen.baseline) <= 0.04 * glyph.size
                and abs(distance) <= 0.15 * glyph.size
            ):
                behind[id(glyph)] = hyphen
                hyphen.has_space_before = False
                break
    tied = {id(hyphen) for hyphen in behind.values()}
    return [
        one
        for glyph in glyphs
        if id(glyph) not in tied
        for one in ([glyph, behind[id(glyph)]] if id(glyph) in behind else [glyph])
    ]


def _iter_lines(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Neighbours that stand on one baseline; upright ones are left as they are."""
    line: list[Glyph] = []
    for glyph in glyphs:
        last = line[-1] if line else None
        if last is not None and not (
            glyph.angle == last.angle
            and glyph.angle in (90, 180, 270)
            and abs(glyph.baseline - last.baseline) <= 0.04 * last.size
        ):
            yield line
            line = []
        line.append(glyph)
    yield line


def _get_start(glyph: Glyph) -> float:
    """How far along its line a turned character begins."""
    return {90: glyph.top, 180: -glyph.x1}.get(glyph.angle, -glyph.bottom)


def _get_end(glyph: Glyph) -> float:
    """How far along its line a turned character ends."""
    return {90: glyph.bottom, 180: -glyph.x0}.get(glyph.angle, -glyph.top)
