"""What the house promises about itself, beside the import contracts that lint-imports keeps."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGES = ("schemas", "extractors", "pipeline")
MODULES = sorted(
    path.relative_to(PROJECT) for package in PACKAGES for path in (PROJECT / package).rglob("*.py")
)
PAGES = sorted(
    path.relative_to(PROJECT) for path in (*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md"))
)
MAX_LINES = 450
MAX_FUNCTION_LINES = 70
CLOCKS_AND_NETWORKS = {"random", "time", "uuid", "secrets", "socket", "urllib.request", "httpx"}
STAGES = ("ingest", "read", "extract", "check", "write", "compare")


def test_import_contracts_are_kept():
    program = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run(
        [program, "--no-cache"], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_one_module_with_one_public_function_of_its_name(stage):
    tree = ast.parse((PROJECT / "pipeline" / f"{stage}.py").read_text("utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert stage in names


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_says_what_it_is_for(module):
    text = (PROJECT / module).read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_fits_on_a_desk(module):
    assert len((PROJECT / module).read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_function_fits_on_a_page(module):
    tree = ast.parse((PROJECT / module).read_text("utf-8"))
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= MAX_FUNCTION_LINES
    ]
    assert long == []


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_no_record_knows_a_clock_a_random_number_or_an_address(module):
    if module.parts[0] == "pipeline" and not module.is_relative_to("pipeline/readers"):
        pytest.skip("runs have times; records have not")
    tree = ast.parse((PROJECT / module).read_text("utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported.isdisjoint(CLOCKS_AND_NETWORKS)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_of_a_page_leads_somewhere(page):
    text = (PROJECT / page).read_text("utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    local = [target for target in targets if "://" not in target and "@" not in target]
    missing = [target for target in local if not (PROJECT / page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("code", re.findall(r'"([a-z]+\.[a-z_]+)"', (
    PROJECT / "schemas" / "errors.py").read_text("utf-8")))  # fmt: skip
def test_every_error_code_is_documented(code):
    assert f"`{code}`" in (PROJECT / "docs" / "errors.md").read_text("utf-8")
