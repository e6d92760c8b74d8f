"""``emn run``: the whole chain over files and folders."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import json_option, output_option, truth_option
from pipeline.cli.output import build_console, say, write_data
from schemas.errors import PrefectError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from pipeline.run import Report, RunOptions
    from schemas.run import Outcome, RunRecord

RAW = Path("raw")


@click.command(short_help="Read, extract, check, write and compare files or folders.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@output_option
@truth_option
@click.option("--direct", "is_direct", is_flag=True, help="Without Prefect; the same bytes.")
@click.option("--force", "is_forced", is_flag=True, help="Do unchanged documents again too.")
@click.option(
    "--processes",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Worker processes. [default: one per core]",
)
@json_option
def run(
    *,
    paths: Sequence[Path],
    output: Path,
    truth: Path,
    is_direct: bool,
    is_forced: bool,
    processes: int | None,
    is_json: bool,
) -> int:
    r"""Example: emn run raw/ --direct

    Brings the output folder up to date with the raw files at each PATH (raw/ if none is named;
    folders with all below them): read, extract, check, write, and compare with truth. What has not
    changed is skipped. With --json the run record goes to stdout.

    It is a Prefect flow, on the server of PREFECT_API_URL, on one found running on this machine, or
    on one of its own. --direct does the same without Prefect.

    Exit code 0: fine, 1: some documents failed, 2: the command makes no sense as given.
    """
    from pipeline.run import RunOptions, require_files, require_folder

    given = list(paths) or [RAW]
    require_files(given, output)  # here too, so that nobody waits for Prefect to hear of a mistake
    require_folder(output)
    options = RunOptions(output=output, truth=truth, is_forced=is_forced)
    if processes is not None:
        options = RunOptions(output, truth, processes, is_forced)
    record = _run(given, options) if is_direct else _run_flow(given, options)
    for problem in record.problems:
        say(f"emn: {problem}")
    _print_summary(record)
    if is_json:
        write_data(record.to_json())
    return 1 if record.count("failed") or record.problems else 0


def _run(paths: list[Path], options: "RunOptions") -> "RunRecord":
    from pipeline.run import run as run_directly

    with _open_report() as report:
        return run_directly(paths, options, report)


def _run_flow(paths: list[Path], options: "RunOptions") -> "RunRecord":
    from pipeline.flows.server import find_server, prepare

    server = find_server()
    say(str(server))
    prepare(server)
    from httpx import HTTPError

    from pipeline.flows.run import build_flow

    parameters = (str(options.output), str(options.truth), options.processes, options.is_forced)
    try:
        with _open_report() as report:
            return build_flow(report)([str(path) for path in paths], *parameters)
    except (HTTPError, RuntimeError) as cause:  # how Prefect says that its server fails it
        raise PrefectError(" ".join(str(cause).split())[:300]) from cause


class _TerminalReport:
    """One line per document above a bar; the bar is there on terminals only."""

    def __init__(self, console: "Console", progress: "Progress") -> None:
        self._console = console
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, total: int) -> None:
        self._task = self._progress.add_task("documents", total=total)

    def add(self, outcome: "Outcome") -> None:
        from pipeline.summary import describe_outcome

        style = {"failed": "red", "written": None}.get(outcome.status, "dim")
        self._console.print(describe_outcome(outcome), style=style, markup=False)
        if self._task is not None:
            self._progress.advance(self._task)


@contextmanager
def _open_report() -> "Iterator[Report]":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    console = build_console()
    with Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        yield _TerminalReport(console, progress)


def _print_summary(record: "RunRecord") -> None:
    from pipeline.cli.tables import format_table
    from pipeline.summary import iter_summary_rows

    rows = list(iter_summary_rows(record))
    say("\n" + format_table(rows[0], rows[1:]))
