"""Run against run: which findings differ, and what caused it."""

import json
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.diff import OffsetMapper, Side, diff
from pipeline.diff_text import LEGEND, format_diff, render_diff
from pipeline.ingest import ingest
from pipeline.manifest import record_outcomes
from pipeline.process import process_file
from pipeline.review.desk import Desk
from pipeline.store import extraction_path, find_sha256
from schemas.extraction import Extraction

TEXT = """# Reception of applicants in practice

Seven[^2] of these countries plan a law, whilst three[^3] others conclude bilateral agreements.

A visa facilitation agreement with Georgia exists.

[^2]: AT, BE, CY, CZ, DE, EE, ES.
[^3]: FI, FR, HU.
"""


def build(folder: Path, text: str = TEXT, versions: dict[str, str] | None = None) -> Path:
    """An output folder with its manifest, as a run leaves it; ``versions`` replace some."""
    raw_path = folder / "raw" / "inform.md"
    raw_path.parent.mkdir(parents=True, exist_ok=True)
    raw_path.write_text(text, "utf-8")
    output = folder / "output"
    raw = next(iter(ingest([raw_path])))
    outcome = process_file(raw, output)
    assert outcome.status == "written", outcome.failure
    record_outcomes([(raw, outcome)], output)
    if versions:
        path = output / "run" / "manifest.json"
        manifest = json.loads(path.read_text("utf-8"))
        for entry in manifest["entries"]:
            entry["versions"].update(versions)
        path.write_text(json.dumps(manifest), "utf-8")
    return output


def rewrite(output: Path, change, *, is_recorded: bool = True) -> None:
    """Change the only extraction, as a new extractor would, or behind the manifest's back."""
    path = next(output.glob("*.json"))
    record = json.loads(path.read_text("utf-8"))
    change(record)
    path.write_text(Extraction.model_validate(record).to_json(), "utf-8")
    if is_recorded:
        place = output / "run" / "manifest.json"
        manifest = json.loads(place.read_text("utf-8"))
        digest = find_sha256(path)
        manifest["entries"][0]["extraction_sha256"] = digest
        place.write_text(json.dumps(manifest), "utf-8")


def drop_hungary(record) -> None:
    record["notes"][1]["countries"].remove("HU")


def compare(before: Path, after: Path, truth: Path | None = None):
    return diff(Side.open(before), Side.open(after), truth)


def changes(record):
    return [(one.status, one.subject) for doc in record.documents for one in doc.changes]


def causes(record):
    return {cause for doc in record.documents for one in doc.changes for cause in one.causes}


def test_two_runs_over_the_same_are_the_same(tmp_path):
    record = compare(build(tmp_path / "a"), build(tmp_path / "b"))
    assert record.is_same
    assert record.documents[0].same > 10


def test_a_changed_list_is_one_change_with_its_items(tmp_path):
    before, after = build(tmp_path / "a"), build(tmp_path / "b", versions={"extractor": "new"})
    rewrite(after, drop_hungary)
    record = compare(before, after)
    assert changes(record) == [("~", "note 3")]
    change = record.documents[0].changes[0]
    assert [(one.field, one.status, one.before) for one in change.fields] == [
        ("countries", "-", "HU")
    ]


@pytest.mark.parametrize("part", ["reader", "extractor", "vocabulary", "schema"])
def test_with_the_same_source_the_cause_is_the_version_that_changed(tmp_path, part):
    before, after = build(tmp_path / "a"), build(tmp_path / "b", versions={part: "new"})
    rewrite(after, drop_hungary)
    assert causes(compare(before, after)) == {part}


def test_another_library_is_named_only_if_nothing_of_ours_changed(tmp_path):
    before, after = build(tmp_path / "a"), build(tmp_path / "b", versions={"spacy": "9"})
    rewrite(after, drop_hungary)
    assert causes(compare(before, after)) == {"library"}


def test_a_record_that_was_edited_is_a_human_decision(tmp_path):
    before, after = build(tmp_path / "a"), build(tmp_path / "b")
    rewrite(after, drop_hungary, is_recorded=False)
    assert causes(compare(before, after)) == {"human decision"}


def test_a_value_that_somebody_decided_for_names_the_decision_too(tmp_path):
    before, after = build(tmp_path / "a"), build(tmp_path / "b", versions={"extractor": "new"})
    rewrite(before, drop_hungary)
    truth = tmp_path / "truth"
    desk = Desk(after, truth, "Ada")
    case = desk.open_case(next(desk.iter_ids()))
    notes = [{"label": "3", "countries": ["FI", "FR"]}]
    (truth / f"{case.document_id}.json").write_text(json.dumps({"notes": notes}))
    found = (one.difference for one in desk.open_case(case.document_id).open_entries)
    hungary = next(one for one in found if one.subject == "note 3" and one.found == "HU")
    desk.decide(case.document_id, hungary.difference_id, "accept")
    assert causes(compare(before, after, truth)) == {"extractor", "human decision"}


