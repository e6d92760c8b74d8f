"""Two documents about one product, a press release and its inform, and where they disagree."""

from pydantic import Field

from schemas.base import Record
from schemas.document import Evidence
from schemas.extraction import CheckStatus, Severity

RECONCILIATION_SCHEMA_VERSION = "1.0"


class Place(Record):
    """Evidence in one of the two documents."""

    document_id: str
    finding_id: str | None = Field(default=None, description="Of the claim; null for titles.")
    evidence: Evidence | None = Field(default=None, description="Null if nothing is quoted.")


class Agreement(Record):
    """One thing that both documents say, with the verdict on whether they say the same."""

    code: str = Field(pattern=r"^reconcile\.[a-z_]+$")
    status: CheckStatus
    severity: Severity = "error"
    message: str
    left_value: str | None = None
    right_value: str | None = None
    left: Place
    right: Place


class Reconciliation(Record):
    """The left document against the right one."""

    schema_version: str = RECONCILIATION_SCHEMA_VERSION
    left_document_id: str
    right_document_id: str
    is_pair: bool = Field(description="Whether both are about one product, by title, kind, year.")
    reason: str = Field(description="Why they are a pair or none, in one sentence.")
    agreements: tuple[Agreement, ...] = ()
    only_left: tuple[str, ...] = Field(default=(), description="Claims made on the left alone.")
    only_right: tuple[str, ...] = Field(default=(), description="Claims made on the right alone.")

    @property
    def failed(self) -> tuple[Agreement, ...]:
        """What the two documents say differently."""
        return tuple(one for one in self.agreements if one.status == "fail")
