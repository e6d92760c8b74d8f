"""``emn diff``: run against run, with the cause of each difference."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from pipeline.cli.options import json_option, truth_option
from pipeline.cli.output import write_data
from schemas.errors import UsageError


@click.command(short_help="Compare two runs, or two revisions of a document.")
@click.argument("sides", nargs=-1, type=click.Path(path_type=Path), metavar="A [B]")
@click.option("--git", "revision", metavar="REV", help="Compare with A as git has it at REV.")
@truth_option
@click.option("--all", "shows_same", is_flag=True, help="List documents without a change too.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write one self-contained page too.",
)
@json_option
def diff(
    *,
    sides: tuple[Path, ...],
    revision: str | None,
    truth: Path,
    shows_same: bool,
    html: Path | None,
    is_json: bool,
) -> int:
    r"""Example: emn diff output-monday output

    Compares the findings of two output folders, or of two extractions (two revisions of a document,
    say): '+' added, '~' changed, '-' removed, '=' the same; each with its cause: source, reader,
    extractor, vocabulary, schema, library or human decision. With --git, A (output if none is
    named) is compared with itself as it was at that revision.

    Exit code 0: no difference, 1: some, 2: the command makes no sense as given.
    """
    from pipeline.diff import Side
    from pipeline.diff import diff as diff_sides
    from pipeline.diff_text import format_diff, render_diff

    if revision is not None and len(sides) > 1:
        raise UsageError("--git compares one folder with its own past: name only that one.")
    if revision is None and len(sides) != 2:
        raise UsageError("Name two output folders or records, or one with --git REV.")
    with _open_sides(sides, revision) as (before, after):
        record = diff_sides(Side.open(before), Side.open(after), truth if truth.is_dir() else None)
    if is_json:
        write_data(record.to_json())
    else:
        write_data(format_diff(record, shows_same=shows_same))
    if html is not None:
        from pipeline.store import write_text

        write_text(html, render_diff(record))
    return 0 if record.is_same else 1


@contextmanager
def _open_sides(sides: tuple[Path, ...], revision: str | None) -> Iterator[tuple[Path, Path]]:
    if revision is None:
        yield sides[0], sides[1]
        return
    now = sides[0] if sides else Path("output")
    with TemporaryDirectory(prefix="emn-diff-") as folder:
        yield _check_out(now, revision, Path(folder)), now


def _check_out(path: Path, revision: str, folder: Path) -> Path:
    """What git has at the path, unpacked below ``folder``."""
    import io
    import subprocess
    import tarfile

    place = path.resolve()
    if revision.startswith("-"):
        raise UsageError(f"{revision}: this is no revision of git.")
    # git names the paths of an archive from the folder that it is called in.
    command = ["git", "archive", "--format=tar", revision, "--", place.name]
    try:
        asked = subprocess.run(  # noqa: S603 - the user's own git, without a shell
            command, cwd=place.parent, capture_output=True, check=False
        )
    except OSError as cause:
        raise UsageError(f"git cannot be called ({cause.strerror}).") from cause
    if asked.returncode:
        lines = asked.stderr.decode("utf-8", "replace").splitlines()
        why = lines[-1].removeprefix("fatal: ") if lines else "no reason given"
        raise UsageError(f"git has no {path} at {revision} ({why}).")
    with tarfile.open(fileobj=io.BytesIO(asked.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / place.name
