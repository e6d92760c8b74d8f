"""What happens to one file reaches no other: workers that die, hang, or meet a bug of ours."""

import os
import signal
import time
from pathlib import Path

import pytest

from pipeline import process
from pipeline.ingest import RawFile, ingest
from pipeline.process import fail, process_batch, process_file
from pipeline.workers import Loss, map_isolated
from schemas.errors import ReadError, UngroundedEvidenceError

PROJECT = Path(__file__).parents[1]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"


def behave(item: str) -> str:
    """Runs in a worker."""
    if item == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "exit":
        os._exit(3)
    if item == "hang":
        time.sleep(600)
    return item.upper()


@pytest.mark.parametrize("processes", [1, 3])
def test_a_worker_that_dies_or_hangs_costs_its_own_item_only(processes):
    items = ["a", "kill", "b", "hang", "c", "exit", "d"]
    answers = list(map_isolated(behave, items, processes, seconds_per_item=10))
    losses = {one.item: one for one in answers if isinstance(one, Loss)}
    assert sorted(one for one in answers if isinstance(one, str)) == ["A", "B", "C", "D"]
    assert {item: loss.cause for item, loss in losses.items()} == {
        "kill": "crash",
        "exit": "crash",
        "hang": "time",
    }
    assert (losses["kill"].exit_code, losses["exit"].exit_code) == (-signal.SIGKILL, 3)


def test_workers_are_gone_when_the_caller_stops_asking():
    answers = map_isolated(behave, ["a", "hang", "hang"], 2, seconds_per_item=600)
    assert next(answers) == "A"
    start = time.monotonic()
    answers.close()
    assert time.monotonic() - start < 10


def make_copies(folder: Path, count: int) -> list[RawFile]:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_bytes(PRESS_RELEASE.read_bytes() + b"\n" * number)
    return ingest([folder])


def test_outcomes_come_in_the_order_of_the_files_and_are_told_once_each(tmp_path):
    raw_files = make_copies(tmp_path / "raw", 5)
    told = []
    outcomes = process_batch(raw_files, tmp_path / "out", 2, lambda raw, _: told.append(raw))
    assert [outcome.document_id for outcome in outcomes] == [raw.document_id for raw in raw_files]
    assert sorted(raw.file_name for raw in told) == [raw.file_name for raw in raw_files]
    assert {outcome.status for outcome in outcomes} == {"written"}


def test_a_file_that_takes_too_long_fails_with_the_limit_that_it_passed(tmp_path):
    long = tmp_path / "long.txt"
    long.write_text("Seventeen of these countries do. " * 400_000)
    (outcome,) = process_batch(ingest([long]), tmp_path / "out", 1, seconds_per_file=3)
    assert outcome.failure is not None
    assert outcome.failure.code == "limit.time"
    assert not list((tmp_path / "out").rglob("*.json"))


def test_a_batch_of_nothing_is_nothing(tmp_path):
    assert process_batch([], tmp_path, 4) == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "limit.memory"),
        (OSError(28, "No space left on device"), "output.unwritable"),
        (ZeroDivisionError("a bug"), "extractor.crashed"),
        (RecursionError(), "extractor.crashed"),
        (UngroundedEvidenceError("a", 0, 1, "b"), "extractor.crashed"),
        (ReadError("text.none", "a.txt", "there is no text", "Scan it."), "text.none"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_whatever_goes_wrong_is_one_failure_with_one_code(tmp_path, monkeypatch, error, code):
    def raise_it(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(process, "extract_file", raise_it)
    (raw,) = ingest([PRESS_RELEASE])
    outcome = process_file(raw, tmp_path)
    assert outcome.status == "failed"
    assert outcome.failure is not None
    assert outcome.failure.code == code
    assert "\n" not in outcome.failure.message


def test_a_file_that_changed_since_it_was_hashed_is_not_written(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Six countries.")
    (raw,) = ingest([path])
    path.write_text("Seven countries.")
    outcome = process_file(raw, tmp_path / "out")
    assert outcome.failure is not None
    assert outcome.failure.code == "file.unreadable"
    assert not (tmp_path / "out").exists()


def test_a_failure_removes_what_an_earlier_run_wrote_of_the_same_file(tmp_path):
    (raw,) = ingest([PRESS_RELEASE])
    assert process_file(raw, tmp_path).status == "written"
    fail(raw, MemoryError(), tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_text_that_may_be_read_may_be_extracted():
    from extractors.nlp import MAX_TEXT_CHARS
    from pipeline.readers.limits import DEFAULT_LIMITS

    assert DEFAULT_LIMITS.text_chars < MAX_TEXT_CHARS


def test_fifty_megabytes_in_one_line_are_one_clear_refusal(tmp_path):
    path = tmp_path / "line.txt"
    path.write_bytes(b"x" * 50_000_000)
    (raw,) = ingest([path])
    outcome = process_file(raw, tmp_path / "out")
    assert outcome.failure is not None
    assert outcome.failure.code == "text.too_long"
    assert "15,000,000" in outcome.failure.message
