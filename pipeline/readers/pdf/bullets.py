"""Signs of list items that are drawn and not written, as browsers do: made characters again."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import Self

from pipeline.readers.pdf.characters import Glyph
from schemas.document import BBox

MIN_SIDE = 1.5
MAX_SIDE = 8.0
"""Points; a dot or square of another size is no sign of a list item."""
_SIDES = 0.25
"""Of the longer side; the sides of a sign differ less."""
_REACH = 2.5
"""Of the size of the type; the text of the item begins no farther from its sign."""
_ROOM = 1.5
"""Of the size; nothing is printed so close in front of the sign."""
MAX_SIGNS = 300
"""A page with more small marks is a chart or a map."""


def is_sign(box: BBox) -> bool:
    """Whether a drawing has the shape of a bullet."""
    width, height = box[2] - box[0], box[3] - box[1]
    longer = max(width, height)
    return (
        min(width, height) >= MIN_SIDE
        and longer <= MAX_SIDE
        and (abs(width - height) <= _SIDES * longer)
    )


def make_bullets(glyphs: list[Glyph], signs: list[BBox]) -> list[Glyph]:
    """A bullet for each drawn sign that stands in front of a line, as most of the page reads."""
    if not glyphs or not 0 < len(signs) <= MAX_SIGNS:
        return []
    angle = Counter(one.angle for one in glyphs).most_common(1)[0][0]
    lines = sorted(
        (_Place.of(one) for one in glyphs if one.angle == angle), key=lambda one: one.baseline
    )
    baselines = [one.baseline for one in lines]
    made: list[Glyph] = []
    for sign in sorted(set(signs), key=lambda box: (box[1], box[0])):
        start, top, end, bottom = _turn(sign, angle)
        first = bisect_left(baselines, bottom - 0.5)
        row = lines[first : bisect_right(baselines, bottom + MAX_SIDE)]
        following = min(
            (one for one in row if one.start >= end), key=lambda one: one.start, default=None
        )
        if following is None:
            continue
        size, middle = following.glyph.size, following.baseline - (top + bottom) / 2
        # The sign stands at half the height of small letters.
        if not (0.1 * size <= middle <= 0.5 * size and following.start - end <= _REACH * size):
            continue
        if any(start - _ROOM * size < one.end and one.start < end for one in row):
            continue
        made.append(_build_bullet(following.glyph, sign))
    return made


@dataclass(slots=True)
class _Place:
    """Where a character stands as it is read: along its line, and how far down the line is."""

    glyph: Glyph
    start: float
    end: float
    baseline: float

    @classmethod
    def of(cls, glyph: Glyph) -> Self:
        box = _turn((glyph.x0, glyph.top, glyph.x1, glyph.bottom), glyph.angle)
        baseline = -glyph.baseline if glyph.angle in (90, 180) else glyph.baseline
        return cls(glyph, box[0], box[2], baseline)


def _turn(box: BBox, angle: int) -> BBox:
    """The box of a page that is turned until text at this angle is upright, about its corner."""
    x0, top, x1, bottom = box
    if angle == 90:
        return (top, -x1, bottom, -x0)
    if angle == 180:
        return (-x1, -bottom, -x0, -top)
    if angle == 270:
        return (-bottom, x0, -top, x1)
    return box


def _build_bullet(following: Glyph, sign: BBox) -> Glyph:
    """A bullet in the place of the sign, on the line of what follows."""
    x0, top, x1, bottom = sign
    if following.angle in (90, 270):
        x0, x1 = following.x0, following.x1
    else:
        top, bottom = following.top, following.bottom
    return Glyph(
        "•",
        x0,
        top,
        x1,
        bottom,
        following.baseline,
        following.size,
        following.font,
        angle=following.angle,
        has_space_before=True,
    )
