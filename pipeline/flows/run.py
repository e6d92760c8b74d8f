"""The run as a Prefect flow: ``pipeline.run`` with every step as a task.

A task is a batch of documents on worker processes of ours, not a document: what Prefect adds is
paid once per run. Its cache is off; ``pipeline.manifest`` knows what is up to date.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec, TypeVar

from prefect import Flow, flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from pipeline.evaluate import evaluate
from pipeline.run import Report, RunOptions, run
from pipeline.sharing import count_cores
from pipeline.summary import describe_outcome, iter_summary_rows
from schemas.comparison import Comparison
from schemas.run import Compared, RunRecord

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
RunFlow = Flow[[list[str], str, str, int | None, bool], RunRecord]

FLOW_NAME = "emn-run"
ARTIFACT_KEY = "emn-run-summary"
SCORES_KEY = "emn-comparison"
DIFFERENCES_KEY = "emn-differences"
SHOWN_FAILURES = 100
SHOWN_DIFFERENCES = 200


def call_as_task(
    name: str,
    function: Callable[Arguments, Answer],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Answer:
    """A step of the run as a task of that name; what it is given stays in this process."""

    @task(name=name, cache_policy=NO_CACHE, persist_result=False)
    def call() -> Answer:
        return function(*args, **kwargs)

    return call()


def build_flow(report: Report | None = None) -> RunFlow:
    """The flow; ``report`` hears of every document while it runs.

    Documents that fail are outcomes of a flow that completes: they would fail again on a retry.
    The flow raises what ``pipeline.run.run`` raises.
    """

    @flow(name=FLOW_NAME, persist_result=False)
    def emn_run(
        paths: list[str],
        output: str = "output",
        truth: str = "truth",
        processes: int | None = None,
        is_forced: bool = False,  # noqa: FBT001, FBT002 - deployments name their parameters
    ) -> RunRecord:
        """Bring ``output`` up to date with the raw files at ``paths``."""
        options = RunOptions(Path(output), Path(truth), processes or count_cores(), is_forced)
        raw_paths = [Path(path) for path in paths]
        record = run(raw_paths, options, report, step=call_as_task, is_direct=False)
        create_markdown_artifact(build_page(record), key=ARTIFACT_KEY, description="emn run")
        publish_comparison(record, options)
        return record

    return emn_run


def build_page(record: RunRecord) -> str:
    """The run for Prefect's page: its summary, and every document that failed."""
    rows = [f"| {label} | {value} |" for label, value in iter_summary_rows(record)]
    failed = [one for one in record.outcomes if one.status == "failed"]
    lines = ["| | |", "|---|---|", *rows, ""]
    lines += [f"- `{describe_outcome(one).replace('`', ' ')}`" for one in failed[:SHOWN_FAILURES]]
    if len(failed) > SHOWN_FAILURES:
        lines.append(f"- and {len(failed) - SHOWN_FAILURES} more")
    return "\n".join(lines) + "\n"


def publish_comparison(record: RunRecord, options: RunOptions) -> None:
    """The scores as a table and the differences as a list; nothing where no truth applies."""
    if record.compared is None:
        return
    create_table_artifact(
        build_score_rows(record.compared), key=SCORES_KEY, description="Comparison with truth"
    )
    evaluation = evaluate(options.output, options.truth, record.compared.documents)
    create_markdown_artifact(
        build_differences(evaluation.comparisons),
        key=DIFFERENCES_KEY,
        description="Differences from truth",
    )


def build_score_rows(compared: Compared) -> list[dict[str, str | int | float]]:
    """One row per kind of finding and field, over all formats."""
    return [
        {
            "field": score.kind if score.field is None else f"{score.kind}.{score.field}",
            "precision": round(score.precision, 4),
            "recall": round(score.recall, 4),
            "F1": round(score.f1, 4),
            "right": score.tally.cor,
            "expected": score.support,
            "found": score.tally.found,
        }
        for score in compared.scores.formats[0].scores
        if score.measure == "strict"
    ]


def build_differences(comparisons: Iterable[Comparison]) -> str:
    """Each document with its differences; their words are shown as they are, as code."""
    lines: list[str] = []
    for one in comparisons:
        lines += [f"## {one.document_id}", ""]
        shown = one.differences[:SHOWN_DIFFERENCES]
        lines += [f"- `{str(each).replace('`', ' ')}`" for each in shown] or ["No difference."]
        if len(one.differences) > len(shown):
            lines.append(f"- and {len(one.differences) - len(shown)} more")
        lines.append("")
    return "\n".join(lines)


run_flow = build_flow()
"""For deployments and for other flows."""
