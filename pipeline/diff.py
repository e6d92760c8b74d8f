"""Run against run: what differs between two folders of records, and what caused it.

Documents pair by id, and what is left by family: the same name with another hash is a revision.
The findings of a revision are compared at the places that theirs moved to.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.compare import compare, truth_of
from pipeline.manifest import load_manifest
from pipeline.review.cases import get_family
from pipeline.review.decisions import active_decisions, read_decisions
from pipeline.store import (
    extraction_path,
    find_sha256,
    iter_document_ids,
    load_document,
    load_extraction,
)
from schemas.comparison import Difference
from schemas.diff import Cause, Change, DiffRecord, DocumentDiff, FieldChange
from schemas.document import Document
from schemas.errors import UsageError
from schemas.extraction import Extraction
from schemas.review import Decision
from schemas.truth import FindingKind

VERSION_CAUSES: dict[str, Cause] = {
    "reader": "reader",
    "extractor": "extractor",
    "vocabulary": "vocabulary",
    "schema": "schema",
}
LIST_KINDS: tuple[FindingKind, ...] = ("countries", "groups", "notes", "claims", "instruments")


class Side:
    """One output folder, or one extraction of it."""

    def __init__(self, output: Path, only: str | None = None) -> None:
        self.output = output
        self._only = only
        self._entries = load_manifest(output).by_id()

    @classmethod
    def open(cls, path: Path) -> "Side":
        """From a folder, or from the file of an extraction; raises ``UsageError`` for others."""
        if path.is_file() and path.suffix == ".json":
            return cls(path.parent, path.stem)
        if not path.is_dir():
            raise UsageError(f"{path}: there is no such folder or record. Name an output folder.")
        return cls(path)

    def list_ids(self) -> list[str]:
        """Of its documents, sorted."""
        return [self._only] if self._only else list(iter_document_ids(self.output))

    def load(self, document_id: str) -> tuple[Document, Extraction]:
        """Both records, verified."""
        document = load_document(self.output, document_id)
        return document, load_extraction(self.output, document_id, document)

    def get_versions(self, document_id: str) -> dict[str, str]:
        """With which the record was made; empty if the manifest does not say."""
        entry = self._entries.get(document_id)
        return {} if entry is None else entry.versions

    def is_edited(self, document_id: str) -> bool:
        """Whether the record is not the one that the manifest says was written."""
        entry = self._entries.get(document_id)
        path = extraction_path(self.output, document_id)
        return entry is not None and find_sha256(path) != entry.extraction_sha256


def diff(before: Side, after: Side, truth: Path | None = None) -> DiffRecord:
    """Every document of both sides; ``truth`` is where decisions are looked up."""
    decisions = [] if truth is None else list(active_decisions(read_decisions(truth)).values())
    documents = [
        _diff_pair(before, after, ours, theirs, decisions)
        for ours, theirs in _pair(before.list_ids(), after.list_ids())
    ]
    return DiffRecord(documents=tuple(documents))


def _pair(ours: list[str], theirs: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Same id, or the only ones left of their family; a file given by itself pairs with any."""
    if len(ours) == len(theirs) == 1:
        yield ours[0], theirs[0]
        return
    left = [one for one in theirs if one not in set(ours)]
    for one in ours:
        if one in theirs:
            yield one, one
            continue
        family = [other for other in left if get_family(other) == get_family(one)]
        partner = family[0] if family else None
        if partner is not None:
            left.remove(partner)
        yield one, partner
    yield from ((None, one) for one in left)


def _diff_pair(
    before: Side, after: Side, ours: str | None, theirs: str | None, decisions: list[Decision]
) -> DocumentDiff:
    if ours is None or theirs is None:
        return _diff_lone(before, after, ours, theirs)
    old_document, old = before.load(ours)
    document, new = after.load(theirs)
    mapper = OffsetMapper(old_document.text, document.text)
    expected = truth_of(_move(old, mapper))
    comparison = compare(new, expected, document)
    causes = _Causes(before, after, old, new, mapper, decisions)
    changes = tuple(_group(comparison.differences, causes))
    touched = {(one.kind, one.before_index) for one in changes if one.before_index is not None}
    same = sum(
        (kind, index) not in touched
        for kind in LIST_KINDS
        for index in range(len(getattr(old, kind)))
    )
    return DocumentDiff(before_id=ours, after_id=theirs, changes=changes, same=same)


def _diff_lone(before: Side, after: Side, ours: str | None, theirs: str | None) -> DocumentDiff:
    side, name = (before, ours) if ours is not None else (after, theirs)
    _, extraction = side.load(name or "")
    count = sum(len(getattr(extraction, kind)) for kind in LIST_KINDS)
    return DocumentDiff(before_id=ours, after_id=theirs, changes=(), same=0, lone=count)


def _group(differences: Iterable[Difference], causes: "_Causes") -> Iterator[Change]:
    """One change per finding: added, removed, or its fields."""
    groups: dict[tuple[Any, ...], list[Difference]] = {}
    for one in differences:
        key = (one.kind, one.subject, one.expected_index, one.found_index)
        groups.setdefault(key, []).append(one)
    for (kind, subject, expected_index, _), members in groups.items():
        whole = next((one for one in members if one.field is None), None)
        yield Change(
            kind=kind,
            subject=subject,
            status=whole.status if whole else "~",
            fields=tuple(
                FieldChange(
                    field=one.field, status=one.status, before=one.expected, after=one.found
                )
                for one in members
                if one.field is not None
            ),
            causes=causes.find(members),
            before_evidence=members[0].expected_evidence,
            after_evidence=members[0].found_evidence,
            before_index=None if kind == "links" else expected_index,
        )


