"""Names and messages from outside as records and terminals can hold them."""

import os
from pathlib import Path


def get_printable_name(path: Path) -> str:
    """The file's name as records may hold it: names need not be UTF-8 on every disk."""
    return make_printable(path.name)


def make_printable(name: str) -> str:
    """``name`` with U+FFFD for each byte that is no UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


def to_line(text: str) -> str:
    r"""``text`` as one line that a terminal prints and does not obey.

    White space is folded, and what would steer a terminal or turn the line shows as its code.

    >>> print(to_line("a\nb \x1b[31mred \u202etxt"))
    a b \x1b[31mred \u202etxt
    """
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in " ".join(text.split())
    )
