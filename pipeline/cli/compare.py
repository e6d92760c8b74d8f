"""``emn compare``: the records in ``output/`` against what people confirmed."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import json_option, truth_option
from pipeline.cli.output import say, write_data
from schemas.errors import UsageError

if TYPE_CHECKING:
    from pipeline.evaluate import Evaluation


@click.command(short_help="Compare output with truth: scores and differences.")
@click.argument("output", type=click.Path(path_type=Path), default=Path("output"))
@truth_option
@json_option
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write one self-contained page too.",
)
@click.option(
    "--min",
    "minima",
    multiple=True,
    metavar="METRIC=VALUE",
    help="Exit with 1 if the metric is below, e.g. claims.f1=0.95. May be repeated.",
)
def compare(
    *, output: Path, truth: Path, is_json: bool, html: Path | None, minima: Sequence[str]
) -> int:
    r"""Example: emn compare output --min claims.f1=0.95

    Compares each document in OUTPUT that has a truth with it, and prints precision, recall and F1
    per field with what was right, expected and found, then each difference: '-' is missed, '+' is
    too much, '~' is another value.

    Exit code 1 if a --min is missed, a truth or record is damaged, or there is nothing to compare;
    differences alone are no failure.
    """
    from pipeline.evaluate import evaluate

    bounds = [_parse_minimum(one) for one in minima]
    for folder in (output, truth):
        if not folder.is_dir():
            raise UsageError(f"{folder}: there is no such folder. Name it, or run `emn run` first.")
    evaluation = evaluate(output, truth)
    for problem in evaluation.problems:
        say(f"emn: {problem}")
    if not evaluation.comparisons:
        say(f"emn: no document in {output} has a truth in {truth}; nothing was compared.")
        return 1
    misses = _find_misses(bounds, evaluation.score_table.metrics())
    if is_json:
        write_data(_to_json(evaluation))
    else:
        from pipeline.cli.score_text import format_evaluation

        write_data(format_evaluation(evaluation))
    if html is not None:
        from pipeline.comparison.page import render_page
        from pipeline.store import write_text

        write_text(html, render_page(evaluation.comparisons, evaluation.score_table))
    for miss in misses:
        say(f"emn: {miss}")
    return 1 if misses or evaluation.problems else 0


def _parse_minimum(given: str) -> tuple[str, float]:
    metric, _, value = given.partition("=")
    try:
        return metric.strip(), float(value)
    except ValueError as cause:
        raise UsageError(
            f"--min {given}: this is not METRIC=VALUE, as in --min claims.f1=0.95."
        ) from cause


def _find_misses(bounds: list[tuple[str, float]], metrics: dict[str, float]) -> list[str]:
    """Sentences about the metrics below their minimum; raises ``UsageError`` for unknown ones."""
    misses = []
    for metric, minimum in bounds:
        if metric not in metrics:
            near = get_close_matches(metric, metrics, n=3) or sorted(metrics)[:5]
            raise UsageError(
                f"--min {metric}: nothing was compared under that name. Near it: {', '.join(near)}."
            )
        if metrics[metric] < minimum:
            misses.append(f"{metric} is {metrics[metric]:.4f}, below the minimum of {minimum:g}")
    return misses


def _to_json(evaluation: "Evaluation") -> str:
    import json

    answer: dict[str, Any] = {
        "scores": evaluation.score_table.to_jsonable(),
        "metrics": evaluation.score_table.metrics(),
        "comparisons": [comparison.to_jsonable() for comparison in evaluation.comparisons],
        "problems": list(evaluation.problems),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
