"""The stage that checks, on the press release and on texts made to cost time."""

import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.extract import extract
from pipeline.read import read, read_bytes
from schemas.extraction import Extraction

RAW = Path(__file__).parents[1] / "raw"
CODES = "AT, BE, BG, CY, CZ, DE, EE, EL, ES, FI, FR, HR, "


def check_file(path: Path) -> Extraction:
    document = read(path)
    return check(document, extract(document))


@pytest.fixture(scope="module")
def press_release() -> Extraction:
    return check_file(RAW / "emn_press_release_migration_diplomacy.txt")


def test_the_press_release_gives_no_fail(press_release: Extraction) -> None:
    assert [one for one in press_release.checks if one.status != "pass"] == []


@pytest.mark.parametrize(("family", "number"), [("count", 3), ("partition", 1), ("total", 1)])
def test_the_press_release_passes_its_families(
    press_release: Extraction, family: str, number: int
) -> None:
    families = Counter(one.code.split(".")[0] for one in press_release.checks)
    assert families[family] == number


def test_the_press_release_is_a_subset_of_its_contributors(press_release: Extraction) -> None:
    assert "subset.contributors" in {one.code for one in press_release.checks}


@pytest.mark.parametrize(
    ("before", "after", "family"),
    [
        ("Seventeen²", "Sixteen²", "count"),
        ("six others³", "seven others³", "count"),
        ("from 23 EMN", "from 24 EMN", "total"),
        ("² AT, BE, CY, ", "² AT, CY, ", "count"),
        ("³ EE, FI, LU", "³ AT, EE, FI, LU", "partition"),
        ("LV, PL, PT.", "LV, PL, RO.", "subset"),
        ("³ EE, FI, LU, ", "³ EE, FI, , ", "hole"),
        ("³ EE, FI, LU", "³ EE, EE, FI, LU", "duplicate"),
        ("ES, FI, FR, HU", "ES, FI, FR, GR, HU", "code_style"),
        ("others³", "others⁴", "orphan_marker"),
        ("others³", "others", "orphan_note"),
        ("³ EE, FI", "² EE, FI", "numbering"),
        ("³ EE, FI, LU, LV", "³ EE, LU, FI, LV", "order"),
        ("NO, GE, MD, UA, ME", "NO, GE, UA, ME", "roster"),
        ("² AT, BE, CY", "² AT, UA, BE, CY", "role"),
        ("- Title: 'Migration Diplomacy: An", "- Title: 'Migration Diplomacy: The", "title"),
        ("Brussels,\n", "Brussels, 3 March 2025\n", "roster"),
    ],
)
def test_a_slip_in_the_press_release_is_found(before: str, after: str, family: str) -> None:
    text = (RAW / "emn_press_release_migration_diplomacy.txt").read_text("utf-8")
    assert text.count(before) == 1
    document = read_bytes(text.replace(before, after).encode(), "release.txt")
    found = check(document, extract(document))
    fails = {one.code.split(".")[0] for one in found.checks if one.status == "fail"}
    assert family in fails


@pytest.mark.parametrize(
    "unit",
    [
        CODES,
        f"Twelve countries ({CODES[:-2]}) pay. ",
        "In six countries the remaining six of the 23 countries pay a fee. ",
        "25 countries (23 Member States and ",
        "Title: titled titled entitled ",
        "\n\n¹ AT, BE.",
    ],
    ids=lambda unit: unit[:30],
)
def test_checking_costs_time_in_proportion_to_the_text(unit: str) -> None:
    def measure(times: int) -> float:
        document = read_bytes((unit * times).encode(), "long.txt")
        extraction = extract(document)
        start = time.process_time()
        check(document, extraction)
        return time.process_time() - start

    times = 8_000 // len(unit)
    short, long = min(measure(times) for _ in range(3)), measure(times * 4)
    assert long < 0.1 + short * 8
