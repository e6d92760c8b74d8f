"""Golden files of lines beside their inputs: ``page.html`` and what it gives, ``page.expected``.

``EMN_REWRITE_GOLDEN=1 pytest`` writes them anew, never in CI; then read the difference.
"""

import os
from pathlib import Path

import pytest


def compare_with_golden(source: Path, lines: list[str]) -> None:
    """Fail with the difference between ``lines`` and the golden file beside ``source``."""
    golden = source.with_name(f"{source.name}.expected")
    if os.environ.get("EMN_REWRITE_GOLDEN") == "1":
        if os.environ.get("CI"):
            pytest.fail("Golden files are never rewritten in CI.")
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == golden.read_text(encoding="utf-8").splitlines()


def find_sources(folder: Path, suffix: str) -> list[Path]:
    """The inputs in a folder; a golden file without its input fails the collection."""
    sources = sorted(folder.glob(f"*{suffix}"))
    left = {path.name.removesuffix(".expected") for path in folder.glob("*.expected")}
    unused = left - {path.name for path in sources}
    if unused:
        raise FileNotFoundError(f"Golden files without an input: {sorted(unused)}")
    return sources
