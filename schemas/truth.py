"""Truth: what a person confirmed about a document, in the shape of the extraction but partial.

A field that is not written is not compared. A field written as null is expected to be empty. A list
that is written is complete: whatever else is found counts as spurious (``TruthCheck`` says what
that means for checks). ``truth/README.md`` holds the rules of curation.
"""

from typing import Literal

from pydantic import Field, model_validator

from schemas.base import Record
from schemas.extraction import (
    CheckStatus,
    CountryForm,
    CountryRole,
    DocumentKind,
    EventKind,
    GroupRole,
    Iso2,
    ListKind,
    NoteKind,
    Polarity,
    QuantityKind,
)

TRUTH_SCHEMA_VERSION = "1.0"

CODE_OR_FAMILY = r"^[a-z_]+(\.[a-z_]+)?$"


FindingKind = Literal[
    "metadata",
    "contacts",
    "countries",
    "groups",
    "notes",
    "links",
    "claims",
    "instruments",
    "checks",
    "issues",
]
"""``links`` are the pairs marker → note, read from ``notes[].references``."""


class TruthEvidence(Record):
    """A quote by which a person names a place; offsets are worked out when comparing.

    ``occurrence`` counts from 1 through ``Document.text``, or, in a record with a ``note_label``,
    through that note. Only whole words count: ``AT`` is not found in ``LATER``. Without it the
    quote is taken to be unique, and where it is not, any of its places will do.
    """

    quote: str = Field(min_length=1)
    occurrence: int | None = Field(default=None, ge=1)
    start_char: int | None = Field(default=None, ge=0, description="Code point, if it is known.")
    end_char: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _has_both_offsets_or_none(self) -> "TruthEvidence":
        if (self.start_char is None) != (self.end_char is None):
            raise ValueError("start_char and end_char belong together: write both or neither")
        return self


class TruthRecord(Record):
    """One confirmed finding; only the fields that are written count."""

    comment: str | None = Field(default=None, description="For people; never compared.")
    finding_id: str | None = Field(default=None, description="Never compared.")
    is_optional: bool = Field(
        default=False,
        description="Two careful curators could differ on whether this is a finding: whether it is "
        "found or not, it is not counted.",
    )

    def states(self, field: str) -> bool:
        """Whether the person wrote this field, be it as null."""
        return field in self.model_fields_set


class TruthContact(TruthRecord):
    """A contact; told apart by e-mail, else by name."""

    name: str | None = None
    role: str | None = None
    email: str | None = None


class TruthMetadata(TruthRecord):
    """What the document says about itself."""

    kind: DocumentKind | None = None
    language: str | None = None
    title: str | None = None
    product_title: str | None = None
    subject: str | None = None
    place: str | None = None
    published_date: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    publisher: str | None = None
    partners: tuple[str, ...] | None = None
    contacts: tuple[TruthContact, ...] | None = None
    links: tuple[str, ...] | None = None


class TruthCountry(TruthRecord):
    """A mention of a country."""

    iso2: Iso2 = Field(pattern=r"^[A-Z]{2}$", description="ISO: GR and GB, not EL and UK.")
    eu_code: str | None = None
    form: CountryForm | None = None
    role: CountryRole | None = None
    note_label: str | None = None
    evidence: TruthEvidence | None = None


class TruthGroupMention(TruthRecord):
    """A mention of a group as a whole."""

    group_id: str
    exceptions: tuple[Iso2, ...] | None = None
    evidence: TruthEvidence | None = None


class TruthCountryGroup(Record):
    """A part of a note's list that the document sets apart."""

    role: GroupRole
    countries: tuple[Iso2, ...]


class TruthQualifier(Record):
    """What a list says of one of its items, as printed without the brackets."""

    iso2: Iso2
    text: str


class TruthNote(TruthRecord):
    """A note. ``references`` are the words that its markers stand on, ending at the marker."""

    label: str
    kind: NoteKind | None = None
    countries: tuple[Iso2, ...] | None = Field(default=None, description="Printed order.")
    groups: tuple[TruthCountryGroup, ...] | None = None
    qualifiers: tuple[TruthQualifier, ...] | None = None
    list_kind: ListKind | None = None
    is_unfinished: bool | None = None
    stated_count: int | None = None
    list_evidence: TruthEvidence | None = None
    references: tuple[TruthEvidence, ...] | None = None
    evidence: TruthEvidence | None = None


class TruthQuantityPart(Record):
    """One addend of a combined count."""

    surface: str
    value: int


class TruthQuantity(TruthRecord):
    """How many."""

    surface: str | None = None
    kind: QuantityKind | None = None
    value: int | None = None
    parts: tuple[TruthQuantityPart, ...] | None = None


class TruthBase(TruthRecord):
    """The set that the quantity is taken from."""

    surface: str | None = None
    value: int | None = None
    countries: tuple[Iso2, ...] | None = None


class TruthCountriesFrom(TruthRecord):
    """Where a claim's countries stand."""

    note_label: str | None = None
    inline: TruthEvidence | None = None
    derived: str | None = None


class TruthClaim(TruthRecord):
    """A claim; its evidence is what tells it from others, so it is always written."""

    statement: str | None = None
    quantity: TruthQuantity | None = None
    base: TruthBase | None = None
    countries: tuple[Iso2, ...] | None = None
    countries_from: TruthCountriesFrom | None = None
    list_kind: ListKind | None = None
    polarity: Polarity | None = None
    note_labels: tuple[str, ...] | None = None
    evidence: TruthEvidence


class TruthInstrument(TruthRecord):
    """A mention of an instrument; its evidence is always written."""

    instrument_id: str | None = None
    instrument_types: tuple[str, ...] | None = None
    mention: str | None = Field(default=None, pattern=r"^(generic|named)$")
    name: str | None = None
    is_new: bool | None = None
    year: int | None = None
    parties: tuple[str, ...] | None = None
    event: EventKind | None = None
    evidence: TruthEvidence


class TruthCheck(TruthRecord):
    """An expected outcome of a check, by its code or its family: ``count`` or ``count.list``.

    A list of checks is complete for fails only: every stated outcome must be there, a fail that is
    not stated is a false alarm, and other passes and ``not_checkable`` are not counted.
    """

    code: str = Field(pattern=CODE_OR_FAMILY)
    status: CheckStatus
    expected: str | None = None
    found: str | None = None


class TruthIssue(TruthRecord):
    """An expected issue, by its code or its family."""

    code: str = Field(pattern=CODE_OR_FAMILY)
    evidence: TruthEvidence | None = None


class Truth(TruthRecord):
    """Everything confirmed about one content; one truth may serve several formats of it."""

    schema_version: str = TRUTH_SCHEMA_VERSION
    document_id: str | None = Field(default=None, description="Equals the name of the file.")
    applies_to: tuple[str, ...] = Field(
        default=(), description="Further documents: their ids or the file names of their sources."
    )
    curator: str | None = None
    open_kinds: tuple[FindingKind, ...] = Field(
        default=(),
        description="Kinds that a review has not finished: what is found beyond their lists is "
        "not counted yet.",
    )
    metadata: TruthMetadata | None = None
    countries: tuple[TruthCountry, ...] | None = None
    groups: tuple[TruthGroupMention, ...] | None = None
    notes: tuple[TruthNote, ...] | None = None
    claims: tuple[TruthClaim, ...] | None = None
    instruments: tuple[TruthInstrument, ...] | None = None
    checks: tuple[TruthCheck, ...] | None = None
    issues: tuple[TruthIssue, ...] | None = None
