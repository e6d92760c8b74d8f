"""One round over the watched places: what each gave, what was new, what went wrong.

Like the run record it knows a clock; the records of documents do not.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Record

WATCH_SCHEMA_VERSION = "1.0"

PlaceStatus = Literal["news", "nothing_new", "not_due", "busy", "failed", "disabled"]


class Fault(Record):
    """A request or a place that gave nothing usable; it is tried again in the next round."""

    code: str = Field(description="``fetch.*``, ``listing.*``, ``inbox.*`` or a read error.")
    message: str
    url: str | None = None


class NewFile(Record):
    """A raw file that this round brought, or left over by a round that was interrupted."""

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
    revision_of: str | None = Field(default=None, description="Document id it supersedes.")
    companions: tuple[str, ...] = Field(
        default=(), description="Identities of the inform a release is about, or the reverse."
    )


class RoundRecord(Record):
    """One round."""

    schema_version: str = WATCH_SCHEMA_VERSION
    started_at: str
    seconds: float
    is_dry: bool = False
    places: tuple[PlaceOutcome, ...] = ()
    publications: tuple[Publication, ...] = ()
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
        """Whether there is anything to tell: news, a fault or an alarm."""
        return bool(self.publications or self.faults or self.alarms)
