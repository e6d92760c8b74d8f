"""A press release against the inform that it announces."""

import pytest

from pipeline.extract import extract
from pipeline.reconcile import describe_pair, find_pairs, reconcile
from pipeline.reconcile_report import render_reconciliation
from schemas.extraction import DocumentKind, Extraction
from tests.extractors.documents import build_document

CONTRIBUTORS = "[^1]: National contributions from 7 countries: AT, BE, CY, DE, EE, FI and GE."


def build_extraction(
    kind: DocumentKind, body: str, title: str = "Fees: An analysis of practices", year: str = "2024"
) -> Extraction:
    found = extract(
        build_document(f"Fees differ between countries.[^1] || {body} || {CONTRIBUTORS}")
    )
    metadata = found.metadata.model_copy(
        update={"kind": kind, "product_title": title, "published_date": f"{year}-05-02"}
    )
    return found.model_copy(update={"metadata": metadata, "document_id": f"{kind}-{year}-{title}"})


RELEASE = "Five countries charge applicants a fee for work permits."


@pytest.mark.parametrize(
    ("sentence", "failed"),
    [
        ("Five EMN Member Countries charge applicants a fee for work permits.", []),
        ("5 countries charge applicants a fee for their work permits.", []),
        ("Six countries charge applicants a fee for work permits.", ["reconcile.number"]),
        ("Six countries charge employers a levy on seasonal workers.", []),
        ("Six countries do not charge applicants a fee for work permits.", []),
        ("Six countries charge a fee.", []),
    ],
)
def test_the_same_claim_has_the_same_number_in_both(sentence: str, failed: list[str]) -> None:
    found = reconcile(
        build_extraction("press_release", RELEASE), build_extraction("inform", sentence)
    )
    assert found.is_pair
    assert [one.code for one in found.failed] == failed


def test_a_differing_number_shows_both_places() -> None:
    left = build_extraction("press_release", RELEASE)
    right = build_extraction("inform", RELEASE.replace("Five", "Six"))
    (one,) = reconcile(left, right).failed
    assert (one.left_value, one.right_value) == ("5", "6")
    assert (one.left.document_id, one.right.document_id) == (left.document_id, right.document_id)
    assert one.left.evidence is not None
    assert one.right.evidence is not None
    assert one.right.evidence.quote.startswith("Six countries")


@pytest.mark.parametrize(("codes", "failed"), [("AT, BE", []), ("AT, CY", ["reconcile.countries"])])
def test_the_same_claim_lists_the_same_countries(codes: str, failed: list[str]) -> None:
    claim = "Two countries charge applicants a fee for work permits ({})."
    found = reconcile(
        build_extraction("press_release", claim.format("AT, BE")),
        build_extraction("inform", claim.format(codes)),
    )
    assert [one.code for one in found.failed] == failed


@pytest.mark.parametrize(
    ("title", "status", "severity"),
    [
        ("Fees: An analysis of practices", "pass", "warning"),
        ("EMN inform: Fees – An analysis of practices", "pass", "warning"),
        ("Fees: an analysis of practices", "fail", "hint"),
        ("Fees: Analysis of practices", "fail", "warning"),
    ],
)
def test_a_title_that_differs_is_shown(title: str, status: str, severity: str) -> None:
    found = reconcile(
        build_extraction("press_release", RELEASE),
        build_extraction("inform", RELEASE, title=title),
    )
    (one,) = (one for one in found.agreements if one.code == "reconcile.title")
    assert (one.status, one.severity) == (status, severity)


def test_contributors_that_differ_are_a_finding() -> None:
    body = "Two of these countries charge applicants a fee."
    left = build_extraction("press_release", body)
    right = build_extraction("inform", body)
    claims = tuple(
        claim.model_copy(
            update={"base": claim.base.model_copy(update={"countries": ("AT", "BE", "CY", "DE")})}
        )
        if claim.base is not None and claim.base.countries
        else claim
        for claim in right.claims
    )
    found = reconcile(left, right.model_copy(update={"claims": claims}))
    assert "reconcile.contributors" in [one.code for one in found.failed]


@pytest.mark.parametrize(
    ("kind", "title", "year", "is_pair"),
    [
        ("inform", "Fees: An analysis of practices", "2024", True),
        ("study", "Fees: an analysis of practices", "2025", True),
        ("press_release", "Fees: An analysis of practices", "2023", False),
        ("inform", "Fees: An analysis of practices", "2019", False),
        ("inform", "Housing of beneficiaries of protection", "2024", False),
    ],
)
def test_a_pair_is_told_by_title_kind_and_year(
    kind: DocumentKind, title: str, year: str, is_pair: bool
) -> None:
    left = build_extraction("press_release", RELEASE)
    right = build_extraction(kind, RELEASE, title, year)
    assert describe_pair(left, right)[0] is is_pair
    assert list(find_pairs([left, right])) == ([(left, right)] if is_pair else [])


def test_a_difference_is_shown_with_both_quotes() -> None:
    found = reconcile(
        build_extraction("press_release", RELEASE),
        build_extraction("inform", RELEASE.replace("Five", "Six")),
    )
    shown = render_reconciliation(found)
    assert "left: “Five countries charge applicants a fee for work permits”" in shown
    assert "right: “Six countries charge applicants a fee for work permits”" in shown
    assert "1 differences" in shown


def test_equal_inputs_give_equal_bytes() -> None:
    left, right = build_extraction("press_release", RELEASE), build_extraction("inform", RELEASE)
    assert reconcile(left, right).to_json() == reconcile(left, right).to_json()
