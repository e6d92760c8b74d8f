"""Scores against tables that were computed by hand, and against nervaluate where it is right."""

import csv
import random
from pathlib import Path

import pytest
from nervaluate.evaluator import Evaluator

from pipeline.compare import compare
from pipeline.comparison.scores import SCHEMES, build_score_table
from schemas.comparison import Tally
from tests.comparison.conftest import (
    build_extraction,
    build_truth,
    mention,
    note,
    parse,
    stated_mention,
    stated_note,
)

CASES = Path(__file__).with_name("cases") / "schemes.tsv"


def read_cases():
    with CASES.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def compare_mentions(expected, found, **more):
    return compare(
        build_extraction(countries=[mention(*one) for one in found], **more),
        build_truth(countries=[stated_mention(*one) for one in expected]),
    )


def tally_of(comparison, kind, field=None, scheme="strict"):
    return next(
        one.tally
        for one in comparison.schemes
        if (one.kind, one.field, one.scheme) == (kind, field, scheme)
    )


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["case"])
def test_each_scheme_counts_as_the_table_says(case, scheme):
    comparison = compare_mentions(parse(case["expected"]), parse(case["found"]))
    tally = tally_of(comparison, "countries", scheme=scheme)
    counted = (tally.cor, tally.inc, tally.par, tally.mis, tally.spu)
    assert counted == tuple(int(one) for one in case[scheme].split()), case["why"]


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(), 1.0, 1.0, 1.0),
        (Tally(mis=2), 0.0, 0.0, 0.0),
        (Tally(spu=3), 0.0, 0.0, 0.0),
        (Tally(cor=3, inc=1), 0.75, 0.75, 0.75),
        (Tally(cor=1, par=1), 0.75, 0.75, 0.75),
        (Tally(cor=2, mis=2), 1.0, 0.5, 2 / 3),
        (Tally(cor=2, spu=2), 0.5, 1.0, 2 / 3),
        (Tally(cor=6, inc=1, par=2, mis=1, spu=3), 7 / 12, 7 / 10, 14 / 22),
    ],
)
def test_precision_recall_and_f1_by_hand(tally, precision, recall, f1):
    assert (tally.precision, tally.recall) == pytest.approx((precision, recall))
    assert tally.f1 == pytest.approx(f1)


def draw(seed: int):
    """Expected and found mentions; each found one touches one expected one at most.

    Where several overlap, nervaluate pairs the first that fits and not the best ones.
    """
    chance = random.Random(seed)
    expected, found = [], []
    for number in range(chance.randint(1, 12)):
        start = 30 * number + 8
        code = chance.choice(["AT", "BE", "CY"])
        if chance.random() < 0.85:
            expected.append((code, start, start + 6))
        if chance.random() < 0.85:
            other = chance.choice([code, code, "DE"])
            found.append((other, start + chance.choice([0, 0, 2, -3]), start + 6))
    return expected, found


@pytest.mark.parametrize("seed", range(25))
def test_nervaluate_counts_the_same(seed):
    expected, found = draw(seed)
    theirs = Evaluator(
        [[{"label": code, "start": start, "end": end} for code, start, end in expected]],
        [[{"label": code, "start": start, "end": end} for code, start, end in found]],
        tags=["AT", "BE", "CY", "DE"],
        loader="dict",
    ).evaluate()["overall"]
    comparison = compare_mentions(expected, found)
    names = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}
    for ours, name in names.items():
        tally, other = tally_of(comparison, "countries", scheme=ours), theirs[name]
        assert (tally.cor, tally.inc, tally.par, tally.mis, tally.spu) == (
            other.correct,
            other.incorrect,
            other.partial,
            other.missed,
            other.spurious,
        ), ours
        if expected and found:
            assert tally.f1 == pytest.approx(other.f1)


@pytest.mark.parametrize(
    ("expected", "found", "items", "exact_set", "printed_order"),
    [
        ("AT BE CY", "AT BE CY", (3, 0, 0), 1, 1),
        ("AT BE CY", "BE AT CY", (3, 0, 0), 1, 0),
        ("AT BE CY", "AT BE", (2, 1, 0), 0, 0),
        ("AT BE", "AT BE CY DE", (2, 0, 2), 0, 0),
        ("AT BE", "CY DE", (0, 2, 2), 0, 0),
        ("AT AT BE", "AT BE", (2, 1, 0), 0, 0),
        ("AT BE", "AT BE BE", (2, 0, 1), 0, 0),
        ("AT BE", "", (0, 2, 0), 0, 0),
    ],
)
def test_lists_are_scored_item_by_item_and_as_wholes(
    expected, found, items, exact_set, printed_order
):
    comparison = compare(
        build_extraction(notes=[note("1", found, 0)]),
        build_truth(notes=[stated_note("1", expected, 0)]),
    )
    (listed,) = comparison.lists
    assert (listed.items.cor, listed.items.mis, listed.items.spu) == items
    assert (listed.exact_sets, listed.printed_orders) == (exact_set, printed_order)


def test_a_list_that_is_empty_on_both_sides_is_no_list():
    comparison = compare(
        build_extraction(notes=[note("1", "", 0)]),
        build_truth(notes=[stated_note("1", "", 0)]),
    )
    assert comparison.lists == ()