class _Causes:
    """Why the findings of two records differ."""

    def __init__(  # noqa: PLR0917 - both sides, both records, how the text moved, who decided
        self,
        before: Side,
        after: Side,
        old: Extraction,
        new: Extraction,
        mapper: "OffsetMapper",
        decisions: list[Decision],
    ) -> None:
        self._is_revised = old.source.sha256 != new.source.sha256
        self._mapper = mapper
        self._is_edited = before.is_edited(old.document_id) or after.is_edited(new.document_id)
        ours = before.get_versions(old.document_id)
        theirs = after.get_versions(new.document_id)
        self._versions: tuple[Cause, ...] = ()
        if ours and theirs:
            changed = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
            named = [VERSION_CAUSES[name] for name in changed if name in VERSION_CAUSES]
            rest: list[Cause] = [] if named or not changed else ["library"]
            self._versions = (*named, *rest)
        family = get_family(new.document_id)
        self._decided = {
            (one.kind, one.field, str(one.value if one.verdict == "correct" else one.found))
            for one in decisions
            if get_family(one.document_id) == family and one.verdict in {"accept", "correct"}
        }

    def find(self, differences: list[Difference]) -> tuple[Cause, ...]:
        """Of one finding; ``unknown`` where the manifests do not say.

        With a changed source, what stands in words that did not change is put down to the versions
        that did, if any did.
        """
        causes: list[Cause] = []
        if self._is_revised and (not self._versions or self._is_in_changed_text(differences)):
            causes.append("source")
        else:
            causes.extend(self._versions)
        is_decided = any(
            (one.kind, one.field, str(one.found)) in self._decided
            for one in differences
            if one.field is not None
        )
        if self._is_edited or is_decided:
            causes.append("human decision")
        return tuple(causes) or ("unknown",)

    def _is_in_changed_text(self, differences: list[Difference]) -> bool:
        for one in differences:
            place = one.found_evidence
            if place is not None and self._mapper.is_new(place.start_char, place.end_char):
                return True
            if place is None:
                return True
        return False


class OffsetMapper:
    """Where an offset of the old text is in the new one. Equal paragraphs cost nothing."""

    def __init__(self, old: str, new: str) -> None:
        self._size = len(new)
        self._runs: list[tuple[int, int, int]] = []
        """``(start in old, start in new, length)`` of the runs that are the same."""
        if old == new:
            self._runs = [(0, 0, len(old) + 1)]
            return
        ours, theirs = list(_iter_parts(old)), list(_iter_parts(new))
        matcher = SequenceMatcher(
            None, [part for _, part in ours], [part for _, part in theirs], autojunk=False
        )
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                length = ours[b - 1][0] + len(ours[b - 1][1]) - ours[a][0]
                self._runs.append((ours[a][0], theirs[c][0], length))
            elif tag == "replace":
                self._runs.extend(_match_words(ours[a:b], theirs[c:d]))

    def move(self, start: int, end: int) -> tuple[int, int]:
        """The range in the new text; an end in words that are gone goes to the edge of the gap."""
        first, last = self._find(start), self._find(max(start, end - 1))
        at = bisect_right(self._runs, start, key=lambda run: run[0]) - 1
        if first is None:
            first = self._runs[at][1] + self._runs[at][2] if at >= 0 else 0
        if last is None:
            after = bisect_right(self._runs, max(start, end - 1), key=lambda run: run[0])
            last = self._runs[after][1] - 1 if after < len(self._runs) else self._size - 1
        return first, max(first, last + 1)

    def is_new(self, start: int, end: int) -> bool:
        """Whether any of the range of the new text was not in the old one."""
        covered = sum(
            max(0, min(end, to + length) - max(start, to)) for _, to, length in self._runs
        )
        return covered < end - start

    def _find(self, offset: int) -> int | None:
        at = bisect_right(self._runs, offset, key=lambda run: run[0]) - 1
        if at < 0:
            return None
        start, to, length = self._runs[at]
        return to + offset - start if offset < start + length else None


def _iter_parts(text: str) -> Iterator[tuple[int, str]]:
    """Blocks with their offset, the separator behind them included."""
    at = 0
    for part in text.split("\n\n"):
        yield at, f"{part}\n\n"
        at += len(part) + 2


WORD = re.compile(r"\w+|\W")
MAX_WORDS = 4_000
"""Longer stretches that were replaced as a whole are not matched word by word."""


def _match_words(
    ours: list[tuple[int, str]], theirs: list[tuple[int, str]]
) -> Iterator[tuple[int, int, int]]:
    old, new = list(_iter_words(ours)), list(_iter_words(theirs))
    if len(old) > MAX_WORDS or len(new) > MAX_WORDS:
        return
    matcher = SequenceMatcher(
        None, [word for _, word in old], [word for _, word in new], autojunk=False
    )
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            yield old[a + step][0], new[b + step][0], len(old[a + step][1])


def _iter_words(parts: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for offset, part in parts:
        for found in WORD.finditer(part):
            yield offset + found.start(), found.group()


def _move(extraction: Extraction, mapper: OffsetMapper) -> Extraction:
    """The old record with its evidence at the places of the new text.

    Quotes stay the old ones: the record is only aligned and shown, never written.
    """
    plain = extraction.model_dump(mode="json")
    _move_evidence(plain, mapper)
    return Extraction.model_validate(plain)


def _move_evidence(value: Any, mapper: OffsetMapper) -> None:
    if isinstance(value, list):
        for item in value:
            _move_evidence(item, mapper)
    elif isinstance(value, dict):
        if "quote" in value and "start_char" in value:
            moved = mapper.move(value["start_char"], value["end_char"])
            value["start_char"], value["end_char"] = moved
        else:
            for item in value.values():
                _move_evidence(item, mapper)
