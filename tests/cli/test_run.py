import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"
DOCUMENT_ID = "emn-press-release-migration-diplomacy-3492f7c9"


def make_variants(folder: Path, count: int) -> Path:
    """Raw files with the same content and different bytes."""
    folder.mkdir()
    for number in range(count):
        raw = PRESS_RELEASE.read_bytes() + b"\n" * (number + 1)
        (folder / f"release {number}.txt").write_bytes(raw)
    return folder


def read_records(output: Path) -> dict[str, bytes]:
    """All that must be the same in every run: records and manifest, but not the run's own."""
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def test_a_run_writes_the_extraction_that_extract_prints(emn, tmp_path):
    printed = emn("extract", PRESS_RELEASE).data
    answer = emn("run", PRESS_RELEASE, "--direct")
    assert answer.code == 0
    assert (tmp_path / "output" / f"{DOCUMENT_ID}.json").read_text("utf-8") == printed


def test_a_run_writes_the_document_that_parse_prints(emn, tmp_path):
    printed = emn("parse", PRESS_RELEASE).data
    emn("run", PRESS_RELEASE, "--direct")
    kept = tmp_path / "output" / "documents" / f"{DOCUMENT_ID}.json"
    assert kept.read_text("utf-8") == printed


def test_the_run_record_keeps_to_the_published_schema(emn):
    answer = emn("run", PRESS_RELEASE, "--direct", "--json", "--truth", PROJECT / "truth")
    schema = json.loads((PROJECT / "schemas" / "json" / "run.json").read_text("utf-8"))
    record = json.loads(answer.data)
    jsonschema.validate(record, schema)
    assert record["compared"]["documents"] == [DOCUMENT_ID]


def test_without_json_a_run_prints_nothing_but_words(emn):
    assert emn("run", PRESS_RELEASE, "--direct").data == ""


def test_what_has_not_changed_is_skipped_with_a_word(emn):
    emn("run", PRESS_RELEASE, "--direct")
    answer = emn("run", PRESS_RELEASE, "--direct")
    assert answer.lines[0].startswith("unchanged ")


def test_force_does_it_again(emn):
    emn("run", PRESS_RELEASE, "--direct")
    assert emn("run", PRESS_RELEASE, "--direct", "--force").lines[0].startswith("written ")


@pytest.mark.parametrize("place", ["", "documents/"])
def test_a_record_that_was_edited_or_lost_is_made_again(emn, tmp_path, place):
    emn("run", PRESS_RELEASE, "--direct")
    before = read_records(tmp_path / "output")
    (tmp_path / "output" / f"{place}{DOCUMENT_ID}.json").write_text("{}")
    assert emn("run", PRESS_RELEASE, "--direct").lines[0].startswith("written ")
    assert read_records(tmp_path / "output") == before


def test_another_version_of_a_table_makes_every_document_again(emn, monkeypatch):
    from pipeline import versions

    emn("run", PRESS_RELEASE, "--direct")
    newer = {**versions.get_versions(), "vocabulary": "another"}
    monkeypatch.setattr(versions, "get_versions", lambda: newer)
    assert emn("run", PRESS_RELEASE, "--direct").lines[0].startswith("written ")


def test_the_same_bytes_under_two_names_count_once(emn, tmp_path):
    (tmp_path / "a copy.txt").write_bytes(PRESS_RELEASE.read_bytes())
    answer = emn("run", PRESS_RELEASE, "a copy.txt", PRESS_RELEASE, "--direct", "--json")
    outcomes = json.loads(answer.data)["outcomes"]
    assert [one["status"] for one in outcomes] == ["written", "duplicate"]
    assert outcomes[1]["document_id"] == outcomes[0]["document_id"]
    assert answer.code == 0


def test_a_document_that_now_fails_leaves_no_old_record(emn, tmp_path, monkeypatch):
    emn("run", PRESS_RELEASE, "--direct")

    from pipeline.process import fail
    from pipeline.run import _process_all  # noqa: F401 - the chain below is the one patched

    def fail_all(raw_files, output, processes, on_outcome):
        outcomes = [fail(raw, MemoryError(), output) for raw in raw_files]
        for raw, outcome in zip(raw_files, outcomes, strict=True):
            on_outcome(raw, outcome)
        return outcomes

    monkeypatch.setattr("pipeline.run.process_batch", fail_all)
    assert emn("run", PRESS_RELEASE, "--direct", "--force").code == 1
    assert not list((tmp_path / "output").glob("*.json"))


def test_a_broken_truth_is_told_and_spoils_no_document(emn, tmp_path):
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "broken.json").write_text("{")
    answer = emn("run", PRESS_RELEASE, "--direct")
    assert answer.code == 1
    assert "broken.json" in answer.words
    assert (tmp_path / "output" / f"{DOCUMENT_ID}.json").is_file()


@pytest.mark.parametrize(("seed", "processes"), [("0", 1), ("1", 2), ("4242", 4)])
def test_the_bytes_do_not_depend_on_hash_seed_or_process_count(tmp_path, seed, processes):
    raw = make_variants(tmp_path / "raw", 4)
    written = []
    for output, environment, count in (
        (tmp_path / "first", {"PYTHONHASHSEED": "99"}, 1),
        (tmp_path / "second", {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}, processes),
    ):
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pipeline.cli",
                "run",
                str(raw),
                "--direct",
                "--output",
                str(output),
                "--processes",
                str(count),
            ],
            check=True,
            capture_output=True,
            cwd=PROJECT,
            env={**os.environ, **environment},
        )
        written.append(read_records(output))
    assert len(written[0]) == 9
    assert written[0] == written[1]


def test_the_order_of_paths_does_not_matter(emn, tmp_path):
    raw = make_variants(tmp_path / "raw", 3)
    names = sorted(raw.iterdir())
    emn("run", *names, "--direct", "--output", "one")
    emn("run", *reversed(names), "--direct", "--output", "two")
    assert read_records(tmp_path / "one") == read_records(tmp_path / "two")


def test_a_pipe_gets_no_colour_and_no_bar(emn):
    assert "\x1b" not in emn("run", PRESS_RELEASE, "--direct").words


@pytest.mark.parametrize(("variable", "has_colour"), [("NO_COLOR", False), ("UNSET", True)])
def test_a_terminal_gets_colours_unless_no_color_is_set(tmp_path, variable, has_colour):
    import pty

    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pipeline.cli",
            "run",
            "missing.txt",
            "--direct",
            "--output",
            str(tmp_path),
        ],
        stderr=theirs,
        cwd=PROJECT,
        env={**environment, "TERM": "xterm-256color", variable: "1"},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # how Linux says that the other side has closed a terminal
            break
        if not chunk:
            break
        seen += chunk
    assert process.wait() == 1
    os.close(ours)
    assert (b"\x1b[31m" in seen) is has_colour
    assert b"missing.txt" in seen
