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


def is_bold_name(font: str) -> bool:
    """Whether the name of a font says that it is heavy.

    >>> is_bold_name("ABCDEF+Liberation-Sans-Bold"), is_bold_name("SemiboldMT")
    (True, True)
    >>> is_bold_name("CMBX10"), is_bold_name("Times-Roman")
    (True, False)
    """
    name = font.rsplit("+", 1)[-1].lower()
    return any(part in name for part in ("bold", "black", "heavy", "cmbx", "-bd", "demi"))
