"""Places found again in a changed text."""

import pytest

from pipeline.review.anchors import build_selector, find_anchor

OLD = "In 2024 seven countries (AT, BE) agree. Later, AT left. Nobody else did so."


@pytest.mark.parametrize(
    ("new", "status", "words"),
    [
        (OLD, "exact", "AT"),
        ("A new first line. " + OLD, "moved", "AT"),
        (OLD.replace("agree", "agreed"), "fuzzy", "AT"),
        (OLD.replace("(AT, BE)", "(BE)").replace("AT left", "it left"), "lost", None),
    ],
)
def test_a_quote_is_found_by_its_words_and_those_around_it(new, status, words):
    start = OLD.index("AT")
    found, first, last = find_anchor(new, build_selector(OLD, start, start + 2))
    assert found == status
    if words is not None:
        assert new[first:last] == words


def test_a_long_quote_that_was_reworded_a_little_is_fuzzy():
    start, end = OLD.index("seven"), OLD.index(". Later")
    new = OLD.replace("agree.", "agreed.")
    selector = build_selector(OLD, start, end + 1)
    status, first, last = find_anchor(new, selector)
    assert status == "fuzzy"
    assert new[first:last].startswith("seven countries")


def test_of_several_places_the_one_with_the_same_context_is_meant():
    start = OLD.index("AT left")
    new = "AT. AT. " + OLD
    status, first, _ = find_anchor(new, build_selector(OLD, start, start + 2))
    assert (status, new[first : first + 7]) == ("moved", "AT left")
