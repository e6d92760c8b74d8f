"""The log of decisions: appended to, never rewritten, whole after any kill.

A line is written in one call and flushed to the disk before anything else happens. A line that a
kill cut short was never acknowledged to anybody; it is cut off before the next one is written.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from schemas.errors import ReadError
from schemas.review import Decision

LOG_NAME = "decisions.jsonl"


def append_decision(truth: Path, decision: Decision) -> None:
    """Add a decision to the log in ``truth``; on return it is on the disk. Hold the log first."""
    line = decision.model_dump_json().encode() + b"\n"
    with (truth / LOG_NAME).open("ab+") as log:
        _cut_broken_end(log.fileno())
        log.write(line)
        log.flush()
        os.fsync(log.fileno())


@contextmanager
def hold_log(truth: Path) -> Iterator[None]:
    """Wait for, and hold, the only right to write into the folder of truth, in all processes."""
    truth.mkdir(parents=True, exist_ok=True)
    with (truth / ".decisions.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_decisions(truth: Path) -> list[Decision]:
    """Every decision in the order in which they were made; a cut last line is left out.

    Raises ``ReadError`` for any other line that is no decision: a log that a person edited.
    """
    try:
        content = (truth / LOG_NAME).read_bytes()
    except FileNotFoundError:
        return []
    whole, _, _ = content.rpartition(b"\n")
    decisions = []
    for number, line in enumerate(whole.split(b"\n") if whole else (), start=1):
        try:
            decisions.append(Decision.model_validate_json(line))
        except ValidationError as cause:
            raise ReadError(
                "truth.invalid",
                LOG_NAME,
                f"line {number} is no decision ({cause.errors()[0]['msg']})",
                "Restore the file from version control; it is only ever appended to.",
            ) from cause
    return decisions


def active_decisions(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The decisions that stand, by document and difference: the last one each, undone ones out."""
    stacks: dict[tuple[str, str], list[Decision]] = {}
    by_id: dict[str, tuple[str, str]] = {}
    for decision in decisions:
        if decision.undoes is not None:
            key = by_id.get(decision.undoes)
            if key is not None:
                stacks[key] = [one for one in stacks[key] if one.decision_id != decision.undoes]
            continue
        key = (decision.document_id, decision.difference_id)
        by_id[decision.decision_id] = key
        stacks.setdefault(key, []).append(decision)
    return {key: stack[-1] for key, stack in stacks.items() if stack}


def _cut_broken_end(descriptor: int) -> None:
    """Remove what stands behind the last line break."""
    size = os.fstat(descriptor).st_size
    end = size
    while end > 0:
        start = max(0, end - 65_536)
        chunk = os.pread(descriptor, end - start, start)
        at = chunk.rfind(b"\n")
        if at >= 0:
            end = start + at + 1
            break
        end = start
    if end != size:
        os.ftruncate(descriptor, end)
