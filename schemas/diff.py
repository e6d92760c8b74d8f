"""The difference between two runs, or two revisions of a document."""

from typing import Literal

from pydantic import Field, JsonValue

from schemas.base import Record
from schemas.comparison import Status
from schemas.document import Evidence
from schemas.truth import FindingKind, TruthEvidence

DIFF_SCHEMA_VERSION = "1.0"

Cause = Literal[
    "source",
    "reader",
    "extractor",
    "vocabulary",
    "schema",
    "library",
    "human decision",
    "unknown",
]
"""What changed between the two: the raw file, our code that reads or finds, the tables, the shape
of records, a library below us, or a person's word. ``unknown``: no manifest says."""


class FieldChange(Record):
    """One value, or one item of a list."""

    field: str
    status: Status
    before: JsonValue = None
    after: JsonValue = None


class Change(Record):
    """One finding that was added (``+``), removed (``-``) or changed (``~``)."""

    kind: FindingKind
    subject: str
    status: Status
    fields: tuple[FieldChange, ...] = Field(default=(), description="With ``~``.")
    causes: tuple[Cause, ...]
    before_evidence: TruthEvidence | None = None
    after_evidence: Evidence | None = None
    before_index: int | None = Field(default=None, description="Position in the old list.")


class DocumentDiff(Record):
    """One document on both sides, or on one."""

    before_id: str | None
    after_id: str | None
    changes: tuple[Change, ...]
    same: int = Field(description="Findings that are the same on both sides.")
    lone: int = Field(default=0, description="Findings of a document that is on one side only.")

    @property
    def is_same(self) -> bool:
        """No finding differs and both sides have the document."""
        return not self.changes and self.before_id is not None and self.after_id is not None


class DiffRecord(Record):
    """All documents, in the order of the ids of the first side."""

    schema_version: str = DIFF_SCHEMA_VERSION
    documents: tuple[DocumentDiff, ...]

    @property
    def is_same(self) -> bool:
        """No document differs."""
        return all(one.is_same for one in self.documents)
