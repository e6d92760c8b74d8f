"""``emn reconcile``: a press release against the inform that it announces."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.inputs import attempt, open_raw_files
from pipeline.cli.options import json_option
from pipeline.cli.output import write_data
from pipeline.cli.tables import format_table

if TYPE_CHECKING:
    from pipeline.ingest import RawFile
    from schemas.extraction import Extraction
    from schemas.reconciliation import Place, Reconciliation


@click.command(short_help="Hold a press release against its inform.")
@click.argument("left", type=click.Path(path_type=Path, allow_dash=True), metavar="A")
@click.argument("right", type=click.Path(path_type=Path, allow_dash=True), metavar="B")
@json_option
def reconcile(*, left: Path, right: Path, is_json: bool) -> int:
    r"""Example: emn reconcile press_release.pdf inform.pdf

    Aligns the claims of two documents about one product, and prints where a number, a list, the
    contributors or the title differ, with both places. '-' reads one of them from stdin.

    Exit code 0: they agree, 1: they differ in something or a file cannot be read.
    """
    from pipeline.reconcile import reconcile as reconcile_extractions

    with open_raw_files([left, right], None) as raw_files:
        extractions = [attempt(raw, _extract) for raw in raw_files]
    first, second = (*extractions, *extractions)[:2]
    if first is None or second is None:
        return 1
    answer = reconcile_extractions(first, second)
    write_data(answer.to_json() if is_json else _format(answer))
    return 1 if answer.failed else 0


def _extract(raw: "RawFile") -> "Extraction":
    from pipeline.process import extract_file

    return extract_file(raw, is_isolated=True)[1]


def _format(answer: "Reconciliation") -> str:
    lines = [answer.reason]
    for agreement in answer.failed:
        lines += ["", f"{agreement.severity}  {agreement.code}  {agreement.message}"]
        lines += [_format_place(place) for place in (agreement.left, agreement.right)]
    statuses = [agreement.status for agreement in answer.agreements]
    rows = [
        ("agree", str(statuses.count("pass"))),
        ("differ", str(statuses.count("fail"))),
        ("not checkable", str(statuses.count("not_checkable"))),
        ("claims in A alone", str(len(answer.only_left))),
        ("claims in B alone", str(len(answer.only_right))),
    ]
    return "\n".join([*lines, "", format_table(rows[0], rows[1:])]) + "\n"


def _format_place(place: "Place") -> str:
    quote = "" if place.evidence is None else f": “{' '.join(place.evidence.quote.split())}”"
    page = (
        "" if place.evidence is None or not place.evidence.page else f", page {place.evidence.page}"
    )
    return f"  {place.document_id}{page}{quote}"
