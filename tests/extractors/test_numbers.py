"""Number words and figures, and what is no number of countries."""

import pytest

from extractors.numbers import NUMBER_PATTERN, get_value


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("One", 1),
        ("seventeen", 17),
        ("Twenty-seven", 27),
        ("twenty one", 21),
        ("Twenty–two", 22),
        ("17", 17),
        ("a dozen", 12),
        ("both", 2),
        ("zero", 0),
        ("thirty-five", 35),
    ],
)
def test_a_number_has_its_value(surface: str, value: int) -> None:
    found = NUMBER_PATTERN.fullmatch(surface)
    assert found is not None
    assert get_value(surface) == value


@pytest.mark.parametrize(
    "text",
    [
        "2022",
        "17%",
        "1.5",
        "1,000",
        "3-month",
        "2019-2023",
        "EU-27",
        "someone",
        "often",
        "4/5",
        "12th",
    ],
)
def test_part_of_something_longer_is_no_number(text: str) -> None:
    assert NUMBER_PATTERN.search(text) is None
