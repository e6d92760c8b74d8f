"""The desk: every document with what is left to decide about it, and the act of deciding.

The log of decisions is written first, the truth second, both whole or not at all. Whoever is killed
between the two finds the truth brought up to date when the desk is opened again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from pydantic import JsonValue, ValidationError

from pipeline.compare import compare
from pipeline.comparison.truth_files import TruthFile, find_truth, read_truths
from pipeline.review.anchors import build_selector, find_anchor
from pipeline.review.changes import ConflictError, apply_change, find_change, is_applied, reverse
from pipeline.review.decisions import (
    active_decisions,
    append_decision,
    hold_log,
    read_decisions,
)
from pipeline.review.editing import (
    LIST_KINDS,
    Plain,
    apply_accept,
    apply_correct,
    fill,
    format_truth,
    order_fields,
    to_plain,
)
from pipeline.store import iter_document_ids, load_document, load_extraction, write_text
from pipeline.versions import get_versions
from schemas.comparison import Difference
from schemas.document import Document
from schemas.errors import EmnError, UsageError
from schemas.extraction import Check, Extraction
from schemas.review import Bound, Decision, Verdict
from schemas.truth import FindingKind, Truth

Standing = Literal["open", "reopened", "held", "settled"]
"""``open``: nobody decided; ``reopened``: somebody did, but text and finding have both changed;
``held``: a person decided otherwise on this very text, so the decision stands; ``settled``."""

_WEIGHTS: dict[str, int] = {"links": 6, "notes": 5, "claims": 4, "instruments": 3, "countries": 2}


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


class Desk:
    """An output folder and a folder of truth, and who sits there."""

    def __init__(self, output: Path, truth: Path, reviewer: str) -> None:
        self.output = output
        self.truth = truth
        self.reviewer = reviewer
        if not any(True for _ in iter_document_ids(output)):
            raise UsageError(f"There is no extraction in {output}. Run `emn run` first.")
        self._repair()

    def iter_ids(self) -> Iterator[str]:
        """Every document that has an extraction."""
        return iter_document_ids(self.output)

    def truth_stamp(self) -> tuple[tuple[str, int], ...]:
        """Changes whenever a truth or the log of decisions does."""
        paths = sorted(self.truth.glob("*.json*"))
        return tuple((path.name, path.stat().st_mtime_ns) for path in paths)

    def open_case(self, document_id: str) -> Case:
        """A document as it stands now. Raises ``ReadError`` for records that are damaged."""
        document = load_document(self.output, document_id)
        extraction = load_extraction(self.output, document_id, document)
        truth = fill(self._find_truth(document))
        decisions = active_decisions(read_decisions(self.truth))
        return self._build_case(document, extraction, truth, decisions)

    def decide(
        self,
        document_id: str,
        difference_id: str,
        verdict: Verdict,
        *,
        value: JsonValue = None,
        reason: str | None = None,
        reviewer: str | None = None,
    ) -> Decision:
        """Write down a verdict and bring the truth up to date.

        Raises ``ConflictError`` if the difference is not there any more or has been decided since,
        and ``UsageError`` if the value does not fit the schema; then nothing is written.
        """
        with hold_log(self.truth):
            decision, draft, document = self._judge(document_id, difference_id, verdict, value)
            said = {"reason": (reason or "").strip() or None, "reviewer": reviewer or self.reviewer}
            decision = Decision.model_validate({**decision.model_dump(), **said})
            append_decision(self.truth, decision)
            self._write_truth(document, draft)
            return decision

    def _judge(
        self, document_id: str, difference_id: str, verdict: Verdict, value: JsonValue
    ) -> tuple[Decision, Plain, Document]:
        """The decision and the truth that follows from it; nothing is written."""
        case = self.open_case(document_id)
        found = (one for one in case.entries if one.difference.difference_id == difference_id)
        entry = next(found, None)
        if entry is None:
            raise ConflictError(
                "This difference is not there any more: the run or the truth has changed. "
                "Reload the page."
            )
        if not entry.needs_decision:
            who = entry.decision.reviewer if entry.decision else "somebody"
            raise ConflictError(f"{who} has decided this since you opened the page. Reload it.")
        draft = self._edit(case, entry.difference, verdict, value)
        decision = self._build_decision(case, entry.difference, verdict, value, draft)
        return decision, draft, case.document

    def undo(self, decision_id: str, *, reviewer: str | None = None) -> Decision:
        """Take a decision back; what it changed in the truth is as it was before.

        Raises ``ConflictError`` if a later decision changed the same record.
        """
        with hold_log(self.truth):
            decisions = read_decisions(self.truth)
            standing = {one.decision_id: one for one in active_decisions(decisions).values()}
            decision = standing.get(decision_id)
            if decision is None:
                raise ConflictError(
                    "This decision was undone or replaced already. Reload the page."
                )
            now = _now()
            undo = decision.model_copy(
                update={
                    "decision_id": _make_id(decision_id, "undo", now),
                    "verdict": "undo",
                    "value": None,
                    "reason": None,
                    "reviewer": reviewer or self.reviewer,
                    "decided_at": now,
                    "undoes": decision_id,
                    "change": reverse(decision.change) if decision.change else None,
                }
            )
            document = load_document(self.output, decision.document_id)
            plain = to_plain(self._find_truth(document))
            if undo.change is not None:
                apply_change(plain, undo.change)
            append_decision(self.truth, undo)
            self._write_truth(document, plain)
            return undo

    def history(self, document_id: str) -> list[Decision]:
        """Every decision about a document, undone ones and undos included, oldest first."""
        return [one for one in read_decisions(self.truth) if one.document_id == document_id]

    def _find_truth(self, document: Document) -> Truth:
        files = [one for one in read_truths(self.truth) if isinstance(one, TruthFile)]
        truth = find_truth(files, document.document_id, document.source)
        if truth is None:
            family = _without_hash(document.document_id)
            truth = next(
                (one.truth for one in files if _without_hash(one.stem) == family),
                None,
            )
        if truth is None:
            return Truth.model_validate({"document_id": document.document_id})
        return truth

    def _build_case(
        self,
        document: Document,
        extraction: Extraction,
        truth: Truth,
        decisions: dict[tuple[str, str], Decision],
    ) -> Case:
        comparison = compare(extraction, truth, document, sees_open=True)
        failing = {
            finding_id
            for check in extraction.checks
            if check.status == "fail"
            for finding_id in check.finding_ids
        }
        family = _without_hash(document.document_id)
        mine = [one for (name, _), one in decisions.items() if _without_hash(name) == family]
        by_id = {one.difference_id: one for one in mine}
        by_place = {(one.kind, one.field, one.subject): one for one in mine}
        entries = []
        for difference in comparison.differences:
            standing, decision = self._stand(difference, by_id, by_place, document)
            priority = _weigh(difference, failing, standing)
            entries.append(Entry(difference, standing, decision, priority))
        entries.sort(key=lambda entry: (-entry.priority, _offset(entry.difference)))
        decided = sum(one.document_id == document.document_id for one in mine)
        return Case(document, extraction, truth, tuple(entries), decided)

    @staticmethod
    def _stand(
        difference: Difference,
        by_id: dict[str, Decision],
        by_place: dict[tuple[FindingKind, str | None, str], Decision],
        document: Document,
    ) -> tuple[Standing, Decision | None]:
        """By three-way merge: what was shown then, what was decided, what is found now."""
        same = by_id.get(difference.difference_id)
        if same is not None:
            return "settled", same
        earlier = by_place.get((difference.kind, difference.field, difference.subject))
        if earlier is None:
            return "open", None
        is_same_text = earlier.bound.source_sha256 == document.source.sha256
        if not is_same_text and earlier.selector is not None:
            is_same_text = find_anchor(document.text, earlier.selector)[0] in {"exact", "moved"}
        return ("held" if is_same_text else "reopened"), earlier

    def _edit(
        self, case: Case, difference: Difference, verdict: Verdict, value: JsonValue
    ) -> Plain:
        """The truth as the verdict would have it, still as plain JSON but valid."""
        plain = self._prepare(case, difference)
        try:
            if verdict == "accept":
                apply_accept(plain, difference, case.extraction, case.document)
            elif verdict == "correct":
                apply_correct(plain, difference, value)
            Truth.model_validate(plain)
        except ValidationError as cause:
            found = "; ".join(
                f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"
                for error in cause.errors(include_url=False)
            )
            raise UsageError(f"This does not fit the schema of truth: {found}.") from cause
        except ValueError as cause:
            raise ConflictError(f"{cause}. Reload the page.") from cause
        return plain

    def _prepare(self, case: Case, difference: Difference) -> Plain:
        """The truth on the disk, with the kind of the difference stated, be it as open."""
        plain = to_plain(self._find_truth(case.document))
        plain.setdefault("document_id", case.document_id)
        if difference.kind in LIST_KINDS:
            holder = plain.setdefault("metadata", {}) if difference.kind == "contacts" else plain
            if difference.kind not in holder:
                holder[difference.kind] = []
                plain["open_kinds"] = [*plain.get("open_kinds", ()), difference.kind]
        return plain

    def _build_decision(
        self,
        case: Case,
        difference: Difference,
        verdict: Verdict,
        value: JsonValue,
        draft: Plain,
    ) -> Decision:
        place = difference.found_evidence
        now = _now()
        selector = None
        if place is not None:
            selector = build_selector(case.document.text, place.start_char, place.end_char)
        return Decision(
            decision_id=_make_id(case.document_id, difference.difference_id, now),
            document_id=case.document_id,
            difference_id=difference.difference_id,
            kind=difference.kind,
            field=difference.field,
            status=difference.status,
            subject=difference.subject,
            expected=difference.expected,
            found=difference.found,
            verdict=verdict,
            value=value,
            reviewer=self.reviewer,
            decided_at=now,
            selector=selector,
            bound=Bound(source_sha256=case.document.source.sha256, versions=get_versions()),
            change=find_change(self._prepare(case, difference), draft, difference.kind),
        )

    def _write_truth(self, document: Document, plain: Plain) -> None:
        """Write the truth of a document; kinds in which nothing is left to decide are closed."""
        path = self.truth / f"{document.document_id}.json"
        truth = Truth.model_validate(plain)
        extraction = load_extraction(self.output, document.document_id, document)
        decisions = active_decisions(read_decisions(self.truth))
        case = self._build_case(document, extraction, fill(truth), decisions)
        left = {entry.difference.kind for entry in case.open_entries}
        still_open = [kind for kind in plain.get("open_kinds", ()) if kind in left]
        if case.is_done:
            for kind in LIST_KINDS.keys() - {"contacts", "issues"}:
                plain.setdefault(kind, [])
        plain.pop("open_kinds", None)
        if still_open:
            plain["open_kinds"] = still_open
        write_text(path, format_truth(order_fields(plain)))

    def _repair(self) -> None:
        """Bring the truth up to date with the last line of the log, if a kill came between."""
        with hold_log(self.truth):
            decisions = read_decisions(self.truth)
            if not decisions or decisions[-1].change is None:
                return
            last = decisions[-1]
            try:
                document = load_document(self.output, last.document_id)
            except EmnError:
                return  # the run that it was about is gone; the log still has it
            plain = to_plain(self._find_truth(document))
            if last.change is not None and not is_applied(plain, last.change):
                apply_change(plain, last.change)
                self._write_truth(document, plain)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _make_id(*parts: str) -> str:
    return f"decision-{blake2b(chr(31).join(parts).encode(), digest_size=6).hexdigest()}"


def _without_hash(document_id: str) -> str:
    """The part of an id that stays when a new revision of a file comes."""
    return document_id.rpartition("-")[0]


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
