"""The extraction: every finding, check and issue of one document.

The field names of this module are a contract with other tools; see ``schemas/json/``.
"""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from schemas.base import Record
from schemas.document import Evidence, Issue, Source

EXTRACTION_SCHEMA_VERSION = "1.0"

Iso2 = str
"""ISO 3166-1 alpha-2, with XK for Kosovo. Greece is GR and the United Kingdom GB here."""

DocumentKind = Literal["press_release", "inform", "flash", "study", "other"]
CountryForm = Literal["code", "name", "demonym"]
CountryRole = Literal[
    "actor",
    "member",
    "observer",
    "partner",
    "origin",
    "example",
    "exception",
    "boilerplate",
    "other",
]
NoteKind = Literal["country_list", "prose", "mixed"]
ListKind = Literal["exact", "open", "exception", "none"]
GroupRole = Literal[
    "listed",
    "member",
    "observer",
    "other",
    "yes",
    "no",
    "planned",
    "partial",
    "not_applicable",
    "no_information",
    "no_reply",
    "exception",
]
QuantityKind = Literal[
    "exact", "at_least", "at_most", "approximate", "proportion", "all", "none", "vague"
]
Polarity = Literal["yes", "no", "planned", "partial", "unclear"]
EventKind = Literal[
    "announced",
    "negotiated",
    "initialled",
    "signed",
    "provisional",
    "in_force",
    "amended",
    "suspended",
    "terminated",
]
CheckStatus = Literal["pass", "fail", "not_checkable"]
Severity = Literal["error", "warning", "hint"]


class Contact(Record):
    """A person or office that the document names for questions."""

    name: str | None
    role: str | None = None
    email: str | None = None


class FieldEvidence(Record):
    """Where one value of the metadata is printed."""

    field: str
    evidence: Evidence


class Metadata(Record):
    """What the document says about itself. Null where it says nothing."""

    kind: DocumentKind
    language: str | None = Field(description="BCP 47, e.g. ``en``.")
    title: str | None = Field(description="The document's own headline.")
    product_title: str | None = Field(description="Title of the inform or study it is about.")
    subject: str | None = None
    place: str | None = Field(default=None, description="Of the dateline, e.g. ``Brussels``.")
    published_date: str | None = Field(
        default=None, pattern=r"^\d{4}-\d{2}(-\d{2})?$", description="YYYY-MM-DD or YYYY-MM."
    )
    publisher: str | None = None
    partners: tuple[str, ...] = Field(default=(), description="Without the EMN and the Commission.")
    contacts: tuple[Contact, ...] = ()
    links: tuple[str, ...] = ()
    evidence: tuple[FieldEvidence, ...] = ()


class CountryMention(Record):
    """One country named by code, name or demonym at one place. Groups are not expanded."""

    finding_id: str
    iso2: Iso2 = Field(pattern=r"^[A-Z]{2}$")
    eu_code: str = Field(pattern=r"^[A-Z]{2}$", description="EL and UK where ISO has GR and GB.")
    form: CountryForm
    role: CountryRole
    note_label: str | None = Field(default=None, description="Set if the mention is in a note.")
    note_id: str | None = Field(default=None, description="``Document.notes[].note_id``.")
    evidence: Evidence


class GroupMention(Record):
    """A set of countries named as a whole ("Benelux"); never expanded into mentions."""

    finding_id: str
    group_id: str
    exceptions: tuple[Iso2, ...] = Field(default=(), description="'except Denmark', as printed.")
    evidence: Evidence


class CountryGroup(Record):
    """Part of a list that the document sets apart, in printed order."""

    role: GroupRole
    countries: tuple[Iso2, ...]


class Qualifier(Record):
    """What a list says of one of its items: 'AT (since 2019)'."""

    iso2: Iso2
    text: str
    evidence: Evidence


