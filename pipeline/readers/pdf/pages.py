"""One page turned into lines, with what was left out of it and why.

Text that nobody sees is dropped and reported; text that reads down the page is kept apart; what
runs at any other angle, a watermark say, is dropped and reported.
"""

import marshal
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipeline.readers.pdf.characters import Frame, Glyph, HiddenReason, PageCharacters
from pipeline.readers.pdf.lines import Line, build_lines, is_apart, pack_lines
from pipeline.readers.pdf.words import Word, build_words, drop_doubles
from schemas.document import BBox, Issue

_OCR_IMAGE_SHARE = 0.5
"""A page whose pictures are larger may carry recognised text that is invisible by design."""

MAX_SIZE = 2_000.0
"""Points; larger type is no text of a page."""
_OUTLINES = 150
"""Paths on a page without text from which it may be text turned into outlines."""


@dataclass(slots=True)
class PageLines:
    """Lines of one page from top to bottom, in the frame in which most of its text is upright."""

    number: int
    width: float
    height: float
    angle: int = 0
    """By which the page was turned for the analysis, clockwise in degrees."""
    lines: list[Line] = field(default_factory=list)
    rules: list[BBox] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    links: list[tuple[BBox, str]] = field(default_factory=list)
    is_picture: bool = False
    """A picture or outlines fill the page; if it has no text, the text is in the picture."""
    issues: list[Issue] = field(default_factory=list)
    _packed: bytes = b""

    def pack(self, laid: list[Line] | None = None) -> None:
        """Put away what is not needed until the page is worked on, so that it takes little room.

        ``laid`` are the lines as the layout cut and joined them.
        """
        pack_lines([*{id(line): line for line in (*self.lines, *(laid or ()))}.values()])
        frames = [(frame.bbox, frame.fill, frame.is_stroked) for frame in self.frames]
        self._packed = marshal.dumps((self.rules, frames))
        self.rules, self.frames = [], []

    def unpack(self, laid: list[Line] | None = None) -> None:
        """Lay everything out again, for work on the page's own lines or on those of its layout."""
        for line in self.lines if laid is None else laid:
            line.unpack()
        self.rules, frames = marshal.loads(self._packed)  # noqa: S302 - our own bytes
        self.frames = [Frame(*values) for values in frames]

    def read_rules(self) -> list[BBox]:
        """The rules, whether the page is packed or not."""
        if self.rules or not self._packed:
            return self.rules
        rules: list[BBox] = marshal.loads(self._packed)[0]  # noqa: S302 - our own bytes
        return rules

    def release(self) -> None:
        """Give up everything but what boxes and links need: the lines are in drafts by now."""
        self.lines, self._packed = [], b""

    def to_shown(self, box: BBox) -> BBox:
        """A box of the analysis as a box of the page as shown."""
        return _turn_back(box, self.angle, self.width, self.height)


def build_page(page: PageCharacters) -> PageLines:
    """Lines of ``page``; whatever was dropped on the way is among the issues."""
    issues: list[Issue] = []
    image_area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in page.images)
    is_scan = image_area > _OCR_IMAGE_SHARE * page.width * page.height
    glyphs = _drop_hidden(page, issues, is_scan=is_scan)
    glyphs, doubled = drop_doubles(glyphs)
    if doubled > 2:
        issues.append(
            _issue(
                "page.doubled_text",
                page.number,
                f"prints {doubled} characters twice in one place; they are counted once",
            )
        )
    _report_unmapped(glyphs, page.number, issues)
    angle = _find_angle(glyphs)
    result = PageLines(page.number, page.width, page.height, angle, issues=issues)
    result.is_picture = is_scan or page.drawing_count > _OUTLINES
    if angle in (90, 270):
        result.width, result.height = page.height, page.width
    if angle:
        page = _turn_page(page, angle)
        glyphs = [_turn_glyph(glyph, angle, page) for glyph in glyphs]
    upright = [glyph for glyph in glyphs if glyph.angle == 0]
    result.lines = build_lines(build_words(upright))
    if len(upright) < len(glyphs):
        result.lines += _read_turned(glyphs, result)
    result.rules, result.frames, result.links = page.rules, page.frames, page.links
    return result


def report_pictures(pages: list[PageLines]) -> None:
    """Say of pages that print nothing but furniture that their text is in a picture, if it is."""
    for page in pages:
        if page.is_picture and not page.lines:
            page.issues.append(
                _issue(
                    "page.no_text_layer",
                    page.number,
                    "is a picture without a text layer; run it through text recognition to read it",
                )
            )


def _issue(code: str, page: int, found: str) -> Issue:
    return Issue(code=code, message=f"Page {page} {found}.")


def _drop_hidden(page: PageCharacters, issues: list[Issue], *, is_scan: bool) -> list[Glyph]:
    """Glyphs that can be seen; recognised text behind a scan is kept and reported."""
    reasons: Counter[HiddenReason] = Counter()
    seen: list[Glyph] = []
    invisible: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        # Comparisons that also turn away what is no number at all.
        is_off = not (-1 <= x <= page.width + 1 and -1 <= y <= page.height + 1) or not (
            0 < glyph.size <= MAX_SIZE
        )
        reason: HiddenReason | None = "off_page" if is_off else glyph.hidden
        if reason is None:
            seen.append(glyph)
        elif reason == "invisible" and is_scan:
            invisible.append(glyph)
        else:
            reasons[reason] += 1
    if invisible and len(seen) * 4 < len(invisible):
        issues.append(
            _issue(
                "page.recognised_text",
                page.number,
                "is a scan whose text was recognised by a machine; compare its numbers and codes "
                "with the picture",
            )
        )
        seen += invisible
    elif invisible:
        reasons["invisible"] += len(invisible)
    for reason, count in sorted(reasons.items()):
        words = {
            "invisible": "that are set to be invisible",
            "transparent": "that are transparent",
            "off_page": "outside its visible area",
            "no_contrast": "that do not show on their ground",
        }[reason]
        issues.append(
            _issue(
                "page.hidden_text",
                page.number,
                f"holds {count} characters {words}; they were left out",
            )
        )
    return seen


