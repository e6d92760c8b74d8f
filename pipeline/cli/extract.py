"""``emn extract``: the extraction of files, printed and not kept."""

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli.inputs import open_raw_files
from pipeline.cli.options import already_json_option, files_argument, name_option
from pipeline.cli.output import is_debug, say, write_data


@click.command(short_help="Print the findings, checks and issues of files.")
@files_argument
@name_option
@already_json_option
def extract(*, files: Sequence[Path], stdin_name: str | None) -> int:
    r"""Example: emn extract raw/emn_press_release_migration_diplomacy.txt

    Prints the extraction as JSON: one object for one file, a list for several. `emn schema
    extraction` describes it, `emn parse FILE` prints the text that its offsets count in. Nothing
    is written. '-' reads stdin.
    """
    from pipeline.process import extract_file, fail

    failed = 0
    separator = "[\n"
    with open_raw_files(files, stdin_name) as raw_files:
        for raw in raw_files:
            try:
                _, extraction = extract_file(raw, is_isolated=True)
            except Exception as error:
                if len(raw_files) == 1 or is_debug():
                    raise
                failed += 1
                failure = fail(raw, error).failure
                say(f"emn: {failure.message if failure else error}")
                continue
            if len(raw_files) == 1:
                write_data(extraction.to_json())
            else:
                write_data(separator + extraction.to_json().rstrip("\n"))
                separator = ",\n"
        if len(raw_files) > 1:
            write_data("[]\n" if separator == "[\n" else "\n]\n")
    return 1 if failed else 0
