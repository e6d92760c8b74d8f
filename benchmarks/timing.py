"""What the benchmarks share: whole processes timed by wall clock and by processor time."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

PROJECT = Path(__file__).parents[1]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"
EMN = Path(sys.executable).with_name("emn")


@dataclass(frozen=True)
class Timing:
    """Seconds of one process with its children."""

    wall: float
    cpu: float


def time_process(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> Timing:
    """Run ``command`` from the project's folder to its end; raises if it fails."""
    before, start = os.times(), perf_counter()
    subprocess.run(
        command,
        check=True,
        cwd=PROJECT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wall, after = perf_counter() - start, os.times()
    cpu = (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )
    return Timing(wall, cpu)


def describe(timings: Sequence[Timing]) -> str:
    """Median and least wall clock, median processor time."""
    walls = [timing.wall for timing in timings]
    cpu = median(timing.cpu for timing in timings)
    return f"median {median(walls):6.2f} s, least {min(walls):6.2f} s, processor {cpu:6.2f} s"
