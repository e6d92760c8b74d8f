"""Characters by pypdfium2: the fast source.

Pdfium makes up spaces and line breaks and turns a hyphen at a line's end into U+0002; the made up
ones are left out here and the hyphen comes back as one, so that the analysis sees what is printed.
"""

import ctypes
import math
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pipeline.readers.limits import Limits
from pipeline.readers.pdf.bullets import make_bullets
from pipeline.readers.pdf.characters import (
    Glyph,
    HiddenReason,
    PageCharacters,
    heal_ligature,
    is_bold_name,
    is_regular_name,
    read_control,
)
from pipeline.readers.pdf.drawings import Drawings, read_drawings
from pipeline.readers.pdf.geometry import PageFrame
from pipeline.readers.pdf.turned import put_in_order
from schemas.document import BBox

PDFIUM_HYPHEN = 2
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_SPACES = frozenset([9, 10, 13, 32, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000])
_INVISIBLE_MODES = (3, 7)
_FORCE_BOLD_WEIGHT = 600


class TooManyCharactersError(Exception):
    """A page prints more characters than the limits allow."""


class _Style:
    """What all characters of one text object share; read once per object."""

    __slots__ = ("angle", "baseline", "font", "hidden", "is_bold", "scale_y", "size")

    def __init__(self, text_page: int, index: int, text_object: int, frame: PageFrame) -> None:
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetMatrix(text_page, index, matrix)
        size = pdfium_c.FPDFText_GetFontSize(text_page, index)
        self.size = abs(size) * math.hypot(matrix.c, matrix.d) or 1.0
        turn = -math.degrees(math.atan2(matrix.b, matrix.a))
        self.angle = round(turn + frame.rotation) % 360
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium_c.FPDFText_GetCharOrigin(text_page, index, x, y)
        across = 0 if self.angle in (90, 270) else 1
        self.baseline = frame.to_page(x.value, y.value)[across]
        self.font = _read_font_name(text_object)
        weight = pdfium_c.FPDFText_GetFontWeight(text_page, index)
        self.is_bold = is_bold_name(self.font) or (
            weight > _FORCE_BOLD_WEIGHT and not is_regular_name(self.font)
        )
        self.hidden = _read_visibility(text_object)


