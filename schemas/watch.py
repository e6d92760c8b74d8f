"""One round over the watched places: what each gave, what was new, what went wrong.

Like the run record it knows a clock; the records of documents do not.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Record

WATCH_SCHEMA_VERSION = "1.0"

PlaceStatus = Literal["news", "nothing_new", "not_due", "busy", "failed", "disabled"]


class Fault(Record):
    """A request, a place or a document that gave nothing usable; it is tried again."""

    code: str = Field(description="``fetch.*``, ``place.*``, or a read error.")
    message: str
    url: str | None = None
    is_news: bool = Field(default=True, description="False where it was so in the last round too.")


class NewFile(Record):
    """A raw file that this round brought."""

    file_name: str
    url: str | None
    sha256: str
    replaces: str | None = Field(default=None, description="sha256 seen at this URL before.")


class PlaceOutcome(Record):
    """What one place gave."""

    name: str
    status: PlaceStatus
    requests: int = 0
    offers: int = 0
    new_files: tuple[NewFile, ...] = ()
    would_fetch: tuple[str, ...] = Field(default=(), description="Of a dry run only.")
    faults: tuple[Fault, ...] = ()
    alarm: str | None = Field(default=None, description="Silence for longer than it should be.")


class Publication(Record):
    """A document under the identity of what it publishes: title, kind and language."""

    identity: str
    document_id: str
    file_name: str
    url: str | None = None
    revision_of: str | None = Field(default=None, description="Document id it supersedes.")
    differences: int | None = Field(
        default=None, description="Findings that differ from the document it supersedes."
    )
    open_checks: int = Field(default=0, description="Checks that fail; they want a look.")


class Pair(Record):
    """A press release and the document that it announces, and the numbers they disagree on."""

    release_id: str
    product_id: str
    differences: tuple[str, ...] = ()


class RoundRecord(Record):
    """One round."""

    schema_version: str = WATCH_SCHEMA_VERSION
    started_at: str = Field(description="ISO 8601, UTC.")
    seconds: float
    is_dry: bool = False
    places: tuple[PlaceOutcome, ...] = ()
    publications: tuple[Publication, ...] = Field(
        default=(), description="Everything processed that nobody has been told of yet."
    )
    pairs: tuple[Pair, ...] = Field(default=(), description="Those with a new document in them.")
    failed_documents: tuple[Fault, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault, of places first, then of documents."""
        return (*(one for place in self.places for one in place.faults), *self.failed_documents)

    @property
    def alarms(self) -> tuple[str, ...]:
        """Places that have been silent for too long."""
        return tuple(place.alarm for place in self.places if place.alarm)

    @property
    def needs_a_person(self) -> bool:
        """Whether there is anything to tell: new documents, a new fault or an alarm."""
        is_broken = any(fault.is_news for fault in self.faults)
        return bool(self.publications) or is_broken or bool(self.alarms)


class PlaceReport(Record):
    """How a place has fared; times are ISO 8601, UTC, and null if it never happened."""

    name: str
    kind: str
    is_enabled: bool
    asked_at: str | None = None
    good_at: str | None = Field(default=None, description="Last visit without a fault of its own.")
    new_at: str | None = Field(default=None, description="Last visit that brought a file.")
    bad_rounds: int = Field(default=0, description="Failures in a row.")
    fault: str | None = None
    failing_items: int = Field(default=0, description="URLs or files of it that gave nothing.")
    silent_days: float | None = Field(default=None, description="Since the last file or the start.")
    is_silent: bool = Field(default=False, description="For longer than it should be.")


class ReviewQueue(Record):
    """What waits for a reviewer."""

    documents: int = Field(description="That differ from their truth.")
    differences: int
    without_truth: int = Field(description="Documents that nobody has confirmed anything of.")


class WatchStatus(Record):
    """Everything that the watch knows of itself."""

    places: tuple[PlaceReport, ...]
    files_done: int
    files_waiting: int
    files_failing: int
    untold: int = Field(description="Documents that the next round tells of.")
    review: ReviewQueue
    problems: tuple[str, ...] = ()
