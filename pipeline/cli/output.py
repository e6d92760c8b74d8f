"""Where words and data go: words to stderr, data to stdout, colours to terminals only."""

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console


def say(text: str) -> None:
    """One line, or a few, for people."""
    click.echo(text, err=True)


def write_data(text: str) -> None:
    """Data, in UTF-8 whatever the locale says."""
    click.echo(text.encode("utf-8", "surrogatepass"), nl=False)


def build_console() -> "Console":
    """For tables and bars on stderr. It knows terminals, widths and NO_COLOR."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def is_debug() -> bool:
    """Whether ``--debug`` was given."""
    return bool(click.get_current_context().find_root().params.get("debug"))


def silence_output() -> None:
    """Send what is still buffered for stdout nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
