"""The round as a Prefect flow: ``pipeline.watch.rounds`` with places and batches as tasks.

No task is retried: requests are, inside a visit, where it is known which failure may pass. No task
is cached: the state of the watch knows what is done.
"""

from pathlib import Path
from typing import Any

from prefect import Flow, flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import FlowRun, State

from pipeline.flows.run import call_as_task
from pipeline.run import RunOptions
from pipeline.watch.notifying import NotificationError, notify, send
from pipeline.watch.pages import build_findings_page, build_round_page, build_scores_page
from pipeline.watch.places import load_config
from pipeline.watch.rounds import run_round
from pipeline.watch.scoring import score
from schemas.errors import EmnError
from schemas.watch import PlaceOutcome, RoundRecord

FLOW_NAME = "emn-watch"
SUMMARY_KEY = "emn-watch-summary"
FINDINGS_KEY = "emn-watch-findings"
SCORES_KEY = "emn-watch-scores"


def tell_of_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:  # noqa: ARG001 - Prefect's signature
    """Send word of a round that did not come to its end; what a round meets it tells itself."""
    parameters = flow_run.parameters or {}
    try:
        settings = load_config(Path(parameters.get("config", "watch.toml"))).settings
    except EmnError:
        return  # without a configuration nobody knows whom to tell; Prefect shows the failure
    text = f"The round {flow_run.name} ended as {state.name}: {state.message or 'no message'}\n"
    try:
        send("EMN watch: a round failed", text, settings)
    except NotificationError as error:
        get_run_logger().error(str(error))


@flow(
    name=FLOW_NAME,
    persist_result=False,
    on_failure=[tell_of_failure],
    on_crashed=[tell_of_failure],
)
def emn_watch(
    config: str = "watch.toml",
    raw: str = "raw",
    output: str = "output",
    truth: str = "truth",
    is_forced: bool = False,  # noqa: FBT001, FBT002 - deployments name their parameters
) -> RoundRecord:
    """Ask the places of ``config`` that are due, process what is new, tell whom it names.

    Places and documents that fail are part of the record of a round that completes. The flow raises
    what ``pipeline.watch.rounds.run_round`` raises.
    """
    logger = get_run_logger()
    watch = load_config(Path(config))
    options = RunOptions(output=Path(output), truth=Path(truth))

    def report(outcome: PlaceOutcome) -> None:
        if outcome.status not in {"not_due", "disabled"}:
            logger.info("%s: %s, %d new", outcome.name, outcome.status, len(outcome.new_files))

    def tell(record: RoundRecord) -> None:
        if record.needs_a_person:
            call_as_task("notify", notify, record, watch.settings)

    record = run_round(
        watch,
        Path(raw),
        options,
        is_forced=is_forced,
        report=report,
        step=call_as_task,
        tell=tell,
    )
    create_markdown_artifact(build_round_page(record), key=SUMMARY_KEY, description="emn watch")
    if record.publications:
        page = build_findings_page(record.publications, options.output)
        create_markdown_artifact(page, key=FINDINGS_KEY, description="New documents")
    scores = call_as_task("score", score, options.output, options.truth)
    if scores is not None:
        page = build_scores_page(scores)
        create_markdown_artifact(page, key=SCORES_KEY, description="Scores against the last round")
    return record
