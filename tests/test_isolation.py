"""A file that hangs, grows or crashes costs itself only, and says why."""

import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from pipeline.isolation import explain_exit, run_isolated
from pipeline.read import read, read_isolated
from pipeline.readers.failures import to_read_error
from pipeline.readers.limits import MEBIBYTE, Limits
from schemas.errors import ContractError, ReadError

QUICK = Limits(seconds=1.0, memory_bytes=200 * MEBIBYTE)


def _sleep() -> None:
    time.sleep(60)


def _burn() -> None:
    while True:
        pass


def _grow() -> int:
    return len(bytearray(1024 * MEBIBYTE))


def _grow_inside_a_library() -> None:
    try:
        bytearray(1024 * MEBIBYTE)
    except MemoryError as error:
        raise ValueError("something of the library") from error


def _die() -> None:
    os.kill(os.getpid(), signal.SIGUSR1)


def _leave() -> None:
    os._exit(3)


def _recurse() -> None:
    _recurse()


def _raise() -> None:
    raise KeyError("w:p")


def _refuse() -> None:
    raise ReadError("format.hostile", "a.docx", "it holds 9 tags", "Do not open it.")


def _exit() -> None:
    raise SystemExit(5)


def _answer_at_length() -> str:
    return "AT, BE, " * 500_000


def _use_all_memory_and_answer() -> int:
    kept = [bytearray(MEBIBYTE) for _ in range(150)]
    return len(kept)


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (_sleep, "limit.time"),
        (_grow, "limit.memory"),
        (_grow_inside_a_library, "limit.memory"),
        (_die, "reader.crashed"),
        (_leave, "reader.crashed"),
        (_raise, "reader.crashed"),
        (_exit, "reader.crashed"),
        (_recurse, "format.hostile"),
        (_refuse, "format.hostile"),
    ],
)
def test_whatever_goes_wrong_ends_in_one_typed_error(function, code):
    limits = Limits(seconds=0.2, memory_bytes=200 * MEBIBYTE)

    with pytest.raises(ReadError) as caught:
        run_isolated(function, "a.docx", limits)

    assert caught.value.code == code
    assert caught.value.file_name == "a.docx"
    assert "\n" not in str(caught.value)


def test_a_busy_loop_is_ended_by_its_processor_time_or_the_wall_clock():
    began = time.monotonic()

    with pytest.raises(ReadError) as caught:
        run_isolated(_burn, "a.pdf", Limits(seconds=0.5))

    assert caught.value.code == "limit.time"
    assert time.monotonic() - began < 15


def test_a_long_answer_arrives_whole():
    assert run_isolated(_answer_at_length, "a.pdf", QUICK) == _answer_at_length()


def test_memory_within_the_limit_may_be_used():
    assert run_isolated(_use_all_memory_and_answer, "a.pdf", QUICK) == 150


def test_a_process_with_threads_is_served_too():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert run_isolated(partial(max, 1, 2), "a.pdf", Limits(seconds=30)) == 2
    finally:
        stop.set()
        thread.join()


def test_the_error_of_the_reader_crosses_unchanged():
    with pytest.raises(ReadError) as caught:
        run_isolated(_refuse, "a.docx", QUICK)

    assert caught.value.found == "it holds 9 tags"


def test_reading_alone_gives_the_same_document(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text("<h1>Head</h1><p>Six<sup>1</sup> report.</p><p><sup>1</sup> AT, BE.</p>")

    assert read_isolated(path) == read(path)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.html", None, "file.missing"),
        ("empty.html", b"", "file.empty"),
        ("cut.docx", b"PK\x03\x04 and no more", "format.damaged"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "format.unsupported"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name, content, code):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ReadError) as caught:
        read_isolated(path)

    assert caught.value.code == code


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "a.html")

    with pytest.raises(ReadError) as caught:
        read_isolated(tmp_path / "a.html")

    assert caught.value.code == "file.not_a_file"


@pytest.mark.parametrize(
    ("exit_code", "code"),
    [
        (-signal.SIGXCPU, "limit.time"),
        (-signal.SIGKILL, "limit.memory"),
        (-signal.SIGABRT, "reader.crashed"),
        (1, "reader.crashed"),
        (None, "reader.crashed"),
    ],
)
def test_the_way_a_worker_ended_tells_the_cause(exit_code, code):
    assert explain_exit(exit_code, "a.pdf", QUICK).code == code


def test_a_broken_record_of_ours_is_no_fault_of_the_file():
    assert to_read_error(ContractError("no metadata"), "a.pdf").code == "document.invalid"
