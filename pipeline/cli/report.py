"""``emn report``: scores, differences and evidence as one file to mail."""

from pathlib import Path

import click

from pipeline.cli.options import already_json_option, output_option, truth_option
from pipeline.cli.output import say, write_data
from schemas.errors import UsageError


@click.command(short_help="Write one self-contained page of scores and differences.")
@output_option
@truth_option
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write it. [default: stdout]",
)
@already_json_option
def report(*, output: Path, truth: Path, html: Path | None) -> int:
    r"""Example: emn report --html report.html

    One HTML file without scripts that loads nothing: the scores of output against truth, each
    difference with its evidence highlighted, and the checks that fail. For data in JSON there is
    `emn compare --json`.
    """
    from pipeline.report import build_report
    from pipeline.store import write_text

    if not output.is_dir():
        raise UsageError(f"{output}: there is no such folder. Name it, or run `emn run` first.")
    page = build_report(output, truth)
    if html is None:
        write_data(page)
    else:
        write_text(html, page)
        say(f"Written to {html}.")
    return 0
