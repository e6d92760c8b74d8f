"""The claims and notes of the press release are those that a person read in it."""

from pathlib import Path

import pytest

from extractors.analysis import analyse
from extractors.claims import find_claims
from extractors.context import Findings
from extractors.footnotes import find_footnotes
from pipeline.read import read
from schemas.truth import Truth

ROOT = Path(__file__).parents[2]
RAW = ROOT / "raw" / "emn_press_release_migration_diplomacy.txt"
TRUTH = ROOT / "truth" / "emn-press-release-migration-diplomacy-3492f7c9.json"


@pytest.fixture(scope="module")
def found() -> Findings:
    context = analyse(read(RAW))
    findings = Findings()
    findings.notes.extend(find_footnotes(context, findings))
    findings.claims.extend(find_claims(context, findings))
    return findings


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth.model_validate_json(TRUTH.read_text(encoding="utf-8"))


def test_every_stated_field_of_every_claim_is_right(found: Findings, truth: Truth) -> None:
    assert truth.claims is not None
    for claim, expected in zip(found.claims, truth.claims, strict=True):
        stated = expected.model_dump(exclude_unset=True, exclude={"comment", "evidence"})
        assert _only(claim.model_dump(), stated) == stated
        assert expected.evidence is not None
        assert claim.evidence.quote == expected.evidence.quote


def test_every_stated_field_of_every_note_is_right(found: Findings, truth: Truth) -> None:
    assert truth.notes is not None
    left_out = {"comment", "evidence", "references", "list_evidence"}
    for note, expected in zip(found.notes, truth.notes, strict=True):
        stated = expected.model_dump(exclude_unset=True, exclude=left_out)
        assert _only(note.model_dump(), stated) == stated


def _only(value: object, stated: object) -> object:
    """Of ``value`` what ``stated`` states."""
    if isinstance(value, dict) and isinstance(stated, dict):
        return {key: _only(value[key], stated[key]) for key in stated}
    if isinstance(value, tuple) and isinstance(stated, tuple) and len(value) == len(stated):
        return tuple(_only(one, other) for one, other in zip(value, stated, strict=True))
    return value
