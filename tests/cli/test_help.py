"""Every command explains itself, begins with an example, and is in the manual."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli.app import emn as group

PROJECT = Path(__file__).parents[2]
LARGE = ("pydantic", "spacy", "rich", "prefect", "pdfplumber", "lxml", "jinja2", "httpx", "asyncio")


def iter_commands(command: click.Command, path: str):
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from iter_commands(child, f"{path} {name}")


COMMANDS = dict(iter_commands(group, "emn"))


@pytest.mark.parametrize("path", COMMANDS)
def test_help_begins_with_an_example_of_the_command(path):
    command = COMMANDS[path]
    first = (command.help or "").splitlines()[0]
    assert first.startswith(f"Example: {path}")


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_says_what_it_does(path):
    options = [one for one in COMMANDS[path].params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []


@pytest.mark.parametrize("path", [path for path in COMMANDS if path != "emn"])
def test_every_command_is_in_the_manual(path):
    manual = "".join(
        (PROJECT / name).read_text("utf-8") for name in ("README.md", "docs/commands.md")
    )
    assert f"`{path}" in manual or f"\n{path}" in manual


@pytest.mark.parametrize("path", [path for path in COMMANDS if path != "emn"])
def test_every_option_is_in_the_manual(path):
    manual = (PROJECT / "docs" / "commands.md").read_text("utf-8")
    section = manual.partition(f"\n## `{path}`\n")[2].partition("\n## ")[0]
    names = [
        max(one.opts, key=len)
        for one in COMMANDS[path].params
        if isinstance(one, click.Option) and not one.hidden
    ]
    assert [name for name in names if name not in section] == []


@pytest.mark.parametrize("name", [name for name in COMMANDS if name.count(" ") == 1])
def test_every_command_that_answers_has_json(name):
    leaves = [
        command
        for path, command in COMMANDS.items()
        if path.startswith(name) and not isinstance(command, click.Group)
    ]
    assert all(any("--json" in one.opts for one in leaf.params) for leaf in leaves)


def test_help_imports_nothing_large():
    code = (
        "import sys\n"
        "from pipeline.cli import main\n"
        "main(['--help'])\n"
        f"print([name for name in {LARGE!r} if name in sys.modules], file=sys.stderr)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert answer.stderr.strip() == "[]"


def test_extracting_plain_text_does_not_import_prefect_or_parsers():
    large = ("prefect", "pdfplumber", "lxml", "docx")
    code = (
        "import sys\n"
        "from pipeline.cli import main\n"
        "main(['extract', 'raw/emn_press_release_migration_diplomacy.txt'])\n"
        f"print([name for name in {large!r} if name in sys.modules], file=sys.stderr)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    assert answer.stderr.strip() == "[]"


def test_version_is_one_line(emn):
    answer = emn("--version")
    assert (answer.code, answer.data[:4], answer.data.count("\n")) == (0, "emn ", 1)
