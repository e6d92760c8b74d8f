"""The comparison of one extraction with truth, and the score table over several of them."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, JsonValue

from schemas.base import Record
from schemas.document import Evidence, MediaType
from schemas.truth import FindingKind, TruthEvidence

COMPARISON_SCHEMA_VERSION = "1.0"

Scheme = Literal["strict", "exact", "partial", "type"]
Status = Literal["+", "-", "~"]


class Difference(Record):
    """One thing on which extraction and truth disagree; one per item inside lists.

    ``-`` is expected and was not found, ``+`` was found and not expected, ``~`` is another value.
    """

    difference_id: str = Field(description="The same for the same difference in every run.")
    kind: FindingKind
    field: str | None = Field(description="Null where the whole finding is missed or spurious.")
    status: Status
    subject: str = Field(description="What it is about, for people: ``note 2``.")
    expected: JsonValue = None
    found: JsonValue = None
    expected_evidence: TruthEvidence | None = None
    found_evidence: Evidence | None = None
    finding_id: str | None = Field(default=None, description="In the extraction, if it is there.")
    expected_index: int | None = Field(
        default=None, description="Position in the truth's list; of a marker: its note's."
    )
    found_index: int | None = Field(default=None, description="Position in the extraction's list.")

    def __str__(self) -> str:
        """``- note 2 · countries: AT expected, not found``."""
        where = self.subject if self.field is None else f"{self.subject} · {self.field}"
        expected, found = in_words(self.expected), in_words(self.found)
        if self.status == "-":
            what = f"{expected} expected, not found" if expected else "expected, not found"
        elif self.status == "+":
            what = f"{found} found, not expected" if found else "found, not expected"
        else:
            what = f"{expected} expected, {found} found"
        return f"{self.status} {where}: {what}"


def in_words(value: JsonValue) -> str:
    """A value of a finding for people; lists with commas."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(in_words(item) for item in value) or "nothing"
    return str(value)


class Tally(Record):
    """Counts of results in one scheme: what P, R and F1 are made of.

    Correct, incorrect (both sides have a value, and they differ), partial, missed (expected only),
    spurious (found only).
    """

    cor: int = 0
    inc: int = 0
    par: int = 0
    mis: int = 0
    spu: int = 0

    @property
    def support(self) -> int:
        """How many were expected."""
        return self.cor + self.inc + self.par + self.mis

    @property
    def found(self) -> int:
        """How many were found."""
        return self.cor + self.inc + self.par + self.spu

    @property
    def is_empty(self) -> bool:
        """Nothing expected and nothing found."""
        return self.support == 0 and self.found == 0

    @property
    def precision(self) -> float:
        """(COR + PAR/2) / found; 1 for nothing on both sides, else 0 where nothing was found."""
        return self._share_of(self.found)

    @property
    def recall(self) -> float:
        """(COR + PAR/2) / expected; 1 for nothing on both sides, else 0 where none is expected."""
        return self._share_of(self.support)

    @property
    def f1(self) -> float:
        """2 (COR + PAR/2) / (expected + found), which is the harmonic mean of the two."""
        if self.is_empty:
            return 1.0
        return (2 * self.cor + self.par) / (self.support + self.found)

    def _share_of(self, total: int) -> float:
        if self.is_empty:
            return 1.0
        return (self.cor + self.par / 2) / total if total else 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            cor=self.cor + other.cor,
            inc=self.inc + other.inc,
            par=self.par + other.par,
            mis=self.mis + other.mis,
            spu=self.spu + other.spu,
        )


class SchemeTally(Record):
    """The tally of a kind of finding, or of one field of it, under one scheme."""

    kind: FindingKind
    field: str | None = Field(description="Null: the findings themselves.")
    scheme: Scheme
    tally: Tally


class ListTally(Record):
    """Lists compared item by item (repeats count) and as wholes."""

    kind: FindingKind
    field: str
    items: Tally
    lists: int = Field(description="Lists with at least one item on either side.")
    exact_sets: int = Field(description="Those with the same items, each as often.")
    printed_orders: int = Field(description="Those with the same items in the same order.")


class RecordTally(Record):
    """Expected findings, and how many of them have every stated field right (strict)."""

    kind: FindingKind
    records: int
    right: int


class Comparison(Record):
    """One extraction against its truth."""

    schema_version: str = COMPARISON_SCHEMA_VERSION
    document_id: str
    media_type: MediaType
    differences: tuple[Difference, ...]
    schemes: tuple[SchemeTally, ...]
    lists: tuple[ListTally, ...]
    records: tuple[RecordTally, ...]

    @property
    def is_right(self) -> bool:
        """No difference at all."""
        return not self.differences


class Score(Record):
    """One line of the score table."""

    kind: FindingKind
    field: str | None = None
    measure: Literal["strict", "exact", "partial", "type", "items"]
    tally: Tally
    precision: float
    recall: float
    f1: float
    support: int
    macro_precision: float | None = Field(
        description="Mean over the documents that have something to compare; null if none has."
    )
    macro_recall: float | None = None
    macro_f1: float | None = None
    documents: int = Field(description="Documents that have something to compare.")


class Rate(Record):
    """How many of the wholes are entirely right; 1 where there are none."""

    name: str
    right: int
    support: int
    value: float


class FormatScores(Record):
    """Scores over the documents of one format, or over all."""

    media_type: MediaType | None = Field(description="Null: all formats together.")
    documents: int
    scores: tuple[Score, ...]
    rates: tuple[Rate, ...]

    def iter_metrics(self) -> Iterator[tuple[str, float]]:
        """Names for ``--min`` and their values: ``claims.strict.f1``, ``notes.countries.f1`` …

        Without a scheme, strict is meant.
        """
        for score in self.scores:
            name = score.kind if score.field is None else f"{score.kind}.{score.field}"
            for measure, value in (
                ("precision", score.precision),
                ("recall", score.recall),
                ("f1", score.f1),
                ("macro_f1", score.macro_f1),
            ):
                if value is not None:
                    yield f"{name}.{score.measure}.{measure}", value
                    if score.measure == "strict":
                        yield f"{name}.{measure}", value
        for rate in self.rates:
            yield rate.name, rate.value


class ScoreTable(Record):
    """All formats together first, then each format that occurs."""

    schema_version: str = COMPARISON_SCHEMA_VERSION
    formats: tuple[FormatScores, ...]

    def metrics(self) -> dict[str, float]:
        """Every metric over all formats, by name."""
        return dict(self.formats[0].iter_metrics())
