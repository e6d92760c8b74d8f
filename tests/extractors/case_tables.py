"""The case tables of ``cases/``: tab-separated, one case a line."""

import csv
from pathlib import Path

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[dict[str, str]]:
    """The rows of a table; lines that begin with ``#`` are comments."""
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#")]
    return [
        {key: value or "" for key, value in row.items()}
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]