class Footnote(Record):
    """A note with what it lists. ``countries`` keeps the printed order and drops nothing.

    ``groups`` holds what the print itself sets apart: observers behind a final 'and', sets under
    labels such as 'Yes:', excepted countries. A plain list of one kind has none.
    """

    finding_id: str
    note_id: str = Field(description="``Document.notes[].note_id``.")
    label: str = Field(description="As printed; labels may repeat where numbering restarts.")
    kind: NoteKind
    countries: tuple[Iso2, ...] = Field(
        default=(),
        description="Printed order, repeats kept. With list_kind ``exception`` the excepted ones.",
    )
    groups: tuple[CountryGroup, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    list_kind: ListKind = "none"
    is_unfinished: bool = Field(default=False, description="The list breaks off in the excerpt.")
    stated_count: int | None = Field(default=None, description="A number printed with the list.")
    list_evidence: Evidence | None = Field(default=None, description="From first to last item.")
    references: tuple[Evidence, ...] = ()
    evidence: Evidence


class QuantityPart(Record):
    """One addend of a combined count: '17 Member Countries and three Observer Countries'."""

    surface: str
    value: int


class Quantity(Record):
    """How many. ``value`` is null for proportions without a number and for vague words."""

    surface: str
    kind: QuantityKind
    value: int | None
    parts: tuple[QuantityPart, ...] = ()


class Base(Record):
    """The set that the quantity is taken from: 'of these countries', 'of the 25 respondents'."""

    surface: str
    value: int | None = None
    countries: tuple[Iso2, ...] | None = None


class CountriesFrom(Record):
    """Where a claim's countries stand; exactly one of the first three is set."""

    note_label: str | None = None
    inline: Evidence | None = None
    derived: str | None = Field(default=None, description="The rule, e.g. ``complement_of_base``.")
    note_id: str | None = Field(default=None, description="With ``note_label``.")


class Claim(Record):
    """How many, or which, of the network's countries do something."""

    finding_id: str
    statement: str = Field(description="The claim's own clause.")
    quantity: Quantity
    base: Base | None = None
    countries: tuple[Iso2, ...] | None = Field(
        default=None, description="Null: not said. Not the same as an empty list."
    )
    countries_from: CountriesFrom | None = None
    list_kind: ListKind = Field(default="none", description="Of the list the countries come from.")
    polarity: Polarity = "yes"
    note_labels: tuple[str, ...] = ()
    evidence: Evidence


class InstrumentMention(Record):
    """A policy instrument at one place in the text."""

    finding_id: str
    instrument_id: str = Field(description="Of ``extractors/data/instruments.csv``; most specific.")
    instrument_types: tuple[str, ...] = Field(
        default=(), description="All that apply, if one deal goes under several names."
    )
    mention: Literal["generic", "named"]
    name: str | None = None
    is_new: bool = Field(default=False, description="Named by its shape, not in the vocabulary.")
    year: int | None = None
    parties: tuple[str, ...] = Field(default=(), description="iso2, or EU, OACPS … as printed.")
    event: EventKind | None = None
    evidence: Evidence


class Check(Record):
    """One rule applied to the findings; a fail names the findings concerned."""

    code: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    status: CheckStatus
    severity: Severity = Field(
        default="error",
        description="error: the print contradicts itself; warning: against a rule; hint: a trace.",
    )
    message: str
    expected: str | None = None
    found: str | None = None
    finding_ids: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = Field(default=(), description="The places to look at.")


class Extraction(Record):
    """Everything found in one document."""

    schema_version: str = EXTRACTION_SCHEMA_VERSION
    document_id: str
    source: Source
    metadata: Metadata
    countries: tuple[CountryMention, ...] = ()
    groups: tuple[GroupMention, ...] = ()
    notes: tuple[Footnote, ...] = ()
    claims: tuple[Claim, ...] = ()
    instruments: tuple[InstrumentMention, ...] = ()
    checks: tuple[Check, ...] = ()
    issues: tuple[Issue, ...] = ()

    def iter_evidence(self) -> Iterator[Evidence]:
        """Every piece of evidence in the record, in the order of its fields."""
        for item in self.metadata.evidence:
            yield item.evidence
        yield from (mention.evidence for mention in self.countries)
        yield from (group.evidence for group in self.groups)
        yield from (instrument.evidence for instrument in self.instruments)
        for note in self.notes:
            yield note.evidence
            yield from note.references
            yield from (qualifier.evidence for qualifier in note.qualifiers)
            if note.list_evidence is not None:
                yield note.list_evidence
        for claim in self.claims:
            yield claim.evidence
            if claim.countries_from is not None and claim.countries_from.inline is not None:
                yield claim.countries_from.inline
        for check in self.checks:
            yield from check.evidence
        for issue in self.issues:
            if issue.evidence is not None:
                yield issue.evidence

    def require_grounded(self, text: str) -> None:
        """Raise ``UngroundedEvidenceError`` at the first quote that does not slice."""
        for evidence in self.iter_evidence():
            evidence.require_in(text)
