"""What the flow costs over ``--direct``: ``python benchmarks/flow_cost.py [DOCUMENTS] [ROUNDS]``.

Documents are copies of the press release with different names, each with line ends of its own
behind the last line, since equal bytes count once. Prefect's own start is measured with a run over
one document, with it and without. The bar: the flow over all takes at most that start plus 105 % of
the direct run.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from timing import EMN, PRESS_RELEASE, Timing, describe, time_process

ALLOWANCE = 1.05


def main() -> int:
    """The exit code: 1 if a bar is missed."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with TemporaryDirectory(prefix="emn-flow-") as folder:
        return _compare(Path(folder), documents, rounds)


def _compare(folder: Path, documents: int, rounds: int) -> int:
    raw = _make_raw(folder / "raw", documents)
    # A home of its own, made ready once: the first start of all writes Prefect's database.
    env = {"PREFECT_HOME": str(folder / "prefect"), "PREFECT_SERVER_API_PORT": "1"}
    small = [EMN, "run", raw / "0.txt", "--output", folder / "small"]
    first = time_process(small, env)
    print(f"first start of all       {describe([first])}")
    many = [EMN, "run", raw, "--force", "--output", folder / "out"]
    timings: dict[str, list[Timing]] = {"start": [], "start direct": [], "direct": [], "flow": []}
    for _ in range(rounds):  # in turn, so that a busy machine spoils none of them alone
        timings["start"].append(time_process(small, env))
        timings["start direct"].append(time_process([*small, "--direct"], env))
        timings["direct"].append(time_process([*many, "--direct"], env))
        timings["flow"].append(time_process(many, env))
    for name, measured in timings.items():
        print(f"{name:24} {describe(measured)}")
    return 0 if _is_kept(timings) else 1


def _is_kept(timings: dict[str, list[Timing]]) -> bool:
    """By the least of the rounds: what a busy machine adds is no cost of the flow.

    By wall clock only, since the worker processes are no children of the process that is timed.
    """
    least = {name: min(timing.wall for timing in found) for name, found in timings.items()}
    start = least["start"] - least["start direct"]
    bar = start + ALLOWANCE * least["direct"]
    share = (least["flow"] - start) / least["direct"]
    is_kept = least["flow"] <= bar
    print(
        f"Prefect's start {start:.2f} s; beyond it the flow takes {share:.1%} of the direct run; "
        f"bar {bar:.2f} s: {'kept' if is_kept else 'MISSED'}"
    )
    return is_kept


def _make_raw(raw: Path, documents: int) -> Path:
    raw.mkdir()
    content = PRESS_RELEASE.read_bytes()
    for number in range(documents):
        (raw / f"{number}.txt").write_bytes(content + b"\n" * number)
    return raw


if __name__ == "__main__":
    sys.exit(main())
