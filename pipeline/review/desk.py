"""The desk: every document with what is left to decide about it, and the act of deciding.

The log of decisions is written first, the truth second, both whole or not at all. Whoever is killed
between the two finds the truth brought up to date before anything else is decided.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from pydantic import JsonValue, ValidationError

from pipeline.comparison.truth_files import TruthFile, read_truth
from pipeline.review.anchors import build_selector
from pipeline.review.cases import Case, build_case, get_family
from pipeline.review.changes import ConflictError, apply_change, find_change, is_applied, reverse
from pipeline.review.decisions import (
    LOG_NAME,
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
    apply_reject,
    fill,
    format_truth,
    order_fields,
    to_plain,
)
from pipeline.store import (
    document_path,
    extraction_path,
    find_sha256,
    iter_document_ids,
    load_document,
    load_extraction,
    write_text,
)
from pipeline.versions import get_versions
from schemas.comparison import Difference
from schemas.document import Document, Source
from schemas.errors import EmnError, ReadError, UsageError
from schemas.extraction import Extraction
from schemas.review import Bound, Decision, Verdict
from schemas.truth import FindingKind, Truth

KEPT_RECORDS = 8


class Desk:
    """An output folder and a folder of truth, and who sits there."""

    def __init__(self, output: Path, truth: Path, reviewer: str) -> None:
        self.output = output
        self.truth = truth
        self.reviewer = reviewer
        self._repaired: str | None = None
        self._truths: dict[Path, tuple[int, TruthFile | None]] = {}
        self._log: tuple[int, list[Decision]] = (0, [])
        self._records: dict[str, tuple[tuple[int, ...], Document, Extraction]] = {}
        if not any(True for _ in iter_document_ids(output)):
            raise UsageError(f"There is no extraction in {output}. Run `emn run` first.")
        with hold_log(self.truth):
            self._repair()

    def iter_ids(self) -> Iterator[str]:
        """Every document that has an extraction."""
        return iter_document_ids(self.output)

    def get_truth_stamp(self, name: str, source: Source) -> tuple[object, ...]:
        """Changes whenever the truth about a document or the decisions about it do."""
        path = self.truth / f"{self._find_truth(name, source).stem}.json"
        mtime = path.stat().st_mtime_ns if path.is_file() else 0
        family = get_family(name)
        lines = sum(get_family(one.document_id) == family for one in self._read_log())
        return path.name, mtime, lines

    def open_case(self, document_id: str) -> Case:
        """A document as it stands now. Raises ``ReadError`` for records that are damaged."""
        if document_id not in self.iter_ids():
            raise ReadError(
                "file.missing",
                document_id,
                f"there is no extraction of that name in {self.output}",
                "Go back to the list of documents.",
            )
        document, extraction = self._load(document_id)
        truth = fill(self._find_truth(document.document_id, document.source).truth)
        decisions = active_decisions(self._read_log())
        return build_case(document, extraction, truth, decisions.values())

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
            self._repair()
            case = self.open_case(document_id)
            difference = _find_open(case, difference_id)
            before = self._prepare(case.document, difference.kind)
            draft = self._edit(case, difference, verdict, value)
            decision = self._build_decision(
                case, difference, verdict, value, find_change(before, draft, difference.kind)
            )
            said = {
                "reason": (reason or "").strip() or None,
                "reviewer": reviewer or self.reviewer,
                "was_open": _get_list_kind(difference.kind) in before.get("open_kinds", ()),
            }
            decision = Decision.model_validate({**decision.model_dump(), **said})
            append_decision(self.truth, decision)
            self._write_truth(case.document, draft)
            self._repaired = decision.decision_id
            return decision

    def undo(self, decision_id: str, *, reviewer: str | None = None) -> Decision:
        """Take a decision back; what it changed in the truth is as it was before.

        Raises ``ConflictError`` if a later decision changed the same record.
        """
        with hold_log(self.truth):
            self._repair()
            decisions = self._read_log()
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
            document, _ = self._load(decision.document_id)
            bound = {"truth_sha256": find_sha256(self._truth_path(document))}
            undo = undo.model_copy(update={"bound": undo.bound.model_copy(update=bound)})
            plain = self._prepare(document, decision.kind)
            _apply(plain, undo)
            append_decision(self.truth, undo)
            self._write_truth(document, plain)
            self._repaired = undo.decision_id
            return undo

    def history(self, document_id: str) -> list[Decision]:
        """Every decision about a document and its revisions, undone ones too, oldest first."""
        family = get_family(document_id)
        decisions = self._read_log()
        return [one for one in decisions if get_family(one.document_id) == family]

    def _load(self, document_id: str) -> tuple[Document, Extraction]:
        """The records of a document, read again only when their files have changed."""
        paths = (
            document_path(self.output, document_id),
            extraction_path(self.output, document_id),
        )
        stamp = tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)
        known = self._records.get(document_id)
        if known is not None and known[0] == stamp:
            return known[1], known[2]
        document = load_document(self.output, document_id)
        extraction = load_extraction(self.output, document_id, document)
        while len(self._records) >= KEPT_RECORDS:
            self._records.pop(next(iter(self._records)), None)
        self._records[document_id] = (stamp, document, extraction)
        return document, extraction

    def _iter_truths(self) -> Iterator[TruthFile]:
        """Every truth that can be read, parsed again only when its file has changed."""
        for path in sorted(self.truth.glob("*.json")):
            stamp = path.stat().st_mtime_ns
            if self._truths.get(path, (0, None))[0] != stamp:
                try:
                    self._truths[path] = (stamp, read_truth(path))
                except ReadError:
                    self._truths[path] = (stamp, None)
            known = self._truths[path][1]
            if known is not None:
                yield known

    def _read_log(self) -> list[Decision]:
        """The whole log, parsed again only when it has grown."""
        path = self.truth / LOG_NAME
        stamp = path.stat().st_size if path.is_file() else 0
        if stamp != self._log[0]:
            self._log = (stamp, read_decisions(self.truth))
        return self._log[1]

    def _find_truth(self, name: str, source: Source) -> TruthFile:
        """Its own truth, one that applies to it, or that of an earlier revision; else an empty one.

        The stem says which file changes: an earlier revision keeps the truth that it had.
        """
        files = list(self._iter_truths())
        about = [one for one in files if one.is_about(name, source)]
        about.sort(key=lambda one: name not in {one.stem, one.truth.document_id})
        if about:
            return about[0]
        family = get_family(name)
        earlier = [one.truth for one in files if get_family(one.stem) == family]
        if not earlier:
            return TruthFile(name, Truth.model_validate({"document_id": name}))
        plain = {**to_plain(earlier[0]), "document_id": name}
        _drop_offsets(plain)
        return TruthFile(name, Truth.model_validate(plain))

    def _truth_path(self, document: Document) -> Path:
        return self.truth / f"{self._find_truth(document.document_id, document.source).stem}.json"

    def _edit(
        self, case: Case, difference: Difference, verdict: Verdict, value: JsonValue
    ) -> Plain:
        """The truth as the verdict would have it, still as plain JSON but valid."""
        plain = self._prepare(case.document, difference.kind)
        try:
            if verdict == "accept":
                apply_accept(plain, difference, case.extraction, case.document)
            elif verdict == "correct":
                apply_correct(plain, difference, value, case.document)
            else:
                apply_reject(plain, difference)
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

    def _prepare(self, document: Document, kind: FindingKind) -> Plain:
        """The truth on the disk, with the kind stated, be it as open."""
        plain = to_plain(self._find_truth(document.document_id, document.source).truth)
        plain.setdefault("document_id", document.document_id)
        kind = _get_list_kind(kind)
        if kind in LIST_KINDS:
            holder = plain.setdefault("metadata", {}) if kind == "contacts" else plain
            if kind not in holder:
                holder[kind] = []
                plain["open_kinds"] = [*plain.get("open_kinds", ()), kind]
        return plain

    def _build_decision(
        self, case: Case, difference: Difference, verdict: Verdict, value: JsonValue, change: object
    ) -> Decision:
        place = difference.found_evidence
        now = _now()
        selector = None
        if place is not None:
            selector = build_selector(case.document.text, place.start_char, place.end_char)
        return Decision.model_validate(
            {
                "decision_id": _make_id(case.document_id, difference.difference_id, now),
                "document_id": case.document_id,
                "difference_id": difference.difference_id,
                "kind": difference.kind,
                "field": difference.field,
                "status": difference.status,
                "subject": difference.subject,
                "expected": difference.expected,
                "found": difference.found,
                "verdict": verdict,
                "value": value,
                "reviewer": self.reviewer,
                "decided_at": now,
                "selector": selector,
                "bound": Bound(
                    source_sha256=case.document.source.sha256,
                    versions=get_versions(),
                    truth_sha256=find_sha256(self._truth_path(case.document)),
                ),
                "change": change,
            }
        )

    def _write_truth(self, document: Document, plain: Plain) -> None:
        """Write the truth of a document; kinds in which nothing is left to decide are closed."""
        path = self._truth_path(document)
        truth = Truth.model_validate(plain)
        _, extraction = self._load(document.document_id)
        decisions = active_decisions(self._read_log())
        case = build_case(document, extraction, fill(truth), decisions.values())
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
        """Bring the truth up to date with the last line of the log, if a kill came between.

        Call with the log held. A decision that this desk has seen applied is not looked at again.
        """
        decisions = self._read_log()
        last = decisions[-1] if decisions else None
        if last is None or last.decision_id == self._repaired:
            return
        self._repaired = last.decision_id
        if last.change is None:
            return
        try:
            document, _ = self._load(last.document_id)
        except EmnError:
            return  # the run that it was about is gone; the log still has it
        if find_sha256(self._truth_path(document)) != last.bound.truth_sha256:
            return  # written since, by the decision itself or by a person
        plain = self._prepare(document, last.kind)
        if not is_applied(plain, last.change):
            _apply(plain, last)
            self._write_truth(document, plain)


def _apply(plain: Plain, decision: Decision) -> None:
    """Do what a decision, or an undo, does to the truth."""
    if decision.change is not None:
        apply_change(plain, decision.change)
    kind = _get_list_kind(decision.kind)
    if decision.was_open and kind not in plain.get("open_kinds", ()):
        plain["open_kinds"] = [*plain.get("open_kinds", ()), kind]


def _drop_offsets(value: JsonValue) -> None:
    """Leave evidence to its quotes: offsets counted in the text of another revision."""
    if isinstance(value, dict):
        if "quote" in value:
            value.pop("start_char", None)
            value.pop("end_char", None)
        for item in value.values():
            _drop_offsets(item)
    elif isinstance(value, list):
        for item in value:
            _drop_offsets(item)


def _get_list_kind(kind: FindingKind) -> FindingKind:
    """The list that a kind is written in: markers stand with their notes."""
    return "notes" if kind == "links" else kind


def _find_open(case: Case, difference_id: str) -> Difference:
    """The difference, if it still waits for a verdict."""
    for entry in case.entries:
        if entry.difference.difference_id != difference_id:
            continue
        if entry.needs_decision:
            return entry.difference
        who = entry.decision.reviewer if entry.decision else "somebody"
        raise ConflictError(f"{who} has decided this since you opened the page. Reload it.")
    raise ConflictError(
        "This difference is not there any more: the run or the truth has changed, or somebody has "
        "decided it since you opened the page. Reload it."
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _make_id(*parts: str) -> str:
    return f"decision-{blake2b(chr(31).join(parts).encode(), digest_size=6).hexdigest()}"
