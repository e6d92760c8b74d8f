"""Cases: a document with its differences, and how each stands after what people decided before.

Decisions meet a new extraction by three-way merge: what was shown then, what was decided, what is
found now. A decision is void only if the text at its place *and* what is found there have changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import JsonValue

from pipeline.compare import compare
from pipeline.comparison.fields import LISTS, MEASURES
from pipeline.review.anchors import find_anchor
from schemas.comparison import Difference
from schemas.document import Document
from schemas.extraction import Check, Extraction
from schemas.review import AnchorStatus, Decision
from schemas.truth import FindingKind, Truth

Standing = Literal["open", "reopened", "held", "settled"]
"""``open``: nobody decided; ``reopened``: somebody did, but text and finding have both changed;
``held``: a person decided otherwise on this very text, so the decision stands; ``settled``."""

SURE: frozenset[AnchorStatus] = frozenset({"exact", "moved"})

_WEIGHTS: dict[str, int] = {"links": 6, "notes": 5, "claims": 4, "instruments": 3, "countries": 2}

_Place = tuple[FindingKind, str | None, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One difference with its standing."""

    difference: Difference
    standing: Standing
    decision: Decision | None
    """The one that settles or holds it, or the void one before."""
    priority: int
    """Expected error, higher first."""

    @property
    def needs_decision(self) -> bool:
        """Whether a person has to look."""
        return self.standing in {"open", "reopened"}


@dataclass(frozen=True)
class Case:
    """One document on the desk."""

    document: Document
    extraction: Extraction
    truth: Truth
    """Filled: see ``editing.fill``."""
    entries: tuple[Entry, ...]
    """By priority, then text order."""
    decided_count: int = 0
    """Decisions that stand about this document."""

    @property
    def document_id(self) -> str:
        """Of the document."""
        return self.document.document_id

    @cached_property
    def open_entries(self) -> tuple[Entry, ...]:
        """What is left to decide."""
        return tuple(entry for entry in self.entries if entry.needs_decision)

    @cached_property
    def failed_checks(self) -> tuple[Check, ...]:
        """Checks that fail, errors first."""
        failed = [check for check in self.extraction.checks if check.status == "fail"]
        return tuple(sorted(failed, key=lambda check: check.severity != "error"))

    @property
    def is_done(self) -> bool:
        """Nothing is left to decide: all agrees, or a person has said so."""
        return not self.open_entries

    @property
    def priority(self) -> int:
        """Of the entry that is most likely an error."""
        return max((entry.priority for entry in self.open_entries), default=0)


def build_case(
    document: Document, extraction: Extraction, truth: Truth, decisions: Iterable[Decision]
) -> Case:
    """The case; ``truth`` is filled, ``decisions`` are those that stand, of all documents."""
    comparison = compare(extraction, truth, document, sees_open=True)
    failing = {
        finding_id
        for check in extraction.checks
        if check.status == "fail"
        for finding_id in check.finding_ids
    }
    family = get_family(document.document_id)
    mine = [one for one in decisions if get_family(one.document_id) == family]
    merger = _Merger(mine, document)
    entries = []
    for difference in comparison.differences:
        standing, decision = merger.stand(difference)
        priority = _weigh(difference, failing, standing)
        entries.append(Entry(difference, standing, decision, priority))
    entries.sort(key=lambda entry: (-entry.priority, _offset(entry.difference)))
    return Case(document, extraction, truth, tuple(entries), len(mine))


def get_family(document_id: str) -> str:
    """The part of an id that stays when a new revision of a file comes."""
    return document_id.rpartition("-")[0]


class _Merger:
    """The decisions about one document, found by difference, by place and by record."""

    def __init__(self, decisions: list[Decision], document: Document) -> None:
        self._document = document
        self._by_id = {one.difference_id: one for one in decisions}
        self._by_place: dict[_Place, list[Decision]] = {}
        self._corrected: dict[FindingKind, list[Decision]] = {}
        self._anchors: dict[str, tuple[AnchorStatus, int, int]] = {}
        for one in decisions:
            self._by_place.setdefault(_place_of(one), []).append(one)
            if one.verdict == "correct" and one.field is None:
                self._corrected.setdefault(one.kind, []).append(one)

    def stand(self, difference: Difference) -> tuple[Standing, Decision | None]:
        """The standing of a difference, and the decision that it comes from."""
        same = self._by_id.get(difference.difference_id)
        if same is not None and self._is_at_place(same, difference):
            # An accepted difference that is there again: truth was changed back by hand.
            return ("settled" if same.verdict == "reject" else "reopened"), same
        earlier = [
            one
            for one in self._by_place.get(_place_of(difference), ())
            if self._is_at_place(one, difference)
        ]
        if difference.field is not None:
            # Who corrected a whole record has decided about each of its fields.
            corrected = self._corrected.get(difference.kind, ())
            earlier += [one for one in corrected if self._covers(one, difference)]
        if not earlier:
            return "open", None
        latest = max(earlier, key=lambda one: one.decided_at)
        return ("held" if self._is_same_text(latest) else "reopened"), latest

    def _is_at_place(self, decision: Decision, difference: Difference) -> bool:
        """Whether both speak of one place, as far as both have one."""
        found = difference.found_evidence
        if decision.selector is None or found is None:
            return True
        status, start, end = self._anchor(decision)
        if status not in SURE:
            return True
        return start < found.end_char and found.start_char < end

    def _covers(self, decision: Decision, difference: Difference) -> bool:
        return (
            decision.selector is not None
            and difference.found_evidence is not None
            and self._is_at_place(decision, difference)
            and self._anchor(decision)[0] in SURE
        )

    def _is_same_text(self, decision: Decision) -> bool:
        if decision.bound.source_sha256 == self._document.source.sha256:
            return True
        return decision.selector is not None and self._anchor(decision)[0] in SURE

    def _anchor(self, decision: Decision) -> tuple[AnchorStatus, int, int]:
        if decision.selector is None:
            return "lost", 0, 0
        if decision.decision_id not in self._anchors:
            self._anchors[decision.decision_id] = find_anchor(
                self._document.text, decision.selector
            )
        return self._anchors[decision.decision_id]


def _place_of(one: Decision | Difference) -> _Place:
    """What is decided about: a field, or one item of a list; each item is its own."""
    item: JsonValue = None
    if one.field is not None and one.status != "~" and MEASURES.get((one.kind, one.field)) in LISTS:
        item = one.expected if one.found is None else one.found
    return one.kind, one.field, one.subject, str(item)


def _offset(difference: Difference) -> int:
    place = difference.found_evidence
    return place.start_char if place is not None else 0


def _weigh(difference: Difference, failing: set[str], standing: Standing) -> int:
    """Expected error: unresolved links and failed checks first, then values, then the rest."""
    weight = 10 * _WEIGHTS.get(difference.kind, 1)
    weight += 100 if difference.finding_id in failing else 0
    weight += 50 if standing == "reopened" else 0
    weight += 5 if difference.status == "~" else 0
    return weight + (3 if difference.field is None else 0)
