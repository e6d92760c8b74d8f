"""What the watch remembers, in one SQLite file that can be made again from ``raw/`` at any time.

Times are seconds since 1970, UTC. Every change is one transaction, so a kill leaves the state as it
was before or after, never between.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.raw_manifest import read_rows
from pipeline.watch.fetching import Validators
from pipeline.watch.landing import hold
from schemas.errors import UsageError
from schemas.extraction import Metadata

FOLDER = Path("watch")
STATE_PATH = FOLDER / "state.sqlite"
VERSION = 1

_SCHEMA = """
CREATE TABLE place (
    name TEXT PRIMARY KEY, since REAL NOT NULL, asked_at REAL, good_at REAL, new_at REAL,
    alarmed_at REAL, fault_code TEXT, fault TEXT, bad_rounds INTEGER NOT NULL DEFAULT 0,
    etag TEXT, last_modified TEXT, body_sha256 TEXT, body_bytes INTEGER, offers INTEGER
) STRICT;
CREATE TABLE item (
    url TEXT PRIMARY KEY, place TEXT, sha256 TEXT, etag TEXT, last_modified TEXT,
    asked_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, fault TEXT
) STRICT;
CREATE INDEX item_place ON item (place);
CREATE TABLE file (
    sha256 TEXT PRIMARY KEY, file_name TEXT NOT NULL, url TEXT, landed_at REAL NOT NULL,
    replaces TEXT, attempts INTEGER NOT NULL DEFAULT 0, fault TEXT,
    is_done INTEGER NOT NULL DEFAULT 0, is_told INTEGER NOT NULL DEFAULT 0,
    document_id TEXT, identity TEXT, kind TEXT, title TEXT, product_title TEXT
) STRICT;
CREATE INDEX file_open ON file (is_done, is_told);
CREATE TABLE robots (origin TEXT PRIMARY KEY, fetched_at REAL NOT NULL, text TEXT NOT NULL) STRICT;
"""

_IS_REPLACED = (
    "(fault IS NOT NULL AND sha256 IN (SELECT replaces FROM file WHERE replaces IS NOT NULL))"
)


@dataclass(frozen=True, slots=True)
class PlaceState:
    """What is known of a place; all None before its first round."""

    name: str
    since: float
    asked_at: float | None = None
    good_at: float | None = None
    new_at: float | None = None
    alarmed_at: float | None = None
    fault_code: str | None = None
    fault: str | None = None
    bad_rounds: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    body_bytes: int | None = None
    offers: int | None = None

    @property
    def validators(self) -> Validators:
        """For a conditional request."""
        return Validators(self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class ItemState:
    """What is known of one URL; ``sha256`` is None until its bytes have landed."""

    url: str
    place: str | None
    sha256: str | None
    etag: str | None
    last_modified: str | None
    asked_at: float
    attempts: int
    fault: str | None
    file_attempts: int
    """How often its file could not be processed; 0 once it could."""

    @property
    def validators(self) -> Validators:
        """For a conditional request; none where what came was of no use."""
        if self.sha256 is None or self.file_attempts:
            return Validators()
        return Validators(self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class FileState:
    """What is known of one raw file; the last five are None until it is processed."""

    sha256: str
    file_name: str
    url: str | None
    landed_at: float
    replaces: str | None
    attempts: int
    fault: str | None
    is_done: int
    is_told: int
    document_id: str | None
    identity: str | None
    kind: str | None
    title: str | None
    product_title: str | None


class State:
    """The open state of one output folder; use it as a context.

    Opening it brings it up to date with the manifest of ``raw``: a state that was lost knows all
    files again, and a file that a killed round had landed is not forgotten.
    """

    def __init__(self, output: Path, raw: Path, now: float) -> None:
        path = output / STATE_PATH
        # Two processes that make one file at once do not wait for each other by themselves.
        with hold(path.with_suffix(".lock")):
            self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            # A kill loses nothing; a power cut may lose the last changes, which are made again.
            self._db.execute("PRAGMA synchronous = NORMAL")
            with self._change():
                (version,) = self._db.execute("PRAGMA user_version").fetchone()
                if version not in {0, VERSION}:
                    raise UsageError(
                        f"{path}: this was written by another version of this program. Delete it; "
                        "it is made again from the raw folder."
                    )
                if version == 0:
                    for statement in filter(str.strip, _SCHEMA.split(";")):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA user_version = {VERSION}")
                self._enter_manifest(raw, now, is_known=version == 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One transaction; the connection's own context begins it too late."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _enter_manifest(self, raw: Path, now: float, *, is_known: bool) -> None:
        """Enter every fetched file that is not here yet.

        Files that people put there by hand have no date of fetching and are left to ``emn run``.
        With ``is_known`` nobody is told of the files again.
        """
        for row in read_rows(raw):
            is_fetched = row.get("date_fetched") and row.get("sha256")
            if not is_fetched or not (raw / row["file_name"]).is_file():
                continue
            url = row["url"] or None
            entered = self._db.execute(
                "INSERT OR IGNORE INTO file (sha256, file_name, url, landed_at, is_told) "
                "VALUES (?,?,?,?,?)",
                (row["sha256"], row["file_name"], url, now, is_known),
            ).rowcount
            if entered and url is not None:
                self._db.execute(
                    "INSERT OR IGNORE INTO item (url, sha256, asked_at) VALUES (?,?,?)",
                    (url, row["sha256"], now),
                )

    def get_place(self, name: str, now: float) -> PlaceState:
        """What is known of a place; a new one begins to be known ``now``."""
        row = self._db.execute("SELECT * FROM place WHERE name = ?", (name,)).fetchone()
        return PlaceState(**dict(row)) if row is not None else PlaceState(name, now)

    def set_place(self, known: PlaceState, **values: float | str | None) -> None:
        """Change some columns of a place."""
        columns = ", ".join(f"{column} = ?" for column in values)
        with self._change():
            self._db.execute(
                "INSERT OR IGNORE INTO place (name, since) VALUES (?,?)", (known.name, known.since)
            )
            self._db.execute(
                f"UPDATE place SET {columns} WHERE name = ?",  # noqa: S608 - columns are our own words
                (*values.values(), known.name),
            )

    def find_item(self, url: str) -> ItemState | None:
        """What is known of a URL."""
        return next(self._iter_items("item.url = ?", url), None)

    def iter_items(self, place: str) -> Iterator[ItemState]:
        """Every URL that this place offered first, in the order of URLs."""
        return self._iter_items("item.place = ?", place)

    def _iter_items(self, condition: str, value: str) -> Iterator[ItemState]:
        rows = self._db.execute(
            "SELECT item.*, iif(file.is_done = 0 AND file.fault IS NOT NULL, file.attempts, 0) "  # noqa: S608 - conditions are our own
            "AS file_attempts FROM item LEFT JOIN file USING (sha256) "
            f"WHERE {condition} ORDER BY item.url",
            (value,),
        ).fetchall()
        yield from (ItemState(**dict(row)) for row in rows)

    def adopt(self, url: str, place: str) -> None:
        """Let a place look after a URL that none does, as after the state was lost."""
        self._db.execute("UPDATE item SET place = ? WHERE url = ? AND place IS NULL", (place, url))

    def note_fault(self, url: str, place: str, now: float, fault: str) -> bool:
        """A URL gave nothing: it stays as it was, with one attempt more. True if that is news."""
        (attempts,) = self._db.execute(
            "INSERT INTO item (url, place, asked_at, attempts, fault) VALUES (?,?,?,1,?) "
            "ON CONFLICT (url) DO UPDATE SET asked_at = excluded.asked_at, "
            "place = coalesce(place, excluded.place), "
            "attempts = attempts + 1, fault = excluded.fault RETURNING attempts",
            (url, place, now, fault),
        ).fetchone()
        return bool(attempts == 1)

    def note_same(self, url: str, now: float) -> None:
        """A URL was asked for and has not changed."""
        self._db.execute(
            "UPDATE item SET asked_at = ?, attempts = 0, fault = NULL WHERE url = ?", (now, url)
        )

    def note_landed(
        self, url: str, place: str, file: tuple[str, str], validators: Validators, now: float
    ) -> bool:
        """Bytes (``file``: sha256 and name) have landed; True if they were not known before."""
        sha256, file_name = file
        with self._change():
            before = self.find_item(url)
            replaces = before.sha256 if before and before.sha256 != sha256 else None
            is_new = self._db.execute(
                "INSERT OR IGNORE INTO file (sha256, file_name, url, landed_at, replaces) "
                "VALUES (?,?,?,?,?)",
                (sha256, file_name, url, now, replaces),
            ).rowcount
            self._db.execute(
                "INSERT INTO item (url, place, sha256, etag, last_modified, asked_at) "
                "VALUES (?,?,?,?,?,?) ON CONFLICT (url) DO UPDATE SET "
                "place = coalesce(place, excluded.place), sha256 = excluded.sha256, "
                "etag = excluded.etag, last_modified = excluded.last_modified, "
                "asked_at = excluded.asked_at, attempts = 0, fault = NULL",
                (url, place, sha256, validators.etag, validators.last_modified, now),
            )
        return bool(is_new)

    def find_file_name(self, sha256: str) -> str | None:
        """The raw file that holds these bytes, if they have landed."""
        row = self._db.execute("SELECT file_name FROM file WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else str(row["file_name"])

    def iter_waiting(self, max_attempts: int) -> list[FileState]:
        """Raw files that are not processed yet, in the order in which they landed.

        Not those that failed and were replaced at their URL.
        """
        return self._get_files(
            f"is_done = 0 AND attempts < ? AND NOT {_IS_REPLACED} ORDER BY landed_at, file_name",
            max_attempts,
        )

    def note_attempt(self, sha256: str, fault: str) -> None:
        """A raw file could not be processed."""
        self._db.execute(
            "UPDATE file SET attempts = attempts + 1, fault = ? WHERE sha256 = ?", (fault, sha256)
        )

    def note_done(self, sha256: str, document_id: str, identity: str, metadata: Metadata) -> None:
        """A raw file is processed, and known as a publication."""
        self._db.execute(
            "UPDATE file SET is_done = 1, fault = NULL, document_id = ?, identity = ?, kind = ?, "
            "title = ?, product_title = ? WHERE sha256 = ?",
            (
                document_id,
                identity,
                metadata.kind,
                metadata.title,
                metadata.product_title,
                sha256,
            ),
        )

    def iter_untold(self) -> list[FileState]:
        """Processed files that nobody has been told of, in the order in which they landed."""
        return self._get_files("is_done = 1 AND is_told = 0 ORDER BY landed_at, file_name")

    def note_told(self, document_ids: Iterable[str]) -> None:
        """People know of these documents now."""
        with self._change():
            self._db.executemany(
                "UPDATE file SET is_told = 1 WHERE document_id = ?",
                [(document_id,) for document_id in document_ids],
            )

    def retry_failed(self, raw: Path) -> int:
        """Give all that failed its attempts back; how many raw files there are.

        Files that are no longer in ``raw`` are forgotten, so that they are fetched again.
        """
        failed = self._get_files("is_done = 0 AND fault IS NOT NULL")
        with self._change():
            for file in failed:
                if (raw / file.file_name).is_file():
                    self._db.execute(
                        "UPDATE file SET attempts = 0 WHERE sha256 = ?", (file.sha256,)
                    )
                else:
                    self._db.execute("DELETE FROM file WHERE sha256 = ?", (file.sha256,))
                    self._db.execute(
                        "UPDATE item SET sha256 = NULL, attempts = 0 WHERE sha256 = ?",
                        (file.sha256,),
                    )
            self._db.execute("UPDATE item SET attempts = 1 WHERE attempts > 0")
        return len(failed)

    def iter_done(self) -> list[FileState]:
        """All processed files, oldest first."""
        return self._get_files("is_done = 1 ORDER BY landed_at, file_name")

    def _get_files(self, condition: str, *values: int) -> list[FileState]:
        rows = self._db.execute(f"SELECT * FROM file WHERE {condition}", values)  # noqa: S608 - conditions are our own
        return [FileState(**dict(row)) for row in rows]

    def count_files(self) -> dict[str, int]:
        """How many raw files are ``done``, ``waiting`` and ``failing``.

        A broken file in whose place the same URL gave another one does not fail any more.
        """
        row = self._db.execute(
            "SELECT sum(is_done) AS done, sum(is_done = 0 AND fault IS NULL) AS waiting, "  # noqa: S608 - our own words
            f"sum(is_done = 0 AND fault IS NOT NULL AND NOT {_IS_REPLACED}) AS failing FROM file"
        ).fetchone()
        return {name: row[name] or 0 for name in ("done", "waiting", "failing")}

    def count_failing_items(self, place: str) -> int:
        """How many URLs or files of a place gave nothing when they were asked last."""
        (count,) = self._db.execute(
            "SELECT count(*) FROM item WHERE place = ? AND attempts > 0", (place,)
        ).fetchone()
        return int(count)

    def load_robots(self) -> dict[str, tuple[float, str]]:
        """robots.txt by origin, with the time of fetching."""
        rows = self._db.execute("SELECT * FROM robots")
        return {row["origin"]: (row["fetched_at"], row["text"]) for row in rows}

    def save_robots(self, robots: dict[str, tuple[float, str]]) -> None:
        """Remember them for the next rounds."""
        with self._change():
            self._db.executemany(
                "INSERT OR REPLACE INTO robots VALUES (?,?,?)",
                [(origin, *value) for origin, value in robots.items()],
            )
