"""``emn vocabulary``: the tables of instruments, for other programs and against their rules."""

import json
from dataclasses import asdict
from typing import Literal

import click

from pipeline.cli.options import json_option
from pipeline.cli.output import say, write_data


@click.group(short_help="Export or lint the vocabulary of instruments.")
def vocabulary() -> None:
    r"""Example: emn vocabulary export --format skos

    The vocabulary stands in extractors/data/instruments.csv and the tables beside it; adding to it
    is a line there and needs no code.
    """


@vocabulary.command(short_help="Print the vocabulary as SKOS or CSV.")
@click.option(
    "--format",
    "export_format",
    type=click.Choice(["skos", "csv"]),
    default="skos",
    show_default=True,
    help="SKOS in Turtle, or one line per concept.",
)
@json_option
def export(*, export_format: Literal["skos", "csv"], is_json: bool) -> None:
    r"""Example: emn vocabulary export --format csv

    Prints every kind of instrument with its definition, its place in the tree and its other names.
    """
    from extractors.instrument_vocabulary import load_instruments
    from extractors.vocabulary_export import export_csv, export_skos

    if is_json:
        concepts = [asdict(concept) for concept in load_instruments().concepts.values()]
        write_data(json.dumps(concepts, ensure_ascii=False, indent=2) + "\n")
    else:
        write_data(export_skos() if export_format == "skos" else export_csv())


@vocabulary.command(short_help="Find mistakes in the tables.")
@json_option
def lint(*, is_json: bool) -> int:
    r"""Example: emn vocabulary lint

    No label under two concepts without a rule, no cycle, no missing definition, no row that points
    nowhere. Exit code 1 if anything is wrong.
    """
    from extractors.vocabulary_export import lint_vocabulary

    found = lint_vocabulary()
    if is_json:
        write_data(json.dumps(list(found), ensure_ascii=False, indent=2) + "\n")
    for sentence in found:
        say(sentence)
    if not found:
        say("Nothing to mend.")
    return 1 if found else 0
