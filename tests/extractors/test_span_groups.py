import pytest
from spacy.tokens import DocBin

from extractors.nlp import build_nlp
from extractors.span_groups import (
    FINDING_GROUPS,
    build_displacy,
    build_doc,
    build_doc_bin,
    build_docs,
)
from pipeline.extract import extract
from schemas.document import Document
from schemas.extraction import Extraction


@pytest.fixture(scope="module")
def extraction(press_release: Document) -> Extraction:
    return extract(press_release)


def test_every_country_is_a_span_with_its_code_and_id(
    press_release: Document, extraction: Extraction
) -> None:
    doc = build_doc(press_release, extraction)
    assert [(one.text, one.label_, one.id_) for one in doc.spans["countries"]] == [
        (one.evidence.quote, one.iso2, one.finding_id) for one in extraction.countries
    ]


def test_each_kind_of_finding_has_its_span_group(
    press_release: Document, extraction: Extraction
) -> None:
    doc = build_doc(press_release, extraction)
    counts = {name: len(doc.spans[name]) for name in FINDING_GROUPS}
    assert counts == {name: len(getattr(extraction, name)) for name in FINDING_GROUPS}


def test_doc_bin_brings_the_spans_back(press_release: Document, extraction: Extraction) -> None:
    doc = build_doc(press_release, extraction)
    data = build_doc_bin([doc]).to_bytes()
    again = next(DocBin(store_user_data=True).from_bytes(data).get_docs(build_nlp().vocab))
    assert again.user_data["document_id"] == press_release.document_id
    for name in FINDING_GROUPS:
        assert [(one.start, one.end, one.label_, one.id_) for one in again.spans[name]] == [
            (one.start, one.end, one.label_, one.id_) for one in doc.spans[name]
        ]


def test_batches_give_the_same_docs_in_order(
    press_release: Document, extraction: Extraction
) -> None:
    docs = list(build_docs([(press_release, extraction)] * 3, batch_size=2))
    single = build_doc(press_release, extraction)
    assert len(docs) == 3
    assert all(
        [one.id_ for one in doc.spans["claims"]] == [one.id_ for one in single.spans["claims"]]
        for doc in docs
    )


def test_displacy_marks_the_very_words(press_release: Document, extraction: Extraction) -> None:
    data = build_displacy(build_doc(press_release, extraction), "countries")
    marked = [data["text"][one["start"] : one["end"]] for one in data["ents"]]
    assert marked == [one.evidence.quote for one in extraction.countries]
