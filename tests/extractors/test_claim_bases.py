"""The members of a base: which of the sets before it its noun allows."""

import pytest

from tests.extractors.test_claims_cases import read_claims

NINE = "Nine countries (AT, BE, CY, DE, EE, FI, FR, NO, GE) use kiosks. "
ALL = "Seven countries replied.[^1] Four countries (AT, BE, CY, DE) use kiosks. "
SIX = "Six countries (AT, BE, CY, DE, EE, FI) use kiosks. "


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (NINE + "Three of the nine countries charge for them.", "AT BE CY DE EE FI FR NO GE"),
        (NINE + "Three of the nine Member Countries charge for them.", None),
        (SIX + "Three of the six Member Countries charge for them.", "AT BE CY DE EE FI"),
        (ALL + "Of the others, two rent them.{C}", "EE FI GE"),
        (ALL + "Two of the remaining five rent them.{C}", None),
    ],
)
def test_a_base_has_the_members_that_its_noun_allows(text: str, members: str | None) -> None:
    base = read_claims(text)[-1].base
    assert base is not None
    assert (" ".join(base.countries) if base.countries else None) == members
