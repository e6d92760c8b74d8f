"""The group of all commands, and what every command has in common: errors, exit codes, versions."""

import gc
import os
import sys
from collections.abc import Sequence

import click

from pipeline.cli.check import check
from pipeline.cli.compare import compare
from pipeline.cli.diff import diff
from pipeline.cli.extract import extract
from pipeline.cli.ingest import ingest
from pipeline.cli.inspect import inspect
from pipeline.cli.output import say, silence_output
from pipeline.cli.parse import parse
from pipeline.cli.reconcile import reconcile
from pipeline.cli.report import report
from pipeline.cli.review import review
from pipeline.cli.run import run
from pipeline.cli.schema import schema
from pipeline.cli.status import status
from pipeline.cli.truth import truth
from pipeline.cli.vocabulary import vocabulary
from pipeline.cli.watch import watch
from schemas.errors import ContractError, EmnError, UsageError

COMMANDS: tuple[click.Command, ...] = (
    run,
    extract,
    parse,
    check,
    compare,
    diff,
    reconcile,
    review,
    report,
    inspect,
    ingest,
    status,
    watch,
    schema,
    truth,
    vocabulary,
)
"""In the order in which ``emn --help`` lists them."""

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


class _OrderedGroup(click.Group):
    """Lists its commands in the order of ``COMMANDS``: first things first."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


@click.group(cls=_OrderedGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda context, _, is_asked: _print_version(context, is_asked),
    help="Show the version and exit.",
)
def emn(*, debug: bool) -> None:
    r"""Example: emn run raw/

    Reads informs and press releases of the European Migration Network into checked JSON in which
    everything is quoted.

    Data goes to stdout, words to stderr. Exit code 0: fine, 1: some documents failed or a check
    did, 2: the command makes no sense as given.
    """


for _command in COMMANDS:
    emn.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``emn`` and answer its exit code; an error is one line unless ``--debug`` is given."""
    # Nearly all that a short command allocates are modules and tables that stay: looking through
    # them for garbage again and again costs it a tenth of its time.
    gc.set_threshold(100_000, 50, 100)
    given = list(sys.argv[1:] if arguments is None else arguments)
    is_debug = "--debug" in given
    if is_debug:
        # Wherever it stands: after a failure people add it at the end of the line.
        given = ["--debug", *(argument for argument in given if argument != "--debug")]
    try:
        code = emn.main(given, prog_name="emn", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("emn: interrupted; what was written is whole. Run the same command to go on.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output left, as `head` does. That is no error, and the interpreter must
        # not try to flush into the closed pipe when it ends.
        silence_output()
        return 0
    except Exception as error:
        if is_debug:
            raise
        return _explain(error)
    return code if isinstance(code, int) else 0


def _explain(error: Exception) -> int:
    """One line on stderr, and the exit code of it."""
    if isinstance(error, UsageError):
        say(f"emn: {error}")
        return EXIT_USAGE
    if isinstance(error, EmnError) and not isinstance(error, ContractError):
        say(f"emn: {error}")
        return EXIT_FAILED
    if isinstance(error, OSError):
        where = f"{os.fspath(error.filename)}: " if error.filename else ""
        say(f"emn: {where}{error.strerror or error}.")
        return EXIT_FAILED
    if isinstance(error, MemoryError):
        say("emn: the memory did not suffice. Give fewer or smaller files, or fewer processes.")
        return EXIT_FAILED
    what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    say(f"emn: a bug in this program ({what}). Add --debug to see where, and report it.")
    return EXIT_FAILED


def _print_version(context: click.Context, is_asked: bool) -> None:
    if not is_asked or context.resilient_parsing:
        return
    from pipeline.versions import get_project_version

    click.echo(f"emn {get_project_version()}")
    context.exit()
