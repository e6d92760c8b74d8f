"""``emn review``: the page on which people decide about differences."""

from pathlib import Path

import click

from pipeline.cli.options import already_json_option, output_option, truth_option
from pipeline.cli.output import say, write_data


@click.command(short_help="Decide about differences, in the browser.")
@output_option
@truth_option
@click.option(
    "--raw",
    type=click.Path(path_type=Path),
    default=Path("raw"),
    show_default=True,
    metavar="DIR",
    help="Folder of the raw files, for the pages of PDFs.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="[default: any free one]")
@click.option("--reviewer", metavar="NAME", help="Who decides. [default: git's user.name]")
@click.option("--open", "opens_browser", is_flag=True, help="Open the browser too.")
@already_json_option
def review(
    *, output: Path, truth: Path, raw: Path, port: int, reviewer: str | None, opens_browser: bool
) -> int:
    r"""Example: emn review --open

    Opens a web page on this machine, for this machine only, that shows what was found and is not
    what people confirmed. Accept, correct or reject each difference: decisions go to
    decisions.jsonl in the folder of truth, and truth follows. Prints the address on stdout; it
    holds a token, without which nobody gets in. Ctrl-C ends it.
    """
    from pipeline.review.desk import Desk
    from pipeline.review.web.serving import serve

    desk = Desk(output, truth, reviewer or _find_reviewer())
    say(f"Reviewing as {desk.reviewer}. End with Ctrl-C; every decision is saved at once.")
    serve(
        desk,
        raw,
        port=port,
        opens_browser=opens_browser,
        announce=lambda address: write_data(f"{address}\n"),
    )
    return 0


def _find_reviewer() -> str:
    """As git knows the person, else the name of the account."""
    import subprocess
    from getpass import getuser

    try:
        asked = subprocess.run(
            ["git", "config", "user.name"],  # noqa: S607 - the user's own git
            capture_output=True,
            text=True,
            check=False,
        )
        name = asked.stdout.strip()
    except OSError:
        name = ""
    return name or getuser()
