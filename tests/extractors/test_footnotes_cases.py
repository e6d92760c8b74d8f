"""What notes list; the cases are rows of ``cases/notes*.tsv``."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.footnotes import find_footnotes
from tests.extractors.documents import build_document

CASES = Path(__file__).parent / "cases"
FLOOR_HELD_BACK = 0.9


@cache
def read_cases(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table; each holds one note."""
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        return tuple(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_note(text: str) -> dict[str, str]:
    """The note ``text`` as a row of the table."""
    (note,) = find_footnotes(analyse(build_document(f"Some.[^1] || [^1]: {text}")), Findings())
    return {
        "text": text,
        "kind": note.kind,
        "countries": " ".join(note.countries),
        "list_kind": note.list_kind,
        "stated_count": str(note.stated_count or ""),
        "groups": ";".join(f"{group.role}={' '.join(group.countries)}" for group in note.groups),
        "qualifiers": ";".join(f"{one.iso2}={one.text}" for one in note.qualifiers),
        "unfinished": "yes" if note.is_unfinished else "",
    }


@pytest.mark.parametrize("row", read_cases("notes"), ids=lambda row: row["text"][:40])
def test_a_note_is_read_as_printed(row: dict[str, str]) -> None:
    assert read_note(row["text"]) == row


def _held_back() -> Iterator[bool]:
    for row in read_cases("notes_held_back"):
        yield read_note(row["text"]) == row


def test_notes_that_no_rule_was_tuned_on_score_above_their_floor() -> None:
    outcomes = list(_held_back())
    assert sum(outcomes) / len(outcomes) >= FLOOR_HELD_BACK
