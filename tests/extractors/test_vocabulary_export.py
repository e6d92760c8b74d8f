"""The vocabulary of instruments is sound, and leaves in a form that other tools read."""

import dataclasses
import re

import pytest

from extractors.instrument_vocabulary import Concept, InstrumentVocabulary, Label, load_instruments
from extractors.vocabulary_export import export_csv, export_skos, lint_vocabulary


def build_vocabulary(**changes: object) -> InstrumentVocabulary:
    concepts = {
        "top": Concept("top", "Top", "", "", "A category."),
        "pact": Concept("pact", "Pact", "top", "mixed", "A text."),
        "deal": Concept("deal", "Deal", "top", "mixed", "Another text."),
    }
    labels = (Label("Pact", "pact", "generic", "", 0), Label("Deal", "deal", "generic", "", 0))
    return dataclasses.replace(InstrumentVocabulary(concepts, labels), **changes)  # type: ignore[arg-type]


def with_concept(**changes: str) -> InstrumentVocabulary:
    base = build_vocabulary()
    pact = dataclasses.replace(base.concepts["pact"], **changes)
    return build_vocabulary(concepts={**base.concepts, "pact": pact})


def with_label(label: Label) -> InstrumentVocabulary:
    return build_vocabulary(labels=(*build_vocabulary().labels, label))


def own_findings(vocabulary: InstrumentVocabulary) -> str:
    """What lint says of the concepts and labels; the rule tables name concepts of the real one."""
    return " ".join(line for line in lint_vocabulary(vocabulary) if "heads.csv" not in line)


def test_tables_of_the_project_are_sound() -> None:
    assert lint_vocabulary() == ()


def test_seventy_six_instruments_stand_in_thirteen_categories() -> None:
    concepts = load_instruments().concepts.values()
    assert sum(not concept.is_category for concept in concepts) == 76
    assert sum(concept.is_category for concept in concepts) == 13


def test_sound_vocabulary_gives_no_finding() -> None:
    assert own_findings(build_vocabulary()) == ""


@pytest.mark.parametrize(
    ("vocabulary", "finding"),
    [
        (with_concept(definition=" "), "has no definition"),
        (with_concept(parent="nowhere"), "is no row"),
        (with_concept(parent="pact"), "is a cycle"),
        (with_concept(binding="firm"), "has binding 'firm'"),
        (with_label(Label("deals", "pact", "generic", "", 0)), "without a priority"),
        (with_label(Label("deal", "pact", "generic", "", 1)), "never reaches the later one"),
        (with_label(Label("accord", "pact", "generic", "no_such", 0)), "which has no row"),
        (with_label(Label("accord", "nowhere", "generic", "", 0)), "which is no row"),
        (with_label(Label("accord", "top", "generic", "", 0)), "a category"),
    ],
)
def test_each_fault_is_named(vocabulary: InstrumentVocabulary, finding: str) -> None:
    assert finding in own_findings(vocabulary)


def test_skos_has_every_concept_with_label_and_definition() -> None:
    text = export_skos()
    concepts = load_instruments().concepts
    assert text.count(" a skos:Concept ;") == len(concepts)
    assert text.count("skos:prefLabel ") == text.count("skos:definition ") == len(concepts)
    assert "emn:eu_readmission_agreement a skos:Concept" in text


def test_skos_points_only_at_concepts_that_it_holds() -> None:
    text = export_skos()
    broader = set(re.findall(r"skos:broader emn:(\w+)", text))
    assert broader <= set(re.findall(r"^emn:(\w+) a skos:Concept", text, re.MULTILINE))


def test_exports_are_the_same_twice() -> None:
    assert export_skos() == export_skos()
    assert export_csv() == export_csv()


def test_csv_holds_a_line_per_concept() -> None:
    assert export_csv().count("\n") == len(load_instruments().concepts) + 1
