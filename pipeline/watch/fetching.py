"""Polite HTTP: conditional, identified, bounded in time and size, and only to public addresses.

What comes back is a body, "not modified", or a ``FetchError`` that says whether trying again later
makes sense. A page that only asks for a browser is an error and never a body.
"""

import random
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urljoin, urlsplit

from pipeline.watch.places import WatchSettings, is_public
from schemas.errors import EmnError

if TYPE_CHECKING:
    import httpx
    from protego import Protego

MAX_REDIRECTS = 5
CHUNK_BYTES = 65_536
ROBOTS_HOURS = 24
CHALLENGE_BYTES = 20_000
CHALLENGE_TEXT_CHARS = 400

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
]

_SCRIPT = re.compile(rb"<script\b", re.IGNORECASE)
_CHALLENGE = re.compile(
    rb"enable javascript|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human"
    rb"|captcha|challenge-platform|awswaf|access denied|just a moment",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(rb"(?is)<(script|style|head|noscript)\b.*?</\1\s*>")
_TAG = re.compile(rb"<[^>]{0,2000}>")


class FetchError(EmnError):
    """A request that gave no usable body."""

    def __init__(
        self, code: FaultCode, url: str, found: str, *, is_transient: bool, wait: float = 0.0
    ) -> None:
        self.code: FaultCode = code
        self.url = url
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
    _client: "httpx.Client | None" = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()

    def fetch(self, url: str, known: Validators = Validators()) -> Body | None:
        """The body at ``url``, or None if it has not changed since ``known``.

        Transient failures are tried again with growing, jittered waits; ``FetchError`` is the last
        one's.
        """
        for attempt in range(1, self.settings.attempts + 1):
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
        raise AssertionError("attempts is at least 1")

    def _follow(self, url: str, known: Validators) -> Body | None:
        for _ in range(MAX_REDIRECTS + 1):
            if not self._is_allowed(url):
                raise FetchError(
                    "fetch.robots", url, "robots.txt asks not to fetch this", is_transient=False
                )
            answer = self._request(url, known)
            if not isinstance(answer, str):
                return answer
            url = answer
        raise FetchError(
            "fetch.redirects", url, f"more than {MAX_REDIRECTS} redirects", is_transient=False
        )

    def _request(
        self, url: str, known: Validators, *, is_robots: bool = False
    ) -> Body | str | None:
        """A body, None if not modified, or the URL that the server points to."""
        import httpx

        address = self._resolve(url)
        parts = urlsplit(url)
        self._wait_for_host(parts.netloc)
        headers = {
            "Host": parts.netloc.rpartition("@")[2],
            "User-Agent": self.settings.user_agent,
            "Accept-Encoding": "gzip",
        }
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        host = f"[{address}]" if ":" in address else address
        port = f":{parts.port}" if parts.port else ""
        pinned = parts._replace(netloc=f"{host}{port}", fragment="").geturl()
        deadline = time.monotonic() + self.settings.timeout_seconds
        self.requests += 1
        try:
            with self._open().stream(
                "GET",
                pinned,
                headers=headers,
                extensions={"sni_hostname": parts.hostname or ""},
                timeout=self.settings.timeout_seconds,
            ) as answer:
                return self._read(url, answer, deadline, is_robots=is_robots)
        except httpx.TimeoutException as cause:
            raise self._timeout(url) from cause
        except httpx.RemoteProtocolError as cause:
            raise FetchError(
                "fetch.truncated", url, f"the answer broke off ({cause})", is_transient=True
            ) from cause
        except (httpx.HTTPError, httpx.InvalidURL) as cause:
            raise FetchError(
                "fetch.unreachable",
                url,
                f"no answer ({cause!s:.200})",
                is_transient=True,
            ) from cause

    def _read(
        self, url: str, answer: "httpx.Response", deadline: float, *, is_robots: bool
    ) -> Body | str | None:
        status = answer.status_code
        if status == 304:
            return None
        if status in {301, 302, 303, 307, 308} and answer.headers.get("location"):
            return urljoin(url, answer.headers["location"])
        self._require_good_status(url, answer)
        content = b"".join(self._iter_content(url, answer, deadline))
        if not content and not is_robots:
            raise FetchError("fetch.empty", url, "the body is empty", is_transient=True)
        if not is_robots and (status == 202 or is_challenge(content)):
            raise FetchError(
                "fetch.challenge",
                url,
                f"HTTP {status} with a page that asks for a browser, not with content",
                is_transient=False,
            )
        return Body(
            url,
            content,
            answer.headers.get("content-type"),
            Validators(answer.headers.get("etag"), answer.headers.get("last-modified")),
        )

    def _require_good_status(self, url: str, answer: "httpx.Response") -> None:
        status = answer.status_code
        if 200 <= status < 300 and status != 204:
            return
        if status == 429 or (status == 503 and answer.headers.get("retry-after")):
            wait = read_retry_after(answer.headers.get("retry-after"), self.clock())
            raise FetchError(
                "fetch.throttled",
                url,
                f"HTTP {status}: asked to wait {wait:.0f} s",
                is_transient=True,
                wait=wait,
            )
        found = f"HTTP {status}"
        if status == 403 and is_challenge(next(answer.iter_bytes(CHALLENGE_BYTES), b"")):
            raise FetchError(
                "fetch.challenge",
                url,
                f"{found} with a page that asks for a browser",
                is_transient=False,
            )
        raise FetchError("fetch.status", url, found, is_transient=status >= 500 or status == 408)

    def _iter_content(self, url: str, answer: "httpx.Response", deadline: float) -> Iterator[bytes]:
        """The body in pieces, unpacked within the limits of size and time."""
        encoding = answer.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in {"identity", "gzip", "x-gzip", ""}:
            raise FetchError(
                "fetch.encoding", url, f"encoded as {encoding}, asked for gzip", is_transient=False
            )
        unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
        size = 0
        for chunk in answer.iter_raw(CHUNK_BYTES):
            if time.monotonic() > deadline:
                raise self._timeout(url)
            pending = chunk
            while pending:
                try:
                    piece = unpack.decompress(pending, CHUNK_BYTES * 16) if unpack else pending
                except zlib.error as cause:
                    raise FetchError(
                        "fetch.encoding", url, "the gzip body is damaged", is_transient=True
                    ) from cause
                pending = unpack.unconsumed_tail if unpack else b""
                size += len(piece)
                if size > self.settings.max_bytes:
                    raise FetchError(
                        "fetch.too_large",
                        url,
                        f"more than {self.settings.max_bytes} bytes unpacked (max_bytes)",
                        is_transient=False,
                    )
                yield piece
        if unpack is not None and not unpack.eof:
            raise FetchError("fetch.truncated", url, "the gzip body broke off", is_transient=True)

    def _timeout(self, url: str) -> FetchError:
        seconds = self.settings.timeout_seconds
        return FetchError(
            "fetch.timeout",
            url,
            f"not done after {seconds:g} s (timeout_seconds)",
            is_transient=True,
        )

    def _resolve(self, url: str) -> str:
        """An address of the host that may be asked; the request goes to just this address."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError(
                "fetch.redirects", url, "neither an http nor an https address", is_transient=False
            )
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, ValueError) as cause:
            raise FetchError(
                "fetch.unreachable",
                url,
                f"the host name does not resolve ({cause})",
                is_transient=True,
            ) from cause
        addresses = [str(entry[4][0]) for entry in found]
        if parts.hostname in self.settings.private_hosts:
            return addresses[0]
        if not all(is_public(address) for address in addresses):
            raise FetchError(
                "fetch.private_address",
                url,
                f"{parts.hostname} is at {addresses[0]}, which is not public; name it in "
                "private_hosts if it is meant",
                is_transient=False,
            )
        return addresses[0]

    def _wait_for_host(self, host: str) -> None:
        due = self._last_asked.get(host, 0.0) + self.settings.delay_seconds
        now = time.monotonic()
        if host in self._last_asked and due > now:
            self.sleep(due - now)
        self._last_asked[host] = time.monotonic()

    def _is_allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = self._rules.get(origin)
        if rules is None:
            from protego import Protego

            rules = self._rules[origin] = Protego.parse(self._get_robots(origin))
        return bool(rules.can_fetch(url, self.settings.user_agent))

    def _get_robots(self, origin: str) -> str:
        """The robots.txt of an origin, asked for once a day; a missing one allows everything."""
        fetched_at, text = self.robots.get(origin, (0.0, ""))
        if self.clock() - fetched_at < ROBOTS_HOURS * 3600:
            return text
        url = f"{origin}/robots.txt"
        for _ in range(MAX_REDIRECTS):
            try:
                answer = self._request(url, Validators(), is_robots=True)
            except FetchError as error:
                if error.code != "fetch.status" or error.is_transient:
                    raise
                answer = None
            if not isinstance(answer, str):
                break
            url = answer
        text = answer.content.decode("utf-8", "replace") if isinstance(answer, Body) else ""
        self.robots[origin] = (self.clock(), text)
        return text

    def _open(self) -> "httpx.Client":
        if self._client is None:
            import httpx

            self._client = httpx.Client(follow_redirects=False, trust_env=False)
        return self._client


def is_challenge(content: bytes) -> bool:
    """Whether a page is there for a browser to solve: scripts, hardly any text, its usual words."""
    if len(content) > CHALLENGE_BYTES or not _SCRIPT.search(content):
        return False
    visible = _TAG.sub(b" ", _INVISIBLE.sub(b" ", content))
    if len(b" ".join(visible.split())) > CHALLENGE_TEXT_CHARS:
        return False
    return b"<a " not in content.lower() or _CHALLENGE.search(content) is not None


def read_retry_after(value: str | None, now: float) -> float:
    """Seconds to wait, from seconds or an HTTP date; 0 if there is nothing usable.

    >>> read_retry_after("120", 0), read_retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 10)
    (120.0, 50.0)
    """
    if value is None:
        return 0.0
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return 0.0
