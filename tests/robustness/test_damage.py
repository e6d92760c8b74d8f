"""One bad file never stops another; each ends in an extraction or in exactly one typed error."""

import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from schemas.document import Document
from schemas.errors import READ_ERROR_CODES
from schemas.extraction import Extraction
from schemas.run import Outcome, RunRecord
from tests.robustness.damage import ROOT, SAMPLES, iter_damaged

CASES = Path(__file__).parent / "cases" / "outcomes.tsv"
ALWAYS = "date.missing"
"""An issue of nearly every small text; it says nothing about damage."""
GOOD = (
    "sample_seeded_mistakes_release.docx",
    "sample_seeded_mistakes_release.html",
    "sample_seeded_mistakes_release.md",
    "sample_seeded_mistakes_release_weasyprint.pdf",
    "sample_seeded_mistakes_release.txt",
)

with CASES.open(encoding="utf-8", newline="") as _table:
    EXPECTED = {row["file"]: row for row in csv.DictReader(_table, delimiter="\t")}


@dataclass(frozen=True)
class Run:
    code: int
    words: str
    output: Path
    record: RunRecord
    leftovers: frozenset[str]

    @property
    def outcomes(self) -> dict[str, Outcome]:
        return {outcome.file_name: outcome for outcome in self.record.outcomes}


def call_run(folder: Path, output: Path) -> Run:
    """``emn run --direct`` as a user calls it, on two processes."""
    temporary = output.with_name(f"{output.name} temporary")
    temporary.mkdir()
    answer = subprocess.run(
        [
            *(sys.executable, "-m", "pipeline.cli", "run", str(folder), "--direct", "--json"),
            *("--output", str(output), "--processes", "2", "--truth", str(folder)),
        ],
        cwd=ROOT,
        capture_output=True,
        timeout=300,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(temporary), "LANG": "C.UTF-8"},
        check=False,
    )
    return Run(
        answer.returncode,
        answer.stderr.decode("utf-8"),
        output,
        RunRecord.model_validate_json(answer.stdout),
        frozenset(path.name for path in temporary.iterdir()),
    )


def read_records(output: Path) -> dict[str, bytes]:
    """The records of the good files, which a run without the bad ones must give as well."""
    return {
        path.name: path.read_bytes()
        for path in [*output.glob("sample_*.json"), *output.glob("sample-*.json")]
    }


@pytest.fixture(scope="module")
def folders() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="emn robustness ") as folder:
        for name in ("bad", "good"):
            (Path(folder) / name).mkdir()
            for good in GOOD:
                (Path(folder) / name / good).write_bytes((SAMPLES / good).read_bytes())
        for name, content in iter_damaged():
            if name in EXPECTED:
                made = content() if callable(content) else content
                (Path(folder) / "bad" / name).write_bytes(made)
        yield Path(folder)


@pytest.fixture(scope="module")
def damaged_run(folders: Path) -> Run:
    return call_run(folders / "bad", folders / "output")


@pytest.mark.parametrize("name", EXPECTED)
def test_each_kind_of_damage_ends_as_the_table_says(damaged_run: Run, name: str) -> None:
    outcome, expected = damaged_run.outcomes[name], EXPECTED[name]
    if outcome.failure is not None:
        assert (outcome.failure.code, "") == (expected["outcome"], expected["issues"])
        return
    if outcome.status == "duplicate":
        assert expected["outcome"] == "duplicate"
        return
    record = (damaged_run.output / f"{outcome.document_id}.json").read_text("utf-8")
    kept = damaged_run.output / "documents" / f"{outcome.document_id}.json"
    extraction = Extraction.model_validate_json(record)
    document = Document.model_validate_json(kept.read_text("utf-8"))
    extraction.require_grounded(document.text)
    found = "partial" if document.is_partial else "written"
    codes = {issue.code for issue in extraction.issues} - {ALWAYS}
    assert (found, " ".join(sorted(codes))) == (expected["outcome"], expected["issues"])


def test_what_fails_fails_with_a_code_of_the_closed_list_and_none_by_a_bug(
    damaged_run: Run,
) -> None:
    codes = {one.failure.code for one in damaged_run.record.outcomes if one.failure is not None}
    assert codes <= set(READ_ERROR_CODES) - {"reader.crashed", "extractor.crashed"}


def test_a_run_with_failures_ends_with_1_and_one_line_for_each_document(damaged_run: Run) -> None:
    lines = damaged_run.words.split("\n\n")[0].splitlines()
    assert damaged_run.code == 1
    assert "Traceback" not in damaged_run.words
    assert len(lines) == len(damaged_run.record.outcomes) == len(EXPECTED) + len(GOOD)


def test_what_was_read_in_part_or_without_text_is_no_clean_success(damaged_run: Run) -> None:
    for outcome in damaged_run.record.outcomes:
        if outcome.status != "written":
            continue
        kept = damaged_run.output / "documents" / f"{outcome.document_id}.json"
        document = json.loads(kept.read_text("utf-8"))
        assert any(char.isalnum() for char in document["text"]), outcome.file_name
        assert not document["is_partial"] or outcome.counts.issues, outcome.file_name


def test_good_files_come_out_as_they_do_without_bad_ones_beside_them(
    damaged_run: Run, folders: Path
) -> None:
    alone = call_run(folders / "good", folders / "output of the good ones")
    expected = read_records(alone.output)
    assert alone.code == 0
    assert len(expected) == len(GOOD)
    assert read_records(damaged_run.output).items() >= expected.items()


def test_nothing_half_written_and_no_temporary_file_is_left(damaged_run: Run) -> None:
    assert [path.name for path in damaged_run.output.rglob(".*")] == []
    assert damaged_run.leftovers == frozenset()


@pytest.mark.parametrize("command", ["extract", "check"])
def test_by_hand_the_bad_are_one_line_each_and_the_good_are_printed(
    folders: Path, command: str
) -> None:
    bad = ["truncated_50.pdf", "doctype_laughs.docx", "nested_100000.html", "brackets.md"]
    names = [*bad[:2], "good_one_page.pdf", *bad[2:]]
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", command, *names],
        cwd=folders / "bad",
        capture_output=True,
        timeout=120,
        check=False,
    )
    lines = answer.stderr.decode("utf-8").splitlines()
    assert answer.returncode == 1
    assert len(lines) == len(bad)
    assert all(name in line for name, line in zip(bad, lines, strict=True))
    if command == "extract":
        (record,) = json.loads(answer.stdout)
        assert record["source"]["file_name"] == "good_one_page.pdf"


@pytest.mark.parametrize("name", ["truncated_50.pdf", "nul_only.txt"])
def test_a_bad_file_is_not_parsed_and_is_one_line(folders: Path, name: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "parse", name],
        cwd=folders / "bad",
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (1, b"")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "code"),
    [("member_zeroed.docx", 1), ("rtl.txt", 0)],
)
def test_stdin_ends_as_the_file_does(folders: Path, name: str, code: int) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "extract", "-"],
        cwd=ROOT,
        input=(folders / "bad" / name).read_bytes(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert answer.returncode == code
    assert len(answer.stderr.splitlines()) == code
    assert bool(answer.stdout) is (code == 0)