class PdfiumSource:
    """One open file behind the interface of ``CharacterSource``."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._document = pdfium.PdfDocument(data)
        self._limits = limits

    @property
    def page_count(self) -> int:
        """Pages of the file."""
        return len(self._document)

    def read_page(self, number: int) -> PageCharacters:
        """The characters of page ``number``; raises ``TooManyCharactersError``."""
        page = self._document[number - 1]
        try:
            frame = PageFrame.of(page.get_cropbox(), page.get_rotation())
            found = PageCharacters(number, frame.width, frame.height)
            text_page = page.get_textpage()
            try:
                count = pdfium_c.FPDFText_CountChars(text_page.raw)
                if count > self._limits.page_chars:
                    raise TooManyCharactersError
                found.glyphs = put_in_order(list(_read_glyphs(text_page.raw, count, frame)))
            finally:
                text_page.close()
            drawings = read_drawings(page, frame)
            found.glyphs += make_bullets(found.glyphs, drawings.signs)
            found.rules, found.frames = drawings.rules, drawings.frames
            found.images, found.drawing_count = drawings.images, drawings.path_count
            found.links = _read_links(self._document, page, frame)
            if _needs_eyes(found, drawings):
                _hide_unseen(found, page)
            return found
        finally:
            page.close()

    def read_title(self) -> str | None:
        """Title by the file's properties."""
        return self._document.get_metadata_value("Title").strip() or None

    @property
    def is_xfa_form(self) -> bool:
        """Whether the file is an XFA form, whose own text is made by programs that know them."""
        kind = pdfium_c.FPDF_GetFormType(self._document.raw)
        return kind in (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND)

    def read_language(self) -> str | None:
        """Language that the file declares, such as ``en-GB``."""
        length = pdfium_c.FPDFCatalog_GetLanguage(self._document.raw, None, 0)
        if not 2 < length <= 64:
            return None
        buffer = (ctypes.c_ushort * (length // 2))()
        pdfium_c.FPDFCatalog_GetLanguage(self._document.raw, buffer, length)
        language = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
        return language if _LANGUAGE.match(language) else None

    def close(self) -> None:
        """Give back what the library holds."""
        self._document.close()


def _read_glyphs(text_page: int, count: int, frame: PageFrame) -> Iterator[Glyph]:
    """Every printed character that is no space, in the order of the file."""
    get_unicode = pdfium_c.FPDFText_GetUnicode
    get_object = pdfium_c.FPDFText_GetTextObject
    get_box = pdfium_c.FPDFText_GetLooseCharBox
    is_generated = pdfium_c.FPDFText_IsGenerated
    box = pdfium_c.FS_RECTF()
    box_reference = ctypes.byref(box)
    styles: dict[int, _Style] = {}
    has_space = False
    high = 0
    last: Glyph | None = None
    last_style: _Style | None = None
    for index in range(count):
        text_object = get_object(text_page, index)
        if not text_object:  # made up by pdfium
            continue
        code = get_unicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if high:
            code, high = _join_surrogates(high, code), 0
        if code in _SPACES:
            # Pdfium makes up a space where letters stand wide apart, in a spaced title say.
            has_space = has_space or not is_generated(text_page, index)
            continue
        address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        style = styles.get(address)
        if style is None:
            style = styles[address] = _Style(text_page, index, text_object, frame)
        get_box(text_page, index, box_reference)
        x0, top, x1, bottom = frame.to_box(box.left, box.bottom, box.right, box.top)
        text, is_unmapped = _read_text(code, is_named=bool(style.font))
        if last is not None:
            if (
                style is last_style
                and not has_space
                and (x0, top, x1, bottom) == (last.x0, last.top, last.x1, last.bottom)
            ):
                # Pdfium spells a ligature out; its letters share one box.
                last.text += text
                continue
            last.text = heal_ligature(last.text)
            yield last
        if code == PDFIUM_HYPHEN and last is not None and style.baseline == last.baseline:
            x0, top, x1, bottom = _append(last, (x0, top, x1, bottom))
        last = Glyph(
            text,
            x0,
            top,
            x1,
            bottom,
            style.baseline,
            style.size,
            style.font,
            style.is_bold,
            style.angle,
            48 <= code <= 57 and _is_ink_raised(text_page, index, frame, style),
            style.hidden,
            has_space,
            is_unmapped,
        )
        last_style = style
        has_space = False
    if last is not None:
        last.text = heal_ligature(last.text)
        yield last


def _append(before: Glyph, box: BBox) -> BBox:
    """The box of a hyphen at a line's end, of which pdfium gives the ink, set behind its word."""
    x0, top, x1, bottom = box
    match before.angle:
        case 0:
            return (before.x1, before.top, max(x1, before.x1), before.bottom)
        case 90:
            return (before.x0, before.bottom, before.x1, max(bottom, before.bottom))
        case 180:
            return (min(x0, before.x0), before.top, before.x0, before.bottom)
        case 270:
            return (before.x0, min(top, before.top), before.x1, before.top)
        case _:
            return box


def _join_surrogates(high: int, low: int) -> int:
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) if 0xDC00 <= low < 0xE000 else low


def _read_text(code: int, *, is_named: bool) -> tuple[str, bool]:
    """The character, and whether the font leaves open which one it is."""
    if code == PDFIUM_HYPHEN:
        return "-", False
    if 0x80 <= code < 0xA0:
        known = read_control(code, is_named=is_named)
        return known or "\ufffd", known is None
    if code < 32 or code == 0xFFFD or 0xD800 <= code < 0xE000:
        return "\ufffd", True
    return chr(code), False


def _is_ink_raised(text_page: int, index: int, frame: PageFrame, style: _Style) -> bool:
    """Whether a digit's ink floats in the upper half: a superscript glyph of the font itself.

    A figure of any design, old style ones too, reaches down to the baseline.
    """
    if style.angle % 90:
        return False
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium_c.FPDFText_GetCharBox(text_page, index, *sides)
    left, right, bottom, top = (side.value for side in sides)
    ink_left, ink_top, ink_right, ink_bottom = frame.to_box(left, bottom, right, top)
    if style.angle in (90, 270):
        height = ink_right - ink_left
        lift = ink_left - style.baseline if style.angle == 90 else style.baseline - ink_right
    else:
        height = ink_bottom - ink_top
        lift = style.baseline - ink_bottom if style.angle == 0 else ink_top - style.baseline
    return lift > 0.2 * style.size and 0.05 * style.size < height < 0.6 * style.size


def _read_font_name(text_object: int) -> str:
    font = pdfium_c.FPDFTextObj_GetFont(text_object)
    buffer = ctypes.create_string_buffer(256)
    length = pdfium_c.FPDFFont_GetBaseFontName(font, buffer, 256) if font else 0
    return buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")


def _read_visibility(text_object: int) -> HiddenReason | None:
    if pdfium_c.FPDFTextObj_GetTextRenderMode(text_object) in _INVISIBLE_MODES:
        return "invisible"
    parts = [ctypes.c_uint() for _ in range(4)]
    if pdfium_c.FPDFPageObj_GetFillColor(text_object, *parts) and parts[3].value < 13:
        return "transparent"
    return None


def _read_links(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: PageFrame
) -> list[tuple[BBox, str]]:
    """Areas that lead to an address; links inside the file are left out."""
    found: list[tuple[BBox, str]] = []
    position = ctypes.c_int(0)
    link = pdfium_c.FPDF_LINK()
    while len(found) < 1000 and pdfium_c.FPDFLink_Enumerate(page.raw, position, link):
        action = pdfium_c.FPDFLink_GetAction(link)
        if not action or pdfium_c.FPDFAction_GetType(action) != pdfium_c.PDFACTION_URI:
            continue
        buffer = ctypes.create_string_buffer(2048)
        length = pdfium_c.FPDFAction_GetURIPath(document.raw, action, buffer, 2048)
        area = pdfium_c.FS_RECTF()
        if 1 < length <= 2048 and pdfium_c.FPDFLink_GetAnnotRect(link, area):
            url = buffer.raw[: length - 1].decode("utf-8", "replace")
            found.append((frame.to_box(area.left, area.bottom, area.right, area.top), url))
    return found


def _needs_eyes(page: PageCharacters, drawings: Drawings) -> bool:
    """Whether something on the page gives cause to look whether its text can be seen."""
    return bool(page.glyphs) and (drawings.has_light_text or drawings.has_doubtful_cover)


def _hide_unseen(found: PageCharacters, page: pdfium.PdfPage) -> None:
    """Mark the glyphs at whose place the rendered page shows one even colour."""
    scale = min(2.0, 2000 / max(1.0, found.width, found.height))
    image = page.render(scale=scale, grayscale=True).to_numpy()
    for glyph in found.glyphs:
        if glyph.hidden is not None:
            continue
        if not (0 <= glyph.x0 < glyph.x1 <= found.width):
            continue
        if not (0 <= glyph.top < glyph.bottom <= found.height):
            continue
        left, right = int(glyph.x0 * scale), math.ceil(glyph.x1 * scale)
        upper, lower = int(glyph.top * scale), math.ceil(glyph.bottom * scale)
        area = image[upper:lower, left:right]
        if area.size and int(area.max()) - int(area.min()) < 12:
            glyph.hidden = "no_contrast"
