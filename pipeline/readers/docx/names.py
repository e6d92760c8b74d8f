"""Names of WordprocessingML (ECMA-376, part 1), and how its attributes are read."""

from functools import lru_cache

from pipeline.readers.docx.archive import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PREFIXES = {
    W[1:-1]: "",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps:",
    "urn:schemas-microsoft-com:vml": "v:",
}
_FALSE = frozenset({"0", "false", "off", "none"})


@lru_cache(maxsize=4096)
def _shorten(tag: str) -> str:
    space, _, name = tag[1:].rpartition("}")
    return _PREFIXES.get(space, "other:") + name


def get_name(element: Element) -> str:
    """``p`` or ``t`` for Word's own elements, ``mc:Choice``, ``m:t`` … for those of others."""
    tag = element.tag
    return _shorten(tag) if isinstance(tag, str) else ""


def get_value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of Word's; None if there is no such element or attribute."""
    return None if element is None else element.get(W + name)


def get_number(element: Element | None, name: str = "val") -> int | None:
    """A whole number in an attribute; None if there is none."""
    value = get_value(element, name) or ""
    if not value.lstrip("-").isdigit() or not value.isascii() or len(value) > 9:
        return None
    return int(value)


def find(element: Element | None, *names: str) -> Element | None:
    """The element at a path of Word's names below ``element``."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def get_switch(properties: Element | None, name: str) -> bool | None:
    """An on-off property: present without a value means on; None if it is not there."""
    element = find(properties, name)
    if element is None:
        return None
    return (get_value(element) or "true").lower() not in _FALSE
