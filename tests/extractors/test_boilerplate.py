import pytest

from extractors.boilerplate import find_boilerplate
from schemas.document import Document
from tests.extractors.case_tables import read_cases
from tests.extractors.documents import build_document


@pytest.mark.parametrize("case", read_cases("boilerplate"), ids=lambda case: case["text"][:60])
def test_standing_text_is_found_and_nothing_else(case: dict[str, str]) -> None:
    document = build_document(case["text"])
    stretches = find_boilerplate(document)
    standing = [
        str(number)
        for number, block in enumerate(document.blocks, start=1)
        if any(start <= block.start_char < end for start, end in stretches)
    ]
    assert standing == case["standing"].split()


def test_stretches_are_sorted_and_apart(press_release: Document) -> None:
    stretches = find_boilerplate(press_release)
    assert len(stretches) == 1
    start, end = stretches[0]
    assert press_release.text[start:end].startswith("The EMN")
    assert press_release.text[start:end].endswith("@EMNMigration")


def test_notes_after_the_contact_part_are_not_standing_text(press_release: Document) -> None:
    end = find_boilerplate(press_release)[-1][1]
    assert all(note.evidence.start_char > end for note in press_release.notes)
