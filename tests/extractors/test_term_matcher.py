"""Terms taken up when a text needs them match as if all had been there from the start."""

from collections.abc import Iterable
from typing import Literal

import pytest
from spacy.matcher import PhraseMatcher

from extractors.nlp import build_nlp
from extractors.term_matcher import TermMatcher
from extractors.vocabulary import load_vocabulary, read_table

TERMS = (
    ("Sudan", "SD"),
    ("South Sudan", "SS"),
    ("Côte d’Ivoire", "CI"),
    ("Guinea-Bissau", "GW"),
    ("U.S.", "US"),
)
TEXTS = (
    "South Sudan and Sudan, not Guinea-Bissau.",
    "Côte d’Ivoire, the U.S. and SUDAN.",
    "",
    "South of nothing",
)


def _full(attribute: str, terms: Iterable[tuple[str, str]]) -> PhraseMatcher:
    nlp = build_nlp()
    matcher = PhraseMatcher(nlp.vocab, attr=attribute)
    for phrase, label in terms:
        matcher.add(label, [nlp.make_doc(phrase)])
    return matcher


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("attribute", ["ORTH", "LOWER"])
def test_the_matches_are_those_of_a_matcher_that_holds_every_term(
    text: str, attribute: Literal["ORTH", "LOWER"]
) -> None:
    growing = TermMatcher(build_nlp(), attribute, TERMS)
    growing(build_nlp().make_doc(TEXTS[0]))
    doc = build_nlp().make_doc(text)
    assert sorted(growing(doc)) == sorted(_full(attribute, TERMS)(doc))


def test_every_name_waits_for_the_token_that_it_begins_with() -> None:
    vocabulary = load_vocabulary()
    names = {*vocabulary.names, *vocabulary.demonyms}
    names |= {row["name"] for row in read_table("country_names")}
    names |= {row["phrase"] for row in read_table("not_countries")}
    nlp = build_nlp()
    apart = [
        name
        for name in sorted(names | {name.upper() for name in names})
        if name.split(" ")[0].isalpha() and nlp.make_doc(name)[0].text != name.split(" ")[0]
    ]
    assert apart == []