def test_without_manifests_the_cause_is_unknown(tmp_path):
    before, after = build(tmp_path / "a"), build(tmp_path / "b")
    rewrite(after, drop_hungary)
    for output in (before, after):
        (output / "run" / "manifest.json").unlink()
    assert causes(compare(before, after)) == {"unknown"}


def test_findings_of_a_revision_are_compared_where_they_moved_to(tmp_path):
    moved = TEXT.replace("\n\nSeven", "\n\nReception is organised in many ways.\n\nSeven")
    record = compare(build(tmp_path / "a"), build(tmp_path / "b", moved))
    assert changes(record) == []
    assert record.documents[0].before_id != record.documents[0].after_id


def test_a_revised_number_is_a_changed_claim_caused_by_the_source(tmp_path):
    revised = TEXT.replace("three[^3] others", "four[^3] others").replace("HU.", "HU, IE.")
    record = compare(build(tmp_path / "a"), build(tmp_path / "b", revised))
    told = changes(record)
    assert ("+", "country IE 'IE' in note 3") in told
    assert ("~", "note 3") in told
    assert not any(status == "-" and subject.startswith("claim") for status, subject in told)
    assert causes(record) == {"source"}


def test_in_a_revision_what_stands_in_old_words_is_put_down_to_the_code(tmp_path):
    revised = TEXT + "\nIn Malta nothing is planned.\n"
    before = build(tmp_path / "a")
    after = build(tmp_path / "b", revised, {"extractor": "new"})
    rewrite(after, drop_hungary)
    found = {
        one.subject: one.causes for doc in compare(before, after).documents for one in doc.changes
    }
    assert found["note 3"] == ("extractor",)
    assert found["country MT 'Malta'"] == ("source",)


def test_a_document_on_one_side_only_is_a_difference(tmp_path):
    before, after = build(tmp_path / "a"), build(tmp_path / "b")
    path = tmp_path / "b" / "raw" / "other.txt"
    path.write_text("In Austria a bilateral agreement was signed.\n")
    process_file(next(iter(ingest([path]))), after)
    record = compare(before, after)
    assert not record.is_same
    assert "only on the second side" in format_diff(record)


@pytest.mark.parametrize("is_same", [True, False])
def test_the_exit_code_says_whether_anything_differs(tmp_path, capfd, is_same):
    before, after = build(tmp_path / "a"), build(tmp_path / "b")
    if not is_same:
        rewrite(after, drop_hungary)
    assert main(["diff", str(before), str(after)]) == (0 if is_same else 1)
    assert LEGEND in capfd.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["one"], ["nowhere", "neither"], ["a", "--git", "-x"]])
def test_sides_that_make_no_sense_are_exit_code_2(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    assert main(["diff", *arguments]) == 2


def test_two_records_of_one_folder_are_two_revisions(tmp_path, capfd):
    before = build(tmp_path / "a")
    name = next(before.glob("*.json")).stem
    build(tmp_path / "a", TEXT.replace("HU.", "HU, IE."))
    other = next(one.stem for one in before.glob("*.json") if one.stem != name)
    sides = [str(extraction_path(before, one)) for one in (name, other)]
    assert main(["diff", *sides, "--json"]) == 1
    document = json.loads(capfd.readouterr().out)["documents"][0]
    assert (document["before_id"], document["after_id"]) == (name, other)


def test_output_is_compared_with_what_git_has(tmp_path, monkeypatch, capfd):
    output = build(tmp_path)
    git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for command in (["init", "-q"], ["add", "output"], ["commit", "-qm", "First"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    assert main(["diff", "--git", "HEAD"]) == 0
    rewrite(output, drop_hungary)
    assert main(["diff", "--git", "HEAD"]) == 1
    assert "note 3" in capfd.readouterr().out
    assert main(["diff", "--git", "no-such-revision"]) == 2


def test_the_page_shows_text_as_text_and_loads_nothing(tmp_path):
    before = build(tmp_path / "a")
    after = build(tmp_path / "b", TEXT.replace("Reception of", "A <script>x</script> & inform"))
    rewrite(after, lambda record: record["metadata"].update(title="<script>alert(1)</script>"))
    page = render_diff(compare(before, after))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "src=" not in page


@pytest.mark.parametrize(
    ("old", "new", "word", "expected"),
    [
        ("One two.\n\nThree.", "One two.\n\nNew.\n\nThree.", "Three", "Three"),
        ("a b c d", "a x b c d", "c d", "c d"),
        ("six of them", "nine of them", "six of", "nine of"),
        ("gone\n\nstays", "stays", "stays", "stays"),
        ("AT, ES.", "AT, ES, MT.", "ES", "ES"),
    ],
)
def test_a_place_is_found_again_in_a_revised_text(old, new, word, expected):
    start = old.index(word)
    first, last = OffsetMapper(old, new).move(start, start + len(word))
    assert new[first:last] == expected


def test_a_place_whose_words_are_gone_is_nowhere():
    first, last = OffsetMapper("keep gone keep", "keep keep").move(5, 9)
    assert last - first <= 1
