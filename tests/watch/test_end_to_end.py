"""The whole of it: a Prefect server on loopback, a deployment by ``prefect.yaml``, a worker."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from tests.watch.conftest import PROJECT, build_listing, build_release
from tests.watch.kills import EMN, finish_round, read_result, write_config

PREFECT = Path(sys.executable).with_name("prefect")
FINISHED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("prefect")]


class Api:
    """The few questions that the test asks the server."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener = build_opener(ProxyHandler({}))

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}{path}", data, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=60) as answer:
            return json.loads(answer.read())

    def is_up(self) -> bool:
        try:
            return bool(self.ask("/health"))
        except OSError:
            return False

    def finish(self, run_id: str, seconds: float = 120) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            run: dict[str, Any] = self.ask(f"/flow_runs/{run_id}")
            if run["state_type"] in FINISHED:
                return run
            time.sleep(0.5)
        raise AssertionError(f"the run is still {run['state_type']}")


@contextmanager
def running(command: list[Any], folder: Path, env: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="module")
def prefect(tmp_path_factory) -> Iterator[tuple[Api, dict[str, str]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("prefect")
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    api = Api(env["PREFECT_API_URL"])
    start = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    with running(start, home, env):
        wait_for(api.is_up, 180)
        yield api, env


def test_a_worker_makes_the_same_round_as_a_person(prefect, site, tmp_path):
    api, env = prefect
    site.pages["/list"] = build_listing("/a.txt", "/b.txt")
    site.pages |= {"/a.txt": build_release(1), "/b.txt": build_release(2)}
    folder, by_hand = tmp_path / "deployed", tmp_path / "by hand"
    for place in (folder, by_hand):
        (place / "inbox").mkdir(parents=True)
        (place / "inbox" / "c.txt").write_bytes(build_release(3))
        write_config(place, site.url("/list"), place / "inbox")
    # The deployment of the project, in a folder that holds nothing but it and the places.
    shutil.copy(PROJECT / "prefect.yaml", folder)
    run_prefect(["work-pool", "create", "emn", "--type", "process"], folder, env)
    run_prefect(["--no-prompt", "deploy", "--name", "scheduled"], folder, env)
    deployment = api.ask("/deployments/name/emn-watch/scheduled")
    (schedule,) = deployment["schedules"]
    assert schedule["schedule"] == {
        "cron": "0 6 * * *",
        "timezone": "Europe/Brussels",
        "day_or": True,
    }
    assert deployment["global_concurrency_limit"]["limit"] == 1
    with running([PREFECT, "worker", "start", "--pool", "emn"], folder, env):
        created = api.ask(f"/deployments/{deployment['id']}/create_flow_run", {})
        run = api.finish(created["id"])
    assert run["state_type"] == "COMPLETED", run["state"]["message"]

    finish_round(by_hand)
    (folder / "out").symlink_to(folder / "output")
    (folder / "told.log").touch()
    ours, theirs = read_result(by_hand), read_result(folder)
    assert theirs.raw == ours.raw
    assert theirs.manifest == ours.manifest
    assert theirs.output == ours.output
    check_what_prefect_shows(api, run["id"])


def check_what_prefect_shows(api: Api, run_id: str) -> None:
    tasks = api.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [run_id]}}})
    names = sorted(task["name"].rpartition("-")[0] for task in tasks)
    places = ["discover-and-fetch inbox", "discover-and-fetch list"]
    assert names == [*places, "notify", "process", "score"]
    artifacts = {one["key"]: one["data"] for one in api.ask("/artifacts/filter", {})}
    assert "3 new documents" in artifacts["emn-watch-summary"]
    assert "| a-" in artifacts["emn-watch-findings"]


def test_a_served_round_comes_by_itself_after_a_restart_too(prefect, site, tmp_path):
    api, env = prefect
    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": build_release(1)}
    (tmp_path / "inbox").mkdir()
    write_config(tmp_path, site.url("/list"), tmp_path / "inbox")
    with running([EMN, "watch", "--cron", "0 0 1 1 *"], tmp_path, env):
        wait_for(lambda: find_schedules(api) == ["0 0 1 1 *"])
    with running([EMN, "watch", "--cron", "* * * * *"], tmp_path, env):
        wait_for((tmp_path / "output" / "watch" / "round.json").exists)
    record = json.loads((tmp_path / "output" / "watch" / "round.json").read_text("utf-8"))
    assert len(record["publications"]) == 1


def find_schedules(api: Api) -> list[str]:
    """The cron schedules of the served deployment, which shares its name with the deployed one."""
    name = {"flows": {"name": {"any_": ["emn-watch"]}}}
    found = api.ask("/deployments/filter", name)
    return [one["schedule"]["cron"] for deployment in found for one in deployment["schedules"]]


def wait_for(is_so, seconds: float = 150) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.5)


def run_prefect(arguments: list[str], folder: Path, env: dict[str, str]) -> None:
    answer = subprocess.run(
        [PREFECT, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
