"""Country lists in running text; the cases are rows of ``cases/lists.tsv``."""

import csv
from functools import cache
from pathlib import Path

import pytest

from extractors.analysis import analyse
from tests.extractors.documents import build_document

CASES = Path(__file__).parent / "cases"


@cache
def read_cases(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table; each holds one text with at most one list."""
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        return tuple(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", read_cases("lists"), ids=lambda row: row["text"][:40])
def test_a_list_in_running_text_is_read_as_printed(row: dict[str, str]) -> None:
    lists = analyse(build_document(row["text"])).lists
    found = [
        {
            "text": row["text"],
            "countries": " ".join(one.countries),
            "list_kind": one.kind,
            "stated_count": str(one.stated_count or ""),
            "place": one.place,
        }
        for one in lists
    ]
    assert found == ([row] if row["countries"] else [])
