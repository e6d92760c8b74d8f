"""A round as pages in Markdown, for Prefect's artifacts."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.process import count_findings
from pipeline.store import load_extraction
from pipeline.watch.notifying import build_subject, iter_lines
from pipeline.watch.scoring import Scores
from schemas.errors import EmnError
from schemas.watch import PlaceOutcome, Publication, RoundRecord

MAX_ROWS = 200


def build_round_page(record: RoundRecord) -> str:
    """What each place gave, then all that wants a person."""
    rows = [_build_row(place) for place in record.places]
    lines = [f"**{build_subject(record)}**, {record.seconds:.1f} s", ""]
    lines += _build_table(("place", "status", "requests", "new", "failures"), rows)
    lines += ["", *(f"- `{_plain(line)}`" for line in list(iter_lines(record))[:MAX_ROWS])]
    return "\n".join(lines) + "\n"


def build_findings_page(publications: Iterable[Publication], output: Path) -> str:
    """How much each new document holds; those that are not on the disk any more are left out."""
    rows = list(_iter_findings(publications, output))
    header = ("document", "countries", "notes", "claims", "instruments", "checks fail", "issues")
    return "\n".join(_build_table(header, rows)) + "\n"


def build_scores_page(scores: Scores) -> str:
    """Each metric now and in the last round; those that changed first."""
    rows = sorted(scores.iter_rows(), key=lambda row: (row[2] in {None, row[1]}, row[0]))
    cells = [
        (name, f"{now:.3f}", "–" if before is None else f"{before:.3f}", _show(now, before))
        for name, now, before in rows
    ]
    table = _build_table(("metric", "now", "before", "change"), cells)
    return "\n".join([f"Over {scores.documents} confirmed documents", "", *table]) + "\n"


def _iter_findings(publications: Iterable[Publication], output: Path) -> Iterator[tuple[str, ...]]:
    for one in publications:
        try:
            counts = count_findings(load_extraction(output, one.document_id))
        except EmnError:
            continue
        numbers = (counts.countries, counts.notes, counts.claims, counts.instruments)
        rest = (counts.checks_failed, counts.issues)
        yield (one.document_id, *(str(number) for number in (*numbers, *rest)))


def _build_row(place: PlaceOutcome) -> tuple[str, ...]:
    counts = (place.requests, len(place.new_files), len(place.faults))
    return (place.name, place.status, *(str(count) for count in counts))


def _build_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    shown = [f"| {' | '.join(_plain(cell) for cell in row)} |" for row in rows[:MAX_ROWS]]
    if len(rows) > MAX_ROWS:
        shown.append(f"| and {len(rows) - MAX_ROWS} more |" + " |" * (len(header) - 1))
    return [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}", *shown]


def _plain(text: str) -> str:
    """Without what Markdown would take for its own inside a code span or a cell."""
    return text.replace("`", " ").replace("|", " ").replace("\n", " ")


def _show(now: float, before: float | None) -> str:
    return "" if before is None or before == now else f"{now - before:+.3f}"
