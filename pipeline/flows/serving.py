"""``emn watch``: the round served on a schedule, with a Prefect server of its own if there is none.

Like ``pipeline.flows.server`` this is importable without Prefect, which is imported once the
server is settled.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from zoneinfo import ZoneInfo

from pipeline.flows.server import LOCAL_HOST, LOCAL_PORT, Server, find_server, prepare
from schemas.errors import EmnError, UsageError

DEPLOYMENT = "scheduled"
START_SECONDS = 180.0
"""For a server's first start, with its migrations, on a slow disk."""


class ServerError(EmnError):
    """A Prefect server that did not come up."""


@contextmanager
def run_server() -> Iterator[Server]:
    """A server to use: the one that ``find_server`` finds, or one that ends with this context."""
    server = find_server()
    if server.origin != "own":
        prepare(server)
        yield server
        return
    prepare(server)
    port = os.environ.get("PREFECT_SERVER_API_PORT", LOCAL_PORT)
    command = [sys.executable, "-m", "prefect", "server", "start"]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*command, "--host", LOCAL_HOST, "--port", port],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that Ctrl-C reaches it last
    )
    try:
        server = _wait(process, port)
        prepare(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(process: "subprocess.Popen[bytes]", port: str) -> Server:
    end = monotonic() + START_SECONDS
    while monotonic() < end and process.poll() is None:
        server = find_server()
        if server.origin != "own":
            return server
        sleep(0.5)
    raise ServerError(
        f"No Prefect server came up on port {port}. See what `prefect server start` says, or name "
        "another port in PREFECT_SERVER_API_PORT."
    )


def require_schedule(cron: str, timezone: str) -> None:
    """Raise a ``UsageError`` for what is no schedule."""
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as cause:
        raise UsageError(f"{timezone!r} is no time zone; one is Europe/Brussels.") from cause
    if len(cron.split()) != 5:
        raise UsageError(f"{cron!r} is no cron schedule; '0 6 * * *' is every day at six.")


def serve(parameters: dict[str, str], cron: str, timezone: str) -> None:
    """Serve the round until somebody ends it, one at a time; to be called inside ``run_server``.

    ``parameters`` are those of the flow. Raises ``UsageError`` for a schedule that makes no sense.
    """
    require_schedule(cron, timezone)
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from pipeline.flows.watch import emn_watch

    try:
        schedule = Cron(cron, timezone=timezone)
    except ValueError as cause:
        raise UsageError(f"{cron!r} is no cron schedule ({cause}).") from cause
    emn_watch.serve(
        name=DEPLOYMENT,
        paused=False,  # Prefect pauses it when serving ends, and would leave it so
        schedule=schedule,
        global_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        limit=1,
        parameters=parameters,
        description="Asks the watched places and processes what is new",
        print_starting_message=False,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
