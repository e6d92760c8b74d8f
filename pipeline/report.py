"""The static report: one self-contained HTML file with scores, differences and their evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import JsonValue

from pipeline.comparison.places import Resolver
from pipeline.evaluate import evaluate
from pipeline.store import iter_document_ids, load_document, load_extraction
from schemas.comparison import Comparison, Difference
from schemas.document import Document
from schemas.errors import EmnError
from schemas.extraction import Check, Extraction
from schemas.truth import TruthEvidence

CONTEXT_CHARS = 110
HEADLINES = (
    ("claims", "strict"),
    ("notes", "strict"),
    ("links", "strict"),
    ("countries", "strict"),
    ("instruments", "strict"),
    ("metadata", "strict"),
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """Evidence with the words around it."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A difference and where to look."""

    difference: Difference
    snippet: Snippet | None
    page: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """One document of the report."""

    document_id: str
    title: str
    lines: tuple[Line, ...]
    failed_checks: tuple[Check, ...]
    has_truth: bool


def build_report(output: Path, truth: Path) -> str:
    """The page about every document of ``output``; no script, nothing is loaded."""
    from jinja2 import Environment, StrictUndefined

    evaluation = evaluate(output, truth)
    by_id = {one.document_id: one for one in evaluation.comparisons}
    problems = list(evaluation.problems)
    sections = list(_iter_sections(output, by_id, problems))
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(say=_say)
    template = (files("pipeline") / "report_page.html").read_text(encoding="utf-8")
    formats = evaluation.score_table.formats
    return environment.from_string(template).render(
        sections=sections,
        compared=len(by_id),
        problems=list(dict.fromkeys(problems)),
        formats=formats,
        headlines=[
            score
            for score in formats[0].scores
            if score.field is None and (score.kind, score.measure) in HEADLINES
        ],
        differences=evaluation.difference_count,
    )


def _iter_sections(
    output: Path, comparisons: dict[str, Comparison], problems: list[str]
) -> Iterator[Section]:
    """Documents with most to see first."""
    sections = []
    for document_id in iter_document_ids(output):
        try:
            document = load_document(output, document_id)
            extraction = load_extraction(output, document_id, document)
        except EmnError as error:
            problems.append(str(error))
            continue
        sections.append(_build_section(document, extraction, comparisons.get(document_id)))
    yield from sorted(sections, key=lambda one: (-len(one.lines), -len(one.failed_checks)))


def _build_section(
    document: Document, extraction: Extraction, comparison: Comparison | None
) -> Section:
    resolver = Resolver(document, extraction)
    return Section(
        document_id=document.document_id,
        title=extraction.metadata.title or document.source.file_name,
        lines=tuple(
            Line(one, _find_snippet(one, document, extraction, resolver), _find_page(one))
            for one in (comparison.differences if comparison else ())
        ),
        failed_checks=tuple(one for one in extraction.checks if one.status == "fail"),
        has_truth=comparison is not None,
    )


def _find_snippet(
    difference: Difference, document: Document, extraction: Extraction, resolver: Resolver
) -> Snippet | None:
    place = None
    if difference.found_evidence is not None:
        found = difference.found_evidence
        place = (found.start_char, found.end_char)
    elif difference.expected_evidence is not None:
        resolved = _resolve(difference.expected_evidence, resolver)
        if resolved is None:
            return Snippet("", difference.expected_evidence.quote, "")
        place = resolved
    elif difference.kind == "metadata":
        printed = (one for one in extraction.metadata.evidence if one.field == difference.field)
        place = next(((one.evidence.start_char, one.evidence.end_char) for one in printed), None)
    if place is None:
        return None
    start, end = place
    text = document.text
    return Snippet(
        before=_cut(text[max(0, start - CONTEXT_CHARS) : start], is_end=True),
        quote=text[start:end],
        after=_cut(text[end : end + CONTEXT_CHARS], is_end=False),
    )


def _resolve(evidence: TruthEvidence, resolver: Resolver) -> tuple[int, int] | None:
    place = resolver.resolve(evidence)
    if place.start is None or place.end is None:
        return None
    return place.start, place.end


def _cut(text: str, *, is_end: bool) -> str:
    """Whole words of one block only."""
    if is_end:
        inside = text.rpartition("\n\n")[2]
        whole = inside.partition(" ")[2] if len(inside) == CONTEXT_CHARS else inside
        return f"… {whole}" if len(whole) < len(inside) else whole
    inside = text.partition("\n\n")[0]
    whole = inside.rpartition(" ")[0] if len(inside) == CONTEXT_CHARS else inside
    return f"{whole} …" if len(whole) < len(inside) else whole


def _find_page(difference: Difference) -> int | None:
    return None if difference.found_evidence is None else difference.found_evidence.page


def _say(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(_say(item) for item in value) or "nothing"
    return "" if value is None else str(value)
