"""How a claim is meant for its countries; the cases are rows of ``cases/polarity.tsv``."""

import csv
from pathlib import Path

import pytest

from extractors.analysis import analyse
from extractors.claims import find_claims
from extractors.context import Findings
from tests.extractors.documents import build_document

CASES = Path(__file__).parent / "cases" / "polarity.tsv"


def _rows() -> list[tuple[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = (line for line in lines if not line.startswith("#"))
        return [(row["text"], row["polarity"]) for row in csv.DictReader(rows, delimiter="\t")]


@pytest.mark.parametrize(("text", "polarity"), _rows())
def test_only_the_main_verb_says_how_a_claim_is_meant(text: str, polarity: str) -> None:
    claims = list(find_claims(analyse(build_document(text)), Findings()))
    assert [claim.polarity for claim in claims] == [polarity]
