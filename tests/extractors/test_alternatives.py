"""A tree of words finds what an alternation of them finds, the longest first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.alternatives import alternatives
from extractors.claim_patterns import IS_BASE, PREFIX, PREPOSITION
from extractors.groups import load_group_terms
from extractors.lower_case import EndPattern
from extractors.vocabulary import load_vocabulary

WORDS = st.lists(st.text("abc .", min_size=1, max_size=5).map(str.strip).filter(bool), min_size=1)


def _one_by_one(words: list[str]) -> str:
    ordered = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@given(WORDS, st.text("abc .", max_size=40))
def test_a_tree_finds_what_the_words_one_by_one_find(words: list[str], text: str) -> None:
    words = [" ".join(word.split()) for word in words]
    tree = re.compile(alternatives(words))
    expected = [found.span() for found in re.finditer(_one_by_one(words), text)]
    assert [found.span() for found in tree.finditer(text)] == expected


@pytest.mark.parametrize("cue", ["migra*", "migration"])
def test_a_star_stands_for_the_wildcard(cue: str) -> None:
    pattern = re.compile(alternatives([cue, "mig"], wildcard=r"\w*"))
    assert pattern.fullmatch("migration")


@pytest.mark.parametrize("pattern", [PREFIX, PREPOSITION, IS_BASE])
@given(
    words=st.lists(
        st.sampled_from(["Of", "the", "all", "at", "least", "by", "in", "18", "(", ",", "those"])
    ),
    space=st.sampled_from([" ", "", "\n", " " * 30]),
)
def test_a_gated_search_finds_what_the_expression_finds(
    pattern: EndPattern, words: list[str], space: str
) -> None:
    text = " ".join(words) + space
    plain = pattern._pattern.search(text)
    found = pattern.search(text)
    assert (found and found.span()) == (plain and plain.span())


def test_no_two_span_groups_share_a_label() -> None:
    vocabulary = load_vocabulary()
    groups = {group_id for _, group_id in load_group_terms()}
    countries = {*vocabulary.countries, "-"}
    words = set(vocabulary.ambiguous_demonyms)
    assert not groups & countries
    assert not groups & words
    assert not countries & words
