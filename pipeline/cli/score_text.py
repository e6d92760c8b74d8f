"""The score table and the differences in words."""

from collections.abc import Iterator

from pipeline.cli.difference_text import iter_lines
from pipeline.cli.tables import format_table
from pipeline.evaluate import Evaluation
from schemas.comparison import FormatScores, Score, ScoreTable

HEADER = ("field", "measure", "P", "R", "F1", "right", "expected", "found")


def format_evaluation(evaluation: Evaluation) -> str:
    """Scores per field with their support, the rates, each format in a line, each difference."""
    table = evaluation.score_table
    parts = [_format_scores(table.formats[0]), _format_rates(table.formats[0])]
    if len(table.formats) > 2:
        parts.append(_format_formats(table))
    parts.append("\n".join(_iter_differences(evaluation)))
    return "\n\n".join(part for part in parts if part) + "\n"


def iter_shown_scores(scores: FormatScores) -> Iterator[Score]:
    """The strict score of every kind and field; list fields by their items too."""
    yield from (score for score in scores.scores if score.measure in {"strict", "items"})


def name_score(score: Score) -> str:
    """``claims`` for the findings themselves, ``claims.quantity`` for one of their fields."""
    return score.kind if score.field is None else f"{score.kind}.{score.field}"


def _format_scores(scores: FormatScores) -> str:
    rows = [
        (
            name_score(score),
            score.measure,
            f"{score.precision:.3f}",
            f"{score.recall:.3f}",
            f"{score.f1:.3f}",
            str(score.tally.cor),
            str(score.support),
            str(score.tally.found),
        )
        for score in iter_shown_scores(scores)
    ]
    return format_table(HEADER, rows)


def _format_rates(scores: FormatScores) -> str:
    rows = [(rate.name, f"{rate.value:.3f}", str(rate.right), str(rate.support))
            for rate in scores.rates]  # fmt: skip
    return format_table(("rate", "value", "right", "of"), rows)


def _format_formats(table: ScoreTable) -> str:
    rows = []
    for scores in table.formats[1:]:
        metrics = dict(scores.iter_metrics())
        rows.append(
            (
                scores.media_type or "",
                str(scores.documents),
                *(_show(metrics.get(f"{kind}.f1")) for kind in ("countries", "links", "claims")),
                _show(metrics.get("instruments.f1")),
            )
        )
    header = ("format", "documents", "countries F1", "links F1", "claims F1", "instruments F1")
    return format_table(header, rows)


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _iter_differences(evaluation: Evaluation) -> Iterator[str]:
    count = evaluation.difference_count
    documents = len(evaluation.comparisons)
    plural = "" if documents == 1 else "s"
    if not count:
        yield f"{documents} document{plural} compared with truth, no difference."
        return
    for comparison in evaluation.comparisons:
        if comparison.differences:
            yield comparison.document_id
            yield from (f"  {line}" for line in iter_lines(comparison.differences))
    yield (
        f"{documents} document{plural} compared with truth, "
        f"{count} difference{'' if count == 1 else 's'}."
    )
