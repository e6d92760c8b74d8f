"""Markers and notes in plain text, one line per case in ``cases/markers.tsv``.

In the table ``⏎`` is a line break (in ``body``: the next block), ``␌`` a form feed, ``⇥`` a tab. A
body block begins with ``#`` if it is a heading, ``-`` a list item, ``|`` a table cell. A link is
word → label → text of the note.
"""

import csv
from pathlib import Path

import pytest

from schemas.document import Document
from tests.conftest import ReadText

CASES = Path(__file__).parent / "cases" / "markers.tsv"
_SIGNS = {"heading": "#", "list_item": "-", "table_cell": "|"}
_PRINTED = str.maketrans({"⏎": "\n", "␌": "\x0c", "⇥": "\t"})


def load_cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = load_cases()


def body_of(document: Document) -> str:
    return " ⏎ ".join(
        _SIGNS.get(block.role, "") + document.text[block.start_char : block.end_char]
        for block in document.blocks
        if block.role != "note"
    )


def links_of(document: Document) -> str:
    notes = {note.note_id: note.evidence.quote for note in document.notes}
    links = (
        f"{one.evidence.quote}→{one.label}→{notes[one.note_id] if one.note_id else 'none'}"
        for one in document.note_references
    )
    return "; ".join(links).replace("\n\n", "⏎")


def uncited_of(document: Document) -> str:
    cited = {reference.note_id for reference in document.note_references}
    notes = (note for note in document.notes if note.note_id not in cited)
    return "; ".join(f"{note.label}→{note.evidence.quote}" for note in notes).replace("\n\n", "⏎")


@pytest.fixture(params=ROWS, ids=[row["name"] for row in ROWS])
def case(request: pytest.FixtureRequest) -> dict[str, str]:
    return dict(request.param)


@pytest.fixture
def document(case: dict[str, str], read_text: ReadText) -> Document:
    return read_text(case["text"].translate(_PRINTED))


def test_markers_find_their_notes(case: dict[str, str], document: Document) -> None:
    assert links_of(document) == case["links"]


def test_body_keeps_everything_but_markers(case: dict[str, str], document: Document) -> None:
    assert body_of(document) == case["body"]


def test_notes_without_a_marker_are_kept(case: dict[str, str], document: Document) -> None:
    assert uncited_of(document) == case["uncited"]


def test_what_is_doubtful_is_an_issue(case: dict[str, str], document: Document) -> None:
    assert " ".join(issue.code for issue in document.issues) == case["issues"]
