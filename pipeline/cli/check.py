"""``emn check``: what an editor should look at before a document is published."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pipeline.cli.inputs import attempt, open_raw_files
from pipeline.cli.options import files_argument, json_option, name_option
from pipeline.cli.output import write_data

if TYPE_CHECKING:
    from pipeline.check_report import CheckedFile
    from pipeline.ingest import RawFile

Format = Literal["text", "json", "sarif"]


@click.command(short_help="Print the checks that fail, with the places concerned.")
@files_argument
@name_option
@click.option(
    "--format",
    "report_format",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="An editor's list, plain data, or what code hosts and editors display.",
)
@click.option(
    "--least",
    type=click.Choice(["error", "warning", "hint"]),
    default="hint",
    show_default=True,
    help="The mildest severity that makes the exit code 1.",
)
@json_option
def check(
    *,
    files: Sequence[Path],
    stdin_name: str | None,
    report_format: Format,
    least: Literal["error", "warning", "hint"],
    is_json: bool,
) -> int:
    r"""Example: emn check draft.docx

    Holds every number of the files against the list that it stands for, and every list against the
    rules of the network, and prints each check that fails with the places concerned. docs/checks.md
    explains the codes. --json is --format json. '-' reads stdin.

    Exit code 0: nothing to correct, 1: a check fails or a file cannot be read.
    """
    from pipeline.check_report import count_failed

    checked: list[CheckedFile] = []
    with open_raw_files(files, stdin_name) as raw_files:
        for raw in raw_files:
            shown = str(raw.path) if raw.path in files else raw.file_name
            one = attempt(raw, partial(_check_file, shown))
            if one is not None:
                checked.append(one)
    if checked:
        write_data(_render(checked, "json" if is_json else report_format))
    return 1 if len(checked) < len(raw_files) or count_failed(checked, least) else 0


def _check_file(shown: str, raw: "RawFile") -> "CheckedFile":
    from pipeline.check_report import CheckedFile
    from pipeline.process import extract_file

    document, extraction = extract_file(raw, is_isolated=True)
    raw_text = None
    if document.source.media_type in {"text/plain", "text/markdown"}:
        from pipeline.readers.decoding import decode
        from pipeline.readers.limits import DEFAULT_LIMITS

        raw_text, _ = decode(raw.path.read_bytes(), raw.file_name, DEFAULT_LIMITS)
    return CheckedFile(shown, document, extraction, raw_text)


def _render(checked: "Sequence[CheckedFile]", report_format: Format) -> str:
    from pipeline.check_report import build_json, build_sarif, render_text

    if report_format == "text":
        return render_text(checked)
    if report_format == "json":
        report = build_json(checked)
    else:
        from pipeline.versions import get_project_version

        report = build_sarif(checked, get_project_version())
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
