"""Which Prefect server a run uses, settled before Prefect itself is imported.

Prefect reads its settings from the environment when it is imported, and importing it takes more
than a second; so that people hear at once what they wait for, nothing here needs it.
"""

import json
import os
from dataclasses import dataclass
from http.client import HTTPException
from typing import Literal
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from schemas.errors import UsageError

LOCAL_HOST = "127.0.0.1"
LOCAL_PORT = "4200"
PROBE_SECONDS = 0.5
API_SECONDS = 10.0

SILENT_SETTINGS = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
QUIET_SETTINGS = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    # Prefect gives its own server 20 s; a slow disk and a first start, with its migrations, exceed
    # them.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}
"""Prefect's log does not repeat with tracebacks what we say in one line.

What the user has set in the environment stays as it is.
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a flow is run; ``url`` is None for a server that lives as long as the run."""

    origin: Literal["environment", "found", "own"]
    url: str | None = None

    def __str__(self) -> str:
        """What people are told while they wait."""
        if self.origin == "own":
            return (
                "Starting Prefect with a server of its own, which takes about 10 seconds "
                "(longer the first time).\n"
                "Two ways round it: keep one running with `prefect server start --background`, "
                "or do without: `emn run --direct`."
            )
        how = "PREFECT_API_URL" if self.origin == "environment" else "found running"
        return (
            f"Using the Prefect server at {self.url} ({how}); "
            "`emn run --direct` does without Prefect."
        )


def find_server() -> Server:
    """The server of ``PREFECT_API_URL``, else one that answers on this machine, else an own one."""
    given = os.environ.get("PREFECT_API_URL")
    if given:
        return Server("environment", given)
    port = os.environ.get("PREFECT_SERVER_API_PORT", LOCAL_PORT)
    url = f"http://{LOCAL_HOST}:{port}/api"
    return Server("found", url) if _is_prefect(url) else Server("own")


def prepare(server: Server) -> None:
    """Set the environment for ``server``; to be called before Prefect is imported.

    Raises ``UsageError`` if a server that the user named does not answer.
    """
    for name, value in QUIET_SETTINGS.items():
        os.environ.setdefault(name, value)
    # These no earlier setting may undo: a run reaches out to nobody.
    os.environ.update(SILENT_SETTINGS)
    if server.url is None:
        return
    if server.origin == "environment" and not _answers(server.url):
        raise UsageError(
            f"No Prefect server answers at {server.url} (PREFECT_API_URL). Start it, unset the "
            "variable, or do without Prefect: `emn run --direct`."
        )
    os.environ["PREFECT_API_URL"] = server.url


def _is_prefect(url: str) -> bool:
    """Whether a Prefect server answers there, and not some other program on its port."""
    try:
        with build_opener(ProxyHandler({})).open(f"{url}/health", timeout=PROBE_SECONDS) as answer:
            if json.loads(answer.read(100)) is not True:
                return False
        with build_opener(ProxyHandler({})).open(
            f"{url}/admin/version", timeout=PROBE_SECONDS
        ) as answer:
            version = json.loads(answer.read(100))
    except (OSError, ValueError, HTTPException):
        return False
    # Clients and servers of different major versions do not understand each other.
    return isinstance(version, str) and version.startswith("3.")


def _answers(url: str) -> bool:
    """Whether anything speaks HTTP there; who it lets in is Prefect's own business."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return False
    is_local = urlsplit(url).hostname in {LOCAL_HOST, "localhost", "::1"}
    opener = build_opener(ProxyHandler({})) if is_local else build_opener()
    try:
        with opener.open(f"{url.rstrip('/')}/health", timeout=API_SECONDS):
            return True
    except HTTPError:
        return True
    except (URLError, OSError, ValueError, HTTPException):
        return False
