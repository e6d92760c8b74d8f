import json
import pickle
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.base import Record
from schemas.document import Document, Evidence, Source, WordLocation, WordLocations
from schemas.errors import READ_ERROR_CODES, ReadError, UngroundedEvidenceError
from schemas.publish import PUBLISHED, build_json_schema

FOLDER = Path(__file__).parents[1] / "schemas" / "json"


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_schema_has_not_drifted(name):
    kept = (FOLDER / f"{name}.json").read_text("utf-8")
    assert kept == build_json_schema(name), "run `make schemas` and read the diff"


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_schema_is_a_schema_of_its_dialect(name):
    schema = json.loads(build_json_schema(name))
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(schema)


def test_no_schema_is_left_of_a_record_that_is_gone():
    assert {path.stem for path in FOLDER.iterdir()} == set(PUBLISHED)


def iter_records(record: type[Record]):
    for child in record.__subclasses__():
        yield child
        yield from iter_records(child)


@pytest.mark.parametrize("record", sorted(set(iter_records(Record)), key=lambda one: one.__name__))
def test_every_record_is_frozen_and_refuses_unknown_fields(record):
    assert record.model_config["frozen"] is True
    assert record.model_config["extra"] == "forbid"


def test_there_are_at_most_twenty_causes_of_failure():
    assert len(READ_ERROR_CODES) == len(set(READ_ERROR_CODES)) <= 20


def test_an_error_crosses_a_process_unchanged():
    import pickle

    error = ReadError("text.none", "a.pdf", "no page has a text layer", "Scan it.")
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, str(again)) == (error.code, str(error))


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_evidence_is_accepted_exactly_where_it_slices(text, start, length):
    quote = text[start : start + length]
    evidence = Evidence(quote=quote, start_char=start, end_char=start + len(quote))
    if quote:
        evidence.require_in(text)
        other = text[:start] + chr(ord(quote[0]) ^ 1) + text[start + 1 :]
        with pytest.raises(UngroundedEvidenceError):
            evidence.require_in(other)
    else:
        with pytest.raises(UngroundedEvidenceError):
            evidence.require_in(text)


SOURCE = Source(file_name="a.txt", media_type="text/plain", sha256="0" * 64, size_bytes=0)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_document_survives_its_json(text):
    document = Document(document_id="a-00000000", source=SOURCE, text=text, blocks=())
    assert Document.model_validate_json(document.to_json()) == document


@pytest.mark.parametrize("blocks", [[(0, 5), (4, 6)], [(3, 2)], [(0, 99)]])
def test_blocks_that_overlap_or_leave_the_text_are_refused(blocks):
    with pytest.raises((UngroundedEvidenceError, ValidationError)):
        Document(
            document_id="a-00000000",
            source=SOURCE,
            text="Six countries.",
            blocks=[
                {"role": "paragraph", "start_char": start, "end_char": end} for start, end in blocks
            ],
        )


WORDS = [
    WordLocation(0, 3, 1, (10.5, 20.25, 30.0, 32.01)),
    WordLocation(4, 9, 1, (31.0, 20.25, 60.0, 32.01)),
    WordLocation(10, 12, 2, (10.5, 40.0, 18.0, 52.0)),
]


def test_word_locations_in_columns_are_the_words_they_were_made_of():
    locations = WordLocations(WORDS)
    assert locations == WORDS
    assert locations != WORDS[:2]
    assert [locations[-1], *locations[:2]] == [WORDS[2], *WORDS[:2]]
    assert pickle.loads(pickle.dumps(locations)) == locations
    with pytest.raises(IndexError):
        locations[3]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(0, 12, WORDS), (2, 5, WORDS[:2]), (3, 4, []), (4, 9, WORDS[1:2]), (9, 11, WORDS[2:])],
)
def test_words_within_a_stretch_share_a_character_with_it(start, end, words):
    assert list(WordLocations(WORDS).iter_within(start, end)) == words
