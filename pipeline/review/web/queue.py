"""The queue: every document with what is left to decide, the likeliest errors first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.review.cases import Case
from pipeline.review.desk import Desk
from pipeline.store import document_path, extraction_path
from schemas.document import Source
from schemas.errors import EmnError

FORMAT_NAMES = {
    "text/plain": "txt",
    "text/markdown": "md",
    "text/html": "html",
    "application/pdf": "pdf",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One document of the queue."""

    document_id: str
    title: str
    format_name: str
    priority: int = 0
    kinds: Mapping[str, int] | None = None
    """Open differences by kind."""
    standings: frozenset[str] = frozenset()
    failed_checks: int = 0
    decided: int = 0
    problem: str | None = None
    """Why it cannot be opened."""

    @property
    def open_count(self) -> int:
        """Differences that wait for a verdict."""
        return sum((self.kinds or {}).values())

    @property
    def is_done(self) -> bool:
        """Nothing is left to decide."""
        return self.problem is None and not self.open_count


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reviewer wants to see; empty means all."""

    kind: str = ""
    standing: str = ""
    format_name: str = ""
    only_failed: bool = False

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.kind or self.standing or self.format_name or self.only_failed)

    def lets(self, line: Line) -> bool:
        """Whether a line is to be shown."""
        return (
            (not self.kind or self.kind in (line.kinds or {}))
            and (not self.standing or self.standing in line.standings)
            and (not self.format_name or self.format_name == line.format_name)
            and (not self.only_failed or line.failed_checks > 0)
        )


class Queue:
    """Lines are kept until the records, the truth or the decisions of a document change."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lines: dict[str, tuple[tuple[int, ...], object, Source, Line]] = {}

    def list_lines(self) -> list[Line]:
        """By expected error; what is done comes last."""
        lines = [self._find_line(one) for one in self._desk.iter_ids()]
        lines.sort(key=lambda line: (line.is_done, -line.priority, line.document_id))
        return lines

    def _find_line(self, document_id: str) -> Line:
        stamp = tuple(self._iter_stamps(document_id))
        known = self._lines.get(document_id)
        if known is not None and known[0] == stamp:
            _, truth_stamp, source, line = known
            if self._desk.get_truth_stamp(document_id, source) == truth_stamp:
                return line
        try:
            case = self._desk.open_case(document_id)
        except EmnError as error:
            return Line(document_id, document_id, "", priority=1_000, problem=str(error))
        line = build_line(case)
        source = case.document.source
        truth_stamp = self._desk.get_truth_stamp(document_id, source)
        self._lines[document_id] = (stamp, truth_stamp, source, line)
        return line

    def _iter_stamps(self, document_id: str) -> Iterator[int]:
        output = self._desk.output
        for path in (extraction_path(output, document_id), document_path(output, document_id)):
            try:
                yield path.stat().st_mtime_ns
            except OSError:
                yield 0


def build_line(case: Case) -> Line:
    """The line of a case."""
    kinds: dict[str, int] = {}
    for entry in case.open_entries:
        kinds[entry.difference.kind] = kinds.get(entry.difference.kind, 0) + 1
    source = case.document.source
    metadata = case.extraction.metadata
    return Line(
        document_id=case.document_id,
        title=metadata.title or metadata.product_title or source.file_name,
        format_name=FORMAT_NAMES.get(source.media_type, "docx"),
        priority=case.priority,
        kinds=kinds,
        standings=frozenset(entry.standing for entry in case.entries),
        failed_checks=len(case.failed_checks),
        decided=case.decided_count,
    )
