"""What ``emn check`` shows: an editor's list, JSON and SARIF."""

import json

import pytest

from extractors.vocabulary import read_table
from pipeline.check import check
from pipeline.check_report import (
    CheckedFile,
    build_json,
    build_sarif,
    count_failed,
    render_text,
)
from pipeline.extract import extract
from pipeline.read import read_bytes
from schemas.document import Evidence

DRAFT = """# New inform on fees

Three countries[^1] pay a fee.

Two countries[^2] do not, see the
table in the annex.

[^1]: AT, BE.

[^2]: CY, GR.
"""


def check_draft(text: str = DRAFT, path: str = "drafts/new inform.md") -> CheckedFile:
    document = read_bytes(text.encode(), "draft.md")
    return CheckedFile(path, document, check(document, extract(document)), text)


def test_the_list_names_path_line_severity_code_and_both_places() -> None:
    shown = render_text([check_draft()])
    lines = shown.splitlines()
    assert lines[0] == "drafts/new inform.md"
    assert lines[1].split()[:4] == ["line", "3", "error", "count.list"]
    assert "“Three countries pay a fee”" in lines[2]
    assert lines[3].strip() == "line 8: “AT, BE”"
    assert lines[-2].startswith("1 file: 1 error, 1 warning, 0 hints;")


def test_a_file_without_a_fail_says_so() -> None:
    shown = render_text([check_draft("Two countries (AT, BE) pay a fee.")])
    assert "nothing to correct" in shown


@pytest.mark.parametrize(("least", "number"), [("error", 1), ("warning", 2), ("hint", 2)])
def test_fails_are_counted_from_a_severity_on(least: str, number: int) -> None:
    assert count_failed([check_draft()], least) == number  # type: ignore[arg-type]


def test_json_holds_passes_too_and_a_line_for_each_place() -> None:
    report = json.loads(json.dumps(build_json([check_draft()])))
    (one,) = report["files"]
    assert report["failed"] == 2
    assert {check["status"] for check in one["checks"]} >= {"pass", "fail"}
    fail = next(check for check in one["checks"] if check["code"] == "count.list")
    assert [place["line"] for place in fail["evidence"]] == [3, 8]


def test_sarif_has_the_structure_of_2_1_0() -> None:
    log = json.loads(json.dumps(build_sarif([check_draft()], "1.2.3")))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "drafts/new%20inform.md"
        assert place["region"]["startLine"] >= 1
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)


def test_sarif_names_the_second_place_as_related() -> None:
    (run,) = build_sarif([check_draft()], "1.2.3")["runs"]
    count = next(one for one in run["results"] if one["ruleId"] == "count.list")
    assert count["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 8


@pytest.mark.parametrize("row", read_table("check_codes"), ids=lambda row: row["code"])
def test_every_rule_has_a_sentence_and_an_example(row: dict[str, str]) -> None:
    assert row["fails_when"].endswith((".", ". "))
    assert row["example"]
    assert row["severity"] in ("error", "warning", "hint")


def test_lines_of_repeated_words_are_told_apart() -> None:
    text = "Two countries (AT) pay.\n\nText between.\n\nTwo countries (BE) pay.\n"
    one = check_draft(text)
    lines = [one.find_line(found.evidence[0]) for found in one.failed]
    assert lines == [1, 5]


def test_numbers_have_lines_too_by_the_words_around_them() -> None:
    text = "First line.\n\nIn all, 25 answered.\n\nThat is 20 Member Countries and four Observer "
    text += "Countries, 25\n\nLast line.\n"
    one = check_draft(text)
    text = one.document.text
    starts = [place for place in range(len(text)) if text.startswith("25", place)]
    found = [
        one.find_line(Evidence(quote="25", start_char=start, end_char=start + 2))
        for start in starts
    ]
    assert found == [3, 5]


def test_fails_stand_in_the_order_of_the_file_and_claims_without_a_list_are_counted() -> None:
    one = check_draft(
        "Two countries[^1] pay.\n\n[^1]: AT.\n\nThree countries[^2] do not.\n\n"
        "[^2]: BE.\n\nSix countries plan a fee.\n"
    )
    lines = [one.find_line(check.evidence[0]) for check in one.failed]
    assert lines == sorted(line for line in lines if line is not None)
    assert "3 claims: 2 with their countries, 1 without" in render_text([one])
