import os

import pytest

from pipeline.store import (
    document_path,
    extraction_path,
    find_sha256,
    iter_document_ids,
    load_document,
    load_extraction,
    write_text,
)
from pipeline.write import write
from schemas.document import Evidence
from schemas.errors import ContractError, ReadError, UngroundedEvidenceError
from schemas.extraction import Extraction, Footnote, Metadata


@pytest.fixture
def document(read_text):
    return read_text("Six³ do.\n\n³ EE, FI, LU, LV, PL, PT.\n")


@pytest.fixture
def extraction(document):
    note = document.notes[0]
    footnote = Footnote(
        finding_id="f1", note_id=note.note_id, label="3", kind="prose", evidence=note.evidence
    )
    return Extraction(
        document_id=document.document_id,
        source=document.source,
        metadata=Metadata(
            kind="other", language=None, title=None, product_title=None, published_date=None
        ),
        notes=(footnote,),
    )


def test_what_was_written_is_loaded_again(document, extraction, tmp_path):
    write(document, extraction, tmp_path)
    assert load_document(tmp_path, document.document_id) == document
    assert load_extraction(tmp_path, document.document_id) == extraction
    assert list(iter_document_ids(tmp_path)) == [document.document_id]


def test_writing_twice_gives_the_same_bytes_and_leaves_nothing_beside(
    document, extraction, tmp_path
):
    write(document, extraction, tmp_path)
    before = find_sha256(extraction_path(tmp_path, document.document_id))
    write(document, extraction, tmp_path)
    assert find_sha256(extraction_path(tmp_path, document.document_id)) == before
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{document.document_id}.json",
        "documents",
    }


def test_a_quote_that_does_not_slice_is_never_written(document, extraction, tmp_path):
    moved = Evidence(quote="Six", start_char=1, end_char=4)
    note = extraction.notes[0].model_copy(update={"evidence": moved})
    bad = extraction.model_copy(update={"notes": (note,)})
    with pytest.raises(UngroundedEvidenceError):
        write(document, bad, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_extraction_of_another_document_is_never_written(document, extraction, tmp_path):
    other = extraction.model_copy(update={"document_id": "other-00000000"})
    with pytest.raises(ContractError, match="other-00000000"):
        write(document, other, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_edited_text_is_noticed_when_the_extraction_is_loaded(document, extraction, tmp_path):
    write(document, extraction, tmp_path)
    path = document_path(tmp_path, document.document_id)
    edited = path.read_text("utf-8").replace("Six do", "Ten do").replace('"Six"', '"Ten"')
    path.write_text(edited.replace("EE, FI", "FI, EE"), "utf-8")
    with pytest.raises(UngroundedEvidenceError):
        load_extraction(tmp_path, document.document_id)


@pytest.mark.parametrize("content", [b"", b"{}", b"[1", b"\xff"])
def test_a_damaged_file_is_an_error_that_says_what_to_do(document, tmp_path, content):
    path = document_path(tmp_path, "damaged")
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(ReadError, match="emn run") as caught:
        load_document(tmp_path, "damaged")
    assert caught.value.code == "document.invalid"


def test_a_missing_file_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(ReadError, match="emn run") as caught:
        load_document(tmp_path, "missing")
    assert caught.value.code == "file.missing"


def test_a_write_that_fails_keeps_the_old_file_and_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "record.json"
    write_text(path, "old")

    def refuse(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
