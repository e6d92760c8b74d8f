"""What people decide about differences: an append-only log, one decision a line."""

from typing import Literal

from pydantic import Field, JsonValue, model_validator

from schemas.base import Record
from schemas.comparison import Status
from schemas.truth import FindingKind

DECISION_SCHEMA_VERSION = "1.0"

Verdict = Literal["accept", "correct", "reject", "undo"]
"""``accept``: what was found is right; ``reject``: it is not, truth stays as it is; ``correct``:
neither is right, ``value`` is; ``undo``: takes the decision ``undoes`` back."""

AnchorStatus = Literal["exact", "moved", "fuzzy", "lost"]


class Selector(Record):
    """A place in a text that can be found again after the text has changed."""

    quote: str
    prefix: str = Field(description="Up to 32 code points before the quote.")
    suffix: str = Field(description="Up to 32 code points after it.")
    start_char: int = Field(ge=0)
    end_char: int = Field(ge=0)


class Bound(Record):
    """The versions that a decision was made on."""

    source_sha256: str
    versions: dict[str, str] = Field(default_factory=dict, description="Of the run, if known.")
    truth_sha256: str | None = Field(
        default=None, description="Of the truth's file before the decision; null if there was none."
    )


class Change(Record):
    """What a decision changed in the truth; both sides hold one value or, for absence, none."""

    kind: FindingKind
    field: str | None = Field(default=None, description="Of the metadata.")
    index: int = Field(default=0, ge=0, description="Position in the list.")
    before: tuple[JsonValue, ...]
    after: tuple[JsonValue, ...]


class Decision(Record):
    """One verdict on one difference, or the end of an earlier one."""

    schema_version: str = DECISION_SCHEMA_VERSION
    decision_id: str
    document_id: str
    difference_id: str
    kind: FindingKind
    field: str | None
    status: Status
    subject: str
    expected: JsonValue = None
    found: JsonValue = None
    verdict: Verdict
    value: JsonValue = Field(default=None, description="With ``correct``: what is right.")
    reason: str | None = None
    reviewer: str = Field(min_length=1)
    decided_at: str = Field(description="ISO 8601, UTC.")
    selector: Selector | None = None
    bound: Bound
    was_open: bool = Field(
        default=False,
        description="Truth said that the kind was not finished when this was decided.",
    )
    undoes: str | None = Field(default=None, description="With ``undo``: the decision's id.")
    change: Change | None = Field(default=None, description="Null where truth stayed as it was.")

    @model_validator(mode="after")
    def _says_what_it_means(self) -> "Decision":
        if (self.verdict == "undo") != (self.undoes is not None):
            raise ValueError("an undo, and nothing else, names the decision that it takes back")
        if self.verdict == "correct" and self.value is None:
            raise ValueError("a correction needs the right value")
        return self
