"""The command line, called in this process with the streams of a real one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli import main

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"


@dataclass(frozen=True)
class Answer:
    code: int
    data: str
    words: str

    @property
    def lines(self) -> list[str]:
        return self.words.splitlines()


Emn = Callable[..., Answer]


@pytest.fixture
def emn(capfd: pytest.CaptureFixture[str], tmp_path, monkeypatch) -> Emn:
    """Calls ``emn`` in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Answer:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        streams = capfd.readouterr()
        return Answer(code, streams.out, streams.err)

    return call
