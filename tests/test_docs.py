"""Every code that a check, an issue or an error can bear is documented, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.vocabulary import read_table

PROJECT = Path(__file__).parents[1]
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
ROW = re.compile(r"^\| `([a-z_]+\.[a-z_]+)` \|", re.MULTILINE)
PACKAGES = ("extractors", "pipeline", "schemas")
FILE_SUFFIXES = (".html", ".txt", ".json", ".csv", ".toml", ".pdf", ".xml", ".lock", ".sqlite")


def documented(name: str) -> list[str]:
    return ROW.findall((PROJECT / "docs" / name).read_text("utf-8"))


def literals() -> Iterator[tuple[str, bool]]:
    """Strings of the code that look like codes, and whether they are passed as ``code``."""
    for package in PACKAGES:
        for path in sorted((PROJECT / package).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            named = {
                id(keyword.value)
                for call in ast.walk(tree)
                if isinstance(call, ast.Call)
                for keyword in call.keywords
                if keyword.arg == "code"
            }
            for node in ast.walk(tree):
                value = node.value if isinstance(node, ast.Constant) else None
                if isinstance(value, str) and CODE.fullmatch(value):
                    yield value, id(node) in named


def codes_in_use() -> list[str]:
    """Codes by their place in a call, or by a family that the documents know."""
    known = [*documented("checks.md"), *documented("issues.md")]
    families = {code.split(".")[0] for code in known}
    used = {
        code
        for code, is_named in literals()
        if is_named or (code.split(".")[0] in families and not code.endswith(FILE_SUFFIXES))
    }
    return sorted(used)


@pytest.mark.parametrize("code", codes_in_use())
def test_every_code_in_use_is_documented(code: str) -> None:
    assert code in {*documented("checks.md"), *documented("issues.md")}


@pytest.mark.parametrize("name", ["checks.md", "issues.md"])
def test_every_documented_code_is_in_use(name: str) -> None:
    assert set(documented(name)) <= set(codes_in_use())


@pytest.mark.parametrize("name", ["checks.md", "issues.md"])
def test_a_code_is_documented_once(name: str) -> None:
    codes = documented(name)
    assert len(codes) == len(set(codes))


def test_the_page_of_checks_shows_the_table_of_checks() -> None:
    shown = (PROJECT / "docs" / "checks.md").read_text("utf-8")
    missing = [
        row["code"]
        for row in read_table("check_codes")
        if f"| `{row['code']}` | {row['severity']} | {row['rule']} | "
        f"{row['fails_when']} | {row['example']} |" not in shown
    ]
    assert missing == []
    assert documented("checks.md") == [row["code"] for row in read_table("check_codes")]
