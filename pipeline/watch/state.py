"""What the watch remembers, in one SQLite file that can be made again from ``raw/`` at any time.

Times are seconds since 1970, UTC. Every change is one transaction, so a kill leaves the state as it
was before or after, never between.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.watch.fetching import Validators
from pipeline.watch.landing import read_rows

STATE_PATH = Path("watch") / "state.sqlite"
VERSION = 1

_SCHEMA = """
CREATE TABLE place (
    name TEXT PRIMARY KEY, asked_at REAL, good_at REAL, new_at REAL, bad_at REAL, fault TEXT,
    bad_rounds INTEGER NOT NULL DEFAULT 0, etag TEXT, last_modified TEXT, body_sha256 TEXT,
    body_bytes INTEGER, offers INTEGER, alarmed_at REAL, since REAL NOT NULL
) STRICT;
CREATE TABLE item (
    url TEXT PRIMARY KEY, place TEXT, sha256 TEXT, etag TEXT, last_modified TEXT, asked_at REAL,
    attempts INTEGER NOT NULL DEFAULT 0, fault TEXT
) STRICT;
CREATE TABLE file (
    sha256 TEXT PRIMARY KEY, file_name TEXT NOT NULL, url TEXT, place TEXT, document_id TEXT,
    identity TEXT, attempts INTEGER NOT NULL DEFAULT 0, fault TEXT,
    is_done INTEGER NOT NULL DEFAULT 0, landed_at REAL NOT NULL
) STRICT;
CREATE INDEX file_identity ON file (identity);
CREATE INDEX file_waiting ON file (is_done);
CREATE TABLE robots (origin TEXT PRIMARY KEY, fetched_at REAL NOT NULL, text TEXT NOT NULL) STRICT;
"""


@dataclass(frozen=True, slots=True)
class PlaceState:
    """What is known of a place; all None before its first round."""

    name: str
    asked_at: float | None = None
    good_at: float | None = None
    new_at: float | None = None
    bad_at: float | None = None
    fault: str | None = None
    bad_rounds: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    body_bytes: int | None = None
    offers: int | None = None
    alarmed_at: float | None = None
    since: float = 0.0

    @property
    def validators(self) -> Validators:
        """For a conditional request."""
        return Validators(self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class ItemState:
    """What is known of one URL; ``sha256`` is None until its bytes have landed."""

    url: str
    place: str | None = None
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    asked_at: float | None = None
    attempts: int = 0
    fault: str | None = None

    @property
    def validators(self) -> Validators:
        """For a conditional request."""
        return Validators(self.etag, self.last_modified)


@dataclass(frozen=True, slots=True)
class FileState:
    """What is known of one raw file."""

    sha256: str
    file_name: str
    url: str | None
    place: str | None
    document_id: str | None
    identity: str | None
    attempts: int
    fault: str | None
    is_done: int
    landed_at: float


class State:
    """The open state of one output folder; use it as a context."""

    def __init__(self, output: Path) -> None:
        path = output / STATE_PATH
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {VERSION}")
        self.is_fresh = version == 0
        """Whether nothing was remembered; then call ``rebuild``."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    def rebuild(self, raw: Path, now: float) -> int:
        """Enter every row of the manifest whose file is there; the number of files entered.

        Known files keep what is known of them. Files without a row are left to ``emn run``.
        """
        entered = 0
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for row in read_rows(raw):
                if not (raw / row["file_name"]).is_file() or not row.get("date_fetched"):
                    continue
                url = row["url"] or None
                entered += self._db.execute(
                    "INSERT OR IGNORE INTO file (sha256, file_name, url, landed_at) "
                    "VALUES (?,?,?,?)",
                    (row["sha256"], row["file_name"], url, now),
                ).rowcount
                if url is not None:
                    self._db.execute(
                        "INSERT INTO item (url, sha256, asked_at) VALUES (?,?,?) "
                        "ON CONFLICT (url) DO NOTHING",
                        (url, row["sha256"], now),
                    )
        return entered

    def get_place(self, name: str, now: float) -> PlaceState:
        """What is known of a place; a new one begins to be known ``now``."""
        self._db.execute("INSERT OR IGNORE INTO place (name, since) VALUES (?,?)", (name, now))
        row = self._db.execute("SELECT * FROM place WHERE name = ?", (name,)).fetchone()
        return PlaceState(**dict(row))

    def set_place(self, name: str, **values: float | str | None) -> None:
        """Change some columns of a known place."""
        columns = ", ".join(f"{column} = ?" for column in values)
        self._db.execute(f"UPDATE place SET {columns} WHERE name = ?", (*values.values(), name))  # noqa: S608 - columns are our own words

    def find_item(self, url: str) -> ItemState | None:
        """What is known of a URL."""
        row = self._db.execute("SELECT * FROM item WHERE url = ?", (url,)).fetchone()
        return ItemState(**dict(row)) if row is not None else None

    def iter_items(self, place: str) -> Iterator[ItemState]:
        """Every URL that this place offered first, in the order of URLs."""
        with closing(
            self._db.execute("SELECT * FROM item WHERE place = ? ORDER BY url", (place,))
        ) as rows:
            yield from (ItemState(**dict(row)) for row in rows.fetchall())

    def note_fault(self, url: str, place: str, now: float, fault: str) -> None:
        """A URL gave nothing: it stays unseen, with one attempt more."""
        self._db.execute(
            "INSERT INTO item (url, place, asked_at, attempts, fault) VALUES (?,?,?,1,?) "
            "ON CONFLICT (url) DO UPDATE SET asked_at = excluded.asked_at, "
            "attempts = attempts + 1, fault = excluded.fault",
            (url, place, now, fault),
        )

    def note_same(self, url: str, now: float) -> None:
        """A URL was asked for and has not changed."""
        self._db.execute(
            "UPDATE item SET asked_at = ?, attempts = 0, fault = NULL WHERE url = ?", (now, url)
        )

    def note_landed(
        self, url: str | None, place: str, file: tuple[str, str], validators: Validators, now: float
    ) -> bool:
        """Bytes (``file``: sha256 and name) have landed; True if they were not known before."""
        sha256, file_name = file
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            is_new = self._db.execute(
                "INSERT OR IGNORE INTO file (sha256, file_name, url, place, landed_at) "
                "VALUES (?,?,?,?,?)",
                (sha256, file_name, url, place, now),
            ).rowcount
            if url is not None:
                self._db.execute(
                    "INSERT INTO item (url, place, sha256, etag, last_modified, asked_at) "
                    "VALUES (?,?,?,?,?,?) ON CONFLICT (url) DO UPDATE SET "
                    "place = coalesce(place, excluded.place), sha256 = excluded.sha256, "
                    "etag = excluded.etag, last_modified = excluded.last_modified, "
                    "asked_at = excluded.asked_at, attempts = 0, fault = NULL",
                    (url, place, sha256, validators.etag, validators.last_modified, now),
                )
        return bool(is_new)

    def iter_waiting(self, max_attempts: int) -> list[FileState]:
        """Raw files that are not processed yet, in the order in which they landed."""
        rows = self._db.execute(
            "SELECT * FROM file WHERE is_done = 0 AND attempts < ? ORDER BY landed_at, file_name",
            (max_attempts,),
        )
        return [FileState(**dict(row)) for row in rows]

    def note_attempt(self, sha256: str, fault: str) -> None:
        """A raw file could not be processed."""
        self._db.execute(
            "UPDATE file SET attempts = attempts + 1, fault = ? WHERE sha256 = ?", (fault, sha256)
        )

    def note_done(self, sha256: str, document_id: str, identity: str) -> None:
        """A raw file is processed, and known as a publication."""
        self._db.execute(
            "UPDATE file SET is_done = 1, fault = NULL, document_id = ?, identity = ? "
            "WHERE sha256 = ?",
            (document_id, identity, sha256),
        )

    def retry_failed(self) -> int:
        """Give every raw file that failed its attempts back; how many there are."""
        return self._db.execute("UPDATE file SET attempts = 0 WHERE is_done = 0").rowcount

    def iter_files(self, identity: str) -> list[FileState]:
        """The processed files of one publication, oldest first."""
        rows = self._db.execute(
            "SELECT * FROM file WHERE identity = ? ORDER BY landed_at, sha256", (identity,)
        )
        return [FileState(**dict(row)) for row in rows]

    def iter_identities(self) -> list[str]:
        """The identities of all publications, sorted."""
        rows = self._db.execute(
            "SELECT DISTINCT identity FROM file WHERE identity IS NOT NULL ORDER BY identity"
        )
        return [row["identity"] for row in rows]

    def count_files(self) -> dict[str, int]:
        """How many raw files are ``done``, ``waiting`` and ``failing``."""
        row = self._db.execute(
            "SELECT sum(is_done) AS done, sum(is_done = 0 AND fault IS NULL) AS waiting, "
            "sum(is_done = 0 AND fault IS NOT NULL) AS failing FROM file"
        ).fetchone()
        return {name: row[name] or 0 for name in ("done", "waiting", "failing")}

    def load_robots(self) -> dict[str, tuple[float, str]]:
        """robots.txt by origin, with the time of fetching."""
        rows = self._db.execute("SELECT * FROM robots")
        return {row["origin"]: (row["fetched_at"], row["text"]) for row in rows}

    def save_robots(self, robots: dict[str, tuple[float, str]]) -> None:
        """Remember them for the next rounds."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "INSERT OR REPLACE INTO robots VALUES (?,?,?)",
                [(origin, *value) for origin, value in robots.items()],
            )
