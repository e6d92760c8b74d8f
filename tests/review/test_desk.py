import json
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.comparison.truth_files import lint_truth, read_truth
from pipeline.evaluate import evaluate
from pipeline.review.changes import ConflictError
from pipeline.review.decisions import LOG_NAME, read_decisions
from pipeline.store import load_document
from schemas.errors import ReadError, UsageError


def find(desk, document_id, **wanted):
    """The only open difference that has these values."""
    found = [
        entry.difference
        for entry in desk.open_case(document_id).open_entries
        if all(getattr(entry.difference, name) == value for name, value in wanted.items())
    ]
    assert len(found) == 1, found
    return found[0]


def test_a_document_without_truth_shows_everything_that_was_found(workspace, inform):
    case = workspace.desk().open_case(inform)
    found = len(case.extraction.countries)
    assert found > 20
    assert sum(one.difference.kind == "countries" for one in case.open_entries) == found


def test_accepting_an_item_of_a_list_puts_it_where_the_print_has_it(workspace, erring):
    desk = workspace.desk()
    one = find(desk, erring, kind="notes", field="countries", subject="note 2", status="+")
    desk.decide(erring, one.difference_id, "accept")
    notes = workspace.read_truth(erring)["notes"]
    assert notes[1]["countries"] == ["AT", "BE", "CY", "CZ", "DE", "EE", "ES", "IT"]


def test_deciding_about_one_item_leaves_the_other_items_of_the_list_open(workspace, erring):
    desk = workspace.desk()
    one = find(desk, erring, kind="notes", subject="note 2", status="+")
    desk.decide(erring, one.difference_id, "accept")
    other = find(desk, erring, kind="notes", subject="note 2", status="-")
    assert other.expected == "IT"


def test_deciding_about_one_of_several_alike_leaves_the_others_open(workspace, inform):
    desk = workspace.desk()

    def twins():
        entries = desk.open_case(inform).open_entries
        return [
            one.difference for one in entries if one.difference.subject.endswith("AT 'Austria'")
        ]

    assert len(twins()) == 3
    first = min(twins(), key=lambda one: one.found_evidence.start_char)
    desk.decide(inform, first.difference_id, "accept")
    assert len(twins()) == 2
    desk.decide(inform, twins()[0].difference_id, "reject")
    assert len(twins()) == 1


def test_rejecting_leaves_the_truth_and_settles_the_difference(workspace, erring):
    desk = workspace.desk()
    one = find(desk, erring, kind="notes", subject="note 4", field="kind")
    desk.decide(erring, one.difference_id, "reject", reason="the list is introduced by a sentence")
    assert workspace.read_truth(erring)["notes"][3]["kind"] == "prose"
    standing = {e.difference.difference_id: e.standing for e in desk.open_case(erring).entries}
    assert standing[one.difference_id] == "settled"
    assert read_decisions(workspace.truth)[-1].reason == "the list is introduced by a sentence"


def test_correcting_a_field_writes_the_right_value_and_asks_no_more(workspace, erring):
    desk = workspace.desk()
    one = find(desk, erring, kind="notes", subject="note 4", field="kind")
    desk.decide(erring, one.difference_id, "correct", value="mixed")
    assert workspace.read_truth(erring)["notes"][3]["kind"] == "mixed"
    left = [e.difference for e in desk.open_case(erring).open_entries]
    assert not any(one.kind == "notes" and one.field == "kind" for one in left)


def test_a_corrected_record_is_not_asked_about_field_by_field(workspace, inform):
    desk = workspace.desk()
    case = desk.open_case(inform)
    one = next(e.difference for e in case.open_entries if e.difference.kind == "claims")
    value = {"evidence": {"quote": one.found_evidence.quote}, "quantity": {"value": 999}}
    desk.decide(inform, one.difference_id, "correct", value=value)
    after = desk.open_case(inform)
    mine = [e for e in after.entries if e.difference.field == "quantity.value"]
    assert [e.standing for e in mine] == ["held"]


def test_a_value_that_the_schema_refuses_is_not_saved(workspace, erring):
    desk = workspace.desk()
    one = find(desk, erring, kind="notes", subject="note 4", field="kind")
    before = workspace.read_truth(erring)
    with pytest.raises(UsageError, match="kind"):
        desk.decide(erring, one.difference_id, "correct", value="a list")
    assert workspace.read_truth(erring) == before
    assert read_decisions(workspace.truth) == []


def test_evidence_that_does_not_stand_in_the_text_is_not_saved(workspace, inform):
    desk = workspace.desk()
    case = desk.open_case(inform)
    one = next(e.difference for e in case.open_entries if e.difference.kind == "claims")
    value = {"evidence": {"quote": "Eight hundred"}}
    with pytest.raises(UsageError, match="does not stand"):
        desk.decide(inform, one.difference_id, "correct", value=value)


def test_undo_gives_the_truth_back_byte_for_byte(workspace, erring):
    desk = workspace.desk()
    first = find(desk, erring, kind="notes", subject="note 2", status="+")
    desk.decide(erring, first.difference_id, "accept")
    before = (workspace.truth / f"{erring}.json").read_bytes()
    second = find(desk, erring, kind="notes", subject="note 2", status="-")
    decision = desk.decide(erring, second.difference_id, "accept")
    assert (workspace.truth / f"{erring}.json").read_bytes() != before
    desk.undo(decision.decision_id)
    assert (workspace.truth / f"{erring}.json").read_bytes() == before
    assert find(desk, erring, kind="notes", subject="note 2", status="-") == second


