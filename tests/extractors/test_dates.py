import pytest

from extractors.datelines import find_dateline
from extractors.dates import find_dates, proved_order
from tests.extractors.case_tables import read_cases
from tests.extractors.documents import build_document


@pytest.mark.parametrize("case", read_cases("dates"), ids=lambda case: case["text"])
def test_printed_date_is_read_or_keeps_its_candidates(case: dict[str, str]) -> None:
    found = list(find_dates(case["text"], 0, len(case["text"]), case["language"]))
    assert [one.iso or "" for one in found] == (
        [case["iso"]] if any((case["iso"], case["candidates"])) else []
    )
    assert (
        " ".join(candidate for one in found for candidate in one.candidates) == case["candidates"]
    )


@pytest.mark.parametrize("case", read_cases("datelines"), ids=lambda case: case["text"][:50])
def test_dateline_says_where_and_when(case: dict[str, str]) -> None:
    document = build_document(case["text"])
    found = find_dateline(document, "en")
    place = document.text[slice(*found.place)] if found.place else ""
    assert (place.title() if place.isupper() else place) == case["place"]
    assert (found.date.iso if found.date else None) == (case["date"] or None)
    assert " ".join(found.date.candidates if found.date else ()) == case["candidates"]


def test_one_date_above_twelve_proves_the_order_of_all() -> None:
    assert proved_order("05/06/2024 and 25/06/2024") == "day"
    assert proved_order("05/06/2024 and 06/25/2024") == "month"
    assert proved_order("06/25/2024 and 25/06/2024") is None
