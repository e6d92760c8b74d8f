"""How long a command takes from a cold start: ``python benchmarks/cli_start.py [ROUNDS]``.

Bars: ``emn --help`` 0.35 s, ``emn extract`` of the press release 2 s, on two cores.
"""

import sys

from timing import EMN, PRESS_RELEASE, describe, time_process

COMMANDS = (
    ("bare interpreter", [sys.executable, "-c", ""], None),
    ("import spaCy", [sys.executable, "-c", "import spacy"], None),
    ("emn --help", [EMN, "--help"], 0.35),
    ("emn parse", [EMN, "parse", PRESS_RELEASE], None),
    ("emn extract", [EMN, "extract", PRESS_RELEASE], 2.0),
    ("emn check", [EMN, "check", PRESS_RELEASE], None),
)


def main() -> int:
    """The exit code: 1 if a bar is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    missed = 0
    for name, command, bar in COMMANDS:
        time_process(command)  # compiles modules and warms the disk cache
        timings = [time_process(command) for _ in range(rounds)]
        verdict = ""
        if bar is not None:
            is_kept = min(timing.wall for timing in timings) <= bar
            missed += not is_kept
            verdict = f"  bar {bar} s: {'kept' if is_kept else 'MISSED'}"
        print(f"{name:18} {describe(timings)}{verdict}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
