"""Fixtures that all tests share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.read import read, read_bytes
from schemas.document import Document

ROOT = Path(__file__).resolve().parent.parent
PRESS_RELEASE = ROOT / "raw" / "emn_press_release_migration_diplomacy.txt"

ReadText = Callable[..., Document]


def build_text_document(text: str, file_name: str = "sample.txt") -> Document:
    """``text`` as the document that a file of this name with these words would give."""
    return read_bytes(text.encode(), file_name)


@pytest.fixture(scope="session")
def read_text() -> ReadText:
    """Turns a string into a Document: ``read_text("Six¹ do.\\n\\n¹ AT, BE.", "sample.md")``."""
    return build_text_document


@pytest.fixture(scope="session")
def press_release() -> Document:
    """The press release in ``raw/``, read anew."""
    return read(PRESS_RELEASE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden files anew; then read their diff. Refused where CI is set.",
    )


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a golden file, or writes the file under ``--rewrite-golden``."""
    rewrites = request.config.getoption("--rewrite-golden")
    if rewrites and os.environ.get("CI"):
        pytest.fail("Golden files are not rewritten in CI: rewrite them by hand, read the diff.")

    def check(path: Path, text: str) -> None:
        if rewrites:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing; write it with --rewrite-golden"
        assert text == path.read_text(encoding="utf-8")

    return check
