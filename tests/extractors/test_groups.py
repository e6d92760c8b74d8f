import pytest

from extractors.groups import load_group_terms, resolve_group
from extractors.vocabulary import load_vocabulary, read_table


@pytest.mark.parametrize(
    ("group_id", "date", "size"),
    [
        ("eu", "2024", 27),
        ("eu", "2019-05-01", 28),
        ("eu", "2010", 27),
        ("eu_27", "2010", 27),
        ("eu_27", "2024-05", 27),
        ("eu_28", "2024", 28),
        ("eu_25", "2024", 25),
        ("eu_15", "2024", 15),
        ("emn_members", "2024", 26),
        ("emn_members", "2012", 26),
        ("emn_observers", "2020", 1),
        ("emn_observers", "2023-12-01", 7),
        ("emn_observers", "2025-07", 9),
        ("emn", "2025-07", 35),
        ("oecd", "2024", 38),
        ("non_eu_oecd", "2024", 16),
        ("non_emn_oecd", "2024", 15),
        ("eu_not_oecd", "2024", 5),
        ("schengen", "2022", 26),
        ("schengen", "2025", 29),
        ("eu_plus", "2024", 31),
        ("western_balkans", "2024", 6),
    ],
)
def test_group_has_its_members_of_the_date(group_id: str, date: str, size: int) -> None:
    members = resolve_group(group_id, date)
    assert members is not None
    assert len(members) == len(set(members)) == size


def test_eu_27_means_different_states_before_and_after() -> None:
    before, after = resolve_group("eu_27", "2010"), resolve_group("eu_27", "2024")
    assert before is not None
    assert after is not None
    assert set(before) ^ set(after) == {"GB", "HR"}


def test_a_name_that_contradicts_the_date_resolves_to_nothing() -> None:
    assert resolve_group("eu_27", "2015") is None


@pytest.mark.parametrize("group_id", ["third_countries", "origin_countries", "partner_countries"])
def test_open_sets_are_never_resolved(group_id: str) -> None:
    assert resolve_group(group_id, "2024") is None


def test_unknown_group_is_an_error() -> None:
    with pytest.raises(KeyError):
        resolve_group("atlantis", "2024")


def test_denmark_is_in_the_eu_and_not_in_the_network() -> None:
    assert "DK" in (resolve_group("eu", "2024") or ())
    assert "DK" not in (resolve_group("emn_members", "2024") or ())


def test_every_term_names_a_group_of_the_table() -> None:
    known = {row["group_id"] for row in read_table("groups")}
    assert {group_id for _, group_id in load_group_terms()} <= known


def test_no_term_names_two_groups() -> None:
    terms: dict[str, set[str]] = {}
    for term, group_id in load_group_terms():
        terms.setdefault(term, set()).add(group_id)
    assert {term: ids for term, ids in terms.items() if len(ids) > 1} == {}


def test_members_of_the_tables_are_countries_of_the_vocabulary() -> None:
    countries = load_vocabulary().countries
    assert {row["iso2"] for row in read_table("group_members")} <= set(countries)
    assert {row["iso2"] for row in read_table("country_names")} <= set(countries)
