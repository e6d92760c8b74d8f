"""Instruments whose years or parties cannot be, and countries inside their names."""

import pytest

from extractors.analysis import analyse
from extractors.checkers.deals import check_deals
from schemas.document import Document, Evidence
from schemas.extraction import (
    Check,
    CountryMention,
    EventKind,
    Extraction,
    InstrumentMention,
    Metadata,
)
from tests.extractors.documents import build_document

TEXT = "The Germany–India partnership was signed, and the Germany–India partnership is in force."


UNKNOWN = Metadata(kind="other", language="en", title=None, product_title=None, subject=None)


def quote(document: Document, words: str, occurrence: int = 0) -> Evidence:
    start = -1
    for _ in range(occurrence + 1):
        start = document.text.index(words, start + 1)
    return Evidence(quote=words, start_char=start, end_char=start + len(words))


def mention(document: Document, occurrence: int, event: EventKind, year: int) -> InstrumentMention:
    return InstrumentMention(
        finding_id=f"i{occurrence}",
        instrument_id="migration_mobility_partnership",
        mention="named",
        name="Germany–India partnership",
        year=year,
        parties=("DE", "IN"),
        event=event,
        evidence=quote(document, "Germany–India partnership", occurrence),
    )


def check_mentions(document: Document, *mentions: InstrumentMention) -> list[Check]:
    extraction = Extraction(
        document_id="case",
        source=document.source,
        metadata=Metadata(
            kind="other", language="en", title=None, product_title=None, subject=None
        ),
        instruments=mentions,
    )
    return list(check_deals(analyse(document), extraction))


@pytest.mark.parametrize(
    ("signed", "in_force", "codes"),
    [(2022, 2023, []), (2022, 2022, []), (2023, 2022, ["instrument.life"])],
)
def test_a_deal_is_in_force_no_earlier_than_signed(
    signed: int, in_force: int, codes: list[str]
) -> None:
    document = build_document(TEXT)
    checks = check_mentions(
        document,
        mention(document, 0, "signed", signed),
        mention(document, 1, "in_force", in_force),
    )
    assert [one.code for one in checks if one.status == "fail"] == codes


@pytest.mark.parametrize(("year", "codes"), [(2023, []), (2024, ["instrument.year"])])
def test_one_event_of_a_named_deal_has_one_year(year: int, codes: list[str]) -> None:
    document = build_document(TEXT)
    checks = check_mentions(
        document,
        mention(document, 0, "in_force", 2023),
        mention(document, 1, "in_force", year),
    )
    assert [one.code for one in checks] == codes


def test_an_actor_inside_the_name_of_an_instrument_is_our_mistake() -> None:
    document = build_document(TEXT)
    deal = mention(document, 0, "signed", 2022)
    actor = CountryMention(
        finding_id="c1",
        iso2="DE",
        eu_code="DE",
        form="name",
        role="actor",
        evidence=quote(document, "Germany"),
    )
    extraction = Extraction(
        document_id="case",
        source=document.source,
        metadata=Metadata(
            kind="other", language="en", title=None, product_title=None, subject=None
        ),
        instruments=(deal,),
        countries=(actor, actor.model_copy(update={"role": "partner"})),
    )
    checks = list(check_deals(analyse(document), extraction))
    assert [(one.code, one.finding_ids) for one in checks] == [("instrument.country", ("c1",))]
