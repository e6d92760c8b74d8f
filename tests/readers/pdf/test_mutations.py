"""What goes wrong in print is recovered or reported, never silent."""

import re

import pytest
from producers import INFORM, Sample, print_reportlab, print_typst, print_weasyprint

from pipeline.read import read_bytes
from schemas.document import Document

EXPECTED = [(label, INFORM.notes[label]) for label in INFORM.markers]


def links_of(document: Document) -> list[tuple[str, str | None]]:
    notes = {note.note_id: note.evidence.quote for note in document.notes}
    return [
        (reference.label, notes.get(reference.note_id or ""))
        for reference in document.note_references
    ]


def glue(sample: Sample, label: str) -> Sample:
    """The same sample with one marker printed as a plain digit behind its word."""

    def change(content: object) -> object:
        if isinstance(content, str):
            return content.replace(f"[^{label}]", label)
        return [change(part) for part in content] if isinstance(content, list) else content

    return Sample(
        [(e[0], *(change(part) for part in e[1:])) for e in sample.elements], sample.notes
    )


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("produce", [print_weasyprint, print_typst, print_reportlab])
def test_an_unharmed_print_links_every_marker_to_its_note(produce: object, columns: int) -> None:
    document = read_bytes(produce(INFORM, columns), "sample.pdf")  # type: ignore[operator]
    assert links_of(document) == EXPECTED
    assert document.issues == ()


@pytest.mark.parametrize("label", INFORM.markers)
def test_a_marker_of_full_size_is_recovered_or_reported(label: str) -> None:
    document = read_bytes(print_reportlab(glue(INFORM, label)), "glued.pdf")
    assert links_of(document) == EXPECTED or document.issues


@pytest.mark.parametrize("label", INFORM.markers)
def test_a_marker_of_full_size_never_lengthens_a_number_in_silence(label: str) -> None:
    document = read_bytes(print_reportlab(glue(INFORM, label)), "glued.pdf")
    is_number_changed = re.search(r"\b(?:20222|123|179)\b", document.text) is not None
    assert not is_number_changed or document.issues


def test_numbering_that_restarts_is_linked_within_its_page() -> None:
    first = Sample([("p", "Ten[^1] do and two[^2] do not.")], {"1": "AT, BE.", "2": "CY."})
    second = Sample([("p", "Three[^1] will follow.")], {"1": "DE, EE, FI."})
    head = "#pagebreak()\n#counter(footnote).update(0)\n"
    both = Sample([*first.elements, ("p", head + "Three[^3] will follow.")],
                  {**first.notes, "3": second.notes["1"]})  # fmt: skip
    document = read_bytes(print_typst(both), "restart.pdf")
    expected = [("1", "AT, BE."), ("2", "CY."), ("1", "DE, EE, FI.")]
    assert links_of(document) == expected or document.issues


@pytest.mark.parametrize("parts", [60, 120, 190])
def test_a_note_over_pages_is_one_note(parts: int) -> None:
    note = " ".join(f"Part {number} of a long note of the sample." for number in range(parts))
    paragraphs = [element for element in INFORM.elements if element[0] == "p"]
    sample = Sample([("p", "Some[^1] and[^2] others."), *paragraphs], dict(INFORM.notes))
    text = [re.sub(r"\[\^\d+\]", "", content) for _, content in paragraphs]
    sample.elements = [("p", "Some[^1] and[^2] others."), *(("p", one) for one in text)]
    sample.notes = {"1": note, "2": "AT, BE."}
    document = read_bytes(print_typst(sample), "long.pdf")
    assert links_of(document) == [("1", note), ("2", "AT, BE.")]


def test_superscript_characters_are_markers_too() -> None:
    superscripts = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

    def change(content: object) -> object:
        if isinstance(content, str):
            return re.sub(r"\[\^(\d+)\]", lambda found: found[1].translate(superscripts), content)
        return [change(part) for part in content] if isinstance(content, list) else content

    elements = [(e[0], *(change(part) for part in e[1:])) for e in INFORM.elements]
    notes = [("p", f"{k.translate(superscripts)} {note}") for k, note in INFORM.notes.items()]
    css = "body{font-family:'DejaVu Serif'}"
    document = read_bytes(print_weasyprint(Sample([*elements, *notes]), 1, css), "chars.pdf")
    assert links_of(document) == EXPECTED
