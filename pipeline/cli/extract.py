"""``emn extract``: the extraction of files, printed and not kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.inputs import attempt, open_raw_files
from pipeline.cli.options import already_json_option, files_argument, name_option
from pipeline.cli.output import write_data

if TYPE_CHECKING:
    from pipeline.ingest import RawFile


@click.command(short_help="Print the findings, checks and issues of files.")
@files_argument
@name_option
@already_json_option
def extract(*, files: Sequence[Path], stdin_name: str | None) -> int:
    r"""Example: emn extract raw/emn_press_release_migration_diplomacy.txt

    Prints the extraction as JSON: one object for one file, a list for several. `emn schema
    extraction` describes it, `emn parse FILE` prints the text that its offsets count in. Nothing
    is written. '-' reads stdin.

    Exit code 1 if a file cannot be read; the others are printed all the same.
    """
    failed = 0
    separator = "[\n"
    with open_raw_files(files, stdin_name) as raw_files:
        is_list = len(raw_files) > 1
        for raw in raw_files:
            record = attempt(raw, _extract_as_json)
            if record is None:
                failed += 1
            elif is_list:
                write_data(separator + record.rstrip("\n"))
                separator = ",\n"
            else:
                write_data(record)
        if is_list:
            write_data("[]\n" if separator == "[\n" else "\n]\n")
    return 1 if failed else 0


def _extract_as_json(raw: "RawFile") -> str:
    from pipeline.process import extract_file

    _, extraction = extract_file(raw, is_isolated=True)
    return extraction.to_json()
