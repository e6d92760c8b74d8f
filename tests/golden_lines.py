"""Golden files of lines beside their inputs: ``page.html`` and what it gives, ``page.expected``.

``pytest --rewrite-golden`` writes them anew (``tests/conftest.py``); then read the difference.
"""

from collections.abc import Callable
from pathlib import Path

CheckGolden = Callable[[Path, str], None]
"""The fixture ``check_golden``."""


def compare_with_golden(source: Path, lines: list[str], check_golden: CheckGolden) -> None:
    """Fail with the difference between ``lines`` and the golden file beside ``source``."""
    golden = source.with_name(f"{source.name}.expected")
    check_golden(golden, "\n".join(lines) + "\n")


def find_sources(folder: Path, suffix: str) -> list[Path]:
    """The inputs in a folder; a golden file without its input fails the collection."""
    sources = sorted(folder.glob(f"*{suffix}"))
    left = {path.name.removesuffix(".expected") for path in folder.glob("*.expected")}
    unused = left - {path.name for path in sources}
    if unused:
        raise FileNotFoundError(f"Golden files without an input: {sorted(unused)}")
    return sources
