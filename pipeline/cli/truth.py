"""``emn truth``: what people confirmed, held against its own rules."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import json_option, output_option
from pipeline.cli.output import say, write_data
from schemas.errors import ReadError

if TYPE_CHECKING:
    from schemas.document import Document


@click.group(short_help="Work on what people confirmed.")
def truth() -> None:
    r"""Example: emn truth lint

    Truth files say what a person found in a document by reading it; truth/README.md shows how they
    are written.
    """


@truth.command(short_help="Find mistakes in truth files.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@output_option
@json_option
def lint(*, paths: Sequence[Path], output: Path, is_json: bool) -> int:
    r"""Example: emn truth lint truth/

    Holds truth files (or all in a folder; truth/ if none is named) against the schema and against
    themselves: labels, codes, counts. Where `emn run` has read the document, every quote must stand
    in its text. Exit code 1 if anything is wrong.
    """
    found = [
        {"file": path.name, "message": message}
        for path in _iter_files(paths or (Path("truth"),))
        for message in _lint_file(path, output)
    ]
    if is_json:
        write_data(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    for one in found:
        say(f"{one['file']}: {one['message']}")
    if not found:
        say("Nothing to mend.")
    return 1 if found else 0


def _iter_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        else:
            yield path


def _lint_file(path: Path, output: Path) -> list[str]:
    from pipeline.comparison.truth_files import lint_truth, read_truth

    try:
        truth_file = read_truth(path)
        document = _find_document(output, truth_file.truth.document_id or truth_file.stem)
    except ReadError as error:
        return [f"{error.found}. {error.remedy}"]
    return lint_truth(truth_file.truth, document)


def _find_document(output: Path, document_id: str) -> "Document | None":
    """The document as the last run read it, or None if none did."""
    from pipeline.store import document_path, load_document

    if not document_path(output, document_id).is_file():
        return None
    return load_document(output, document_id)
