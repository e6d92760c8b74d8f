"""The manifest of a raw folder: one line per file, with its hash, where it is from, and when.

People edit it and the watch adds to it; columns that are not ours are kept.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from pipeline.store import write_text
from schemas.errors import UsageError

MANIFEST_NAME = "manifest.csv"
COLUMNS = ("file_name", "sha256", "size_bytes", "url", "licence", "date_fetched", "note")

Row = dict[str, str]


def read_rows(folder: Path) -> list[Row]:
    """The lines in their order; none if there is no manifest.

    Raises ``UsageError`` for a file that is no such table.
    """
    path = folder / MANIFEST_NAME
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, restkey="", restval="")
            rows = [{name: cell for name, cell in row.items() if name} for row in reader]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise UsageError(
            f"{path}: the manifest cannot be read ({cause}). "
            "It is a CSV file in UTF-8 with at least the columns file_name and url."
        ) from cause
    if rows and not {"file_name", "url"} <= rows[0].keys():
        raise UsageError(
            f"{path}: the manifest lacks the column file_name or url. "
            "See raw/manifest.csv for its columns."
        )
    return rows


def write_rows(folder: Path, rows: Iterable[Row]) -> None:
    """Replace the manifest in one step."""
    lines = list(rows)
    names = dict.fromkeys([*COLUMNS, *(name for row in lines for name in row)])
    table = io.StringIO()
    writer = csv.DictWriter(table, list(names), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    write_text(folder / MANIFEST_NAME, table.getvalue())
