"""One content in every format gives one document and the same findings.

``contents/`` holds what is hard for this on purpose; ``python tests/samples/build.py
tests/equivalence/contents`` renders it anew. The sample documents in ``raw/`` are held to the same.
"""

from functools import cache
from pathlib import Path

import pytest
from comparing import compare, list_contents, print_table, read_lines

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (ROOT / "raw" / "samples" / "dev", Path(__file__).parent / "contents")
PAIRS = [
    (files[0], file)
    for folder in FOLDERS
    for files in list_contents(folder).values()
    for file in files[1:]
]


@cache
def get_lines(path: Path) -> dict[str, list[str]]:
    """The lines of a Markdown file that several others are compared with."""
    return read_lines(path)


@pytest.mark.parametrize(("source", "file"), PAIRS, ids=[file.name for _, file in PAIRS])
def test_a_format_gives_what_markdown_gives(source: Path, file: Path) -> None:
    found = list(compare(file.name, get_lines(source), read_lines(file)))
    assert not found, "\n" + print_table(found)


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_every_content_comes_in_seven_renderings(folder: Path) -> None:
    contents = list_contents(folder)
    assert contents
    assert {name: len(files) for name, files in contents.items()} == dict.fromkeys(contents, 7)


def test_a_difference_is_named_with_both_readings() -> None:
    expected = {"blocks": ["paragraph: Nine do."], "notes": ["1: AT, BE."]}
    found = {"blocks": ["paragraph: Nine1 do."], "notes": ["1: AT, BE."]}
    table = print_table(compare("a.pdf", expected, found))
    assert table.splitlines() == [
        "a.pdf | blocks",
        "    - paragraph: Nine do.",
        "    + paragraph: Nine1 do.",
    ]
