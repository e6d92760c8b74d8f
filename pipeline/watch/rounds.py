"""One round: ask every place that is due, land what is new, process what has landed.

Each step can be killed anywhere and done again: bytes land before they are remembered, and are
remembered before they are processed, so the next round takes up what this one left.
"""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, time

from pipeline.run import RunOptions, run
from pipeline.store import load_extraction, write_text
from pipeline.watch.fetching import Fetcher
from pipeline.watch.places import Place, WatchConfig
from pipeline.watch.publications import build_identity, describe
from pipeline.watch.state import STATE_PATH, FileState, State
from pipeline.watch.visits import Visit
from schemas.watch import Fault, PlaceOutcome, Publication, RoundRecord

MAX_ATTEMPTS = 3
"""How often a raw file that cannot be processed is tried before it waits for ``--retry``."""

RECORD_NAME = "round.json"


def run_round(
    config: WatchConfig,
    raw: Path,
    options: RunOptions,
    *,
    names: Sequence[str] = (),
    is_dry: bool = False,
    is_forced: bool = False,
    accepted: Sequence[str] = (),
    report: Callable[[PlaceOutcome], None] = lambda _: None,
    clock: Callable[[], float] = time,
) -> RoundRecord:
    """Ask the places (all, or those in ``names``), store and process what is new.

    ``is_forced`` asks places that are not due. ``accepted`` names places whose shrunken page a
    person has looked at and found right. A dry run asks, and neither stores nor remembers.
    """
    started_at, start = datetime.fromtimestamp(clock(), UTC), monotonic()
    with State(options.output) as state:
        if state.is_fresh:
            state.rebuild(raw, clock())
        outcomes = []
        with Fetcher(config.settings, state.load_robots(), clock) as fetcher:
            for place in config.place:
                if names and place.name not in names:
                    continue
                visit = Visit(place, config, state, fetcher, raw, clock, is_dry=is_dry)
                outcome = _visit(
                    visit, options.output, is_forced=is_forced, is_accepted=place.name in accepted
                )
                outcomes.append(outcome)
                report(outcome)
            if not is_dry:
                state.save_robots(fetcher.robots)
        publications, failed = ((), ()) if is_dry else process_landed(state, raw, options)
    record = RoundRecord(
        started_at=started_at.isoformat(timespec="seconds"),
        seconds=round(monotonic() - start, 3),
        is_dry=is_dry,
        places=tuple(outcomes),
        publications=tuple(publications),
        failed_documents=tuple(failed),
    )
    if not is_dry:
        write_text(options.output / STATE_PATH.parent / RECORD_NAME, record.to_json())
    return record


def _visit(visit: Visit, output: Path, *, is_forced: bool, is_accepted: bool) -> PlaceOutcome:
    """One place under its own lock: two rounds at once never ask one place at the same time."""
    place = visit.place
    if not place.is_enabled:
        return PlaceOutcome(name=place.name, status="disabled")
    with try_lock(output / STATE_PATH.parent / f"{place.name}.lock") as is_ours:
        if not is_ours:
            return PlaceOutcome(name=place.name, status="busy")
        if not is_forced and not is_due(visit.state, place, visit.clock()):
            return PlaceOutcome(name=place.name, status="not_due")
        return visit.make(is_accepted=is_accepted)


def is_due(state: State, place: Place, now: float) -> bool:
    """Whether its cadence asks for a visit; after a failed round it is always due."""
    known = state.get_place(place.name, now)
    if known.asked_at is None or known.fault is not None:
        return True
    return now - known.asked_at >= place.every_hours * 3600


def process_landed(
    state: State, raw: Path, options: RunOptions
) -> tuple[list[Publication], list[Fault]]:
    """Process every raw file that waits, those of interrupted rounds included.

    Only one round at a time does so; another waits for it and then finds nothing left.
    """
    publications: list[Publication] = []
    failed: list[Fault] = []
    if not state.iter_waiting(MAX_ATTEMPTS):
        return publications, failed
    with wait_lock(options.output / STATE_PATH.parent / "process.lock"):
        waiting = {
            one.file_name: one
            for one in state.iter_waiting(MAX_ATTEMPTS)
            if (raw / one.file_name).is_file()
        }
        if not waiting:
            return publications, failed
        record = run([raw / name for name in waiting], options)
        for outcome in record.outcomes:
            file = waiting[outcome.file_name]
            if outcome.failure is not None or outcome.document_id is None:
                message = outcome.failure.message if outcome.failure else "no record was made"
                code = outcome.failure.code if outcome.failure else "document.invalid"
                state.note_attempt(file.sha256, message)
                failed.append(Fault(code=code, message=message, url=file.url))
            else:
                publications.append(_publish(state, file, outcome.document_id, options.output))
    return publications, failed


def _publish(state: State, file: FileState, document_id: str, output: Path) -> Publication:
    metadata = load_extraction(output, document_id).metadata
    identity = build_identity(metadata, document_id)
    publication = describe(state, identity, metadata, document_id, file.file_name)
    state.note_done(file.sha256, document_id, identity)
    return publication


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Hold a lock file if nobody does; True if it is ours. A kill gives it back."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def wait_lock(path: Path) -> Iterator[None]:
    """Wait for a lock file and hold it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
