import pytest

from pipeline.cli import main
from pipeline.report import build_report


@pytest.fixture
def page(workspace, erring) -> str:
    return build_report(workspace.output, workspace.truth)


def test_the_report_shows_scores_differences_and_evidence_in_its_words(page):
    assert "links F1" not in page  # the truth states no marker
    assert "notes F1" in page
    assert "note 2 · countries" in page
    assert "<mark>AT, BE, CY, CZ, DE, EE, ES.</mark>" in page


def test_the_report_is_one_file_without_scripts_that_loads_nothing(page):
    assert "<script" not in page
    assert "<link" not in page
    assert "src=" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_text_of_documents_and_truths_is_shown_as_text(workspace, inform):
    title = "<script>alert('title')</script>"
    workspace.write_truth(inform, {"metadata": {"title": title}})
    page = build_report(workspace.output, workspace.truth)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_document_without_truth_and_a_broken_record_are_told(workspace, inform):
    (workspace.output / "broken.json").write_text("{}")
    page = build_report(workspace.output, workspace.truth)
    assert "Nobody has confirmed anything" in page
    assert "broken.json" in page


def test_the_command_writes_the_file(workspace, inform, tmp_path):
    arguments = ["--output", str(workspace.output), "--truth", str(workspace.truth)]
    assert main(["report", *arguments, "--html", str(tmp_path / "r.html")]) == 0
    assert (tmp_path / "r.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_missing_folder_is_wrong_usage(tmp_path):
    assert main(["report", "--output", str(tmp_path / "nowhere")]) == 2
