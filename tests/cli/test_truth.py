import json
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"
DOCUMENT_ID = "emn-press-release-migration-diplomacy-3492f7c9"


def write_truth(folder: Path, content: dict) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{DOCUMENT_ID}.json").write_text(json.dumps(content))


def test_the_truth_of_the_project_has_nothing_to_mend(emn):
    assert emn("truth", "lint", PROJECT / "truth").code == 0


def test_a_country_that_is_none_is_named(emn, tmp_path):
    write_truth(tmp_path / "truth", {"notes": [{"label": "1", "countries": ["EL"]}]})
    answer = emn("truth", "lint")
    assert answer.code == 1
    assert "EL" in answer.words


def test_a_quote_is_looked_for_in_the_document_that_a_run_has_read(emn, tmp_path):
    content = {"claims": [{"evidence": {"quote": "Eighteen of these countries"}}]}
    write_truth(tmp_path / "truth", content)
    assert emn("truth", "lint").code == 0
    emn("run", PRESS_RELEASE, "--direct")
    answer = emn("truth", "lint", "--json")
    assert answer.code == 1
    assert "Eighteen" in json.loads(answer.data)[0]["message"]


def test_a_field_of_the_wrong_kind_is_named(emn, tmp_path):
    write_truth(tmp_path / "truth", {"notes": [{"label": 1}]})
    assert "notes.0.label" in emn("truth", "lint").words
