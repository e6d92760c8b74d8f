"""Styles and direct formatting: what they say about a paragraph or a run."""

import re
from dataclasses import dataclass, field, replace

from pipeline.readers.docx.archive import Element
from pipeline.readers.docx.names import W, find, get_number, get_switch, get_value

_HEADING = re.compile(r"heading ([1-9])\Z")
_CONTENTS = re.compile(r"(?:toc|contents) (?:[1-9]|heading)\Z|toc heading\Z|table of figures\Z")
_ALIAS = re.compile(r"[,;]")
"""Before names of the author's own for a built-in style."""
_MOST_BASES = 30
"""Styles in one chain; Word itself stops at eleven."""
_LEAST_RAISE = 3
"""Half-points above the line from which raised text counts as superscript."""


@dataclass(frozen=True, slots=True)
class Look:
    """Properties of characters; None where nothing is said."""

    is_raised: bool | None = None
    is_hidden: bool | None = None
    is_struck: bool | None = None
    is_bold: bool | None = None
    is_white: bool | None = None
    is_shaded: bool | None = None

    def over(self, base: "Look") -> "Look":
        """These properties, and where they say nothing those of ``base``."""
        return Look(
            *(
                getattr(base, name) if getattr(self, name) is None else getattr(self, name)
                for name in Look.__slots__
            )
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """Properties of paragraphs; None where nothing is said."""

    level: int | None = None
    """Heading level from 1; 0 says that it is none."""
    list_id: str | None = None
    list_level: int | None = None
    is_contents: bool = False
    """A line of a table of contents."""
    is_caption: bool = False

    def over(self, base: "Shape") -> "Shape":
        """These properties, and where they say nothing those of ``base``."""
        return Shape(
            base.level if self.level is None else self.level,
            base.list_id if self.list_id is None else self.list_id,
            base.list_level if self.list_level is None else self.list_level,
            self.is_contents or base.is_contents,
            self.is_caption or base.is_caption,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """One style with all that it inherits."""

    look: Look = Look()
    shape: Shape = Shape()


@dataclass(slots=True)
class Styles:
    """The styles of a document, by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = Style()
    """Of paragraphs without a style."""
    base: Look = Look()
    """Of all characters."""
    language: str | None = None

    def get_paragraph_style(self, style_id: str | None) -> Style:
        """The style with this id, else the default."""
        return self.by_id.get(style_id or "", self.default)

    def get_look(self, properties: Element | None, around: Look) -> Look:
        """The look of a run with ``properties`` in a paragraph whose characters look ``around``."""
        if properties is None:
            return around
        style = self.by_id.get(get_value(find(properties, "rStyle")) or "")
        look = around if style is None else style.look.over(around)
        return read_look(properties).over(look)


def read_look(properties: Element | None) -> Look:
    """What ``w:rPr`` itself says."""
    if properties is None or not len(properties):
        return Look()
    align = get_value(find(properties, "vertAlign"))
    raise_by = get_number(find(properties, "position"))
    is_raised: bool | None = None
    if align is not None:
        is_raised = align == "superscript"
    elif raise_by is not None:
        is_raised = raise_by >= _LEAST_RAISE
    color = get_value(find(properties, "color"))
    size = get_number(find(properties, "sz"))
    is_hidden = get_switch(properties, "vanish")
    if is_hidden is None and size is not None and size <= 2:  # one point: nobody can read that
        is_hidden = True
    struck = [get_switch(properties, name) for name in ("strike", "dstrike")]
    return Look(
        is_raised=is_raised,
        is_hidden=is_hidden,
        is_struck=True if True in struck else False if False in struck else None,
        is_bold=get_switch(properties, "b"),
        is_white=None if color is None else color.upper() == "FFFFFF",
        is_shaded=_has_shade(properties),
    )


def read_shape(properties: Element | None) -> Shape:
    """What ``w:pPr`` itself says."""
    if properties is None:
        return Shape()
    outline = get_number(find(properties, "outlineLvl"))
    level = None if outline is None else outline + 1 if 0 <= outline < 9 else 0
    return Shape(
        level=level,
        list_id=get_value(find(properties, "numPr", "numId")),
        list_level=get_number(find(properties, "numPr", "ilvl")),
    )


def _has_shade(properties: Element) -> bool | None:
    if find(properties, "highlight") is not None:
        return True
    shade = find(properties, "shd")
    if shade is None:
        return None
    fill = (get_value(shade, "fill") or "auto").upper()
    return fill not in ("AUTO", "FFFFFF")


def read_styles(root: Element | None) -> Styles:
    """All styles of ``word/styles.xml`` with what they inherit."""
    styles = Styles()
    if root is None:
        return styles
    defaults = find(root, "docDefaults", "rPrDefault", "rPr")
    styles.base = read_look(defaults)
    styles.language = get_value(find(defaults, "lang"))
    elements = {get_value(item, "styleId") or "": item for item in root.iterfind(W + "style")}
    for style_id, element in elements.items():
        style = _resolve(element, elements)
        styles.by_id[style_id] = style
        is_default = (get_value(element, "default") or "0").lower() in ("1", "true", "on")
        if is_default and get_value(element, "type") == "paragraph":
            styles.default = style
    return styles


def _resolve(element: Element, elements: dict[str, Element]) -> Style:
    """A style with what it inherits; a chain that bites its tail ends there."""
    chain = [element]
    while len(chain) < _MOST_BASES:
        base = elements.get(get_value(find(chain[-1], "basedOn")) or "")
        if base is None or any(base is one for one in chain):
            break
        chain.append(base)
    style = Style()
    for one in reversed(chain):
        shape = _read_style_shape(one).over(style.shape)
        look = read_look(find(one, "rPr")).over(style.look)
        paragraph_shade = _has_shade(find(one, "pPr")) if find(one, "pPr") is not None else None
        if paragraph_shade is not None:
            look = replace(look, is_shaded=paragraph_shade)
        style = Style(look, shape)
    return style


def _read_style_shape(element: Element) -> Shape:
    """The shape of one style; a built-in name counts more than an outline level."""
    shape = read_shape(find(element, "pPr"))
    name = _ALIAS.split(get_value(find(element, "name")) or "")[0].strip().lower()
    heading = _HEADING.match(name)
    if heading:
        return replace(shape, level=int(heading[1]))
    if name == "title":
        return replace(shape, level=1)
    return replace(
        shape, is_contents=_CONTENTS.match(name) is not None, is_caption=name == "caption"
    )
