"""``emn schema``: the published shape of the records."""

from pathlib import Path

import click

from pipeline.cli.options import already_json_option
from pipeline.cli.output import say, write_data

NAMES = (
    "extraction",
    "document",
    "truth",
    "comparison",
    "diff",
    "decision",
    "reconciliation",
    "run",
    "round",
    "status",
)


@click.command(short_help="Print the JSON Schema of a record.")
@click.argument("name", type=click.Choice(NAMES), default="extraction")
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write all schemas there instead, as in schemas/json.",
)
@already_json_option
def schema(*, name: str, folder: Path | None) -> None:
    r"""Example: emn schema extraction

    Prints the JSON Schema (2020-12) of a record: what `emn extract` and `emn parse` print, what
    a truth file may hold, what `emn compare --json` lists, `emn reconcile --json`,
    `emn run --json`, `emn ingest --json` and `emn status --json` print.
    """
    from schemas.publish import build_json_schema

    if folder is None:
        write_data(build_json_schema(name))
        return
    from pipeline.store import write_text

    for each in NAMES:
        write_text(folder / f"{each}.json", build_json_schema(each))
    say(f"{len(NAMES)} schemas written to {folder}.")
