"""The run under Prefect: the same bytes, the same outcomes, and what Prefect shows of it."""

from pathlib import Path

import pytest

from pipeline.run import RunOptions, run
from schemas.errors import UsageError

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"

pytestmark = pytest.mark.usefixtures("prefect_server")


def read_all(output: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file() and path.name != "run.json"
    }


@pytest.fixture
def raw(tmp_path) -> Path:
    """Three good files, a repeated one and a bad one."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for number in range(3):
        content = PRESS_RELEASE.read_bytes() + b"\n" * number
        (folder / f"release {number}.txt").write_bytes(content)
    (folder / "same.txt").write_bytes(PRESS_RELEASE.read_bytes())
    (folder / "empty.txt").touch()
    return folder


def test_the_flow_writes_the_same_bytes_and_says_the_same_as_a_direct_run(raw, tmp_path):
    from pipeline.flows.run import run_flow

    direct = run([raw], RunOptions(tmp_path / "direct", PROJECT / "truth", 2))
    flowed = run_flow([str(raw)], str(tmp_path / "flow"), str(PROJECT / "truth"), 1)
    assert read_all(tmp_path / "direct") == read_all(tmp_path / "flow")
    assert flowed.outcomes == direct.outcomes
    assert flowed.compared == direct.compared
    assert (direct.is_direct, flowed.is_direct) == (True, False)


def test_a_flow_skips_what_a_direct_run_has_done(raw, tmp_path):
    from pipeline.flows.run import run_flow

    run([raw], RunOptions(tmp_path / "out", processes=1))
    record = run_flow([str(raw)], str(tmp_path / "out"))
    assert record.count("unchanged") == 3


def test_steps_are_tasks_and_documents_are_not(raw, tmp_path):
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterName

    from pipeline.flows.run import build_flow

    named = build_flow().with_options(flow_run_name="steps of a run")
    named([str(raw)], str(tmp_path / "out"))
    with get_client(sync_client=True) as client:
        (flow_run,) = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(name=FlowRunFilterName(any_=["steps of a run"]))
        )
        steps = client.read_task_runs()
    ours = [step.name for step in steps if step.flow_run_id == flow_run.id]
    assert flow_run.state.is_completed()
    assert sorted(name.rsplit("-", 1)[0] for name in ours) == [
        "compare",
        "ingest",
        "read-extract-check-write",
    ]


def test_the_summary_is_an_artifact_that_names_what_failed(raw, tmp_path):
    from prefect.artifacts import Artifact

    from pipeline.flows.run import ARTIFACT_KEY, run_flow

    run_flow([str(raw)], str(tmp_path / "out"))
    artifact = Artifact.get(ARTIFACT_KEY)
    assert artifact is not None
    assert "3 written, 1 duplicate, 1 failed" in artifact.data
    assert "empty.txt" in artifact.data


def test_every_document_is_reported_once(raw, tmp_path):
    from pipeline.flows.run import build_flow

    class Listener:
        def __init__(self):
            self.heard = []

        def begin(self, total):
            self.heard.append(total)

        def add(self, outcome):
            self.heard.append(outcome.file_name)

    listener = Listener()
    build_flow(listener)([str(raw)], str(tmp_path / "out"))
    assert listener.heard[0] == 5
    assert sorted(listener.heard[1:]) == sorted(path.name for path in raw.iterdir())


def test_wrong_usage_is_the_same_error_as_without_prefect(tmp_path):
    from pipeline.flows.run import run_flow

    with pytest.raises(UsageError, match="no file"):
        run_flow([str(tmp_path)], str(tmp_path / "out"))


def test_the_comparison_with_truth_is_a_table_and_its_differences_a_list(raw, tmp_path):
    from prefect.artifacts import Artifact

    from pipeline.flows.run import DIFFERENCES_KEY, SCORES_KEY, run_flow

    truth = tmp_path / "truth"
    truth.mkdir()
    stated = '{"applies_to": ["release 0.txt"], "metadata": {"place": "Pa`ris"}}'
    (truth / "release.json").write_text(stated)
    run_flow([str(raw)], str(tmp_path / "out"), str(truth))
    scores = Artifact.get(SCORES_KEY)
    differences = Artifact.get(DIFFERENCES_KEY)
    assert scores is not None
    assert differences is not None
    assert '"field": "metadata.place"' in scores.data
    assert "- `~ metadata · place: Pa ris expected, Brussels found`" in differences.data
