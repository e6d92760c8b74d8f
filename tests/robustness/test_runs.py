"""Runs that are disturbed: two at once, killed, interrupted, without room, with odd names."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.store import load_extraction
from schemas.run import RunRecord
from tests.robustness.damage import PRESS_RELEASE, ROOT

ODD_NAMES = (
    b"with spaces and 'quotes' \".txt",
    b"new\nline.txt",
    b"\x1b[31mred.txt",
    b"\xff\xfe no utf-8.txt",
    b"\xff\xfd no utf-8.txt",
    b"x" * 251 + b".txt",
    b"-.txt",
    b"--help",
    "\u202etxt.exe".encode(),
    "e\u0301.txt".encode(),
    "é.txt".encode(),
)


def make_raw(folder: Path, count: int) -> Path:
    """Files of one content and different bytes."""
    folder.mkdir()
    for number in range(count):
        name = folder / f"release {number:02}.txt"
        name.write_bytes(PRESS_RELEASE.read_bytes() + b"\n" * number)
    return folder


def start(raw: Path, output: Path, room: int | None = None) -> "subprocess.Popen[bytes]":
    """``emn run`` in a session of its own; ``room`` is the most bytes a file of it may have."""

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return subprocess.Popen(
        [
            *(sys.executable, "-m", "pipeline.cli", "run", str(raw), "--direct", "--json"),
            *("--output", str(output), "--processes", "2", "--truth", str(raw)),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=prepare,  # noqa: PLW1509 - this process has no other threads
    )


def read_records(output: Path) -> dict[str, bytes]:
    """All that is the same in every run."""
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }


def wait_for_record(output: Path) -> None:
    """Until the first document is written, so that the run is in its middle."""
    deadline = time.monotonic() + 60
    while not any(output.glob("*.json")):
        assert time.monotonic() < deadline, "nothing was written"
        time.sleep(0.02)


def has_members(session: int) -> bool:
    """Whether a process of the session is still there."""
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                fields = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                return True
    return False


def wait_for_silence(session: int) -> None:
    deadline = time.monotonic() + 20
    while has_members(session):
        assert time.monotonic() < deadline, "processes of the run are left"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Raw files, and the records of a run over them that nobody disturbs."""
    folder = tmp_path_factory.mktemp("undisturbed")
    raw = make_raw(folder / "raw", 6)
    assert start(raw, folder / "output").wait(timeout=120) == 0
    return raw, read_records(folder / "output")


def test_two_runs_over_one_output_leave_the_records_of_one(expected, tmp_path) -> None:
    raw, records = expected
    runs = [start(raw, tmp_path / "output") for _ in range(2)]
    answers = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], answers
    assert read_records(tmp_path / "output") == records


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_leaves_whole_records_and_the_next_one_finishes(
    expected, tmp_path, sign
) -> None:
    raw, records = expected
    output = tmp_path / "output"
    run = start(raw, output)
    wait_for_record(output)
    run.send_signal(sign)
    _, words = run.communicate(timeout=60)
    wait_for_silence(run.pid)
    assert b"Traceback" not in words
    if sign == signal.SIGINT:
        assert run.returncode == 130
        assert words.decode().splitlines()[-1].startswith("emn: interrupted")
    for place in output.glob("*.json"):
        load_extraction(output, place.stem)
    again = start(raw, output)
    again.communicate(timeout=120)
    assert again.returncode == 0
    assert read_records(output) == records


def test_records_without_room_fail_alone_and_leave_nothing_half_written(tmp_path) -> None:
    raw = make_raw(tmp_path / "raw", 1)
    (raw / "small.txt").write_text("Six Member States report this.")
    run = start(raw, tmp_path / "output", room=20_000)
    data, words = run.communicate(timeout=60)
    outcomes = {one.file_name: one for one in RunRecord.model_validate_json(data).outcomes}
    failure = outcomes["release 00.txt"].failure
    assert run.returncode == 1, words
    assert failure is not None
    assert failure.code == "output.unwritable"
    assert outcomes["small.txt"].status == "written"
    assert [path.name for path in (tmp_path / "output").rglob(".*")] == []


def test_odd_names_are_read_and_each_is_one_line(tmp_path) -> None:
    (tmp_path / "raw").mkdir()
    for number, name in enumerate(ODD_NAMES):
        place = tmp_path / "raw" / os.fsdecode(name)
        place.write_bytes(b"Six Member States report this." + b"\n" * number)
    run = start(tmp_path / "raw", tmp_path / "output")
    data, words = run.communicate(timeout=60)
    lines = words.decode("utf-8").split("\n\n")[0].splitlines()
    assert run.returncode == 0, words
    assert len(RunRecord.model_validate_json(data).outcomes) == len(ODD_NAMES)
    assert len(lines) == len(ODD_NAMES)
    assert all(line.isprintable() for line in lines)
