"""The press release and samples, damaged on purpose: recovered or reported, never silent."""

import pytest

from schemas.document import Document
from tests.conftest import PRESS_RELEASE, ReadText
from tests.readers.rendering import build_sections, expected_links, render

RAW = PRESS_RELEASE.read_text(encoding="utf-8")
_DIGITS = str.maketrans("¹²³", "123")


def links_of(document: Document) -> list[tuple[str, str, str | None]]:
    notes = {note.note_id: note.evidence.quote for note in document.notes}
    return [
        (one.evidence.quote, one.label, notes.get(one.note_id)) for one in document.note_references
    ]


MUTATIONS = {
    "superscripts become digits": RAW.translate(_DIGITS),
    "superscripts become brackets": RAW.replace("¹", "[1]").replace("²", "[2]").replace("³", "[3]"),
    "superscripts become carets": RAW.replace("¹", "^1").replace("²", "^2").replace("³", "^3"),
    "superscripts become HTML": "".join(
        f"<sup>{char.translate(_DIGITS)}</sup>" if char in "¹²³" else char for char in RAW
    ),
    "labels lose their space": RAW.replace("\n¹ ", "\n¹").replace("\n² ", "\n²"),
    "labels get a stop": RAW.replace("\n¹ ", "\n1. ").replace("\n² ", "\n2. ").replace(
        "\n³ ", "\n3. "
    ),
    "notes stand on lines below one another": RAW.replace("UA).\n\n²", "UA).\n²").replace(
        "UA.\n\n³", "UA.\n³"
    ),
    "notes stand in one line": RAW.replace("UA).\n\n²", "UA). ²").replace("UA.\n\n³", "UA. ³"),
    "a note breaks over lines": RAW.replace("EE, ES, FI", "EE, ES,\nFI"),
    "markers are set apart": RAW.replace("Seventeen²", "Seventeen ²").replace("ers³", "ers ³"),
    "lines end as on Windows": RAW.replace("\n", "\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_damage_to_the_press_release_is_recovered(
    name: str, press_release: Document, read_text: ReadText
) -> None:
    document = read_text(MUTATIONS[name])
    assert links_of(document) == links_of(press_release)
    assert document.text == press_release.text
    assert document.issues == ()


def test_a_dropped_note_leaves_its_marker_open(read_text: ReadText) -> None:
    document = read_text(RAW.replace("³ EE, FI, LU, LV, PL, PT.\n", ""))
    assert [(one.label, one.note_id) for one in document.note_references] == [
        ("1", "n1"),
        ("2", "n2"),
        ("3", None),
    ]


def test_a_dropped_marker_leaves_its_note_uncited(read_text: ReadText) -> None:
    document = read_text(RAW.replace("others³", "others"))
    assert [note.label for note in document.notes] == ["1", "2", "3"]
    assert [one.label for one in document.note_references] == ["1", "2"]


def test_a_dropped_note_of_a_glued_marker_is_an_issue(read_text: ReadText) -> None:
    document = read_text(RAW.translate(_DIGITS).replace("3 EE, FI, LU, LV, PL, PT.\n", ""))
    assert "others3 report" in document.text
    assert [issue.code for issue in document.issues] == ["marker.doubtful"]


@pytest.mark.parametrize("seed", range(8))
def test_a_marker_glued_to_a_year_is_recovered_and_said(seed: int, read_text: ReadText) -> None:
    sections = build_sections(seed, restarts=False)
    labelled = [
        (words, index)
        for section in sections
        for words in section.paragraphs
        for index, (_, label) in enumerate(words)
        if label
    ]
    words, index = labelled[len(labelled) // 2]
    words[index] = ("2019", words[index][1])
    document = read_text(render(sections, "glued", "plain"))
    assert links_of(document) == expected_links(sections)
    assert [issue.code for issue in document.issues] == ["marker.number_cut"]


@pytest.mark.parametrize("seed", range(8))
def test_a_dropped_marker_never_moves_another(seed: int, read_text: ReadText) -> None:
    sections = build_sections(seed, restarts=False)
    first = next(words for section in sections for words in section.paragraphs if any(
        label for _, label in words
    ))  # fmt: skip
    index = next(index for index, (_, label) in enumerate(first) if label)
    first[index] = (first[index][0], None)
    expected = expected_links(sections)
    for marker, label in (("glued", "plain"), ("superscript", "dot"), ("bracket", "bracket")):
        assert links_of(read_text(render(sections, marker, label))) == expected
