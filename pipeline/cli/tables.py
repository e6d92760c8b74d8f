"""Plain tables in plain text: the same on a terminal, in a pipe and in a file."""

from collections.abc import Sequence

GAP = "  "


def format_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, numbers to the right, no line longer than it must be.

    >>> print(format_table(("field", "F1"), (("claims", "1.000"), ("notes", "0.5"))))
    field      F1
    claims  1.000
    notes     0.5
    """
    widths = [max(len(line[column]) for line in (header, *rows)) for column in range(len(header))]
    is_number = [
        bool(rows) and all(_is_number(row[column]) for row in rows) for column in range(len(header))
    ]
    return "\n".join(
        GAP.join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, is_number, strict=True)
        ).rstrip()
        for line in (header, *rows)
    )


def _is_number(cell: str) -> bool:
    return not cell.strip("0123456789.,/–-% ")
