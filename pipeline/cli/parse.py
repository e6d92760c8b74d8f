"""``emn parse``: the document as it was read, before anything is looked for in it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.inputs import attempt, open_raw_files
from pipeline.cli.options import already_json_option, file_argument, name_option
from pipeline.cli.output import write_data

if TYPE_CHECKING:
    from pipeline.ingest import RawFile


@click.command(short_help="Print the document: text, blocks, notes, note references.")
@file_argument
@name_option
@already_json_option
def parse(*, file: Path, stdin_name: str | None) -> int:
    r"""Example: emn parse raw/emn_press_release_migration_diplomacy.txt

    Prints the document as JSON: its text, blocks, notes, note references and source. Every offset
    in an extraction counts in this text. FILE is plain text, Markdown, HTML, DOCX or PDF, told
    apart by content; '-' reads stdin.
    """
    with open_raw_files([file], stdin_name) as raw_files:
        record = attempt(raw_files[0], _parse_as_json)
    if record is None:
        return 1
    write_data(record)
    return 0


def _parse_as_json(raw: "RawFile") -> str:
    from pipeline.process import read_file

    return read_file(raw, is_isolated=True).to_json()
