"""``emn ingest``: one round over the watched places, by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import config_option, json_option, output_option, raw_option, truth_option
from pipeline.cli.output import say, write_data

if TYPE_CHECKING:
    from pipeline.watch.places import WatchConfig
    from schemas.watch import PlaceOutcome, RoundRecord

SHOWN_URLS = 20


@click.command(short_help="Fetch and process what is new at the watched places.")
@click.argument("places", nargs=-1, metavar="[PLACE]...")
@config_option
@raw_option
@output_option
@truth_option
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be fetched, store nothing.")
@click.option("--force", "is_forced", is_flag=True, help="Ask places that are not due too.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    metavar="PLACE",
    help="Take a page that has shrunk as it is.",
)
@click.option("--retry", "retries", is_flag=True, help="Try documents again that failed for good.")
@click.option(
    "--notify", "is_sent", is_flag=True, help="Send what is new to the webhook or by mail too."
)
@click.option("--example", "is_example", is_flag=True, help="Print a file of places to begin with.")
@json_option
def ingest(
    *,
    places: Sequence[str],
    config: Path,
    raw: Path,
    output: Path,
    truth: Path,
    is_dry: bool,
    is_forced: bool,
    accepted: Sequence[str],
    retries: bool,
    is_sent: bool,
    is_example: bool,
    is_json: bool,
) -> int:
    r"""Example: emn ingest --dry-run

    Makes one round over the places of the watch file: asks each PLACE that is named, or each that
    is due, fetches what is new into the raw folder, and processes it as `emn run` does. What failed
    is tried again in the next round. With --json the record of the round goes to stdout.

    Exit code 0: fine, 1: a place or a document failed, 2: the command makes no sense as given.
    """
    if is_example:
        write_data(_read_example())
        return 0
    from pipeline.run import RunOptions
    from pipeline.watch.places import load_config
    from pipeline.watch.rounds import run_round

    settings = load_config(config)
    record = run_round(
        settings,
        raw,
        RunOptions(output=output, truth=truth),
        names=places,
        is_dry=is_dry,
        is_forced=is_forced,
        accepted=accepted,
        retries=retries,
        report=_say_outcome,
        tell=lambda record: _tell(record, settings, is_sent=is_sent),
    )
    if is_json:
        write_data(record.to_json())
    return 1 if record.faults else 0


def _say_outcome(outcome: "PlaceOutcome") -> None:
    """One line as soon as a place is done, and one per URL of a dry run."""
    if outcome.status in {"disabled", "not_due"}:
        return
    new = f"{len(outcome.new_files)} new" if outcome.new_files else "nothing new"
    words = {"busy": "another round is there", "failed": f"{new}, {len(outcome.faults)} failed"}
    say(f"{outcome.name}: {words.get(outcome.status, new)}")
    for url in outcome.would_fetch[:SHOWN_URLS]:
        say(f"  would fetch {url}")
    if len(outcome.would_fetch) > SHOWN_URLS:
        say(f"  and {len(outcome.would_fetch) - SHOWN_URLS} more")
    for fault in outcome.faults:
        say(f"  {fault.message} [{fault.code}]")


def _tell(record: "RoundRecord", config: "WatchConfig", *, is_sent: bool) -> None:
    from pipeline.watch.notifying import iter_documents, notify

    for line in iter_documents(record):
        say(line)
    for fault in record.failed_documents:
        say(f"! {fault.message} [{fault.code}]")
    for alarm in record.alarms:
        say(f"? {alarm}")
    asked = sum(place.status not in {"not_due", "disabled", "busy"} for place in record.places)
    say(
        f"{asked} of {len(record.places)} places asked, {len(record.publications)} new documents, "
        f"{len(record.faults)} failures, {record.seconds:.1f} s"
    )
    if is_sent:
        used = notify(record, config.settings)
        say(f"Told by {' and '.join(used)}." if used else "Nobody needed to be told.")


def _read_example() -> str:
    from pipeline.watch.places import EXAMPLE

    return EXAMPLE.read_text(encoding="utf-8")
