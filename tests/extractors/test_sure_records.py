"""Records that are built without validation are those that validation lets through."""

from pydantic import BaseModel

from pipeline.extract import extract
from schemas.document import Document, Evidence


def _validated(record: BaseModel) -> BaseModel:
    return type(record).model_validate_json(record.model_dump_json())


def test_every_country_is_valid_and_equal_to_its_validated_copy(press_release: Document) -> None:
    countries = extract(press_release).countries
    assert [_validated(one) for one in countries] == list(countries)
    assert [one.model_dump_json() for one in map(_validated, countries)] == [
        one.model_dump_json() for one in countries
    ]


def test_evidence_says_which_fields_were_given(press_release: Document) -> None:
    evidence = extract(press_release).countries[0].evidence
    plain = Evidence(
        quote=evidence.quote, start_char=evidence.start_char, end_char=evidence.end_char
    )
    assert evidence.model_dump(exclude_unset=True) == plain.model_dump(exclude_unset=True)
    assert evidence.model_copy(update={"quote": "x"}).quote == "x"
    assert hash(evidence) == hash(plain)
