"""Clean documents give no fail, and each seeded slip gives one of its family."""

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.extract import extract
from pipeline.read import read_bytes
from schemas.extraction import Extraction
from tests.extractors.checkers.seeding import SEEDS, Seed

CLEAN = sorted((Path(__file__).parent / "clean").iterdir())
TO_DAMAGE = [path for path in CLEAN if path.suffix == ".md"]
LEAST_RECALL = 0.95


@cache
def check_text(text: str, file_name: str = "draft.md") -> Extraction:
    document = read_bytes(text.encode(), file_name)
    extraction = check(document, extract(document))
    extraction.require_grounded(document.text)
    return extraction


def count_fails(extraction: Extraction) -> Counter[tuple[str, str]]:
    return Counter((one.code, one.message) for one in extraction.checks if one.status == "fail")


def sow(seed: Seed) -> list[tuple[str, bool]]:
    """Every damaged copy that the seed makes of the clean documents, and whether it is caught."""
    outcomes = []
    for path in TO_DAMAGE:
        text = path.read_text("utf-8")
        clean = check_text(text)
        for number, damaged in enumerate(seed.mutate(text, clean)):
            if damaged != text:
                new = count_fails(check_text(damaged)) - count_fails(clean)
                is_caught = any(code.split(".")[0] in seed.families for code, _ in new)
                outcomes.append((f"{path.name} #{number}", is_caught))
    return outcomes


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_clean_document_gives_no_fail(path: Path) -> None:
    found = check_text(path.read_text("utf-8"), path.name)
    assert [one for one in found.checks if one.status == "fail"] == []


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_a_seeded_slip_is_caught_by_its_family(
    seed: Seed, record_property: Callable[[str, object], None]
) -> None:
    outcomes = sow(seed)
    caught = sum(is_caught for _, is_caught in outcomes)
    record_property("recall", f"{caught}/{len(outcomes)}")
    print(f"{seed.name}: {caught} of {len(outcomes)} slips caught")
    assert outcomes, "the clean documents give this seed nothing to damage"
    least = LEAST_RECALL if len(outcomes) >= 20 else 0.9
    assert caught / len(outcomes) >= least, [name for name, good in outcomes if not good]


def test_checking_twice_gives_the_same_record() -> None:
    document = read_bytes(CLEAN[0].read_bytes(), CLEAN[0].name)
    once = check(document, extract(document))
    assert check(document, once).to_json() == once.to_json()
