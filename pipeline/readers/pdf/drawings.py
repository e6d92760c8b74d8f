"""What a page draws besides its text, as pdfium tells it: rules, frames, images, and doubts.

Forms (drawings kept apart and placed by a matrix) are walked to a small depth and a bounded number
of objects; a page that hides its rules deeper than that loses rules, never text.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.readers.pdf.bullets import is_sign
from pipeline.readers.pdf.characters import Frame
from pipeline.readers.pdf.geometry import PageFrame, holds
from schemas.document import BBox

MAX_OBJECTS = 20_000
MAX_DEPTH = 4
MAX_GROUNDS = 200
MAX_EXTENT = 50_000.0
"""Points; what is larger, or no number, is no part of a page's layout."""
MAX_RULE_WIDTH = 2.5
"""Points; a rectangle thinner than that is a rule."""
_LIGHT = 200
"""Mean of red, green and blue from which text on white paper is hard to see."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawings:
    """The result; ``has_…`` say that someone should look at the page itself."""

    rules: list[BBox] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    signs: list[BBox] = field(default_factory=list)
    """Small marks of the shape of a bullet."""
    path_count: int = 0
    has_light_text: bool = False
    has_doubtful_cover: bool = False
    """Something is painted over text, or may be switched off as a layer."""


def read_drawings(page: pdfium.PdfPage, frame: PageFrame) -> Drawings:
    """All drawings of ``page`` in the order in which they are painted."""
    found = Drawings()
    texts: list[BBox] = []
    for kind, item, matrix in _walk(page):
        box = _read_box(item, matrix, frame)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            texts.append(box)
            colour = _read_colour(item, pdfium_c.FPDFPageObj_GetFillColor)
            if colour is not None and sum(colour) > 3 * _LIGHT:
                found.has_light_text = True
            if _is_in_layer(item) or _is_on_its_own_colour(box, colour, found.frames):
                found.has_doubtful_cover = True
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            found.images.append(box)
            found.has_doubtful_cover |= _covers_any(box, texts)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            found.path_count += 1
            _add_path(found, item, box, frame, texts)
    return found


def _add_path(found: Drawings, item: int, box: BBox, frame: PageFrame, texts: list[BBox]) -> None:
    """Sort one path into rules and frames; curves and diagonals are neither."""
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(item, fill_mode, stroke):
        return
    fill = _read_colour(item, pdfium_c.FPDFPageObj_GetFillColor) if fill_mode.value else None
    if fill is None and not stroke.value:
        return
    width, height = box[2] - box[0], box[3] - box[1]
    if not (0 <= width < MAX_EXTENT and 0 <= height < MAX_EXTENT):
        return
    if is_sign(box):
        found.signs.append(box)
    if min(width, height) <= MAX_RULE_WIDTH:
        if max(width, height) > 4 * MAX_RULE_WIDTH:
            found.rules.append(box)
        return
    if fill is not None and pdfium_c.FPDFPath_CountSegments(item) < 8:
        found.has_doubtful_cover |= _covers_any(box, texts)
    if width > 1.2 * frame.width or height > 1.2 * frame.height:
        return
    count = pdfium_c.FPDFPath_CountSegments(item)
    if fill is not None and not stroke.value and 8 <= count <= 12:
        # Two rectangles, one in the other: a border that is filled, not drawn.
        found.frames.append(Frame(box, None, is_stroked=True))
    elif count <= 12:
        found.frames.append(Frame(box, fill, is_stroked=bool(stroke.value)))
    # A grid may be drawn as one path of many straight pieces.
    elif stroke.value and fill is None:
        found.rules.extend(_read_straight_pieces(item, box))


def _read_straight_pieces(item: int, box: BBox) -> Iterator[BBox]:
    """Horizontal and vertical pieces of a path whose points are already on the page's scale.

    The points are in the object's own coordinates; they are mapped by fitting their extent to the
    object's box, which holds for paths that are not turned.
    """
    points: list[tuple[float, float, int]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium_c.FPDFPath_CountSegments(item), MAX_OBJECTS)):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value, pdfium_c.FPDFPathSegment_GetType(segment)))
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    lower, upper = min(p[1] for p in points), max(p[1] for p in points)
    if right <= left or upper <= lower:
        return
    scale_x = (box[2] - box[0]) / (right - left)
    scale_y = (box[3] - box[1]) / (upper - lower)
    for before, after in pairwise(points):
        if after[2] != pdfium_c.FPDF_SEGMENT_LINETO:
            continue
        xs = sorted(box[0] + (point[0] - left) * scale_x for point in (before, after))
        ys = sorted(box[3] - (point[1] - lower) * scale_y for point in (before, after))
        if min(xs[1] - xs[0], ys[1] - ys[0]) <= MAX_RULE_WIDTH:
            yield (xs[0], ys[0], xs[1], ys[1])


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[int, int, Matrix]]:
    """Objects of the page and of its forms: kind, handle, matrix of the forms around it."""
    budget = MAX_OBJECTS
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    pending: list[tuple[int, int, Matrix]] = [
        (pdfium_c.FPDFPage_GetObject(page.raw, index), 0, _IDENTITY)
        for index in range(min(count, budget) - 1, -1, -1)
    ]
    while pending and budget:
        budget -= 1
        item, depth, matrix = pending.pop()
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
            yield kind, item, matrix
        elif depth < MAX_DEPTH:
            inner = _multiply(_read_matrix(item), matrix)
            count = min(pdfium_c.FPDFFormObj_CountObjects(item), budget)
            pending.extend(
                (pdfium_c.FPDFFormObj_GetObject(item, index), depth + 1, inner)
                for index in range(count - 1, -1, -1)
            )


def _read_matrix(item: int) -> Matrix:
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiply(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
            e * g + f * i + k, e * h + f * j + m)  # fmt: skip


def _read_box(item: int, matrix: Matrix, frame: PageFrame) -> BBox:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (side.value for side in sides)
    if matrix != _IDENTITY:
        a, b, c, d, e, f = matrix
        corners = [
            (a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)
        ]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    return frame.to_box(left, bottom, right, top)


def _read_colour(item: int, getter: object) -> tuple[int, int, int] | None:
    """Red, green, blue; None if there is none or it is transparent."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not callable(getter) or not getter(item, *parts) or parts[3].value < 13:
        return None
    return (parts[0].value, parts[1].value, parts[2].value)


