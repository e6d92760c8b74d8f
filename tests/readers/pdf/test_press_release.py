"""The press release in `raw/`, printed: notes in the middle, as its text has them."""

import html
import re
from pathlib import Path

import pytest
import weasyprint

from pipeline.read import read, read_bytes

SOURCE = Path(__file__).parents[3] / "raw" / "emn_press_release_migration_diplomacy.txt"
LABELS = str.maketrans("¹²³", "123")
PAGE = """@page { size: A4; margin: 25mm; @bottom-center { content: counter(page) } }
body { font: 11pt/1.35 "Liberation Sans" } sup { font-size: 65% }"""


def convert(paragraph: str) -> str:
    text = re.sub(r"\[(.*?)\]\(#\)", r"\1", paragraph).replace("\\(", "(").replace("\\)", ")")
    text = html.escape(re.sub(r"<(https?:[^>]+)>", r"\1", text))
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
    return re.sub("[¹²³]", lambda found: f"<sup>{found[0].translate(LABELS)}</sup>", text)


def print_release(css: str) -> bytes:
    parts: list[str] = []
    for paragraph in re.split(r"\n\s*\n", SOURCE.read_text(encoding="utf-8").strip()):
        if paragraph.startswith("- "):
            items = "".join(f"<li>{convert(one[2:])}</li>" for one in paragraph.split("\n"))
            parts.append(f"<ul>{items}</ul>")
        else:
            tag = "p" if parts else "h1"
            kind = ' class="n"' if paragraph[0] in "¹²³" else ""
            parts.append(f"<{tag}{kind}>{convert(paragraph.strip())}</{tag}>")
    page = f'<html lang="en"><style>{PAGE}{css}</style>{"".join(parts)}</html>'
    return weasyprint.HTML(string=page).write_pdf() or b""


@pytest.mark.parametrize(
    "css",
    [
        "",
        ".n { font-size: 8pt }",
        ".n { font-size: 8pt } body { text-align: justify; hyphens: auto }",
        (
            "body { columns: 2; text-align: justify; hyphens: auto; font-size: 9.5pt }"
            "h1 { column-span: all } .n { font-size: 8pt }"
        ),
    ],
    ids=["one-size", "small-notes", "hyphenated", "two-columns"],
)
def test_the_printed_release_reads_as_its_text(css: str) -> None:
    expected, found = read(SOURCE), read_bytes(print_release(css), "release.pdf")
    assert found.text == expected.text
    assert [note.evidence for note in expected.notes] == [
        note.evidence.model_copy(update={"page": None, "bbox": None, "locations": ()})
        for note in found.notes
    ]
    assert [(one.label, one.note_id, one.offset) for one in found.note_references] == [
        (one.label, one.note_id, one.offset) for one in expected.note_references
    ]
