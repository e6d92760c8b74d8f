from pathlib import Path

import pytest

from pipeline import versions
from pipeline.ingest import ingest
from pipeline.manifest import find_unchanged, load_manifest, record_outcomes
from pipeline.process import process_file
from pipeline.store import extraction_path
from pipeline.versions import build_key, get_versions

PROJECT = Path(__file__).parents[1]


@pytest.fixture
def raw(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Six countries do.")
    (raw,) = ingest([path])
    record_outcomes([(raw, process_file(raw, tmp_path / "out"))], tmp_path / "out")
    return raw


def test_a_document_just_written_is_unchanged(raw, tmp_path):
    entry = find_unchanged(raw, tmp_path / "out", load_manifest(tmp_path / "out").by_id())
    assert entry is not None
    assert entry.versions == get_versions()


def test_a_lost_record_is_not_unchanged(raw, tmp_path):
    extraction_path(tmp_path / "out", raw.document_id).unlink()
    entries = load_manifest(tmp_path / "out").by_id()
    assert find_unchanged(raw, tmp_path / "out", entries) is None


def test_a_damaged_manifest_costs_a_run_and_no_error(raw, tmp_path):
    (tmp_path / "out" / "run" / "manifest.json").write_text("[")
    assert load_manifest(tmp_path / "out").entries == ()


def test_another_document_keeps_its_entry(raw, tmp_path):
    other = tmp_path / "b.txt"
    other.write_text("Seven countries do.")
    (second,) = ingest([other])
    record_outcomes([(second, process_file(second, tmp_path / "out"))], tmp_path / "out")
    ids = [entry.document_id for entry in load_manifest(tmp_path / "out").entries]
    assert ids == sorted((raw.document_id, second.document_id))


@pytest.mark.parametrize("part", sorted(get_versions()))
def test_the_key_depends_on_every_version(monkeypatch, part):
    before = build_key("0" * 64, "a.txt", None)
    newer = {**get_versions(), part: "another"}
    monkeypatch.setattr(versions, "get_versions", lambda: newer)
    assert build_key("0" * 64, "a.txt", None) != before


@pytest.mark.parametrize(
    "arguments",
    [
        ("1" * 64, "a.txt", None),
        ("0" * 64, "b.txt", None),
        ("0" * 64, "a.txt", "https://a.example"),
    ],
)
def test_the_key_depends_on_bytes_name_and_url(arguments):
    assert build_key(*arguments) != build_key("0" * 64, "a.txt", None)


@pytest.mark.parametrize(
    ("paths", "suffix", "name"),
    [
        (versions._READER_PATHS, None, "pipeline/readers/data"),
        (versions._VOCABULARY_PATHS, None, "extractors/data"),
    ],
    ids=["reader", "vocabulary"],
)
def test_a_version_counts_the_tables_too(tmp_path, monkeypatch, paths, suffix, name):
    monkeypatch.setattr(versions, "_ROOT", tmp_path)
    table = tmp_path / name / "table.csv"
    table.parent.mkdir(parents=True)
    table.write_text("a")
    before = versions._hash_files(paths, suffix)
    table.write_text("b")
    assert versions._hash_files(paths, suffix) != before


def test_every_module_that_shapes_a_record_is_in_a_version():
    shaping = {"reader", "extractor", "vocabulary", "schema"}
    assert shaping <= get_versions().keys()
    places = (*versions._READER_PATHS, *versions._EXTRACTOR_PATHS, *versions._SCHEMA_PATHS)
    missing = [
        str(path.relative_to(PROJECT))
        for folder in ("pipeline/readers", "extractors", "schemas")
        for path in (PROJECT / folder).rglob("*.py")
        if not any(path.is_relative_to(PROJECT / place) for place in places)
    ]
    assert missing == []