def _covers_any(box: BBox, texts: list[BBox]) -> bool:
    """Whether ``box`` was painted over the middle of one of the texts painted before it."""
    return any(
        box[0] < (text[0] + text[2]) / 2 < box[2] and box[1] < (text[1] + text[3]) / 2 < box[3]
        for text in texts
    )


def _is_on_its_own_colour(
    box: BBox, colour: tuple[int, int, int] | None, frames: list[Frame]
) -> bool:
    """Whether one of the last grounds under the text's middle has the colour of the text."""
    return colour is not None and any(
        frame.fill is not None
        and holds(frame.bbox, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        and max(abs(one - other) for one, other in zip(frame.fill, colour, strict=True)) < 24
        for frame in frames[-MAX_GROUNDS:]
    )


def _is_in_layer(item: int) -> bool:
    """Whether the object belongs to optional content, which may be switched off."""
    buffer = (ctypes.c_ushort * 32)()
    length = ctypes.c_ulong()
    for index in range(min(pdfium_c.FPDFPageObj_CountMarks(item), 20)):
        mark = pdfium_c.FPDFPageObj_GetMark(item, index)
        if (
            pdfium_c.FPDFPageObjMark_GetName(mark, buffer, 64, length)
            and length.value == 6
            and bytes(buffer)[:4] == b"O\0C\0"
        ):
            return True
    return False
