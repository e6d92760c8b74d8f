"""Which server a run uses, and that it says so before anybody has to wait."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipeline.flows.server import find_server, prepare
from schemas.errors import UsageError

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"


def find_free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serve(answers: dict[str, str]) -> Iterator[int]:
    """An HTTP server on loopback with these answers; the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = answers.get(self.path)
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """No server of the machine that runs the tests is found, and nothing set here stays."""
    monkeypatch.setattr(os, "environ", {**os.environ, "PREFECT_SERVER_API_PORT": "1"})
    os.environ.pop("PREFECT_API_URL", None)


def test_without_any_server_there_is_an_own_one_and_two_ways_round_it_are_named():
    server = find_server()
    assert (server.origin, server.url) == ("own", None)
    assert "prefect server start --background" in str(server)
    assert "--direct" in str(server)


def test_a_running_server_is_found_by_itself():
    with serve({"/api/health": "true", "/api/admin/version": '"3.8.8"'}) as port:
        os.environ["PREFECT_SERVER_API_PORT"] = str(port)
        server = find_server()
    assert (server.origin, server.url) == ("found", f"http://127.0.0.1:{port}/api")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"/api/health": "true"},
        {"/api/health": "<html>"},
        {"/api/health": "true", "/api/admin/version": '"2.20.0"'},
    ],
    ids=["nothing", "health only", "a web page", "Prefect 2"],
)
def test_another_program_on_the_port_is_not_taken_for_prefect(answers):
    with serve(answers) as port:
        os.environ["PREFECT_SERVER_API_PORT"] = str(port)
        assert find_server().origin == "own"


def test_a_server_that_was_named_and_does_not_answer_is_wrong_usage():
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{find_free_port()}/api"
    with pytest.raises(UsageError, match="--direct"):
        prepare(find_server())


def test_telemetry_is_off_whatever_was_set():
    os.environ.update(DO_NOT_TRACK="0", PREFECT_SERVER_ANALYTICS_ENABLED="true")
    prepare(find_server())
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"


@pytest.mark.slow
def test_a_run_on_a_real_server_leaves_its_flow_run_there(tmp_path):
    port = find_free_port()
    environment = {
        **os.environ,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_SERVER_API_PORT": str(port),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }
    program = Path(sys.executable).with_name("prefect")
    server = subprocess.Popen(
        [program, "server", "start", "--port", str(port), "--no-ui"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_server(port, server)
        answer = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", "run", PRESS_RELEASE, "--json"],
            capture_output=True,
            text=True,
            check=True,
            cwd=PROJECT,
            env={**environment, "PYTHONPATH": str(PROJECT)},
        )
    finally:
        server.terminate()
        server.wait()
    assert f"Using the Prefect server at http://127.0.0.1:{port}/api" in answer.stderr
    assert json.loads(answer.stdout)["is_direct"] is False


def wait_for_server(port: int, server: subprocess.Popen) -> None:
    import time

    from pipeline.flows.server import _is_prefect

    deadline = time.monotonic() + 180
    while not _is_prefect(f"http://127.0.0.1:{port}/api"):
        assert server.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.5)
