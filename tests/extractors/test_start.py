"""What a process that extracts does not load."""

import subprocess
import sys


def _run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_extractors_do_not_load_the_command_line_of_spacy() -> None:
    names = ("spacy.cli", "typer", "httpx", "requests")
    loaded = _run(
        f"import sys, extractors.nlp\nprint([name for name in {names} if name in sys.modules])"
    )
    assert loaded == "[]"


def test_spacy_still_answers_when_asked_about_itself() -> None:
    answer = _run(
        "import extractors.nlp, spacy\n"
        "print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)"
    )
    assert answer == "True"
