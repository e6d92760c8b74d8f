"""Every code of a check on texts in which it fails, passes, or cannot be judged."""

import csv
from pathlib import Path

import pytest

from extractors.vocabulary import read_table
from pipeline.check import check
from pipeline.extract import extract
from schemas.document import Document
from schemas.extraction import Check, Extraction
from tests.extractors.documents import build_document

CASES = Path(__file__).parent / "cases"
CONTRIBUTORS = (
    "It rests on national contributions from 9 countries (AT, BE, CY, DE, EE, FI, FR, HU, SE). "
)
FAILS_ELSEWHERE = {
    "roster.observers",  # passes only; its fails have codes of their own
    "instrument.country",
    "instrument.life",
    "instrument.year",
    "reconcile.title",
    "reconcile.contributors",
    "reconcile.number",
    "reconcile.countries",
}
"""Codes whose failing case is built from records, in test_deals.py and test_reconcile.py."""


def read_cases(name: str) -> list[dict[str, str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    rows = csv.DictReader(
        (line for line in lines if not line.startswith("#")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    return list(rows)


def check_line(line: str, date: str | None = None) -> tuple[Document, Extraction]:
    document = build_document(line)
    found = extract(document)
    if date:
        metadata = found.metadata.model_copy(update={"published_date": date})
        found = found.model_copy(update={"metadata": metadata})
    return document, check(document, found)


def failed(extraction: Extraction) -> list[Check]:
    return [one for one in extraction.checks if one.status == "fail"]


@pytest.mark.parametrize("case", read_cases("checks.tsv"), ids=lambda case: case["text"][:60])
def test_a_text_gives_the_check_of_its_case(case: dict[str, str]) -> None:
    _, extraction = check_line(case["text"], case["date"])
    statuses = [one.status for one in extraction.checks if one.code == case["code"]]
    assert case["status"] in statuses, [(one.code, one.message) for one in extraction.checks]
    if case["status"] != "fail":
        assert "fail" not in statuses


@pytest.mark.parametrize("code", [row["code"] for row in read_table("check_codes")])
def test_every_code_has_a_text_in_which_it_fails(code: str) -> None:
    fails = {case["code"] for case in read_cases("checks.tsv") if case["status"] == "fail"}
    assert (code in fails) != (code in FAILS_ELSEWHERE)


@pytest.mark.parametrize("case", read_cases("checks.tsv"), ids=lambda case: case["text"][:60])
def test_checks_quote_the_text_and_name_known_findings(case: dict[str, str]) -> None:
    document, extraction = check_line(case["text"], case["date"])
    extraction.require_grounded(document.text)
    ids = {
        one.finding_id
        for one in (
            *extraction.notes,
            *extraction.claims,
            *extraction.instruments,
            *extraction.countries,
        )
    }
    assert all(set(one.finding_ids) <= ids for one in extraction.checks)
    severities = {row["code"]: row["severity"] for row in read_table("check_codes")}
    assert all(one.severity == severities[one.code] for one in failed(extraction))


@pytest.mark.parametrize("case", read_cases("checks.tsv"), ids=lambda case: case["text"][:60])
def test_a_fail_shows_its_places(case: dict[str, str]) -> None:
    _, extraction = check_line(case["text"], case["date"])
    assert all(one.evidence and one.message.endswith(".") for one in failed(extraction))


@pytest.mark.parametrize("case", read_cases("clean.tsv"), ids=lambda case: case["text"][:60])
def test_a_paragraph_without_a_slip_gives_no_fail(case: dict[str, str]) -> None:
    _, extraction = check_line(CONTRIBUTORS + case["text"])
    fails = [one for one in failed(extraction) if not one.code.startswith("numbering.")]
    assert fails == []


@pytest.mark.parametrize(
    "text",
    [
        "Four countries[^1], including Sweden, pay. || [^1]: AT, BE, CY, DE, SE.",
        "Four countries[^1] pay more than Austria and Sweden did. || [^1]: AT, BE, CY, DE, SE.",
        "Four countries[^1] pay, as Sweden says. || [^1]: AT, BE, CY, DE, SE.",
        "Four countries[^1] pay, as has Sweden. || [^1]: AT, BE, CY, DE, EE, SE.",
    ],
)
def test_a_country_that_is_not_added_to_the_number_excuses_nothing(text: str) -> None:
    _, extraction = check_line(CONTRIBUTORS + text)
    assert "count.list" in {one.code for one in failed(extraction)}


def test_a_stranger_among_the_members_counted_is_reported() -> None:
    _, extraction = check_line(
        "Three EMN Member Countries[^1], including Norway, pay. || [^1]: AT, BE, NO."
    )
    assert "role.member" in {one.code for one in failed(extraction)}
