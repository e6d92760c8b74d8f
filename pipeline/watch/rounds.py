"""One round: ask every place that is due, land what is new, process what has landed.

Each step can be killed anywhere and done again: bytes land before they are remembered, and are
remembered before they are processed, so the next round takes up what this one left. A document is
told of until somebody has been told.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, time

from pipeline.run import RunOptions, Step, call_directly, require_folder, run
from pipeline.store import load_extraction, write_text
from pipeline.watch.fetching import Fetcher
from pipeline.watch.landing import hold, sweep, try_hold
from pipeline.watch.places import Place, WatchConfig
from pipeline.watch.publications import build_identity, build_pairs, build_publications
from pipeline.watch.state import FOLDER, FileState, State
from pipeline.watch.visits import HOUR_SECONDS, MAX_FILE_ATTEMPTS, Visit
from schemas.errors import UsageError
from schemas.run import Outcome
from schemas.watch import Fault, PlaceOutcome, RoundRecord

RECORD_NAME = "round.json"
DUE_SHARE = 0.9
"""Of its cadence: a round that comes a second early, as daily ones do, must not skip a day."""
BATCH = 100
"""Raw files between two commits: what a killed round has to do again at most."""


def run_round(
    config: WatchConfig,
    raw: Path,
    options: RunOptions,
    *,
    names: Sequence[str] = (),
    is_dry: bool = False,
    is_forced: bool = False,
    accepted: Sequence[str] = (),
    retries: bool = False,
    report: Callable[[PlaceOutcome], None] = lambda _: None,
    clock: Callable[[], float] = time,
    step: Step = call_directly,
    tell: Callable[[RoundRecord], None] = lambda _: None,
) -> RoundRecord:
    """Ask the places, store and process what is new, and ``tell`` of it.

    All places that are due, or, due or not, those in ``names`` and in ``accepted``; ``is_forced``
    asks all. ``accepted`` names places whose shrunken page a person has looked at and found right.
    ``retries`` gives failed documents their attempts back. A dry run asks, and neither stores nor
    remembers. Raises ``UsageError`` for places that the configuration lacks. If ``tell`` raises,
    the next round tells the same documents again.
    """
    _require_places(config, (*names, *accepted))
    require_folder(options.output)
    started_at, start = datetime.fromtimestamp(clock(), UTC), monotonic()
    sweep(raw)
    with State(options.output, raw, clock()) as state:
        if retries:
            state.retry_failed(raw)
        outcomes = []
        with Fetcher(config.settings, state.load_robots(), clock) as fetcher:
            for place in config.place:
                chosen = place.name in names or place.name in accepted
                if (names or accepted) and not chosen:
                    continue
                visit = Visit(place, config, state, fetcher, raw, clock, is_dry=is_dry)
                outcome = _visit(
                    visit,
                    options.output,
                    step,
                    is_forced=is_forced or chosen,
                    is_accepted=place.name in accepted,
                )
                outcomes.append(outcome)
                report(outcome)
            if not is_dry:
                state.save_robots(fetcher.robots)
        record = RoundRecord(
            started_at=started_at.isoformat(timespec="seconds"),
            seconds=round(monotonic() - start, 3),
            is_dry=is_dry,
            places=tuple(outcomes),
        )
        if is_dry:
            return record
        # One round at a time: another waits, and then finds nothing left to do or to tell.
        with hold(options.output / FOLDER / "process.lock"):
            record = _process(state, raw, options, step, record)
            record = record.model_copy(update={"seconds": round(monotonic() - start, 3)})
            write_text(options.output / FOLDER / RECORD_NAME, record.to_json())
            tell(record)
            state.note_told(one.document_id for one in record.publications)
    return record


def is_due(state: State, place: Place, now: float) -> bool:
    """Whether its cadence asks for a visit; after a failed round it is always due."""
    known = state.get_place(place.name, now)
    if known.asked_at is None or known.fault is not None:
        return True
    return now - known.asked_at >= DUE_SHARE * place.every_hours * HOUR_SECONDS


def _require_places(config: WatchConfig, names: Sequence[str]) -> None:
    known = [place.name for place in config.place]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            f"No place is called {', '.join(unknown)}. There are {', '.join(known) or 'none'}."
        )


def _visit(
    visit: Visit, output: Path, step: Step, *, is_forced: bool, is_accepted: bool
) -> PlaceOutcome:
    """One place under its own lock: two rounds at once never ask one place at the same time."""
    place = visit.place
    if not place.is_enabled:
        return PlaceOutcome(name=place.name, status="disabled")
    with try_hold(output / FOLDER / f"{place.name}.lock") as is_ours:
        if not is_ours:
            return PlaceOutcome(name=place.name, status="busy")
        if not is_forced and not is_due(visit.state, place, visit.clock()):
            return PlaceOutcome(name=place.name, status="not_due")
        return step(f"discover-and-fetch {place.name}", visit.make, is_accepted=is_accepted)


def _process(
    state: State, raw: Path, options: RunOptions, step: Step, record: RoundRecord
) -> RoundRecord:
    """The record with what became of every raw file that waits, those of killed rounds included."""
    failed: list[Fault] = []
    waiting = state.iter_waiting(MAX_FILE_ATTEMPTS)
    for start in range(0, len(waiting), BATCH):
        batch = waiting[start : start + BATCH]
        failed += step("process", _process_batch, state, batch, raw, options)
    untold = state.iter_untold()
    done = state.iter_done() if untold else []
    return record.model_copy(
        update={
            "publications": tuple(build_publications(untold, done, options.output)),
            "pairs": tuple(build_pairs(untold, done, options.output)),
            "failed_documents": tuple(failed),
        }
    )


def _process_batch(
    state: State, batch: Sequence[FileState], raw: Path, options: RunOptions
) -> list[Fault]:
    """The faults of those that gave no extraction."""
    files = {file.file_name: file for file in batch}
    record = run([raw / name for name in files], options)
    faults = []
    for outcome in record.outcomes:
        file = files[outcome.file_name]
        fault = _note_outcome(state, file, outcome, options.output)
        if fault is not None:
            faults.append(fault)
    return faults


def _note_outcome(state: State, file: FileState, outcome: Outcome, output: Path) -> Fault | None:
    if outcome.document_id is not None and outcome.failure is None:
        metadata = load_extraction(output, outcome.document_id).metadata
        identity = build_identity(metadata, outcome.document_id)
        state.note_done(file.sha256, outcome.document_id, identity, metadata)
        return None
    code = outcome.failure.code if outcome.failure else "document.invalid"
    message = outcome.failure.message if outcome.failure else f"{file.file_name}: no record"
    state.note_attempt(file.sha256, message)
    return Fault(code=code, message=message, url=file.url, is_news=file.attempts == 0)
