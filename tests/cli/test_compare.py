import json
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"
DOCUMENT_ID = "emn-press-release-migration-diplomacy-3492f7c9"


@pytest.fixture
def truth(emn, tmp_path) -> Path:
    """A truth that states of the press release what the program says of it."""
    emn("run", PRESS_RELEASE, "--direct")
    record = json.loads((tmp_path / "output" / f"{DOCUMENT_ID}.json").read_text("utf-8"))
    notes = [
        {"label": one["label"], "kind": one["kind"], "countries": one["countries"]}
        for one in record["notes"]
    ]
    path = tmp_path / "truth" / f"{DOCUMENT_ID}.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"document_id": DOCUMENT_ID, "notes": notes}))
    return path


def edit(path: Path, label: str, **fields) -> None:
    truth = json.loads(path.read_text("utf-8"))
    note = next(one for one in truth["notes"] if one["label"] == label)
    note.update(fields)
    path.write_text(json.dumps(truth))


def test_agreement_is_said_in_one_line_and_is_exit_code_0(emn, truth):
    answer = emn("compare")
    assert answer.code == 0
    assert answer.data.splitlines()[-1] == "1 document compared with truth, no difference."


def test_an_error_put_into_the_truth_is_exactly_that_difference(emn, truth):
    edit(truth, "3", countries=["EE", "FI", "LU", "LV", "PL"])
    answer = emn("compare", "--json")
    assert answer.code == 0
    comparison = json.loads(answer.data)["comparisons"][0]
    told = [
        (one["status"], one["subject"], one["field"], one["found"])
        for one in comparison["differences"]
    ]
    assert told == [("+", "note 3", "countries", "PT")]


def test_a_missed_minimum_is_exit_code_1_and_says_by_how_much(emn, truth):
    edit(truth, "3", kind="prose")
    answer = emn("compare", "--min", "notes.countries.f1=1", "--min", "notes.kind.f1=0.9")
    assert answer.code == 1
    assert answer.lines == ["emn: notes.kind.f1 is 0.6667, below the minimum of 0.9"]


def test_an_unknown_metric_is_wrong_usage_and_names_those_near_it(emn, truth):
    answer = emn("compare", "--min", "note.f1=1")
    assert answer.code == 2
    assert "notes.f1" in answer.words


def test_nothing_to_compare_is_not_a_success(emn, truth):
    truth.unlink()
    assert emn("compare").code == 1


def test_the_page_is_one_file_that_loads_nothing_and_shows_text_as_text(emn, truth, tmp_path):
    edit(truth, "3", countries=["EE", "FI", "LU", "LV", "PL"])
    document = json.loads(truth.read_text("utf-8"))
    document["claims"] = [{"evidence": {"quote": "<script>alert('x')</script>"}}]
    truth.write_text(json.dumps(document))
    assert emn("compare", "--html", "page.html").code == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "PT" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http:" not in page
    assert "https:" not in page
