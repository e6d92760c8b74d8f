import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

PROJECT = Path(__file__).parents[2]
PRESS_RELEASE = PROJECT / "raw" / "emn_press_release_migration_diplomacy.txt"


def load_schema(name: str) -> dict:
    return json.loads((PROJECT / "schemas" / "json" / f"{name}.json").read_text("utf-8"))


def test_extract_prints_a_record_that_keeps_to_the_published_schema(emn):
    answer = emn("extract", PRESS_RELEASE)
    assert answer.code == 0
    assert answer.words == ""
    jsonschema.validate(json.loads(answer.data), load_schema("extraction"))


def test_parse_prints_a_document_that_keeps_to_the_published_schema(emn):
    answer = emn("parse", PRESS_RELEASE)
    assert answer.code == 0
    jsonschema.validate(json.loads(answer.data), load_schema("document"))


def test_every_quote_of_an_extraction_slices_out_of_the_parsed_text(emn):
    text = json.loads(emn("parse", PRESS_RELEASE).data)["text"]
    extraction = json.loads(emn("extract", PRESS_RELEASE).data)
    places = list(iter_evidence(extraction))
    assert len(places) > 50
    assert [place["quote"] for place in places] == [
        text[place["start_char"] : place["end_char"]] for place in places
    ]


def iter_evidence(value):
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for item in value.values():
            yield from iter_evidence(item)
    elif isinstance(value, list):
        for item in value:
            yield from iter_evidence(item)


def test_several_files_give_a_list_and_a_bad_one_costs_only_itself(emn, tmp_path):
    bad = tmp_path / "empty.txt"
    bad.touch()
    answer = emn("extract", PRESS_RELEASE, bad, tmp_path, tmp_path / "missing.txt")
    assert answer.code == 1
    assert [one["source"]["file_name"] for one in json.loads(answer.data)] == [PRESS_RELEASE.name]
    assert len(answer.lines) == 3


def test_a_list_without_any_good_file_is_still_json(emn, tmp_path):
    answer = emn("extract", tmp_path / "a.txt", tmp_path / "b.txt")
    assert (answer.code, json.loads(answer.data)) == (1, [])


@pytest.mark.parametrize("command", ["extract", "parse"])
def test_stdin_is_read_as_a_file_of_the_name_given(command):
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", command, "-", "--name", "press.txt"],
        input=PRESS_RELEASE.read_bytes(),
        capture_output=True,
        check=True,
        cwd=PROJECT,
    )
    assert json.loads(answer.stdout)["source"]["file_name"] == "press.txt"


def test_a_reader_that_leaves_early_is_no_error():
    answer = subprocess.run(
        f"'{sys.executable}' -m pipeline.cli parse '{PRESS_RELEASE}' | head -c 10",
        shell=True,
        capture_output=True,
        check=True,
        cwd=PROJECT,
    )
    assert answer.stderr == b""


def test_data_is_utf8_whatever_the_locale_says():
    answer = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "parse", PRESS_RELEASE],
        capture_output=True,
        check=True,
        cwd=PROJECT,
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PATH": ""},
    )
    assert "–" in answer.stdout.decode("utf-8")
