"""Options that several commands share, so that they are named and explained alike."""

from pathlib import Path

import click

output_option = click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    metavar="DIR",
    help="Folder of the records.",
)

truth_option = click.option(
    "--truth",
    type=click.Path(path_type=Path),
    default=Path("truth"),
    show_default=True,
    metavar="DIR",
    help="Folder of what people confirmed.",
)

raw_option = click.option(
    "--raw",
    type=click.Path(path_type=Path),
    default=Path("raw"),
    show_default=True,
    metavar="DIR",
    help="Folder of the raw files.",
)

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("watch.toml"),
    show_default=True,
    metavar="FILE",
    help="File of the places to watch.",
)

json_option = click.option("--json", "is_json", is_flag=True, help="Print JSON on stdout.")

already_json_option = click.option(
    "--json", is_flag=True, expose_value=False, help="Accepted everywhere; here it is the default."
)

name_option = click.option(
    "--name",
    "stdin_name",
    metavar="NAME",
    help="File name of what comes on stdin, if FILE is '-'.",
)

file_argument = click.argument(
    "file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE"
)

files_argument = click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE...",
)
