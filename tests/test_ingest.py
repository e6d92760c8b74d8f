import os
from pathlib import Path

import pytest

from pipeline.ingest import has_files, ingest
from schemas.errors import UsageError


def write_files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")


def test_files_come_by_name_whatever_the_order_of_the_paths(tmp_path):
    write_files(tmp_path, "b/one.txt", "a/two.txt", "three.txt")
    there = [tmp_path / "b", tmp_path / "three.txt", tmp_path / "a"]
    names = [raw.file_name for raw in ingest(there)]
    assert names == ["one.txt", "three.txt", "two.txt"]
    assert ingest(there) == ingest(reversed(there))


def test_a_path_given_in_several_ways_counts_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(tmp_path, "one.txt")
    assert len(ingest([Path("one.txt"), Path("./one.txt"), tmp_path / "one.txt", tmp_path])) == 1


def test_hidden_files_and_the_manifest_are_no_raw_files(tmp_path):
    write_files(tmp_path, ".hidden.txt", ".git/config.txt", "one.txt")
    (tmp_path / "manifest.csv").write_text("file_name,url\n")
    assert [raw.file_name for raw in ingest([tmp_path])] == ["one.txt"]


def test_a_hidden_file_that_is_named_is_read(tmp_path):
    write_files(tmp_path, ".hidden.txt")
    assert ingest([tmp_path / ".hidden.txt"])[0].sha256


def test_the_manifest_gives_the_url(tmp_path):
    write_files(tmp_path, "one.txt", "two.txt")
    (tmp_path / "manifest.csv").write_text("file_name,url\none.txt,https://a.example/one\n")
    assert [raw.url for raw in ingest([tmp_path])] == ["https://a.example/one", None]


@pytest.mark.parametrize("content", [b"name,link\na,b\n", b"\xff\xfe\xff"])
def test_a_broken_manifest_is_wrong_usage(tmp_path, content):
    write_files(tmp_path, "one.txt")
    (tmp_path / "manifest.csv").write_bytes(content)
    with pytest.raises(UsageError, match=r"manifest\.csv"):
        ingest([tmp_path])


def test_a_missing_path_comes_back_with_its_error(tmp_path):
    (raw,) = ingest([tmp_path / "missing.txt"])
    assert raw.error is not None
    assert (raw.error.code, raw.sha256, raw.document_id) == ("file.missing", None, None)


def test_a_file_that_cannot_be_opened_comes_back_with_its_error(tmp_path):
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    (raw,) = ingest([loop])
    assert raw.error is not None
    assert raw.error.code == "file.unreadable"


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (raw,) = ingest([tmp_path])
    assert raw.error is not None
    assert raw.error.code == "file.not_a_file"


def test_a_name_that_is_no_utf8_has_a_printable_one(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("x")
    (raw,) = ingest([tmp_path])
    assert raw.file_name == "caf\N{REPLACEMENT CHARACTER}.txt"
    assert raw.document_id is not None
    assert raw.document_id.isascii()


def test_an_empty_folder_has_no_files(tmp_path):
    assert not has_files([tmp_path])
    assert has_files([tmp_path, tmp_path / "missing"])


def test_what_we_wrote_is_no_raw_file(tmp_path):
    write_files(tmp_path, "one.txt", "output/one-01234567.json", "output/documents/two.json")
    found = ingest([tmp_path], tmp_path / "output")
    assert [raw.file_name for raw in found] == ["one.txt"]
