"""Golden pairs of plain text and Markdown: an input and the document that it becomes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.read import read
from tests.conftest import PRESS_RELEASE, ROOT

GOLDEN = ROOT / "tests" / "golden" / "readers"
INPUTS = {path.parent.name: path for path in sorted(GOLDEN.glob("*/input.*"))}
INPUTS["press_release"] = PRESS_RELEASE


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_inputs_become_their_golden_documents(
    name: str, check_golden: Callable[[Path, str], None]
) -> None:
    check_golden(GOLDEN / name / "document.json", read(INPUTS[name]).to_json())


def test_every_golden_document_has_an_input() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/document.json")} <= INPUTS.keys()