@pytest.mark.parametrize(
    ("expected", "found", "counted"),
    [
        ([[(0, 5)], [(20, 25)]], [[(0, 5)], [(20, 25)]], (2, 0, 0, 0)),
        ([[(0, 5)], [(20, 25)]], [[(20, 25)], [(0, 5)]], (0, 2, 0, 0)),
        ([[(0, 5), (40, 45)], []], [[(0, 5)], []], (1, 0, 1, 0)),
        ([[(0, 5)], []], [[(0, 5), (60, 65)], []], (1, 0, 0, 1)),
        ([[(0, 5)], []], [[(3, 5)], []], (1, 0, 0, 0)),
    ],
    ids=["right", "crossed", "one missed", "one too many", "a shorter word before the marker"],
)
def test_a_link_is_right_if_marker_and_note_are(expected, found, counted):
    comparison = compare(
        build_extraction(
            notes=[note(str(i), "", 100 + 20 * i, places) for i, places in enumerate(found)]
        ),
        build_truth(
            notes=[
                stated_note(str(i), "", 100 + 20 * i, places) for i, places in enumerate(expected)
            ]
        ),
    )
    tally = tally_of(comparison, "links")
    assert (tally.cor, tally.inc, tally.mis, tally.spu) == counted


def rates_of(*comparisons):
    return {one.name: one for one in build_score_table(comparisons).formats[0].rates}


def test_a_record_is_right_only_if_every_stated_field_is_and_its_links_are():
    found = [
        note("1", "AT", 100, [(0, 5)]),
        note("2", "BE", 120, [(20, 25)], kind="mixed"),
        note("3", "CY", 140, []),
    ]
    stated = [
        stated_note("1", "AT", 100, [(0, 5)], kind="country_list"),
        stated_note("2", "BE", 120, [(20, 25)], kind="country_list"),
        stated_note("3", "CY", 140, [(40, 45)], kind="country_list"),
    ]
    comparison = compare(build_extraction(notes=found), build_truth(notes=stated))
    rate = rates_of(comparison)["notes.record_rate"]
    assert (rate.right, rate.support) == (1, 3)
    assert rates_of(comparison)["document_rate"].value == 0.0


def test_only_what_the_truth_states_is_compared():
    found = [mention("AT", 0, 2, role="member")]
    comparison = compare(
        build_extraction(countries=found, notes=[note("1", "AT", 50)]),
        build_truth(countries=[stated_mention("AT", 0, 2)]),
    )
    assert comparison.is_right
    assert {one.field for one in comparison.schemes} == {None, "iso2", "evidence"}


def test_nothing_to_compare_has_its_declared_value():
    table = build_score_table([])
    rates = {one.name: (one.value, one.support) for one in table.formats[0].rates}
    assert rates["record_rate"] == (1.0, 0)
    assert rates["document_rate"] == (1.0, 0)
    empty = build_score_table([compare_mentions([], [])]).formats[0].scores
    score = next(one for one in empty if one.field is None and one.measure == "strict")
    assert (score.precision, score.recall, score.f1, score.support) == (1.0, 1.0, 1.0, 0)
    assert score.macro_f1 is None


def test_micro_adds_counts_and_macro_takes_the_mean_of_documents():
    """By hand: 1 of 1 and 1 of 3 right; micro recall 2/4, macro recall (1 + 1/3) / 2."""
    first = compare_mentions([("AT", 0, 2)], [("AT", 0, 2)])
    second = compare_mentions([("AT", 0, 2), ("BE", 4, 6), ("CY", 8, 10)], [("AT", 0, 2)])
    nothing = compare_mentions([], [])
    scores = build_score_table([first, second, nothing]).formats[0].scores
    score = next(one for one in scores if one.field is None and one.measure == "strict")
    assert score.recall == pytest.approx(0.5)
    assert score.macro_recall == pytest.approx(2 / 3)
    assert score.support == 4
    assert score.documents == 2


def test_formats_are_scored_together_first_and_then_each_by_itself():
    text = compare_mentions([("AT", 0, 2)], [("AT", 0, 2)])
    html = compare_mentions([("AT", 0, 2)], [], media_type="text/html")
    formats = build_score_table([text, html]).formats
    assert [(one.media_type, one.documents) for one in formats] == [
        (None, 2),
        ("text/html", 1),
        ("text/plain", 1),
    ]
    f1 = [next(s for s in one.scores if s.measure == "strict").f1 for one in formats]
    assert f1 == pytest.approx([2 / 3, 0.0, 1.0])


def test_a_finding_that_two_curators_could_differ_on_is_not_counted_either_way():
    optional = stated_mention("AT", 0, 2) | {"is_optional": True}
    truth = build_truth(countries=[optional])
    for found in ([], [mention("AT", 0, 2)]):
        comparison = compare(build_extraction(countries=found), truth)
        assert comparison.is_right
        assert tally_of(comparison, "countries").is_empty


def test_what_a_review_has_not_finished_is_not_spurious():
    found = [mention("AT", 0, 2), mention("BE", 4, 6)]
    truth = build_truth(countries=[stated_mention("AT", 0, 2)], open_kinds=["countries"])
    extraction = build_extraction(countries=found)
    assert compare(extraction, truth).is_right
    assert len(compare(extraction, truth, sees_open=True).differences) == 1
