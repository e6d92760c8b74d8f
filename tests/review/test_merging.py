"""Decisions meet new extractions: what was shown then, what was decided, what is found now."""

import json

import pytest

from pipeline.store import extraction_path
from tests.review.conftest import INFORM

LIST = "[^2]: AT, BE, CY, CZ, DE, EE, ES."


def decide(desk, document_id, verdict, value=None, **wanted):
    for entry in desk.open_case(document_id).open_entries:
        one = entry.difference
        if all(getattr(one, name) == value for name, value in wanted.items()):
            return desk.decide(document_id, one.difference_id, verdict, value=value)
    raise AssertionError(wanted)


def standings(desk, document_id, **wanted):
    return [
        entry.standing
        for entry in desk.open_case(document_id).entries
        if all(getattr(entry.difference, name) == value for name, value in wanted.items())
    ]


def rewrite(workspace, document_id, change):
    """As a new version of the extractors would."""
    path = extraction_path(workspace.output, document_id)
    record = json.loads(path.read_text("utf-8"))
    change(record)
    path.write_text(json.dumps(record), "utf-8")


KIND = {"kind": "notes", "subject": "note 4", "field": "kind"}


def test_a_rejected_difference_stays_settled_when_nothing_has_changed(workspace, erring):
    decide(workspace.desk(), erring, "reject", **KIND)
    workspace.add("inform.md", INFORM)
    assert standings(workspace.desk(), erring, **KIND) == ["settled"]


def test_a_decision_on_the_same_text_is_held_when_the_extractor_says_something_new(
    workspace, erring
):
    decide(workspace.desk(), erring, "reject", **KIND)

    def change(record):
        record["notes"][3]["kind"] = "mixed"

    rewrite(workspace, erring, change)
    assert standings(workspace.desk(), erring, **KIND) == ["held"]


def test_a_revision_whose_text_only_moved_keeps_its_decisions(workspace, erring):
    decide(workspace.desk(), erring, "reject", **KIND)
    moved = INFORM.replace("Seven[^2]", "A sentence was put in front. Seven[^2]")
    revised = workspace.add("inform.md", moved)
    assert revised != erring
    assert standings(workspace.desk(), revised, **KIND) == ["settled"]


def test_a_decision_is_void_only_if_text_and_finding_have_both_changed(workspace, erring):
    decide(workspace.desk(), erring, "reject", **KIND)
    changed = INFORM.replace("AT, BE, CY, CZ, DE.\n", "The Kingdom of Spain alone, as reported.\n")
    revised = workspace.add("inform.md", changed)

    def change(record):
        record["notes"][3]["kind"] = "mixed"

    rewrite(workspace, revised, change)
    assert standings(workspace.desk(), revised, **KIND) == ["reopened"]


def test_a_revision_starts_from_the_truth_of_the_one_before_and_leaves_that_alone(
    workspace, erring
):
    before = workspace.read_truth(erring)
    revised = workspace.add("inform.md", INFORM.replace(LIST, LIST.replace("ES", "IT")))
    desk = workspace.desk()
    decide(desk, revised, "accept", **KIND)
    assert workspace.read_truth(revised)["document_id"] == revised
    assert workspace.read_truth(revised)["notes"][3]["kind"] == "country_list"
    assert workspace.read_truth(erring) == before


def test_the_history_of_a_revision_holds_what_was_decided_before_it(workspace, erring):
    decide(workspace.desk(), erring, "reject", **KIND)
    revised = workspace.add("inform.md", INFORM + "\nOne more line.\n")
    assert [one.verdict for one in workspace.desk().history(revised)] == ["reject"]


def test_an_accepted_item_that_was_taken_out_of_truth_by_hand_is_asked_again(workspace, erring):
    desk = workspace.desk()
    before = workspace.read_truth(erring)
    decide(desk, erring, "accept", **KIND)
    workspace.write_truth(erring, {**before, "curator": "Ada"})
    assert standings(workspace.desk(), erring, **KIND) == ["reopened"]


@pytest.mark.parametrize("verdict", ["accept", "reject"])
def test_no_decision_is_lost_when_the_output_is_deleted_and_made_again(workspace, erring, verdict):
    decide(workspace.desk(), erring, verdict, **KIND)
    log = (workspace.truth / "decisions.jsonl").read_bytes()
    for path in workspace.output.rglob("*.json"):
        path.unlink()
    workspace.add("inform.md", INFORM)
    desk = workspace.desk()
    assert "open" not in standings(desk, erring, **KIND)
    assert (workspace.truth / "decisions.jsonl").read_bytes() == log
