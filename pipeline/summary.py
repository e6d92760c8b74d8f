"""A run in a few words and numbers: for the terminal, and for Prefect's page of the run."""

from collections.abc import Iterator
from typing import get_args

from pipeline.printable import to_line
from schemas.comparison import ScoreTable
from schemas.run import Counts, Outcome, OutcomeStatus, RunRecord

SHOWN_METRICS = (
    ("countries F1", "countries.f1"),
    ("notes F1", "notes.f1"),
    ("marker to note F1", "links.f1"),
    ("claims F1", "claims.f1"),
    ("instruments F1", "instruments.f1"),
    ("metadata F1", "metadata.f1"),
)
"""Strict, over all documents of the run that have a truth."""

STATUSES: tuple[OutcomeStatus, ...] = get_args(OutcomeStatus)


def describe_outcome(outcome: Outcome) -> str:
    """One line: what became of the file, and how much it holds.

    >>> describe_outcome(Outcome(file_name="a.txt", document_id="a-01234567", status="duplicate",
    ...                          note="same bytes as b.txt"))
    'duplicate  a.txt: same bytes as b.txt'
    """
    status = f"{outcome.status:<9}"
    if outcome.failure is not None:
        return f"{status}  {to_line(outcome.failure.message)}"
    name = to_line(outcome.file_name)
    if outcome.status == "duplicate":
        return f"{status}  {name}: {to_line(outcome.note or '')}"
    return f"{status}  {name}: {describe_counts(outcome.counts)}"


def describe_counts(counts: Counts) -> str:
    """``53 countries, 3 notes, 3 claims, 13 instruments; 9 of 9 checks pass; 1 issue``."""
    found = ", ".join(
        _count(number, noun)
        for number, noun in (
            (counts.countries, "country"),
            (counts.notes, "note"),
            (counts.claims, "claim"),
            (counts.instruments, "instrument"),
        )
    )
    judged = counts.checks_passed + counts.checks_failed
    return f"{found}; {counts.checks_passed} of {judged} checks pass; " + _count(
        counts.issues, "issue"
    )


def iter_summary_rows(record: RunRecord) -> Iterator[tuple[str, str]]:
    """Labels and values, in the order in which they are shown."""
    yield "documents", _describe_statuses(record)
    totals = record.totals
    yield "countries", str(totals.countries)
    yield "notes", str(totals.notes)
    yield "claims", str(totals.claims)
    yield "instruments", str(totals.instruments)
    yield (
        "checks",
        (
            f"{totals.checks_passed} pass, {totals.checks_failed} fail, "
            f"{totals.checks_not_checkable} not checkable"
        ),
    )
    yield "issues", str(totals.issues)
    if record.compared is None:
        yield "truth", "none of these documents has any"
    else:
        differences = record.compared.differences
        documents = len(record.compared.documents)
        yield "truth", f"{_count(documents, 'document')}, {_count(differences, 'difference')}"
        yield from iter_metric_rows(record.compared.scores)
    yield "seconds", f"{record.seconds:.1f}"


def iter_metric_rows(scores: ScoreTable) -> Iterator[tuple[str, str]]:
    """The strict F1 of each kind that was compared."""
    metrics = scores.metrics()
    for label, metric in SHOWN_METRICS:
        if metric in metrics:
            yield label, f"{metrics[metric]:.3f}"


def _describe_statuses(record: RunRecord) -> str:
    counted = [(record.count(status), status) for status in STATUSES]
    parts = ", ".join(f"{number} {status}" for number, status in counted if number)
    return f"{len(record.outcomes)} ({parts})"


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
