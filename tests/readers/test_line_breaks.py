"""Line breaks inside a paragraph, which HTML, Word and Markdown can all set: what begins there."""

import pytest

from pipeline.read import read_bytes
from tests.readers.docx.builder import build_docx, p, t

CASES: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "lines with names": (
        ["Title: Return", "Subject: Asylum and", "borders", "Contact point: NCP"],
        [
            ("paragraph", "Title: Return"),
            ("paragraph", "Subject: Asylum and borders"),
            ("paragraph", "Contact point: NCP"),
        ],
    ),
    "one name is a sentence": (
        ["In short: two pay, and", "Malta: one."],
        [("paragraph", "In short: two pay, and Malta: one.")],
    ),
    "dashes after a colon": (
        ["The countries that pay are:", "– Austria", "– Malta"],
        [
            ("paragraph", "The countries that pay are:"),
            ("list_item", "Austria"),
            ("list_item", "Malta"),
        ],
    ),
    "dashes in a sentence": (
        ["Three countries", "– those in the south", "– pay more."],
        [("paragraph", "Three countries – those in the south – pay more.")],
    ),
    "bullets": (
        ["The following pay in 2024:", "• Austria", "• Malta"],
        [
            ("paragraph", "The following pay in 2024:"),
            ("list_item", "Austria"),
            ("list_item", "Malta"),
        ],
    ),
}


def _write(lines: list[str], suffix: str) -> bytes:
    match suffix:
        case "md":
            return ("  \n".join(lines) + "\n").encode()
        case "html":
            return f"<meta charset=utf-8><p>{'<br>'.join(lines)}</p>".encode()
        case _:
            return build_docx(p(f"<w:r>{'<w:br/>'.join(map(t, lines))}</w:r>"))


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
@pytest.mark.parametrize("name", CASES)
def test_a_line_break_begins_a_block_where_its_line_says_so(name: str, suffix: str) -> None:
    lines, expected = CASES[name]

    document = read_bytes(_write(lines, suffix), f"a.{suffix}")

    found = [(one.role, document.text[one.start_char : one.end_char]) for one in document.blocks]
    assert found == expected
