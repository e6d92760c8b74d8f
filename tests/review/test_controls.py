"""How the right value is typed in, field by field and record by record."""

import json

import pytest

from pipeline.review.web.controls import Control, build_control, read_value


@pytest.fixture
def controls(workspace, erring):
    """The control of each open difference, by subject and field."""
    case = workspace.desk().open_case(erring)
    return {
        (one.difference.subject, one.difference.field): build_control(
            one.difference, case.extraction, case.truth, case.document
        )
        for one in case.open_entries
    }


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        (("note 4", "kind"), "choice"),
        (("note 2", "countries"), "text"),
        (("note 3", "countries"), "json"),
        (("metadata", "title"), "text"),
    ],
)
def test_a_field_has_the_control_of_its_type(controls, place, kind):
    assert controls[place].kind == kind


def test_a_choice_offers_what_the_schema_allows(controls):
    assert controls["note 4", "kind"].choices == ("country_list", "prose", "mixed")


def find_claim(controls) -> Control:
    return next(one for (subject, _), one in controls.items() if subject.startswith("claim 'Seven"))


def type_in(control: Control, **changed) -> str:
    words = {part.name: part.value for part in control.parts}
    return json.dumps(words | {name.replace("__", "."): value for name, value in changed.items()})


def test_a_record_that_is_left_alone_stays_as_it_is(controls):
    claim = find_claim(controls)
    assert read_value(claim, type_in(claim)) == claim.record


def test_only_the_fields_that_were_typed_into_change(controls):
    claim = find_claim(controls)
    typed = type_in(claim, quantity__value="8", polarity="yes", countries="AT, BE; CY")
    record = read_value(claim, typed)
    assert record["quantity"]["value"] == 8
    assert record["polarity"] == "yes"
    assert record["countries"] == ["AT", "BE", "CY"]
    assert record["evidence"] == claim.record["evidence"]


def test_an_emptied_field_is_null(controls):
    claim = find_claim(controls)
    assert read_value(claim, type_in(claim, base__surface=""))["base"]["surface"] is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"quantity__value": "many"}, "quantity value: many is no whole number"),
        ({"quantity__parts": "[1"}, "quantity parts: Line 1"),
        ({"evidence": "words"}, "evidence: Select"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_name_of_its_field(controls, typed, told):
    claim = find_claim(controls)
    with pytest.raises(ValueError, match=told):
        read_value(claim, type_in(claim, **typed))


@pytest.mark.parametrize("given", ["", "null", "[]", "nonsense"])
def test_what_is_no_record_is_refused(controls, given):
    with pytest.raises(ValueError, match="Say what is right"):
        read_value(find_claim(controls), given)
