"""One execution over some raw files: what became of each, and with which versions.

Times and versions live here and nowhere else, so that the records of the documents stay the same
from run to run.
"""

from typing import Literal

from pydantic import Field

from schemas.base import Record
from schemas.comparison import ScoreTable
from schemas.errors import ReadErrorCode

RUN_SCHEMA_VERSION = "1.0"

OutcomeStatus = Literal["written", "unchanged", "duplicate", "failed"]


class Counts(Record):
    """How much an extraction holds, by kind."""

    countries: int = 0
    notes: int = 0
    claims: int = 0
    instruments: int = 0
    checks_passed: int = 0
    checks_failed: int = 0
    checks_not_checkable: int = 0
    issues: int = 0

    @property
    def findings(self) -> int:
        """Countries, notes, claims and instruments together."""
        return self.countries + self.notes + self.claims + self.instruments

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            **{name: getattr(self, name) + getattr(other, name) for name in type(self).model_fields}
        )


class Failure(Record):
    """Why a raw file gave no extraction; exactly one per failed file."""

    code: ReadErrorCode
    message: str = Field(description="What was found, what was expected, where, what to do next.")


class Outcome(Record):
    """What became of one raw file."""

    file_name: str
    document_id: str | None = Field(description="Null if the file could not even be hashed.")
    status: OutcomeStatus
    counts: Counts = Counts()
    failure: Failure | None = Field(default=None, description="Set if the status is ``failed``.")
    note: str | None = Field(default=None, description="Why it was skipped, in a few words.")


class Compared(Record):
    """How the documents of a run compare with truth."""

    documents: tuple[str, ...] = Field(description="Ids of those that have a truth, sorted.")
    differences: int = Field(description="Over all of them.")
    scores: ScoreTable


class RunRecord(Record):
    """One run. The only record that knows a clock."""

    schema_version: str = RUN_SCHEMA_VERSION
    started_at: str = Field(description="ISO 8601, UTC.")
    seconds: float = Field(description="Wall clock, from the first file asked for to the last.")
    is_direct: bool = Field(description="True without Prefect.")
    processes: int
    versions: dict[str, str] = Field(description="Of code, tables, schema and libraries.")
    outcomes: tuple[Outcome, ...]
    compared: Compared | None = Field(default=None, description="Null: no document has a truth.")
    problems: tuple[str, ...] = Field(
        default=(), description="What went wrong beside the documents: a broken truth file, say."
    )

    @property
    def totals(self) -> Counts:
        """The sum over all documents, the unchanged ones included."""
        return sum((outcome.counts for outcome in self.outcomes), Counts())

    def count(self, status: OutcomeStatus) -> int:
        """How many raw files ended so."""
        return sum(outcome.status == status for outcome in self.outcomes)
