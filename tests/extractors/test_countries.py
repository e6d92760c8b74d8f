from itertools import pairwise

import pytest

from extractors.analysis import analyse
from extractors.context import Findings
from extractors.countries import find_countries
from extractors.instruments import find_instruments
from schemas.document import Block, Cell, Document, Issue
from schemas.extraction import CountryMention, GroupMention, InstrumentMention
from tests.extractors.case_tables import read_cases
from tests.extractors.documents import build_document


def find(document: Document) -> list[CountryMention | GroupMention | Issue]:
    context, found = analyse(document), Findings()
    found.instruments.extend(
        one for one in find_instruments(context, found) if isinstance(one, InstrumentMention)
    )
    return list(find_countries(context, found))


def mentions(document: Document) -> list[CountryMention]:
    return [one for one in find(document) if isinstance(one, CountryMention)]


@pytest.mark.parametrize("case", read_cases("countries"), ids=lambda case: case["text"][:60])
def test_mentions_have_their_form_and_role(case: dict[str, str]) -> None:
    found = mentions(build_document(case["text"]))
    assert [f"{one.iso2}:{one.form}:{one.role}" for one in found] == case["mentions"].split()


@pytest.mark.parametrize("case", read_cases("not_countries"), ids=lambda case: case["text"][:60])
def test_what_only_looks_like_a_country_is_none(case: dict[str, str]) -> None:
    found = mentions(build_document(case["text"]))
    assert [(one.iso2, one.evidence.quote) for one in found] == []


@pytest.mark.parametrize(
    ("word", "candidates"),
    [("Congolese", ("CD", "CG")), ("Dominican", ("DM", "DO"))],
)
def test_ambiguous_demonym_is_an_issue_not_a_guess(word: str, candidates: tuple[str, ...]) -> None:
    found = find(build_document(f"Some {word} nationals came."))
    assert [one.code for one in found if isinstance(one, Issue)] == ["country.ambiguous"]
    issue = next(one for one in found if isinstance(one, Issue))
    assert all(f"({iso2})" in issue.message for iso2 in candidates)
    assert issue.evidence is not None
    assert issue.evidence.quote == word


def test_longer_name_leaves_no_ambiguity() -> None:
    found = find(build_document("The Dominican Republic and the Republic of the Congo."))
    assert [one.iso2 for one in found if isinstance(one, CountryMention)] == ["DO", "CG"]
    assert not [one for one in found if isinstance(one, Issue)]


def test_group_names_the_countries_it_leaves_out() -> None:
    found = find(build_document("All EU Member States except Denmark, and the Benelux."))
    groups = [one for one in found if isinstance(one, GroupMention)]
    assert [(one.group_id, one.exceptions) for one in groups] == [("eu", ("DK",)), ("benelux", ())]


def test_every_mention_slices_to_its_quote(press_release: Document) -> None:
    found = mentions(press_release)
    assert len(found) == 60
    for one in found:
        one.evidence.require_in(press_release.text)


def test_mentions_stand_in_text_order_and_never_overlap(press_release: Document) -> None:
    spans = [(one.evidence.start_char, one.evidence.end_char) for one in mentions(press_release)]
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_standing_text_is_boilerplate_and_notes_are_not(press_release: Document) -> None:
    found = mentions(press_release)
    standing = [one.eu_code for one in found if one.role == "boilerplate"]
    assert standing == ["DK", "NO", "GE", "MD", "UA", "ME", "AM", "RS"]
    assert {one.note_label for one in found if one.role in ("member", "observer")} == {
        "1",
        "2",
        "3",
    }
    assert [one.iso2 for one in found if one.role == "example"] == ["AU", "JP", "JP"]
    assert [one.iso2 for one in found if one.role == "origin"] == ["ID", "PH", "VN"]


@pytest.mark.parametrize("case", read_cases("translated"), ids=lambda case: case["language"])
def test_translated_text_gives_the_same_countries(case: dict[str, str]) -> None:
    found = mentions(build_document(case["text"]))
    assert [one.iso2 for one in found] == case["countries"].split()


def test_names_of_another_language_are_not_looked_for_in_english() -> None:
    assert (
        mentions(build_document("The words Niemcy and Suède are names in none of the reports."))
        == []
    )


def build_table(rows: list[tuple[str, ...]]) -> Document:
    """A document that is one table; the first row is its header."""
    blocks, text = [], ""
    for row, cells in enumerate(rows, start=1):
        for column, words in enumerate(cells, start=1):
            text += "\n\n" if text else ""
            end = len(text) + len(words)
            cell = Cell(table=1, row=row, column=column, is_header=row == 1)
            blocks.append(Block(role="table_cell", start_char=len(text), end_char=end, cell=cell))
            text += words
    return build_document("x").model_copy(update={"text": text, "blocks": tuple(blocks)})


@pytest.mark.parametrize(
    ("rows", "iso2s"),
    [
        ([("Country", "AT", "BE", "NO", "IT"), ("Answer", "NO", "YES", "NO", "NO")], "AT BE NO IT"),
        ([("Country", "Housing"), ("AT", "YES"), ("NO", "NO")], "AT NO"),
        ([("Member State", "n"), ("IT", "5"), ("EL", "6")], "IT GR"),
        ([("Department", "Staff"), ("IT", "5"), ("HR", "6"), ("PR", "1")], ""),
        ([("Question", "Answer"), ("Law?", "NO"), ("Plan?", "NO")], ""),
        ([("Code", "DE", "FR", "CH"), ("n", "1", "2", "3")], "DE FR CH"),
    ],
    ids=["codes in a row", "codes in a column", "headed column", "departments", "answers", "CH"],
)
def test_country_table_tells_codes_from_words(rows: list[tuple[str, ...]], iso2s: str) -> None:
    assert [one.iso2 for one in mentions(build_table(rows))] == iso2s.split()
