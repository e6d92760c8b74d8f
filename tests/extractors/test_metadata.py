import pytest

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.metadata import find_metadata
from pipeline.extract import extract
from schemas.document import Document, Issue, Link
from schemas.extraction import Metadata
from tests.extractors.case_tables import read_cases
from tests.extractors.documents import build_document


def read_metadata(document: Document) -> tuple[Metadata, list[Issue]]:
    found = list(find_metadata(analyse(document), Findings()))
    metadata = next(one for one in found if isinstance(one, Metadata))
    return metadata, [one for one in found if isinstance(one, Issue)]


@pytest.mark.parametrize("case", read_cases("metadata"), ids=lambda case: case["text"][:50])
def test_document_says_what_it_is(case: dict[str, str]) -> None:
    metadata, _ = read_metadata(build_document(case["text"]))
    contacts = [f"{one.name}/{one.role or ''}/{one.email}" for one in metadata.contacts]
    assert {
        "text": case["text"],
        "kind": metadata.kind,
        "title": metadata.title,
        "product_title": metadata.product_title or "",
        "published_date": metadata.published_date or "",
        "partners": " ".join(metadata.partners),
        "contacts": " ".join(contacts),
        "links": " ".join(metadata.links),
    } == case


@pytest.mark.parametrize("case", read_cases("contacts"), ids=lambda case: case["text"][:60])
def test_reader_is_sent_to_persons_and_addresses(case: dict[str, str]) -> None:
    metadata, _ = read_metadata(build_document(case["text"]))
    contacts = [f"{one.name or ''}/{one.role or ''}/{one.email}" for one in metadata.contacts]
    assert " & ".join(contacts) == case["contacts"]
    assert " ".join(metadata.links) == case["links"]


def test_words_that_carry_a_link_offer_the_publication() -> None:
    document = build_document("New inform.||Download the inform (PDF)||The law of Malta")
    spans = [("https://example.fi/a.pdf", 13, 38), ("https://example.mt/law", 40, 56)]
    links = tuple(Link(url=url, start_char=start, end_char=end) for url, start, end in spans)
    metadata, _ = read_metadata(document.model_copy(update={"links": links}))
    assert metadata.links == ("https://example.fi/a.pdf",)


def test_press_release_gives_every_field(press_release: Document) -> None:
    metadata, issues = read_metadata(press_release)
    assert metadata.kind == "press_release"
    assert metadata.language == "en"
    assert metadata.title is not None
    assert metadata.title.startswith("New EMN inform explores")
    assert metadata.product_title == (
        "Migration Diplomacy: An analysis of policy approaches and instruments"
    )
    assert metadata.subject is not None
    assert metadata.subject.startswith("Explore how")
    assert (metadata.place, metadata.published_date) == ("Brussels", None)
    assert metadata.publisher == "European Migration Network"
    assert metadata.partners == ("OECD",)
    assert [one.name for one in metadata.contacts] == ["Magnus Ovilius"]
    assert metadata.links == (
        "www.ec.europa.eu/emn",
        "https://x.com/EMNMigration",
        "www.linkedin.com/company/european-migration-network",
        "https://www.youtube.com/@EMNMigration",
    )
    assert [one.code for one in issues] == ["date.missing"]


def test_each_printed_field_has_its_evidence(press_release: Document) -> None:
    metadata, _ = read_metadata(press_release)
    fields = {one.field for one in metadata.evidence}
    assert fields == {
        "title",
        "product_title",
        "subject",
        "place",
        "publisher",
        "partners",
        "contacts",
        "links",
    }
    for one in metadata.evidence:
        one.evidence.require_in(press_release.text)


def test_ambiguous_date_is_an_issue_not_a_guess() -> None:
    metadata, issues = read_metadata(build_document("§ New inform||Published on 05/06/2024"))
    assert metadata.published_date is None
    assert [one.code for one in issues] == ["date.ambiguous"]
    assert "2024-06-05 or 2024-05-06" in issues[0].message


def test_two_dates_of_one_document_are_an_issue() -> None:
    metadata, issues = read_metadata(
        build_document("§ New inform||Brussels, 5 May 2024||Text.||Publication date: 7 May 2024")
    )
    assert metadata.published_date == "2024-05-05"
    assert [one.code for one in issues] == ["date.conflict"]


def test_examples_from_oecd_countries_make_no_partner() -> None:
    metadata, _ = read_metadata(
        build_document(
            "§ New EMN inform||It compares EMN countries with examples from OECD countries."
        )
    )
    assert metadata.partners == ()


def contributor_issues(text: str) -> list[str]:
    issues = extract(build_document(text)).issues
    return [one.code for one in issues if one.code.startswith("contributors.")]


RELEASE = "§ New EMN inform on fees||Brussels, 3 March 2025||"


@pytest.mark.parametrize(
    "text",
    [
        "Most of the responding countries charge a fee.",
        "Twelve of the 23 responding countries charge it; four[^1] plan.||[^1]: AT, BE, CY, CZ.",
    ],
)
def test_contributors_that_nobody_lists_are_an_issue(text: str) -> None:
    assert contributor_issues(RELEASE + text) == ["contributors.missing"]


@pytest.mark.parametrize(
    "text",
    [
        "Five countries charge a fee.",
        "Most responding countries[^1] charge a fee.||[^1]: Responses from AT, BE, CY, CZ, DE.",
        (
            "It tells how four countries[^1] act. Most responding countries pay; three[^2] do not."
            "||[^1]: AT, BE, CY, CZ.||[^2]: AT, BE, CY."
        ),
    ],
)
def test_contributors_that_are_not_counted_or_may_be_listed_are_no_issue(text: str) -> None:
    assert contributor_issues(RELEASE + text) == []
