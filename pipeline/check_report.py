"""What ``emn check`` shows: an editor's list, plain JSON, or SARIF for tools that display it.

Only functions from records to text; nothing here reads a file or prints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from extractors.vocabulary import read_table
from pipeline.check_lines import LineFinder
from schemas.document import Document, Evidence
from schemas.extraction import Check, Extraction, Severity

QUOTE_CHARS = 90
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}
_ORDER: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True)
class CheckedFile:
    """One file with what was found in it. ``raw_text`` is given for formats that have lines."""

    path: str
    document: Document
    extraction: Extraction
    raw_text: str | None = field(default=None, repr=False)

    @cached_property
    def failed(self) -> tuple[Check, ...]:
        """The checks that fail, in the order in which a reader of the file meets their places."""
        fails = [check for check in self.extraction.checks if check.status == "fail"]
        return tuple(sorted(fails, key=self._rank))

    def _rank(self, check: Check) -> tuple[int, int]:
        """By line or page of the first place shown, then by its place in the text."""
        if not check.evidence:
            return (0, 0)
        first = check.evidence[0]
        return (first.page or self.find_line(first) or 0, first.start_char)

    def describe_place(self, evidence: Evidence) -> str:
        """'line 12', 'page 3', or nothing for a format that has neither."""
        if evidence.page is not None:
            return f"page {evidence.page}"
        line = self.find_line(evidence)
        return f"line {line}" if line is not None else ""

    def find_line(self, evidence: Evidence) -> int | None:
        """The line of the raw file, from 1; None without lines."""
        return self._lines.find_line(evidence) if self._lines is not None else None

    @cached_property
    def _lines(self) -> LineFinder | None:
        return LineFinder(self.raw_text, self.document) if self.raw_text is not None else None


def count_failed(files: Sequence[CheckedFile], least: Severity = "hint") -> int:
    """How many checks fail with the severity ``least`` or a graver one."""
    grave = _ORDER[: _ORDER.index(least) + 1]
    return sum(check.severity in grave for one in files for check in one.failed)


def render_text(files: Sequence[CheckedFile]) -> str:
    """An editor's list: per file each fail with its sentence and its places, then the totals."""
    lines: list[str] = []
    for one in files:
        lines.append(one.path)
        if not one.failed:
            lines.append("  nothing to correct")
        for check in one.failed:
            lines.extend(_render_check(one, check))
        lines.append("")
    lines.append(_render_totals(files))
    return "\n".join(lines) + "\n"


def _render_check(one: CheckedFile, check: Check) -> Iterator[str]:
    first = one.describe_place(check.evidence[0]) if check.evidence else ""
    yield f"  {first or '-':<10} {check.severity:<8} {check.code:<20} {check.message}"
    for place in check.evidence:
        where = one.describe_place(place)
        yield f"{'':<14}{where + ': ' if where else ''}“{shorten_quote(place.quote)}”"


def shorten_quote(quote: str) -> str:
    """At most ``QUOTE_CHARS`` characters on one line, the middle left out."""
    words = " ".join(quote.split())
    if len(words) <= QUOTE_CHARS:
        return words
    half = QUOTE_CHARS // 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def _render_totals(files: Sequence[CheckedFile]) -> str:
    counts = [
        _count(sum(check.severity == severity for one in files for check in one.failed), severity)
        for severity in _ORDER
    ]
    others = [check.status for one in files for check in one.extraction.checks]
    claims = [claim for one in files for claim in one.extraction.claims]
    listed = sum(claim.countries is not None for claim in claims)
    bare = len(claims) - listed
    return (
        f"{_count(len(files), 'file')}: {', '.join(counts)}; "
        f"{_count(others.count('pass'), 'check')} passed, "
        f"{others.count('not_checkable')} not checkable\n"
        f"{_count(len(claims), 'claim')}: {listed} with their countries"
        + (f", {bare} without, which no list can confirm" if bare else "")
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def build_json(files: Sequence[CheckedFile]) -> dict[str, Any]:
    """All checks of all files, passes too, with the line or page of each place."""
    return {
        "files": [
            {
                "path": one.path,
                "document_id": one.extraction.document_id,
                "checks": [_jsonable_check(one, check) for check in one.extraction.checks],
            }
            for one in files
        ],
        "failed": count_failed(files),
    }


def _jsonable_check(one: CheckedFile, check: Check) -> dict[str, Any]:
    record = check.to_jsonable()
    for place, evidence in zip(record["evidence"], check.evidence, strict=True):
        place["line"] = one.find_line(evidence)
    return record


def build_sarif(files: Sequence[CheckedFile], version: str) -> dict[str, Any]:
    """A SARIF 2.1.0 log with one run: the rules that fail somewhere and one result per fail.

    ``version`` is that of the program. Paths become relative URIs as given. Lines are those of the
    raw file; a page, which SARIF does not know, is a logical location.
    """
    codes = sorted({check.code for one in files for check in one.failed})
    rules = [_build_rule(code) for code in codes]
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "emn", "version": version, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": _build_uri(one.path)}} for one in files],
                "results": [
                    _build_result(one, check, index, codes.index(check.code))
                    for index, one in enumerate(files)
                    for check in one.failed
                ],
            }
        ],
    }


def _build_uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path.replace("\\", "/"))


def _build_rule(code: str) -> dict[str, Any]:
    row = next((row for row in read_table("check_codes") if row["code"] == code), None)
    if row is None:
        return {"id": code}
    severity: Severity = row["severity"]  # type: ignore[assignment]
    return {
        "id": code,
        "shortDescription": {"text": row["fails_when"]},
        "fullDescription": {"text": f"{row['fails_when']} Rule {row['rule']} of the catalogue."},
        "help": {"text": f"{row['fails_when']} Example: {row['example']}"},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": [code.split(".", maxsplit=1)[0], *row["rule"].split()]},
    }


def _build_result(one: CheckedFile, check: Check, index: int, rule_index: int) -> dict[str, Any]:
    places = [
        _build_location(one, evidence, index, number)
        for number, evidence in enumerate(check.evidence)
    ]
    result: dict[str, Any] = {
        "ruleId": check.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[check.severity],
        "message": {"text": check.message},
        "locations": places[:1] or [_build_file_location(one, index)],
        "properties": {
            "expected": check.expected,
            "found": check.found,
            "findingIds": list(check.finding_ids),
        },
    }
    if len(places) > 1:
        result["relatedLocations"] = places[1:]
    return result


def _build_file_location(one: CheckedFile, index: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _build_uri(one.path), "index": index}}}


def _build_location(
    one: CheckedFile, evidence: Evidence, index: int, number: int
) -> dict[str, Any]:
    location: dict[str, Any] = {"id": number, **_build_file_location(one, index)}
    line = one.find_line(evidence)
    if line is not None:
        location["physicalLocation"]["region"] = {
            "startLine": line,
            "snippet": {"text": evidence.quote},
        }
    if evidence.page is not None:
        location["logicalLocations"] = [{"name": f"page {evidence.page}", "kind": "page"}]
    location["message"] = {"text": shorten_quote(evidence.quote)}
    return location
