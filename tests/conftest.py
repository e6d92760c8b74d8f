"""Fixtures that all tests share."""

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