def _report_unmapped(glyphs: list[Glyph], number: int, issues: list[Issue]) -> None:
    """Characters of which the file does not say what they are; signs of lists do not count."""
    unmapped = [
        glyph
        for index, glyph in enumerate(glyphs)
        if glyph.is_unmapped
        or (
            "\ue000" <= glyph.text <= "\uf8ff"
            and index + 1 < len(glyphs)
            and not glyphs[index + 1].has_space_before
            and abs(glyphs[index + 1].baseline - glyph.baseline) < 1
            and glyphs[index + 1].x0 - glyph.x1 < 0.3 * glyph.size
        )
    ]
    if unmapped:
        fonts = ", ".join(
            sorted({glyph.font.rsplit("+", 1)[-1] or "unnamed" for glyph in unmapped})
        )
        issues.append(
            _issue(
                "page.unmapped_characters",
                number,
                f"holds {len(unmapped)} characters that its fonts ({fonts[:80]}) do not map to "
                "text; look at the page itself",
            )
        )


def _find_angle(glyphs: list[Glyph]) -> int:
    """The direction, a quarter turn, in which most of the text reads."""
    angles = Counter(glyph.angle for glyph in glyphs)
    best = max((90, 180, 270), key=lambda angle: angles[angle])
    return best if angles[best] > angles[0] else 0


def _turn_box(box: BBox, angle: int, width: float, height: float) -> BBox:
    """A box after a page of this size was turned so that text at ``angle`` is upright."""
    x0, top, x1, bottom = box
    if angle == 90:  # reads downwards: what is at the right comes on top
        return (top, width - x1, bottom, width - x0)
    if angle == 180:
        return (width - x1, height - bottom, width - x0, height - top)
    if angle == 270:  # reads upwards: what is at the left comes on top
        return (height - bottom, x0, height - top, x1)
    return box


def _turn_back(box: BBox, angle: int, width: float, height: float) -> BBox:
    """The inverse; ``width`` and ``height`` are those of the turned page."""
    return _turn_box(box, (360 - angle) % 360, width, height)


def _turn_glyph(glyph: Glyph, angle: int, turned: PageCharacters) -> Glyph:
    width, height = turned.width, turned.height
    if angle in (90, 270):
        width, height = height, width
    x0, top, x1, bottom = _turn_box(
        (glyph.x0, glyph.top, glyph.x1, glyph.bottom), angle, width, height
    )
    baseline = glyph.baseline
    if glyph.angle == 90:
        baseline = width - glyph.baseline
    elif glyph.angle == 180:
        baseline = height - glyph.baseline
    return replace(
        glyph,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        baseline=baseline,
        angle=(glyph.angle - angle) % 360,
    )


def _turn_page(page: PageCharacters, angle: int) -> PageCharacters:
    def turn(box: BBox) -> BBox:
        return _turn_box(box, angle, page.width, page.height)

    turned = PageCharacters(page.number, page.width, page.height)
    if angle in (90, 270):
        turned.width, turned.height = page.height, page.width
    turned.rules = [turn(box) for box in page.rules]
    turned.frames = [replace(frame, bbox=turn(frame.bbox)) for frame in page.frames]
    turned.images = [turn(box) for box in page.images]
    turned.links = [(turn(box), url) for box, url in page.links]
    return turned


def _read_turned(glyphs: list[Glyph], page: PageLines) -> list[Line]:
    """Lines that read up or down a page of upright text, such as the heads of narrow columns."""
    found: list[Line] = []
    tilted = [glyph for glyph in glyphs if glyph.angle % 90]
    if tilted:
        page.issues.append(
            _issue(
                "page.tilted_text",
                page.number,
                f"holds {len(tilted)} characters at an odd angle; they were left out",
            )
        )
    for angle in (90, 180, 270):
        group = [glyph for glyph in glyphs if glyph.angle == angle]
        if not group:
            continue
        turned = PageCharacters(page.number, page.width, page.height)
        if angle in (90, 270):
            turned.width, turned.height = page.height, page.width
        for line in build_lines(build_words([_turn_glyph(one, angle, turned) for one in group])):
            apart = [False, *(is_apart(*pair) for pair in pairwise(line.words))]
            words = [
                _turn_word(word, angle, turned, has_space=has_space)
                for word, has_space in zip(line.words, apart, strict=True)
            ]
            found.append(Line(words))
    return found


def _turn_word(word: Word, angle: int, turned: PageCharacters, *, has_space: bool) -> Word:
    """A word of turned text in the coordinates of the page around it."""
    x0, top, x1, bottom = _turn_back(word.bbox, angle, turned.width, turned.height)
    return replace(
        word,
        x0=x0,
        top=top,
        x1=x1,
        bottom=bottom,
        baseline=bottom,
        row=bottom,
        is_turned=True,
        has_space_before=has_space,
    )
