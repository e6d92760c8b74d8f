"""Rounds of processes that are killed at random moments, until one is left alone.

Used by the tests with few kills and by ``benchmarks/watch_cost.py`` with many.
"""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

EMN = Path(sys.executable).with_name("emn")
HIDDEN = "."


@dataclass(frozen=True)
class Result:
    """What is left in the end; two results are equal if nothing was lost or done twice."""

    raw: dict[str, bytes]
    manifest: list[str]
    output: dict[str, bytes]
    told: list[str]


def write_config(folder: Path, url: str, inbox: Path) -> Path:
    config = folder / "watch.toml"
    config.write_text(
        '[settings]\ndelay_seconds = 0\nsettle_seconds = 0\nprivate_hosts = ["127.0.0.1"]\n'
        f'[[place]]\nname = "list"\nkind = "listing"\nurl = "{url}"\nmax_items = 5000\n'
        "every_hours = 0\n"
        f'[[place]]\nname = "inbox"\nkind = "inbox"\nfolder = "{inbox}"\nevery_hours = 0\n'
    )
    return config


def start_round(folder: Path) -> "subprocess.Popen[bytes]":
    """One round as a process; the documents it tells of go to a file of their own."""
    return subprocess.Popen(
        [
            EMN,
            "ingest",
            "--config",
            "watch.toml",
            "--raw",
            "raw",
            "--output",
            "out",
            "--truth",
            "t",
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "told.log").open("ab"),
    )


def finish_round(folder: Path) -> float:
    """Seconds of a round that nobody disturbs; raises if anything fails in it."""
    start = time.perf_counter()
    process = start_round(folder)
    if process.wait(timeout=300) != 0:
        raise RuntimeError((folder / "told.log").read_text("utf-8"))
    return time.perf_counter() - start


def kill_rounds(
    folder: Path, kills: int, longest: float, seed: int, before: Callable[[int], None]
) -> int:
    """Kill so many rounds, each after a random part of its usual time; how many were killed.

    ``before`` is called with the number of each round and may bring new documents. Rounds that end
    before they are killed do not count, shorten what is usual, and there is an end to them.
    """
    chance = random.Random(seed)
    hit, begun, usual = 0, 0, longest
    while hit < kills and begun < 4 * kills:
        before(begun)
        begun += 1
        process, start = start_round(folder), time.perf_counter()
        try:
            process.wait(timeout=chance.uniform(0.15, usual))
            usual = max(0.3, time.perf_counter() - start)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            hit += 1
            usual = min(longest, 1.3 * usual)
    return hit


def read_result(folder: Path) -> Result:
    raw, output = folder / "raw", folder / "out"
    manifest = (raw / "manifest.csv").read_text("utf-8").splitlines()
    told = [
        line[2:].split(":")[0]
        for line in (folder / "told.log").read_text("utf-8").splitlines()
        if line.startswith(("+ ", "~ "))
    ]
    return Result(
        raw={path.name: path.read_bytes() for path in _iter_files(raw) if path.suffix != ".csv"},
        manifest=sorted(line.rpartition(",")[0].rpartition(",")[0] for line in manifest),
        output={
            str(path.relative_to(output)): path.read_bytes()
            for path in [*_iter_files(output), *_iter_files(output / "documents")]
        },
        told=sorted(told),
    )


def _iter_files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(HIDDEN)
    ]