def test_a_kind_counts_as_finished_only_when_every_difference_is_decided(workspace, inform):
    desk = workspace.desk()

    def decide_next(kind):
        entries = desk.open_case(inform).open_entries
        one = next((e.difference for e in entries if e.difference.kind == kind), None)
        return one and desk.decide(inform, one.difference_id, "accept")

    decide_next("instruments")
    assert workspace.read_truth(inform)["open_kinds"] == ["instruments"]
    assert evaluate(workspace.output, workspace.truth).difference_count == 0
    last = None
    while decision := decide_next("instruments"):
        last = decision
    assert "open_kinds" not in workspace.read_truth(inform)
    desk.undo(last.decision_id)
    assert workspace.read_truth(inform)["open_kinds"] == ["instruments"]


def test_a_document_decided_to_the_end_agrees_with_its_truth_and_passes_lint(workspace, inform):
    desk = workspace.desk()
    while entries := desk.open_case(inform).open_entries:
        desk.decide(inform, entries[0].difference.difference_id, "accept")
    document = load_document(workspace.output, inform)
    truth = read_truth(workspace.truth / f"{inform}.json").truth
    assert lint_truth(truth, document) == []
    assert evaluate(workspace.output, workspace.truth).difference_count == 0
    lint = ["truth", "lint", str(workspace.truth), "--output", str(workspace.output)]
    assert main(lint) == 0
    assert desk.open_case(inform).is_done


def test_a_document_that_agrees_is_done_without_a_click(workspace, inform):
    desk = workspace.desk()
    while entries := desk.open_case(inform).open_entries:
        desk.decide(inform, entries[0].difference.difference_id, "accept")
    (workspace.truth / LOG_NAME).unlink()
    case = workspace.desk().open_case(inform)
    assert case.is_done
    assert case.decided_count == 0


def test_the_second_of_two_reviewers_is_told_who_was_first(workspace, erring):
    ada, ben = workspace.desk("Ada"), workspace.desk("Ben")
    one = find(ada, erring, kind="notes", subject="note 4", field="kind")
    ada.decide(erring, one.difference_id, "reject")
    with pytest.raises(ConflictError, match="Ada has decided"):
        ben.decide(erring, one.difference_id, "accept")


def test_undoing_under_a_later_decision_about_the_same_record_is_a_conflict(workspace, erring):
    desk = workspace.desk()
    first = find(desk, erring, kind="notes", subject="note 2", status="+")
    decision = desk.decide(erring, first.difference_id, "accept")
    second = find(desk, erring, kind="notes", subject="note 2", status="-")
    desk.decide(erring, second.difference_id, "accept")
    with pytest.raises(ConflictError, match="later decision"):
        desk.undo(decision.decision_id)


def test_a_decision_whose_truth_was_never_written_is_done_when_the_desk_opens(workspace, inform):
    """As after a kill between the log and the truth."""
    desk = workspace.desk()
    entries = desk.open_case(inform).open_entries
    one = next(e.difference for e in entries if e.difference.kind == "countries")
    desk.decide(inform, one.difference_id, "accept")
    whole = workspace.read_truth(inform)
    (workspace.truth / f"{inform}.json").unlink()
    workspace.desk()
    assert workspace.read_truth(inform) == whole


def test_a_server_that_is_running_mends_what_another_one_left_undone(workspace, erring):
    ada, ben = workspace.desk("Ada"), workspace.desk("Ben")
    path = workspace.truth / f"{erring}.json"
    before = path.read_bytes()
    one = find(ada, erring, kind="notes", subject="note 2", status="+")
    ada.decide(erring, one.difference_id, "accept")
    path.write_bytes(before)  # Ada's server was killed before it wrote the truth
    other = find(ben, erring, kind="notes", subject="note 4", field="kind")
    ben.decide(erring, other.difference_id, "accept")
    note = workspace.read_truth(erring)["notes"][1]
    assert "ES" in note["countries"]


def test_a_line_that_a_kill_cut_short_is_no_decision_and_is_cut_off(workspace, erring):
    desk = workspace.desk()
    log = workspace.truth / LOG_NAME
    one = find(desk, erring, kind="notes", subject="note 2", status="+")
    desk.decide(erring, one.difference_id, "accept")
    whole = log.read_bytes()
    log.write_bytes(whole + b'{"decision_id": "decis')
    other = find(workspace.desk(), erring, kind="notes", subject="note 4", field="kind")
    desk.decide(erring, other.difference_id, "reject")
    assert len(read_decisions(workspace.truth)) == 2
    assert log.read_bytes().startswith(whole)


def test_a_log_that_was_edited_is_an_error_that_names_the_line(workspace, erring):
    (workspace.truth / LOG_NAME).write_text('{"reviewer": "Ada"}\n')
    with pytest.raises(ReadError, match="line 1"):
        workspace.desk()


def test_a_name_that_is_no_document_reads_no_file(workspace, inform):
    secret = workspace.folder / "secret.json"
    secret.write_text("{}")
    with pytest.raises(ReadError, match="no extraction"):
        workspace.desk().open_case("../secret")


def test_a_truth_that_applies_to_several_files_stays_one_file(workspace, inform):
    workspace.write_truth("shared", {"applies_to": ["inform.md"], "notes": [{"label": "9"}]})
    desk = workspace.desk()
    one = find(desk, inform, kind="notes", subject="note 9")
    desk.decide(inform, one.difference_id, "accept")
    assert workspace.read_truth("shared")["notes"] == []
    assert not Path(workspace.truth / f"{inform}.json").exists()


def test_rejecting_a_value_of_the_metadata_says_that_there_is_none(workspace, inform):
    desk = workspace.desk()
    one = find(desk, inform, kind="metadata", field="title")
    desk.decide(inform, one.difference_id, "reject")
    assert workspace.read_truth(inform)["metadata"] == {"title": None}
    assert json.loads((workspace.truth / LOG_NAME).read_text())["verdict"] == "reject"
