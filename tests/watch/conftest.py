"""A real HTTP server on loopback that can misbehave, and rounds over it."""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import RunOptions
from pipeline.watch.places import Place, WatchConfig, WatchSettings
from pipeline.watch.rounds import run_round
from schemas.watch import RoundRecord

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = (PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt").read_bytes()
HOUR = 3600.0


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: starts a server of its own")


Answer = Callable[[BaseHTTPRequestHandler], None]


def build_release(number: int) -> bytes:
    """A document of its own under a title of its own."""
    words = {
        b"Migration Diplomacy": "Migration Diplomacy of Kind",
        b"strategies\n": "strategies of kind",
    }
    content = PRESS_RELEASE
    for old, new in words.items():
        end = "\n" if old.endswith(b"\n") else ""
        content = content.replace(old, f"{new} {number}{end}".encode())
    return content


def build_listing(*targets: str) -> bytes:
    links = "".join(f'<li><a href="{target}">{target}</a></li>' for target in targets)
    return f"<html><body><main><ul>{links}</ul></main></body></html>".encode()


def send(
    handler: BaseHTTPRequestHandler, status: int, content: bytes = b"", **headers: str
) -> None:
    """A whole answer; underscores of header names are hyphens."""
    handler.send_response(status)
    for name, value in {"content_length": str(len(content)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(content)


@dataclass
class Site:
    """What the server answers: bytes at a path (with an ETag of their own), or a behaviour."""

    port: int = 0
    pages: dict[str, bytes | Answer] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, bool]] = field(default_factory=list)
    """Paths in the order of requests, and whether the request was conditional."""
    agents: set[str] = field(default_factory=set)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def forget(self) -> None:
        self.asked.clear()

    def counts(self) -> Counter[str]:
        return Counter(path for path, _ in self.asked)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        etag = handler.headers.get("If-None-Match")
        self.asked.append((handler.path, etag is not None))
        self.agents.add(handler.headers.get("User-Agent", ""))
        page = self.pages.get(handler.path)
        if page is None:
            send(handler, 404, b"<html>not here</html>")
        elif callable(page):
            page(handler)
        elif etag == make_etag(page):
            send(handler, 304)
        else:
            kind = self.types.get(handler.path, "text/html; charset=utf-8")
            send(handler, 200, page, etag=make_etag(page), content_type=kind)


def make_etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


@contextmanager
def serve() -> Iterator[Site]:
    """A site on two addresses of loopback; only the first is one that rounds may ask."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_GET(self) -> None:
            try:
                site.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - the name that the handler looks for

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Say nothing of a client that was killed in the middle of a request."""

    servers = [Server(("127.0.0.1", 0), Handler)]
    site.port = servers[0].server_port
    servers.append(Server(("127.0.0.2", site.port), Handler))
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield site
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as site:
        yield site


@dataclass
class Watch:
    """Rounds in a folder of their own, by a clock that the test moves."""

    folder: Path
    places: list[Place] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    now: float = 1_700_000_000.0

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def output(self) -> Path:
        return self.folder / "out"

    def add(self, kind: str, target: str | Path, name: str = "place", **more: Any) -> Place:
        where = {"folder": target} if kind == "inbox" else {"url": target}
        place = Place.model_validate({"name": name, "kind": kind, **where, **more})
        self.places.append(place)
        return place

    def config(self) -> WatchConfig:
        quick = {
            "delay_seconds": 0,
            "backoff_seconds": 0,
            "timeout_seconds": 5,
            "settle_seconds": 0,
            "private_hosts": ("127.0.0.1",),
        }
        settings = WatchSettings.model_validate({**quick, **self.settings})
        return WatchConfig(settings=settings, place=tuple(self.places))

    def go(self, hours: float = 24.0, **more: Any) -> RoundRecord:
        """One round, so many hours after the one before."""
        self.now += hours * HOUR
        options = RunOptions(self.output, self.folder / "truth", processes=1)
        return run_round(self.config(), self.raw, options, clock=lambda: self.now, **more)

    def files(self) -> list[str]:
        return sorted(
            path.name
            for path in self.raw.iterdir()
            if not path.name.startswith(".") and path.name != "manifest.csv"
        )

    def documents(self) -> list[str]:
        return sorted(path.stem for path in self.output.glob("*.json"))


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)


def trickle(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for longer than anybody waits."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)
