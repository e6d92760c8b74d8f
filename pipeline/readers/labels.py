"""Labels of notes: how they are printed, and what a printed cluster of them stands for."""

import re

SUPERSCRIPT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_PLAIN = str.maketrans(
    SUPERSCRIPT_DIGITS + _SUPERSCRIPT_LETTERS + "⁻⁽⁾˒",
    "0123456789" + "abcdefghijklmnoprstuvwxyz" + "-(),",
)
SUPERSCRIPTS = SUPERSCRIPT_DIGITS + _SUPERSCRIPT_LETTERS
SYMBOLS = "*†‡§¶"
MAX_RANGE = 20
"""A printed range such as ``1–3`` is spelled out up to this length; a longer one is no marker."""

_NUMBER = re.compile(r"[1-9]\d{0,2}\Z")
_AGAIN = re.compile(r"(?<=\d):\d{1,2}(?=\]?\Z)")
"""What some converters add where a note is cited again."""
_RANGE = re.compile(r"([1-9]\d{0,2})[-–—]([1-9]\d{0,2})\Z")
_SYMBOL = re.compile(r"([*†‡§¶])\1{0,3}\Z")
_ROMAN = re.compile(r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z")
_LETTER = re.compile(r"[a-z]\Z")
_SPLIT = re.compile(r"[\s,;·]+")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}


def to_plain(text: str) -> str:
    """``text`` with superscript characters turned into plain ones.

    >>> to_plain("¹²⁻¹⁴")
    '12-14'
    """
    return text.translate(_PLAIN)


def parse_labels(text: str) -> tuple[str, ...]:
    """The labels that a printed cluster stands for; empty if it is no cluster of labels.

    >>> parse_labels("¹,²"), parse_labels("[3–5]"), parse_labels("iv"), parse_labels("th")
    (('1', '2'), ('3', '4', '5'), ('iv',), ())
    """
    if len(text) > 60:
        return ()
    plain = to_plain(text).strip().strip("()[]{}.:^").strip()
    labels: list[str] = []
    for part in _SPLIT.split(plain):
        part_range = _RANGE.match(part)
        if part_range:
            first, last = int(part_range[1]), int(part_range[2])
            if not first < last <= first + MAX_RANGE:
                return ()
            labels.extend(str(number) for number in range(first, last + 1))
        elif is_label(part):
            labels.append(part)
        elif part:
            return ()
    return tuple(labels)


def parse_anchor(text: str) -> tuple[str, ...]:
    """The same for what a reference known by its format shows; some count its repetitions.

    >>> parse_anchor("[8:1]"), parse_anchor("[8]")
    (('8',), ('8',))
    """
    return parse_labels(_AGAIN.sub("", text)) if ":" in text else parse_labels(text)


def is_label(text: str) -> bool:
    """Whether ``text`` is one label: a number to 999, a roman number, a letter or a symbol."""
    return any(form.match(text) for form in (_NUMBER, _SYMBOL, _ROMAN, _LETTER))


def is_numeric(label: str) -> bool:
    """Whether the label is an Arabic number."""
    return label.isascii() and label.isdigit()


def rank(label: str) -> int | None:
    """Place of a label in its numbering, from 1; None for labels without an order.

    >>> rank("12"), rank("iv"), rank("b"), rank("**"), rank("see")
    (12, 4, 2, 2, None)
    """
    if is_numeric(label):
        return int(label)
    if _SYMBOL.match(label):
        return len(label) if label[0] == "*" else None
    if (len(label) > 1 and _ROMAN.match(label)) or label in ("i", "v", "x"):
        values = [_ROMAN_VALUES[char] for char in label]
        return sum(
            -value if index + 1 < len(values) and value < values[index + 1] else value
            for index, value in enumerate(values)
        )
    return ord(label) - ord("a") + 1 if _LETTER.match(label) else None
