"""The code of the README runs, and says what the README says."""

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]


def test_the_code_of_the_nouns_runs_from_top_to_bottom_and_prints_what_is_shown(tmp_path):
    text = (PROJECT / "README.md").read_text("utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL))
    code = code.replace('Path("output")', repr(tmp_path).replace("PosixPath", "Path"))
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines() == re.findall(r"^# → (.*)$", code, flags=re.MULTILINE)


def test_ci_calls_the_commands_of_the_readme():
    script = (PROJECT / ".ci" / "run").read_text("utf-8")
    assert "\nmake test\n" in script
    assert "$ make test\n" in (PROJECT / "README.md").read_text("utf-8")
