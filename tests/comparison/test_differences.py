"""Differences: one per item, readable, with ids that stay while reviewers work."""

import pytest

from pipeline.compare import compare, truth_of
from schemas.extraction import Check
from tests.comparison.conftest import (
    at,
    build_extraction,
    build_truth,
    mention,
    note,
    stated_mention,
    stated_note,
)


def told(extraction, truth):
    return [str(one) for one in compare(extraction, truth).differences]


def test_each_item_of_a_list_is_a_difference_of_its_own():
    extraction = build_extraction(notes=[note("2", "AT BE GE", 0)])
    truth = build_truth(notes=[stated_note("2", "AT BE UA MD", 0)])
    assert told(extraction, truth) == [
        "- note 2 · countries: UA expected, not found",
        "- note 2 · countries: MD expected, not found",
        "+ note 2 · countries: GE found, not expected",
    ]


def test_another_order_is_one_difference():
    extraction = build_extraction(notes=[note("2", "BE AT", 0)])
    truth = build_truth(notes=[stated_note("2", "AT BE", 0)])
    assert told(extraction, truth) == ["~ note 2 · countries: AT, BE expected, BE, AT found"]


@pytest.mark.parametrize(
    ("expected", "found", "difference"),
    [
        ("Brussels", "Brussels", []),
        ("Brussels", "Paris", ["~ metadata · place: Brussels expected, Paris found"]),
        ("Brussels", None, ["- metadata · place: Brussels expected, not found"]),
        (None, "Paris", ["+ metadata · place: Paris found, not expected"]),
        (None, None, []),
    ],
)
def test_a_value_is_missed_spurious_or_another(expected, found, difference):
    extraction = build_extraction(metadata={"place": found})
    assert told(extraction, build_truth(metadata={"place": expected})) == difference


def test_a_note_under_another_label_is_one_difference_and_not_one_per_marker():
    extraction = build_extraction(notes=[note("9", "AT BE CY", 0, [(20, 25), (30, 35)])])
    truth = build_truth(notes=[stated_note("2", "AT BE CY", 0, [(20, 25), (30, 35)])])
    assert told(extraction, truth) == ["~ note 2 · label: 2 expected, 9 found"]


def test_a_missed_note_is_told_once_and_not_with_its_markers():
    truth = build_truth(notes=[stated_note("2", "AT", 0, [(20, 25), (30, 35)])])
    assert told(build_extraction(), truth) == ["- note 2: expected, not found"]


def test_notes_of_the_same_label_are_told_apart():
    found = [note("1", "AT", 0), note("1", "BE", 50)]
    stated = [stated_note("1", "AT", 0), stated_note("1", "CY", 50)]
    assert told(build_extraction(notes=found), build_truth(notes=stated)) == [
        "- note 1 (2nd of this label) · countries: CY expected, not found",
        "+ note 1 (2nd of this label) · countries: BE found, not expected",
    ]


def ids(extraction, truth):
    return {
        one.found_evidence.start_char: one.difference_id
        for one in compare(extraction, truth).differences
    }


def test_accepting_one_of_several_alike_leaves_the_ids_of_the_others():
    found = [mention("AT", start, start + 2) for start in (0, 10, 20)]
    extraction = build_extraction(countries=found)
    before = ids(extraction, build_truth(countries=[]))
    after = ids(extraction, build_truth(countries=[stated_mention("AT", 0, 2)]))
    assert len(set(before.values())) == 3
    assert after == {start: before[start] for start in (10, 20)}


def test_a_shift_of_the_text_leaves_the_ids():
    def shifted(by):
        found = [mention("AT", start + by, start + by + 2) for start in (0, 10)]
        return list(ids(build_extraction(countries=found), build_truth(countries=[])).values())

    assert shifted(0) == shifted(7)


def test_a_record_agrees_with_itself():
    extraction = build_extraction(
        countries=[mention("AT", 0, 2), mention("AT", 0, 2)],
        notes=[note("1", "AT BE", 50, [(10, 15)])],
        metadata={"place": "Brussels", "links": ("www.example.org/a",)},
    )
    assert compare(extraction, truth_of(extraction)).is_right


def test_one_fail_among_many_passes_is_found():
    def check(status, place):
        return {
            "code": "count.list",
            "status": status,
            "severity": "error",
            "evidence": [at(place, place + 5)],
        }

    found = [*(check("pass", 10 * number) for number in range(40)), check("fail", 400)]
    extraction = build_extraction(checks=[Check(message="", **one) for one in found])
    assert told(extraction, build_truth(checks=[{"code": "count", "status": "fail"}])) == []
