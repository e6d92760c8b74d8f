"""A visit to one place: what it offers, which of that is new, and what may be wrong with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from pipeline.readers.detection import detect_media_type
from pipeline.watch.discovery import DiscoveryError, InboxFile, Offer, discover, scan_inbox
from pipeline.watch.fetching import Body, Fetcher, FetchError, Validators
from pipeline.watch.landing import land
from pipeline.watch.places import Place, WatchConfig
from pipeline.watch.state import ItemState, PlaceState, State
from schemas.errors import ReadError
from schemas.watch import Fault, NewFile, PlaceOutcome, PlaceStatus

DAY_SECONDS = 86_400.0
HOUR_SECONDS = 3_600.0
SHRUNKEN_SHARE = 0.4
"""A listing below this share of its last good size, in bytes or in links, is a failure."""
FEW_LINKS = 5
"""Of so few links any may go."""
MAX_FILE_ATTEMPTS = 3
"""How often a raw file that cannot be processed is tried before it waits for ``--retry``."""
MAX_BACKOFF_HOURS = 7 * 24.0

BINARY = {".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats"}


@dataclass
class Visit:
    """Everything that a visit needs; ``make`` makes it."""

    place: Place
    config: WatchConfig
    state: State
    fetcher: Fetcher
    raw: Path
    clock: Callable[[], float]
    is_dry: bool = False
    _own: Fault | None = None
    _faults: list[Fault] = field(default_factory=list)
    _new: list[NewFile] = field(default_factory=list)
    _would_fetch: list[str] = field(default_factory=list)

    def make(self, *, is_accepted: bool = False) -> PlaceOutcome:
        """Ask, fetch what is new, remember; a fault of one item leaves the others untouched."""
        before = self.fetcher.requests
        known = self.state.get_place(self.place.name, self.clock())
        offers = 0
        try:
            offers = self._ask(known, is_accepted=is_accepted)
        except FetchError as error:
            self._fail_place(known, error.code, error)
        except DiscoveryError as error:
            self._fail_place(known, "place.unusable", error)
        except Exception as error:  # noqa: BLE001 - the one place where a bug costs one place only
            self._fail_place(known, "place.crashed", error)
        alarm = self._settle(known)
        faults = (*((self._own,) if self._own else ()), *self._faults)
        status: PlaceStatus = "failed" if faults else "news" if self._new else "nothing_new"
        return PlaceOutcome(
            name=self.place.name,
            status=status,
            requests=self.fetcher.requests - before,
            offers=offers,
            new_files=tuple(self._new),
            would_fetch=tuple(self._would_fetch),
            faults=faults,
            alarm=alarm,
        )

    def _ask(self, known: PlaceState, *, is_accepted: bool) -> int:
        """The number of offers."""
        if self.place.kind == "inbox":
            return self._take_from_inbox()
        if self.place.kind == "page":
            url = self.place.url or ""
            self._take(Offer(url), is_page=True)
            return 1
        return self._ask_listing(known, is_accepted=is_accepted)

    def _ask_listing(self, known: PlaceState, *, is_accepted: bool) -> int:
        is_whole = known.fault is None
        body = self.fetcher.fetch(
            self.place.url or "", known.validators if is_whole else Validators()
        )
        digest = sha256(body.content).hexdigest() if body is not None else known.body_sha256
        if body is None or (is_whole and digest == known.body_sha256):
            self._recheck(())
            return known.offers or 0
        offers = discover(self.place, body)
        if not is_accepted:
            self._require_usual_size(known, body, offers)
        for offer in offers:
            self._take(offer)
        self._recheck({offer.url for offer in offers})
        if not self.is_dry:
            self.state.set_place(
                known,
                etag=body.validators.etag,
                last_modified=body.validators.last_modified,
                body_sha256=digest,
                body_bytes=len(body.content),
                offers=len(offers),
            )
        return len(offers)

    def _require_usual_size(self, known: PlaceState, body: Body, offers: list[Offer]) -> None:
        """A page that suddenly lacks most of itself is broken, not news of removals."""
        if not known.body_bytes or not known.offers:
            return
        is_short = len(body.content) < SHRUNKEN_SHARE * known.body_bytes
        is_bare = known.offers >= FEW_LINKS and len(offers) < SHRUNKEN_SHARE * known.offers
        if is_short or is_bare:
            raise DiscoveryError(
                self.place.name,
                f"the page has {len(offers)} links in {len(body.content)} bytes, it had "
                f"{known.offers} in {known.body_bytes}; if that is right, "
                f"`emn ingest --accept {self.place.name}`",
            )

    def _take(self, offer: Offer, *, is_page: bool = False) -> None:
        """Fetch an offer that is new, that failed and may be tried again, or whose time has come.

        For a single page the conditional request is the visit.
        """
        item = self.state.find_item(offer.url)
        if item is not None and item.place is None and not self.is_dry:
            self.state.adopt(offer.url, self.place.name)
        if item is None or self._is_due(item) or (is_page and not item.attempts):
            self._fetch_item(offer.url, item)

    def _recheck(self, looked_at: Collection[str]) -> None:
        """The same for what this place offered earlier and does not offer now."""
        for item in self.state.iter_items(self.place.name):
            if item.url not in looked_at and self._is_due(item):
                self._fetch_item(item.url, item)

    def _is_due(self, item: ItemState) -> bool:
        """What failed is tried in the next round, then ever more rarely; what is whole, rarely."""
        attempts = item.attempts or item.file_attempts
        if item.sha256 is None and not attempts:
            return True
        if not attempts or item.file_attempts >= MAX_FILE_ATTEMPTS:
            wait = self.place.recheck_days * DAY_SECONDS
        else:
            rounds = 2 ** min(attempts - 1, 10) - 1
            hours = min(rounds * max(self.place.every_hours, 1.0), MAX_BACKOFF_HOURS)
            wait = 0.9 * hours * HOUR_SECONDS
        return self.clock() - item.asked_at >= wait

    def _fetch_item(self, url: str, item: ItemState | None) -> None:
        if self.is_dry:
            self._would_fetch.append(url)
            return
        try:
            body = self.fetcher.fetch(url, item.validators if item else Validators())
            if body is None:
                self.state.note_same(url, self.clock())
                return
            media_type = detect_media_type(body.content, _last_part(url))
            _require_kind(url, body, media_type)
        except (FetchError, ReadError) as error:
            self._fail_item(error.code, error, url)
            return
        self._land(body.content, url, media_type, body.validators, item)

    def _land(
        self,
        content: bytes,
        url: str,
        media_type: str,
        validators: Validators,
        item: ItemState | None,
    ) -> None:
        now = self.clock()
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        source = None if self.place.kind == "inbox" else url
        digest = sha256(content).hexdigest()
        name = self.state.find_file_name(digest)
        if name is None or not (self.raw / name).is_file():
            name = land(content, url, self.raw, url=source, media_type=media_type, date=day).name
        if self.state.note_landed(url, self.place.name, (digest, name), validators, now):
            self._new.append(
                NewFile(
                    file_name=name,
                    url=source,
                    sha256=digest,
                    replaces=item.sha256 if item else None,
                )
            )

    def _take_from_inbox(self) -> int:
        files = list(scan_inbox(self.place, self.config.settings.settle_seconds))
        for file in files:
            self._take_file(file)
        return len(files)

    def _take_file(self, file: InboxFile) -> None:
        """A file is known by size and time; only another one is read. It stays where it is."""
        key = file.path.absolute().as_uri()
        stamp = Validators(etag=f"{file.size_bytes}-{file.modified_ns}")
        item = self.state.find_item(key)
        if item is not None and item.sha256 is not None:
            if Validators(item.etag, item.last_modified) == stamp:
                return
        elif item is not None and not self._is_due(item):
            return
        if self.is_dry:
            self._would_fetch.append(key)
            return
        try:
            content = self._read_file(file)
            if content is None:
                return  # still being written; the next round looks again
            media_type = detect_media_type(content, file.path.name)
        except (FetchError, ReadError, OSError) as error:
            code = "file.unreadable" if isinstance(error, OSError) else error.code
            self._fail_item(code, error, key)
            return
        self._land(content, key, media_type, stamp, item)

    def _read_file(self, file: InboxFile) -> bytes | None:
        """The bytes, or None if they changed while they were read."""
        most = self.config.settings.max_bytes
        if file.size_bytes > most:
            raise FetchError(
                "fetch.too_large",
                str(file.path),
                f"{file.size_bytes} bytes, more than {most} (max_bytes)",
                is_transient=False,
            )
        content = file.path.read_bytes()
        status = file.path.stat()
        is_same = (status.st_size, status.st_mtime_ns) == (file.size_bytes, file.modified_ns)
        return content if is_same else None

    def _fail_place(self, known: PlaceState, code: str, error: Exception) -> None:
        message = str(error) or type(error).__name__
        is_news = code != known.fault_code
        self._own = Fault(code=code, message=message, url=self.place.url, is_news=is_news)

    def _fail_item(self, code: str, error: Exception, url: str) -> None:
        is_news = self.state.note_fault(url, self.place.name, self.clock(), str(error))
        if self.place.kind == "page":
            known = self.state.get_place(self.place.name, self.clock())
            self._fail_place(known, code, error)
            return
        self._faults.append(Fault(code=code, message=str(error), url=url, is_news=is_news))

    def _settle(self, known: PlaceState) -> str | None:
        """Remember how the visit went; the alarm if the place has been silent for too long."""
        now = self.clock()
        last_new = now if self._new else known.new_at or known.since
        alarm = None
        days = self.place.silence_days
        if days is not None and now - max(last_new, known.alarmed_at or 0) >= days * DAY_SECONDS:
            silent = (now - last_new) / DAY_SECONDS
            alarm = f"{self.place.name}: nothing new for {silent:.0f} days, expected every {days:g}"
        if self.is_dry:
            return alarm
        own = self._own
        self.state.set_place(
            known,
            asked_at=now,
            fault=own.message if own else None,
            fault_code=own.code if own else None,
            bad_rounds=known.bad_rounds + 1 if own else 0,
            **({} if own else {"good_at": now}),
            **({"new_at": now} if self._new else {}),
            **({"alarmed_at": now} if alarm else {}),
        )
        return alarm


def _last_part(url: str) -> str:
    return PurePosixPath(urlsplit(url).path).name or "document"


def _require_kind(url: str, body: Body, media_type: str) -> None:
    """A page in place of the PDF that the URL or the server names is an excuse, not a document."""
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    named = BINARY.get(suffix) or next(
        (name for name in BINARY.values() if (body.media_type or "").startswith(name)), None
    )
    if named is not None and media_type in {"text/html", "text/plain", "text/markdown"}:
        raise FetchError(
            "fetch.wrong_type", url, f"{media_type} where {named} is promised", is_transient=False
        )
