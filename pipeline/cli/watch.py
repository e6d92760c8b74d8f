"""``emn watch``: rounds on a schedule, until somebody ends them."""

import os
from pathlib import Path

import click

from pipeline.cli.options import (
    already_json_option,
    config_option,
    output_option,
    raw_option,
    truth_option,
)
from pipeline.cli.output import say


@click.command(short_help="Make rounds on a schedule.")
@config_option
@raw_option
@output_option
@truth_option
@click.option(
    "--cron", default="0 6 * * *", show_default=True, metavar="CRON", help="When to make a round."
)
@click.option(
    "--timezone",
    default="Europe/Brussels",
    show_default=True,
    metavar="ZONE",
    help="Whose clock the schedule goes by.",
)
@already_json_option
def watch(*, config: Path, raw: Path, output: Path, truth: Path, cron: str, timezone: str) -> None:
    r"""Example: emn watch --cron "0 6 * * *" --timezone Europe/Brussels

    Serves the round of `emn ingest` on a schedule, one at a time, and tells the webhook or the mail
    address of the watch file what is new. Runs until it is ended with Ctrl-C or a signal. It uses
    the Prefect server of PREFECT_API_URL, one found running on this machine, or one of its own.
    """
    from pipeline.flows.serving import require_schedule, run_server, serve
    from pipeline.watch.places import load_config

    places = load_config(config).place  # here too, so that a mistake is heard of at once
    require_schedule(cron, timezone)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    say("Looking for a Prefect server; one of its own takes 10 to 60 seconds to start.")
    with run_server() as server:
        say(f"Watching {len(places)} places at '{cron}' ({timezone}), shown at {server.url}.")
        folders = {"config": config, "raw": raw, "output": output, "truth": truth}
        # Rounds are processes of their own, whatever folder they begin in.
        parameters = {name: str(path.absolute()) for name, path in folders.items()}
        serve(parameters, cron, timezone)
