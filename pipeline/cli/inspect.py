"""``emn inspect``: a page of a PDF with what was read and found drawn over it."""

import json
from pathlib import Path

import click

from pipeline.cli.options import json_option
from pipeline.cli.output import say, write_data


@click.command(short_help="Draw a page of a PDF with its blocks, notes and findings.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--page", type=click.IntRange(1), default=1, show_default=True, help="Counted from 1."
)
@click.option(
    "--image",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PNG",
    help="Where to write it. [default: FILE's name with -page-N.png, here]",
)
@json_option
def inspect(*, file: Path, page: int, image: Path | None, is_json: bool) -> None:
    r"""Example: emn inspect inform.pdf --page 3

    Writes the page as PNG with its blocks, notes, markers and findings drawn over it, to see why a
    layout was read as it was.
    """
    from pipeline.inspect_page import draw_page

    place = image or Path(f"{file.stem}-page-{page}.png")
    draw_page(file, page, place)
    say(f"Page {page} is drawn in {place}.")
    if is_json:
        write_data(json.dumps({"page": page, "image": str(place)}) + "\n")
