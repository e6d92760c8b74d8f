"""Polite HTTP: conditional, identified, bounded in time and size, and only to public addresses.

What comes back is a body, "not modified", or a ``FetchError`` that says whether trying again later
makes sense. A page that only asks for a browser is an error and never a body.
"""

import random
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urljoin

from pipeline.readers.challenge import is_challenge
from pipeline.watch.answers import read_retry_after
from pipeline.watch.places import WatchSettings
from schemas.errors import EmnError

if TYPE_CHECKING:
    import httpcore
    import httpx
    from protego import Protego

    from pipeline.watch.connecting import Deadline

MAX_REDIRECTS = 5
ROBOTS_HOURS = 24
MAX_ROBOTS_BYTES = 512 * 1024
"""RFC 9309 asks for 500 KiB at least."""
PIECE_BYTES = 1 << 20
HEAD_BYTES = 20_000

FaultCode = Literal[
    "fetch.unreachable",
    "fetch.timeout",
    "fetch.status",
    "fetch.throttled",
    "fetch.truncated",
    "fetch.too_large",
    "fetch.redirects",
    "fetch.private_address",
    "fetch.robots",
    "fetch.challenge",
    "fetch.empty",
    "fetch.encoding",
    "fetch.wrong_type",
]


class FetchError(EmnError):
    """A request that gave no usable body."""

    def __init__(
        self, code: FaultCode, url: str, found: str, *, is_transient: bool, wait: float = 0.0
    ) -> None:
        self.code: FaultCode = code
        self.is_transient = is_transient
        self.wait = wait
        """Seconds that the server asked for."""
        super().__init__(f"{url}: {found}.")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether anything changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A whole body, unpacked."""

    url: str
    """After redirects."""
    content: bytes
    media_type: str | None
    """As the server says; what it is, the bytes decide."""
    validators: Validators


@dataclass
class Fetcher:
    """One client for one round; remembers hosts, their robots.txt and when they were last asked.

    ``robots`` holds texts of robots.txt by origin, with the time they were fetched, and outlives
    the round in the state.
    """

    settings: WatchSettings
    robots: dict[str, tuple[float, str]] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    requests: int = 0
    _last_asked: dict[str, float] = field(default_factory=dict)
    _rules: "dict[str, Protego]" = field(default_factory=dict)
    _pool: "httpcore.ConnectionPool | None" = None
    _deadline: "Deadline | None" = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.close()

    def fetch(self, url: str, known: Validators = Validators()) -> Body | None:
        """The body at ``url``, or None if it has not changed since ``known``.

        Transient failures are tried again with growing, jittered waits; ``FetchError`` is the last
        one's.
        """
        attempt = 1
        while True:
            try:
                return self._follow(url, known)
            except FetchError as error:
                if not error.is_transient or attempt == self.settings.attempts:
                    raise
                backoff = self.settings.backoff_seconds * 2 ** (attempt - 1)
                wait = max(error.wait, backoff * random.uniform(0.5, 1.5))  # noqa: S311 - jitter
                if wait > self.settings.max_wait_seconds:
                    raise
                self.sleep(wait)
                attempt += 1

    def _follow(self, url: str, known: Validators) -> Body | None:
        for _ in range(MAX_REDIRECTS + 1):
            target = _parse(url)
            if not self._is_allowed(target):
                raise FetchError(
                    "fetch.robots", url, "robots.txt asks not to fetch this", is_transient=False
                )
            answer = self._request(target, known)
            if not isinstance(answer, str):
                return answer
            url = answer
        raise FetchError(
            "fetch.redirects", url, f"more than {MAX_REDIRECTS} redirects", is_transient=False
        )

    def _request(
        self, target: "httpx.URL", known: Validators, *, is_robots: bool = False
    ) -> Body | str | None:
        """A body, None if not modified, or the URL that the server points to."""
        import httpcore

        from pipeline.watch.connecting import PrivateAddressError

        url = str(target)
        self._wait_for_host(target)
        headers = [
            ("Host", target.netloc.decode("ascii")),
            ("User-Agent", self.settings.user_agent),
            ("Accept-Encoding", "gzip"),
            *((("If-None-Match", known.etag),) if known.etag else ()),
            *((("If-Modified-Since", known.last_modified),) if known.last_modified else ()),
        ]
        pool = self._open()
        self.requests += 1
        try:
            with pool.stream(
                "GET",
                httpcore.URL(
                    scheme=target.raw_scheme,
                    host=target.raw_host,
                    port=target.port,
                    target=target.raw_path,
                ),
                headers=headers,
            ) as answer:
                return self._read(url, answer, known, is_robots=is_robots)
        except PrivateAddressError as cause:
            raise FetchError(
                "fetch.private_address",
                url,
                f"{cause}; name it in private_hosts if it is meant",
                is_transient=False,
            ) from cause
        except httpcore.TimeoutException as cause:
            seconds = self.settings.timeout_seconds
            found = f"not done after {seconds:g} s (timeout_seconds)"
            raise FetchError("fetch.timeout", url, found, is_transient=True) from cause
        except (httpcore.RemoteProtocolError, httpcore.ReadError) as cause:
            found = f"the answer broke off ({cause!s:.200})"
            raise FetchError("fetch.truncated", url, found, is_transient=True) from cause
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as cause:
            found = f"no answer ({cause!s:.200})"
            raise FetchError("fetch.unreachable", url, found, is_transient=True) from cause

    def _read(
        self, url: str, answer: "httpcore.Response", known: Validators, *, is_robots: bool
    ) -> Body | str | None:
        import httpx

        status, headers = answer.status, httpx.Headers(answer.headers)
        if status == 304 and known != Validators():
            return None
        if status in {301, 302, 303, 307, 308} and headers.get("location"):
            return _join(url, headers["location"])
        if status == 202 and not is_robots:
            raise _challenge(url, status)
        if status not in {200, 203}:
            raise self._explain_status(url, answer, headers)
        most = MAX_ROBOTS_BYTES if is_robots else self.settings.max_bytes
        content = b"".join(_iter_content(url, answer, headers, most))
        if not content and not is_robots:
            raise FetchError("fetch.empty", url, "the body is empty", is_transient=True)
        if not is_robots and is_challenge(content):
            raise _challenge(url, status)
        return Body(
            url,
            content,
            headers.get("content-type"),
            Validators(headers.get("etag"), headers.get("last-modified")),
        )

    def _explain_status(
        self, url: str, answer: "httpcore.Response", headers: "httpx.Headers"
    ) -> FetchError:
        status = answer.status
        if status == 429 or (status == 503 and headers.get("retry-after")):
            wait = read_retry_after(headers.get("retry-after"), self.clock())
            found = f"HTTP {status}: asked to wait {wait:.0f} s"
            return FetchError("fetch.throttled", url, found, is_transient=True, wait=wait)
        if status in {401, 403} and is_challenge(_read_head(url, answer, headers)):
            return _challenge(url, status)
        is_transient = status >= 500 or status == 408
        return FetchError("fetch.status", url, f"HTTP {status}", is_transient=is_transient)

    def _wait_for_host(self, target: "httpx.URL") -> None:
        host = target.netloc.decode("ascii")
        rules = self._rules.get(_origin(target))
        asked_for = float(rules.crawl_delay(self.settings.user_agent) or 0) if rules else 0.0
        delay = max(self.settings.delay_seconds, min(asked_for, self.settings.max_wait_seconds))
        now = time.monotonic()
        due = self._last_asked.get(host, now - delay) + delay
        if due > now:
            self.sleep(due - now)
        self._last_asked[host] = time.monotonic()

    def _is_allowed(self, target: "httpx.URL") -> bool:
        origin = _origin(target)
        rules = self._rules.get(origin)
        if rules is None:
            from protego import Protego

            rules = self._rules[origin] = Protego.parse(self._get_robots(origin))
        return bool(rules.can_fetch(str(target), self.settings.user_agent))

    def _get_robots(self, origin: str) -> str:
        """The robots.txt of an origin, asked for once a day; a missing one allows everything.

        One that a server cannot give at the moment forbids everything for that moment (RFC 9309).
        """
        fetched_at, text = self.robots.get(origin, (0.0, ""))
        if self.clock() - fetched_at < ROBOTS_HOURS * 3600:
            return text
        answer: Body | str | None = f"{origin}/robots.txt"
        for _ in range(MAX_REDIRECTS):
            if not isinstance(answer, str):
                break
            try:
                answer = self._request(_parse(answer), Validators(), is_robots=True)
            except FetchError as error:
                if error.is_transient or error.code not in {"fetch.status", "fetch.challenge"}:
                    raise
                answer = None
        text = answer.content.decode("utf-8", "replace") if isinstance(answer, Body) else ""
        self.robots[origin] = (self.clock(), text)
        return text

    def _open(self) -> "httpcore.ConnectionPool":
        if self._pool is None or self._deadline is None:
            import httpcore
            import httpx

            from pipeline.watch.connecting import Deadline, GuardedBackend

            self._deadline = Deadline(self.settings.timeout_seconds)
            self._pool = httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(trust_env=False),
                keepalive_expiry=5.0,
                network_backend=GuardedBackend(self.settings.private_hosts, self._deadline),
            )
        self._deadline.begin()
        return self._pool


def _parse(url: str) -> "httpx.URL":
    """A URL that can be asked, its odd characters escaped; it bears no user name on the wire."""
    import httpx

    try:
        target = httpx.URL(url)
        is_web = target.scheme in {"http", "https"} and bool(target.raw_host)
    except (httpx.InvalidURL, ValueError):
        is_web = False
    if not is_web:
        raise FetchError("fetch.redirects", url, "no http or https address", is_transient=False)
    return target.copy_with(fragment=None)


def _join(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _origin(target: "httpx.URL") -> str:
    return f"{target.scheme}://{target.netloc.decode('ascii')}"


def _challenge(url: str, status: int) -> FetchError:
    found = f"HTTP {status} with a page that asks for a browser, not with content"
    return FetchError("fetch.challenge", url, found, is_transient=False)


def _read_head(url: str, answer: "httpcore.Response", headers: "httpx.Headers") -> bytes:
    """The first bytes of a body that is looked at and not kept."""
    head = b""
    try:
        for piece in _iter_content(url, answer, headers, HEAD_BYTES):
            head += piece
    except FetchError:
        pass  # longer than a challenge is, or damaged: what there is will do
    return head


def _iter_content(
    url: str, answer: "httpcore.Response", headers: "httpx.Headers", max_bytes: int
) -> Iterator[bytes]:
    """The body in pieces, unpacked, and never more than a piece beyond the limit."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", ""}:
        found = f"encoded as {encoding}, asked for gzip"
        raise FetchError("fetch.encoding", url, found, is_transient=False)
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    size = 0
    for pending in answer.iter_stream():
        while pending:
            try:
                piece = unpack.decompress(pending, PIECE_BYTES) if unpack else pending
            except zlib.error as cause:
                found = "the gzip body is damaged"
                raise FetchError("fetch.encoding", url, found, is_transient=True) from cause
            pending = unpack.unconsumed_tail if unpack else b""  # noqa: PLW2901 - what is left
            size += len(piece)
            if size > max_bytes:
                found = f"more than {max_bytes} bytes unpacked (max_bytes)"
                raise FetchError("fetch.too_large", url, found, is_transient=False)
            yield piece
    if unpack is not None and not unpack.eof:
        raise FetchError("fetch.truncated", url, "the gzip body broke off", is_transient=True)
