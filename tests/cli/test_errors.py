"""Bad input is one line, bad usage is exit code 2, and a bug says that it is one."""

import json
import os
import socket
from pathlib import Path

import pytest

from pipeline.cli import app
from schemas.errors import READ_ERROR_CODES

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"


def make_missing(path: Path) -> None:
    """Nothing is there."""


def make_empty(path: Path) -> None:
    path.touch()


def make_blank(path: Path) -> None:
    path.write_text("\n \t \n")


def make_binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))  # such names are short by law


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_loop(path: Path) -> None:
    """What the file system refuses to open; permissions would not stop root."""
    path.symlink_to(path)


def make_archive(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"x" * 100)


BAD_FILES = [
    make_missing,
    make_empty,
    make_blank,
    make_binary,
    make_folder,
    make_socket,
    make_pipe,
    make_loop,
    make_archive,
]


@pytest.mark.parametrize("make", BAD_FILES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("command", ["extract", "parse", "check"])
def test_a_bad_file_is_one_line_and_exit_code_1(emn, tmp_path, command, make):
    make(tmp_path / "bad.txt")
    answer = emn(command, "bad.txt")
    assert answer.code == 1
    assert len(answer.lines) == 1
    assert "bad.txt" in answer.words
    assert "bug" not in answer.words


@pytest.mark.parametrize(
    "make", [make for make in BAD_FILES if make is not make_folder], ids=lambda make: make.__name__
)
def test_a_bad_file_of_a_run_fails_alone_with_one_code(emn, tmp_path, make):
    make(tmp_path / "bad.txt")
    (tmp_path / "good.txt").write_bytes(PRESS_RELEASE.read_bytes())
    answer = emn("run", "bad.txt", "good.txt", "--direct", "--json", "--processes", 1)
    outcomes = json.loads(answer.data)["outcomes"]
    assert answer.code == 1
    assert [outcome["status"] for outcome in outcomes] == ["failed", "written"]
    assert outcomes[0]["failure"]["code"] in READ_ERROR_CODES
    assert outcomes[0]["failure"]["code"] not in {"reader.crashed", "extractor.crashed"}
    assert "\n" not in outcomes[0]["failure"]["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["run", "--processes", "0"],
        ["run", "--processes", "many"],
        ["extract"],
        ["schema", "nonsense"],
        ["compare", "nowhere"],
        ["extract", "-", "-"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2_without_data(emn, arguments):
    answer = emn(*arguments)
    assert (answer.code, answer.data) == (2, "")
    assert "Traceback" not in answer.words


def test_a_folder_without_files_is_wrong_usage_and_waits_for_nothing(emn, tmp_path):
    answer = emn("run", tmp_path)
    assert answer.code == 2
    assert len(answer.lines) == 1


def test_an_output_that_is_a_file_is_wrong_usage(emn, tmp_path):
    (tmp_path / "taken").touch()
    answer = emn("run", PRESS_RELEASE, "--direct", "--output", "taken")
    assert answer.code == 2
    assert "--output" in answer.words


def test_a_bug_is_one_line_that_names_debug(emn, monkeypatch):
    monkeypatch.setattr("pipeline.process.read_file", lambda *_, **__: 1 / 0)
    answer = emn("parse", PRESS_RELEASE)
    assert answer.code == 1
    assert len(answer.lines) == 1
    assert "--debug" in answer.words


@pytest.mark.parametrize("place", [0, 2])
def test_debug_shows_the_traceback_wherever_it_stands(emn, monkeypatch, place):
    monkeypatch.setattr("pipeline.process.read_file", lambda *_, **__: 1 / 0)
    arguments = ["parse", PRESS_RELEASE]
    arguments.insert(place, "--debug")
    with pytest.raises(ZeroDivisionError):
        emn(*arguments)


def test_an_interrupt_says_how_to_go_on(emn, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.process.read_file", interrupt)
    answer = emn("parse", PRESS_RELEASE)
    assert answer.code == app.EXIT_INTERRUPTED
    assert "Traceback" not in answer.words
