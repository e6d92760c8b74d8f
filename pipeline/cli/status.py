"""``emn status``: how the watched places, their files and the reviews stand."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import config_option, json_option, output_option, raw_option, truth_option
from pipeline.cli.output import say, write_data

if TYPE_CHECKING:
    from schemas.watch import PlaceReport, WatchStatus

HEADER = ("place", "kind", "last success", "last news", "failures", "silent days")


@click.command(short_help="Show places, failures and what waits for review.")
@config_option
@raw_option
@output_option
@truth_option
@json_option
def status(*, config: Path, raw: Path, output: Path, truth: Path, is_json: bool) -> int:
    r"""Example: emn status

    Shows each watched place with its last success, its failures in a row and how long it has been
    silent, the raw files that wait or fail, and the queue of review. Asks no server.

    Exit code 0: fine, 1: a place or a document fails, or a place is silent for too long.
    """
    from time import time

    from pipeline.watch.places import load_config
    from pipeline.watch.status import build_status

    found = build_status(load_config(config), raw, output, truth, time())
    if is_json:
        write_data(found.to_json())
    else:
        _say_status(found)
    is_bad = any(place.fault or place.is_silent for place in found.places if place.is_enabled)
    return 1 if is_bad or found.files_failing else 0


def _say_status(found: "WatchStatus") -> None:
    from pipeline.cli.tables import format_table

    if found.places:
        say(format_table(HEADER, [_build_row(place) for place in found.places]))
    for place in found.places:
        if place.fault:
            say(f"! {place.fault}")
        if place.failing_items:
            say(f"! {place.name}: {place.failing_items} of its documents could not be had")
        if place.is_silent:
            say(f"? {place.name}: silent for longer than it should be")
    say(
        f"files: {found.files_done} done, {found.files_waiting} waiting, "
        f"{found.files_failing} failing"
    )
    say(
        f"review: {found.review.differences} differences in {found.review.documents} documents, "
        f"{found.review.without_truth} documents without truth"
    )
    for problem in found.problems:
        say(f"emn: {problem}")


def _build_row(place: "PlaceReport") -> tuple[str, ...]:
    return (
        place.name,
        place.kind if place.is_enabled else f"{place.kind} (off)",
        _shorten(place.good_at),
        _shorten(place.new_at),
        str(place.bad_rounds),
        "–" if place.silent_days is None else f"{place.silent_days:.0f}",
    )


def _shorten(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else "never"
