import time

import pytest

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.countries import find_countries
from extractors.metadata import find_metadata
from tests.extractors.documents import build_document

MAX_SECONDS = 4
"""Quadratic cost would take minutes on these lengths; linear cost a fraction of a second."""

HOSTILE = {
    "one word": "A" * 100_000,
    "white space": "x" + " " * 100_000 + "y",
    "digits": "1 " * 50_000,
    "dots": "a." * 50_000,
    "brackets": "(" * 100_000,
    "quotes": "'" * 100_000,
    "addresses": "a@" * 50_000,
    "links": "www." * 25_000,
    "codes": "AT, BE, " * 12_500,
    "names": "Austria, Belgium, " * 5_000,
    "languages": "in Polish, " * 9_000,
    "adjectives": "Polish and " * 9_000,
    "capitals": "Germany Abc " * 8_000,
    "months": "5 May " * 16_000,
    "contacts": "contact: " + "Ab Cd, " * 14_000,
    "cues": "agreement with " * 6_000 + "Morocco",
    "groups": "EU Member States except " * 4_000,
    "titles": "Title: " + "“" * 90_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_cost_stays_linear_in_hostile_text(name: str) -> None:
    document = build_document(HOSTILE[name])
    start = time.process_time()
    context = analyse(document)
    list(find_countries(context, Findings()))
    list(find_metadata(context, Findings()))
    assert time.process_time() - start < MAX_SECONDS
