"""How the watch stands: places, files, and what waits for a person."""

from datetime import UTC, datetime
from pathlib import Path

from pipeline.evaluate import evaluate
from pipeline.store import iter_document_ids
from pipeline.watch.places import Place, WatchConfig
from pipeline.watch.scoring import find_confirmed
from pipeline.watch.state import State
from pipeline.watch.visits import DAY_SECONDS
from schemas.watch import PlaceReport, ReviewQueue, WatchStatus


def build_status(
    config: WatchConfig, raw: Path, output: Path, truth: Path, now: float
) -> WatchStatus:
    """The status ``now`` (seconds since 1970). Asks no server."""
    with State(output, raw, now) as state:
        places = tuple(_report(place, state, now) for place in config.place)
        files = state.count_files()
        untold = len(state.iter_untold())
    review, problems = _count_review(output, truth)
    return WatchStatus(
        places=places,
        files_done=files["done"],
        files_waiting=files["waiting"],
        files_failing=files["failing"],
        untold=untold,
        review=review,
        problems=problems,
    )


def _report(place: Place, state: State, now: float) -> PlaceReport:
    known = state.get_place(place.name, now)
    silent_days = (now - (known.new_at or known.since)) / DAY_SECONDS
    return PlaceReport(
        name=place.name,
        kind=place.kind,
        is_enabled=place.is_enabled,
        asked_at=_format(known.asked_at),
        good_at=_format(known.good_at),
        new_at=_format(known.new_at),
        bad_rounds=known.bad_rounds,
        fault=known.fault,
        failing_items=state.count_failing_items(place.name),
        silent_days=round(silent_days, 1) if known.asked_at is not None else None,
        is_silent=place.silence_days is not None and silent_days >= place.silence_days,
    )


def _format(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _count_review(output: Path, truth: Path) -> tuple[ReviewQueue, tuple[str, ...]]:
    evaluation = evaluate(output, truth, find_confirmed(output, truth))
    queue = ReviewQueue(
        documents=sum(bool(one.differences) for one in evaluation.comparisons),
        differences=evaluation.difference_count,
        without_truth=sum(1 for _ in iter_document_ids(output)) - len(evaluation.comparisons),
    )
    return queue, evaluation.problems
