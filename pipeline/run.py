"""The whole chain over some paths: ingest → read → extract → check → write → compare.

There is one chain. The flow hands in how a step is called, so that with Prefect and without it the
same steps give the same bytes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import ParamSpec, Protocol, TypeVar

from pipeline.ingest import RawFile, has_files, ingest
from pipeline.manifest import Entry, find_unchanged, load_manifest, record_outcomes
from pipeline.process import fail, process_batch
from pipeline.sharing import count_cores
from pipeline.store import RUN_FOLDER, write_text
from pipeline.versions import get_versions
from schemas.errors import UsageError
from schemas.run import Compared, Outcome, RunRecord

RECORD_NAME = "run.json"
CHECKPOINT = 200
"""Documents between two writings of the manifest: what a killed run has to do again at most."""

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is to be made."""

    output: Path = Path("output")
    truth: Path = Path("truth")
    processes: int = field(default_factory=count_cores)
    is_forced: bool = False
    """Process unchanged documents too."""


class Report(Protocol):
    """Hears of the run while it goes on."""

    def begin(self, total: int) -> None:
        """So many raw files were found."""

    def add(self, outcome: Outcome) -> None:
        """One of them is done."""


class SilentReport:
    """Hears and says nothing."""

    def begin(self, total: int) -> None:
        """Nothing."""

    def add(self, outcome: Outcome) -> None:
        """Nothing."""


class Step(Protocol):
    """Calls a function as one named step of the run, and answers as it does."""

    def __call__(
        self,
        name: str,
        function: Callable[Arguments, Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """``function(*args, **kwargs)``."""
        ...


def call_directly(
    name: str,  # noqa: ARG001 - a step of the flow goes by it
    function: Callable[Arguments, Answer],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Answer:
    """A step without ceremony."""
    return function(*args, **kwargs)


def run(
    paths: Sequence[Path],
    options: RunOptions,
    report: Report | None = None,
    step: Step = call_directly,
    *,
    is_direct: bool = True,
) -> RunRecord:
    """Bring ``options.output`` up to date with the raw files at ``paths``; the record says how.

    Raises ``UsageError`` if there is nothing at ``paths`` or the output cannot be a folder. What
    happens to one document is an outcome and never an exception.
    """
    require_files(paths, options.output)
    require_folder(options.output)
    report = report or SilentReport()
    started_at, start = datetime.now(UTC), monotonic()
    raw_files = step("ingest", ingest, paths, options.output)
    report.begin(len(raw_files))
    outcomes = dict(_skip(raw_files, options, report))
    waiting = [raw for raw in raw_files if raw not in outcomes]
    if waiting:
        done = step("read-extract-check-write", _process_all, waiting, options, report)
        outcomes.update(zip(waiting, done, strict=True))
    ordered = [outcomes[raw] for raw in raw_files]
    compared, problems = step("compare", _compare, ordered, options)
    record = RunRecord(
        started_at=started_at.isoformat(timespec="seconds"),
        seconds=round(monotonic() - start, 3),
        is_direct=is_direct,
        processes=options.processes,
        versions=get_versions(),
        outcomes=tuple(ordered),
        compared=compared,
        problems=problems,
    )
    write_text(options.output / RUN_FOLDER / RECORD_NAME, record.to_json())
    return record


def require_files(paths: Sequence[Path], output: Path) -> None:
    """Raise a ``UsageError`` if there is nothing to do."""
    if not has_files(paths, output):
        places = ", ".join(str(path) for path in paths)
        raise UsageError(f"There is no file in {places}. Give files, or folders that hold some.")


def require_folder(output: Path) -> None:
    """Make the output folder, or raise a ``UsageError`` that says why it cannot be one."""
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise UsageError(
            f"{output}: this cannot be the output folder ({cause.strerror}). "
            "Name another with --output."
        ) from cause


def _skip(
    raw_files: Iterable[RawFile], options: RunOptions, report: Report
) -> Iterable[tuple[RawFile, Outcome]]:
    """The outcomes of files that need no work: unreadable ones, repeats, unchanged ones."""
    entries = {} if options.is_forced else load_manifest(options.output).by_id()
    firsts: dict[str | None, RawFile] = {}
    for raw in raw_files:
        outcome = _find_outcome(raw, firsts, options, entries)
        firsts.setdefault(raw.sha256, raw)
        if outcome is not None:
            report.add(outcome)
            yield raw, outcome


def _find_outcome(
    raw: RawFile, firsts: dict[str | None, RawFile], options: RunOptions, entries: dict[str, Entry]
) -> Outcome | None:
    if raw.error is not None:
        return fail(raw, raw.error)
    first = firsts.get(raw.sha256)
    if first is not None:
        return Outcome(
            file_name=raw.file_name,
            document_id=first.document_id,
            status="duplicate",
            note=f"same bytes as {first.file_name}",
        )
    entry = find_unchanged(raw, options.output, entries)
    if entry is None:
        return None
    return Outcome(
        file_name=raw.file_name,
        document_id=raw.document_id,
        status="unchanged",
        counts=entry.counts,
        note="bytes and versions are as they were",
    )


def _process_all(
    raw_files: Sequence[RawFile], options: RunOptions, report: Report
) -> list[Outcome]:
    """All on worker processes. The manifest follows now and then, and also if the run is ended."""
    unrecorded: list[tuple[RawFile, Outcome]] = []

    def note(raw: RawFile, outcome: Outcome) -> None:
        report.add(outcome)
        unrecorded.append((raw, outcome))
        if len(unrecorded) == CHECKPOINT:
            record_outcomes(unrecorded, options.output)
            unrecorded.clear()

    try:
        return process_batch(raw_files, options.output, options.processes, note)
    finally:
        record_outcomes(unrecorded, options.output)


def _compare(
    outcomes: Sequence[Outcome], options: RunOptions
) -> tuple[Compared | None, tuple[str, ...]]:
    """Scores of this run's documents against truth, and what could not be compared."""
    from pipeline.evaluate import evaluate

    ids = [
        outcome.document_id
        for outcome in outcomes
        if outcome.status in {"written", "unchanged"} and outcome.document_id is not None
    ]
    evaluation = evaluate(options.output, options.truth, ids)
    if not evaluation.comparisons:
        return None, evaluation.problems
    compared = Compared(
        documents=tuple(one.document_id for one in evaluation.comparisons),
        differences=evaluation.difference_count,
        scores=evaluation.score_table,
    )
    return compared, evaluation.problems
