"""What layout analysis gets of a page: characters, rules, frames. Who delivered them is not said.

Coordinates are points from the top left corner of the page as it is shown: the crop box, turned by
the page's own rotation.
"""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from schemas.document import BBox

HiddenReason = Literal["invisible", "transparent", "off_page", "no_contrast"]


@dataclass(slots=True)
class Glyph:
    """One printed character, or one ligature, with its typography."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    """Distance of the baseline from the top of the page; from its left side for text that reads
    up or down."""
    size: float
    """Size of the type as shown, in points."""
    font: str
    is_bold: bool = False
    angle: int = 0
    """Direction of reading, clockwise, in whole degrees: 0 is upright, 90 reads downwards."""
    is_ink_raised: bool = False
    """The ink of this digit floats above the baseline: a superscript glyph at body size."""
    hidden: HiddenReason | None = None
    """Why nobody sees this character, if so."""
    has_space_before: bool = False
    """The file has a space character between the glyph before this one and this one."""
    is_unmapped: bool = False
    """The font does not say which character this is."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A filled or stroked rectangle: a box, a tinted ground, the ground of a cell."""

    bbox: BBox
    fill: tuple[int, int, int] | None
    is_stroked: bool


@dataclass(slots=True)
class PageCharacters:
    """One page. Glyphs come in the order in which the file draws them."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[BBox] = field(default_factory=list)
    """Lines and rectangles so thin that they are lines, horizontal or vertical."""
    frames: list[Frame] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    drawing_count: int = 0
    """Paths of any kind; a page of text that was turned into outlines has thousands."""
    links: list[tuple[BBox, str]] = field(default_factory=list)
    """Areas of the page that lead to an address on the web."""


class CharacterSource(Protocol):
    """Delivers a file page by page. Pages count from 1; a page is released once it is read."""

    @property
    def page_count(self) -> int:
        """Pages of the file."""
        ...

    def read_page(self, number: int) -> PageCharacters:
        """The characters of one page. Whatever the library raises is the caller's to catch."""
        ...

    def close(self) -> None:
        """Give back what the library holds."""
        ...


_SWAPPED = {
    **{chr(ord(letter) << 8): letter for letter in "fijklt"},
    **{chr(ord(first) + ord(last) << 8): first + last for first, last in ("fi", "fl", "ft")},
}


def read_control(code: int, *, is_named: bool) -> str | None:
    """The character that a code from 0x80 to 0x9F stands for; None if nobody knows.

    Unicode has control characters there, which no page prints. A font with a name means those of
    Windows; one without a name, as TeX draws them, counts by a table of its own.

    >>> read_control(0x92, is_named=True), read_control(0x92, is_named=False)
    ('’', None)
    """
    if not is_named:
        return None
    return bytes([code]).decode("cp1252", "replace").replace("\ufffd", "") or None


def heal_ligature(text: str) -> str:
    """The letters of a ligature whose bytes a rewriting of the file has swapped.

    Ghostscript 10.0 names the parts of ``ff`` as U+6600 and not as U+0066; of three letters it
    adds up the last two.

    >>> heal_ligature("\u6600\u6c00"), heal_ligature("\u6600\ucf00"), heal_ligature("\u6600")
    ('fl', 'ffi', '\u6600')
    """
    if len(text) < 2 or text.isascii():
        return text
    letters = [_SWAPPED.get(char) for char in text]
    return "".join(letter or "" for letter in letters) if all(letters) else text


def is_bold_name(font: str) -> bool:
    """Whether the name of a font says that it is heavy.

    >>> is_bold_name("ABCDEF+Liberation-Sans-Bold"), is_bold_name("SemiboldMT")
    (True, True)
    >>> is_bold_name("CMBX10"), is_bold_name("Times-Roman")
    (True, False)
    """
    name = font.rsplit("+", 1)[-1].lower()
    return any(part in name for part in ("bold", "black", "heavy", "cmbx", "-bd", "demi"))


def is_regular_name(font: str) -> bool:
    """Whether the name of a font says that it is not heavy, whatever the file measures.

    >>> is_regular_name("ABCDEF+LMRoman10-Regular"), is_regular_name("Arial")
    (True, False)
    """
    name = font.rsplit("+", 1)[-1].lower()
    return any(part in name for part in ("regular", "-roman", "-book", "-light"))
