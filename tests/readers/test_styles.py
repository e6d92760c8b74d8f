"""One content in every style of markers and labels gives the same links."""

import pytest

from tests.conftest import ReadText
from tests.readers.rendering import LABELS, MARKERS, build_sections, expected_links, render

PLACES = {
    "at the end": {"place": "end", "restarts": False},
    "after each section": {"place": "section", "restarts": False},
    "after each section, restarting": {"place": "section", "restarts": True},
    "on each page, restarting": {"place": "page", "restarts": True},
}


LAYOUTS = ("paragraphs", "lines", "wrapped")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize("file_name", ["sample.txt", "sample.md"])
def test_every_style_gives_the_same_links(
    file_name: str, marker: str, label: str, place: str, read_text: ReadText
) -> None:
    options = PLACES[place]
    layout = LAYOUTS[(len(marker) + len(label) + len(place)) % len(LAYOUTS)]
    sections = build_sections(len(label), restarts=bool(options["restarts"]))
    text = render(
        sections,
        marker,
        label,
        place=str(options["place"]),
        gap="\n\n" if layout == "paragraphs" else "\n",
        width=72 if layout == "wrapped" else 0,
    )
    document = read_text(text, file_name)
    notes = {note.note_id: note.evidence.quote for note in document.notes}
    found = [
        (one.evidence.quote, one.label, notes.get(one.note_id)) for one in document.note_references
    ]
    assert found == expected_links(sections)
    assert len(notes) == len(found)
