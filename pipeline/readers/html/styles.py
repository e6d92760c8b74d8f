"""What the style of an element says about its text: hidden, raised, struck out.

Only inline styles and the simplest rules of a page's own style sheets are read (one class, id or
element name as the selector, outside of media queries): what Word, LibreOffice and editors of
national sites write.
"""

import re
from dataclasses import dataclass, field

from pipeline.readers.html.tree import Element, get_words
from pipeline.readers.html.vocabulary import HIDDEN_WORDS

_COMMENT = re.compile(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/")
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?[.#]?[\w-]*\Z", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LENGTH = re.compile(r"([0-9]{0,3}\.?[0-9]{1,3})(%|em|ex|rem|pt|px)\Z")
_NO_AREA = re.compile(r"rect\((?:[01](?:px)?[, ]*){4}\)")
_FAR_LEFT = re.compile(r"-[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Look:
    """How an element shows its text."""

    is_hidden: bool = False
    is_raised: bool | None = None
    """None if the style does not say."""
    is_struck: bool = False
    is_note: bool = False
    """Moved to the foot of the page when printed (CSS Generated Content for Paged Media)."""


@dataclass(slots=True)
class Styles:
    """The looks that selectors of the page's own style sheets give."""

    rules: dict[str, Look] = field(default_factory=dict)

    def get_look(self, element: Element) -> Look:
        """The look of ``element`` by its attributes and the page's simple rules."""
        looks = [self.rules[name] for name in _get_selectors(element) if name in self.rules]
        style = element.get("style")
        if style:
            looks.append(read_declarations(style))
        raised = [look.is_raised for look in looks if look.is_raised is not None]
        hidden = element.get("hidden")
        return Look(
            is_hidden=any(look.is_hidden for look in looks)
            or (hidden is not None and hidden.lower() != "until-found"),
            is_raised=raised[-1] if raised else None,
            is_struck=any(look.is_struck for look in looks),
            is_note=any(look.is_note for look in looks),
        )


def is_for_screen_readers(element: Element) -> bool:
    """Whether a class says that only screen readers get this text ("Footnote", "opens in …")."""
    return element.get("class") is not None and bool(HIDDEN_WORDS.search(get_words(element)))


def read_styles(root: Element) -> Styles:
    """The simple rules of all ``<style>`` elements below ``root``."""
    styles = Styles()
    for element in root.iter("style"):
        for selectors, declarations in _RULE.findall(_drop_nested(element.text or "")):
            look = read_declarations(declarations)
            if look == Look():
                continue
            for selector in selectors.split(","):
                name = selector.strip().lower()
                if name and name not in ("html", "body") and _SIMPLE.match(name):
                    styles.rules[name] = look
    return styles


def read_declarations(text: str) -> Look:
    """The look that CSS declarations give.

    >>> read_declarations("vertical-align: super; DISPLAY:none").is_hidden
    True
    """
    values: dict[str, str] = {}
    for declaration in text.split(";"):
        name, _, value = declaration.partition(":")
        values[name.strip().lower()] = _SPACE.sub(" ", value.replace("!important", "")).strip()
    get_value = {name: text.lower() for name, text in values.items()}.get
    align = get_value("vertical-align")
    return Look(
        is_hidden=get_value("display") == "none"
        or get_value("visibility") in ("hidden", "collapse")
        or get_value("mso-hide") == "all"
        or get_value("opacity") == "0"
        or get_value("font-size") in ("0", "0px", "0pt")
        or _is_clipped(get_value("position"), get_value("clip"), get_value("left")),
        is_raised=None if align is None else _is_raised(align),
        is_struck="line-through" in (get_value("text-decoration") or "")
        or "line-through" in (get_value("text-decoration-line") or ""),
        is_note=get_value("float") == "footnote",
    )


def _is_raised(align: str) -> bool:
    """Whether characters stand above their line, at least by a fifth of their height."""
    length = _LENGTH.match(align)
    if length is None:
        return align in ("super", "text-top")
    least = {"%": 20.0, "em": 0.2, "ex": 0.4, "rem": 0.2}.get(length[2], 2.0)
    return float(length[1]) >= least


def _is_clipped(position: str | None, clip: str | None, left: str | None) -> bool:
    """Whether text is cut to nothing or put beside the page, so that only machines read it."""
    if position not in ("absolute", "fixed"):
        return False
    return _NO_AREA.match(clip or "") is not None or _FAR_LEFT.match(left or "") is not None


def _get_selectors(element: Element) -> list[str]:
    """The simple selectors that match ``element``, weakest first."""
    tag = str(element.tag)
    names = (element.get("class") or "").lower().split()
    selectors = [tag]
    for name in names[:20]:
        selectors += (f".{name}", f"{tag}.{name}")
    if element.get("id"):
        name = element.get("id").lower()
        selectors += (f"#{name}", f"{tag}#{name}")
    return selectors


def _drop_nested(sheet: str) -> str:
    """A style sheet without comments and without at-rules that hold rules (media, supports)."""
    sheet = _COMMENT.sub(" ", sheet).replace("<!--", " ").replace("-->", " ")
    kept: list[str] = []
    start = depth = 0
    is_nested = False
    for brace in re.finditer(r"[{}]", sheet):
        if brace[0] == "{":
            if depth == 0:
                is_nested = sheet[start : brace.start()].rpartition(";")[2].strip().startswith("@")
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not is_nested:
                    kept.append(sheet[start : brace.end()])
                start = brace.end()
    return "".join(kept)
