"""Rules of mentions that span more than one sentence, and properties of all of them."""

import pytest

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.instrument_terms import find_terms
from extractors.instrument_vocabulary import load_instruments
from extractors.instruments import find_instruments
from extractors.nlp import build_nlp
from schemas.document import Document
from schemas.extraction import InstrumentMention
from tests.extractors.documents import build_document


def find(text: str) -> list[InstrumentMention]:
    return list(find_instruments(analyse(build_document(text)), Findings()))


def quotes(text: str) -> list[str]:
    return [mention.evidence.quote for mention in find(text)]


def test_press_release_has_the_instruments_of_its_truth(press_release: Document) -> None:
    found = list(find_instruments(analyse(press_release), Findings()))
    named = {mention.name: mention for mention in found if mention.name}
    assert set(named) == {
        "Los Angeles Declaration on Migration",
        "Pacific Australia Labour Mobility (PALM) scheme",
    }
    assert named["Los Angeles Declaration on Migration"].year == 2022
    assert named["Los Angeles Declaration on Migration"].parties == ()
    assert named["Pacific Australia Labour Mobility (PALM) scheme"].parties == ("AU",)


def test_title_of_the_inform_is_no_mention(press_release: Document) -> None:
    found = find_instruments(analyse(press_release), Findings())
    assert "migration_diplomacy" not in {mention.instrument_id for mention in found}


def test_abbreviation_counts_only_once_the_document_explains_it() -> None:
    assert quotes("The MPs met.") == []
    assert quotes("A mobility partnership (MP) came first. || The MP was renewed.") == [
        "mobility partnership (MP)",
        "MP",
    ]


def test_abbreviation_explained_as_something_else_is_no_mention() -> None:
    text = "Members of the Security Service Association (SSA) met. || The SSA objected to pensions."
    assert quotes(text) == []


def test_abbreviation_of_the_document_s_own_is_followed() -> None:
    text = "The Coral Coast Labour Mobility Scheme (CCLMS) began. || In 2020 the CCLMS grew."
    found = find(text)
    assert [mention.evidence.quote for mention in found] == [
        "Coral Coast Labour Mobility Scheme (CCLMS)",
        "CCLMS",
    ]
    assert {mention.instrument_id for mention in found} == {"labour_mobility_scheme"}


def test_code_in_brackets_is_no_abbreviation() -> None:
    assert quotes("Bilateral agreements (NL) exist.") == ["Bilateral agreements"]


@pytest.mark.parametrize(
    "heading",
    ["§ Bilateral agreements", "§ BILATERAL AGREEMENTS", "§ 2.1 Bilateral agreements on return"],
)
def test_heading_is_a_mention_like_any_text(heading: str) -> None:
    assert [mention.instrument_id for mention in find(f"{heading} || They vary.")] == [
        "bilateral_agreement"
    ]


def test_heading_in_title_case_names_nothing_new() -> None:
    assert quotes("§ Policy Coherence And Stakeholder Partnership || They vary.") == []


def test_several_verbs_and_years_are_read_from_the_first() -> None:
    (mention,) = find("The MoU with India was signed in 2018 and entered into force in 2020.")
    assert (mention.event, mention.year) == ("signed", 2018)


def test_range_of_years_is_no_year() -> None:
    (mention,) = find("Readmission agreements were signed between 2014 and 2020.")
    assert mention.year is None


def test_year_of_something_else_is_not_taken() -> None:
    (mention,) = find("In 2022, twelve countries relied on bilateral agreements.")
    assert mention.year is None


def test_mentions_are_a_span_group_of_the_doc() -> None:
    context = analyse(build_document("Six countries signed memoranda of understanding with Ghana."))
    list(find_instruments(context, Findings()))
    assert [(span.text, span.label_) for span in context.doc.spans["instrument_terms"]] == [
        ("memoranda of understanding", "memorandum_of_understanding")
    ]


def test_mentions_never_overlap_and_slice_to_their_quotes() -> None:
    document = build_document(
        "The joint declaration on a mobility partnership, MoUs (memoranda of understanding), and "
        "readmission and visa facilitation agreements with Georgia were signed in 2009."
    )
    end = 0
    for mention in find_instruments(analyse(document), Findings()):
        mention.evidence.require_in(document.text)
        assert mention.evidence.start_char >= end
        end = mention.evidence.end_char


@pytest.mark.parametrize("label", load_instruments().labels, ids=lambda label: label.text)
def test_every_label_is_found_as_it_is_written(label: object) -> None:
    text = label.text  # type: ignore[attr-defined]
    if label.use == "hidden":  # type: ignore[attr-defined]
        pytest.skip("a topic; exported, never found")
    sentence = f"They use {text} too."
    terms, _ = find_terms(build_nlp().make_doc(sentence), sentence)
    assert (9, 9 + len(text)) in {(term.start, term.end) for term in terms}


def test_long_text_without_end_is_read_in_time_linear_in_it() -> None:
    text = "Agreement between the " * 5_000 + "and the MoU (" * 2_000 + "A of B and C " * 5_000
    assert len(find(text)) < 10_000
