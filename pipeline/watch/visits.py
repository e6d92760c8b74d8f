"""A visit to one place: what it offers, which of that is new, and what may be wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pipeline.readers.detection import detect_media_type
from pipeline.watch.discovery import DiscoveryError, InboxFile, Offer, discover, scan_inbox
from pipeline.watch.fetching import Body, Fetcher, FetchError, Validators
from pipeline.watch.landing import land
from pipeline.watch.places import Place, WatchConfig
from pipeline.watch.state import PlaceState, State
from schemas.errors import ReadError
from schemas.watch import Fault, NewFile, PlaceOutcome, PlaceStatus

DAY_SECONDS = 86_400.0
SHRUNKEN_SHARE = 0.4
"""A listing below this share of its last good size, in bytes and in links, is a failure."""


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
    _faults: list[Fault] = field(default_factory=list)
    _new: list[NewFile] = field(default_factory=list)
    _would_fetch: list[str] = field(default_factory=list)

    def make(self, *, is_accepted: bool = False) -> PlaceOutcome:
        """Ask, fetch what is new, remember; a fault of one item leaves the others untouched."""
        before = self.fetcher.requests
        known = self.state.get_place(self.place.name, self.clock())
        offers = 0
        try:
            if self.place.kind == "inbox":
                offers = self._take_from_inbox()
            elif self.place.kind == "page":
                offers = self._ask_page()
            else:
                offers = self._ask_listing(known, is_accepted=is_accepted)
        except FetchError as error:
            self._fail(error.code, error, error.url)
        except DiscoveryError as error:
            self._fail(f"{self.place.kind}.unusable", error, self.place.url)
        alarm = self._settle(known)
        status: PlaceStatus = "failed" if self._faults else "news" if self._new else "nothing_new"
        return PlaceOutcome(
            name=self.place.name,
            status=status,
            requests=self.fetcher.requests - before,
            offers=offers,
            new_files=tuple(self._new),
            would_fetch=tuple(self._would_fetch),
            faults=tuple(self._faults),
            alarm=alarm,
        )

    def _ask_listing(self, known: PlaceState, *, is_accepted: bool) -> int:
        url = self.place.url or ""
        is_whole = known.fault is None
        body = self.fetcher.fetch(url, known.validators if is_whole else Validators())
        if body is None:
            self._recheck(())
            return known.offers or 0
        digest = sha256(body.content).hexdigest()
        if is_whole and digest == known.body_sha256:
            self._recheck(())
            return known.offers or 0
        offers = discover(self.place, body)
        if not is_accepted:
            self._require_usual_size(known, body, offers)
        asked = [offer.url for offer in offers if self._take(offer)]
        self._recheck(asked)
        if not self.is_dry:
            self.state.set_place(
                self.place.name,
                etag=body.validators.etag,
                last_modified=body.validators.last_modified,
                body_sha256=digest,
                body_bytes=len(body.content),
                offers=len(offers),
            )
        return len(offers)

    def _ask_page(self) -> int:
        """A single document: the conditional request is the visit."""
        offer = Offer(self.place.url or "")
        if self.is_dry and self.state.find_item(offer.url) is None:
            self._would_fetch.append(offer.url)
        elif not self.is_dry:
            self._fetch_item(offer.url)
        return 1

    def _require_usual_size(self, known: PlaceState, body: Body, offers: list[Offer]) -> None:
        """A page that suddenly lacks most of its links is broken, not news of removals."""
        if not known.body_bytes or not known.offers:
            return
        is_small = len(body.content) < SHRUNKEN_SHARE * known.body_bytes
        if is_small and len(offers) < SHRUNKEN_SHARE * known.offers:
            raise DiscoveryError(
                self.place.name,
                f"the page has {len(offers)} links in {len(body.content)} bytes, it had "
                f"{known.offers} in {known.body_bytes}; if that is right, "
                f"`emn ingest --accept {self.place.name}`",
            )

    def _take(self, offer: Offer) -> bool:
        """Fetch an offer that is not known yet; whether it was asked for."""
        item = self.state.find_item(offer.url)
        if item is not None and item.sha256 is not None:
            return False
        if self.is_dry:
            self._would_fetch.append(offer.url)
        else:
            self._fetch_item(offer.url)
        return True

    def _recheck(self, asked: list[str] | tuple[()]) -> None:
        """Ask again for what failed before, and for known files whose time has come."""
        due = self.clock() - self.place.recheck_days * DAY_SECONDS
        for item in self.state.iter_items(self.place.name):
            if item.url in asked:
                continue
            if item.sha256 is None or (item.asked_at or 0.0) <= due:
                if self.is_dry:
                    self._would_fetch.append(item.url)
                else:
                    self._fetch_item(item.url)

    def _fetch_item(self, url: str) -> None:
        now = self.clock()
        item = self.state.find_item(url)
        known = item.validators if item is not None and item.sha256 else Validators()
        try:
            body = self.fetcher.fetch(url, known)
            if body is None:
                self.state.note_same(url, now)
                return
            media_type = detect_media_type(body.content, url.rpartition("/")[2] or "document")
        except (FetchError, ReadError) as error:
            self.state.note_fault(url, self.place.name, now, str(error))
            self._fail(error.code, error, url)
            return
        self._land(body.content, url, media_type, body.validators, item.sha256 if item else None)

    def _land(
        self,
        content: bytes,
        url: str,
        media_type: str,
        validators: Validators,
        replaces: str | None,
    ) -> None:
        now = self.clock()
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        source = None if self.place.kind == "inbox" else url
        landed = land(content, url, self.raw, url=source, media_type=media_type, date=day)
        file = (landed.sha256, landed.path.name)
        if self.state.note_landed(url, self.place.name, file, validators, now):
            is_other = replaces not in {None, landed.sha256}
            self._new.append(
                NewFile(
                    file_name=landed.path.name,
                    url=url,
                    sha256=landed.sha256,
                    replaces=replaces if is_other else None,
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
        if item is not None and item.sha256 is not None and item.validators == stamp:
            return
        if self.is_dry:
            self._would_fetch.append(key)
            return
        try:
            content = file.path.read_bytes()
            status = file.path.stat()
            if (status.st_size, status.st_mtime_ns) != (file.size_bytes, file.modified_ns):
                return  # still being written; the next round looks again
            media_type = detect_media_type(content, file.path.name)
        except (OSError, ReadError) as error:
            self.state.note_fault(key, self.place.name, self.clock(), str(error))
            code = error.code if isinstance(error, ReadError) else "inbox.unreadable"
            self._fail(code, error, key)
            return
        self._land(content, key, media_type, stamp, item.sha256 if item else None)

    def _fail(self, code: str, error: Exception, url: str | None) -> None:
        self._faults.append(Fault(code=code, message=str(error), url=url))

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
        own = [fault for fault in self._faults if fault.url in (self.place.url, None)]
        self.state.set_place(
            self.place.name,
            asked_at=now,
            fault=own[0].message if own else None,
            bad_rounds=known.bad_rounds + 1 if own else 0,
            **({"bad_at": now} if self._faults else {"good_at": now}),
            **({"new_at": now} if self._new else {}),
            **({"alarmed_at": now} if alarm else {}),
        )
        return alarm
