"""Matching in lower case finds what matching without regard to case finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.lower_case import compile_lower, lower

PATTERN = r"(?<!\w)(?:EMN|[A-Z]{2}-wide|Member\s+States?|of\Z)(?P<rest>\W\S*)?"


@given(st.text())
def test_lower_case_keeps_every_offset(text: str) -> None:
    assert len(lower(text)) == len(text)
    assert all(
        low in (char.lower(), char, "ς") for low, char in zip(lower(text), text, strict=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        "the EMN, and Member  states of",
        "an eu-wide Scheme of the emn's MEMBER STATES",
        "İzmir: EMN",
        "members of nothing",
    ],
)
def test_the_matches_are_those_without_regard_to_case(text: str) -> None:
    expected = [found.span() for found in re.finditer(PATTERN, text, re.IGNORECASE)]
    assert [found.span() for found in compile_lower(PATTERN).finditer(lower(text))] == expected
