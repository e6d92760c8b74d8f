"""``emn ingest``, ``emn status`` and ``emn watch`` as people call them."""

import json
import shutil
import subprocess

import pytest

from tests.watch.conftest import build_listing, build_release
from tests.watch.kills import EMN, write_config


@pytest.fixture
def emn(tmp_path):
    def call(*arguments):
        return subprocess.run(
            [EMN, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return call


@pytest.fixture
def folder(site, tmp_path):
    """A folder with two places and one document behind each."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "b.txt").write_bytes(build_release(2))
    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": build_release(1)}
    write_config(tmp_path, site.url("/list"), tmp_path / "inbox")
    return tmp_path


def test_a_round_by_hand_says_calmly_what_it_did(folder, emn):
    answer = emn("ingest")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == ""
    lines = answer.stderr.splitlines()
    assert lines[:2] == ["list: 1 new", "inbox: 1 new"]
    assert [line[:4] for line in lines[2:4]] == ["+ a-", "+ b-"]
    assert lines[4].startswith("2 of 2 places asked, 2 new documents, 0 failures")
    again = emn("ingest")
    assert "0 new documents" in again.stderr


def test_the_record_of_a_round_is_data(folder, emn):
    record = json.loads(emn("ingest", "--json").stdout)
    assert [place["status"] for place in record["places"]] == ["news", "news"]
    assert len(record["publications"]) == 2


def test_a_dry_run_names_what_it_would_fetch(folder, emn, site):
    answer = emn("ingest", "--dry-run")
    assert f"would fetch {site.url('/a.txt')}" in answer.stderr
    assert not (folder / "raw").exists()
    assert answer.returncode == 0


def test_one_place_that_is_named_is_asked_alone(folder, emn):
    assert "1 of 1 places asked" in emn("ingest", "inbox").stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ingest", "nowhere"], "No place is called nowhere. There are list, inbox."),
        (["ingest", "--config", "none.toml"], "There is no none.toml."),
        (["status", "--config", "none.toml"], "There is no none.toml."),
        (["watch", "--config", "none.toml"], "There is no none.toml."),
        (["watch", "--cron", "every day"], "no cron schedule"),
        (["watch", "--timezone", "Brussels"], "no time zone"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(folder, emn, arguments, words):
    answer = emn(*arguments)
    assert answer.returncode == 2
    assert words in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_a_failure_is_exit_code_1_and_shows_in_the_status(folder, emn, site):
    del site.pages["/list"]
    answer = emn("ingest")
    assert answer.returncode == 1
    assert "[fetch.status]" in answer.stderr
    assert "1 new documents, 1 failures" in answer.stderr
    status = emn("status")
    assert status.returncode == 1
    assert "HTTP 404" in status.stderr


def test_the_status_shows_places_files_and_the_queue_of_review(folder, emn):
    assert "never" in emn("status").stderr
    emn("ingest")
    answer = emn("status")
    assert answer.returncode == 0
    assert "files: 2 done, 0 waiting, 0 failing" in answer.stderr
    assert "2 documents without truth" in answer.stderr
    status = json.loads(emn("status", "--json").stdout)
    assert [place["bad_rounds"] for place in status["places"]] == [0, 0]
    assert status["untold"] == 0


def test_the_example_can_be_used_at_once(tmp_path, emn):
    (tmp_path / "watch.toml").write_text(emn("ingest", "--example").stdout)
    (tmp_path / "inbox").mkdir()
    answer = emn("ingest", "inbox")
    assert answer.returncode == 0, answer.stderr


def test_a_round_can_be_sent(folder, emn, site):
    messages = []

    def take(handler):
        from tests.watch.conftest import send

        messages.append(json.loads(handler.rfile.read(int(handler.headers["Content-Length"]))))
        send(handler, 200)

    site.pages["/hook"] = take
    config = folder / "watch.toml"
    hook = f'[settings]\nwebhook = "{site.url("/hook")}"\n'
    config.write_text(config.read_text().replace("[settings]\n", hook, 1))
    assert "Told by webhook." in emn("ingest", "--notify").stderr
    assert messages[0]["text"].startswith("EMN watch: 2 new documents")
    assert "Nobody needed to be told." in emn("ingest", "--notify").stderr


def test_a_message_that_cannot_be_sent_is_sent_with_the_next_round(folder, emn, site):
    config = folder / "watch.toml"
    plain = config.read_text()
    hook = f'[settings]\nwebhook = "{site.url("/nowhere")}"\n'
    config.write_text(plain.replace("[settings]\n", hook, 1))
    answer = emn("ingest", "--notify")
    assert answer.returncode == 1
    assert "did not take the message" in answer.stderr
    config.write_text(plain)
    assert "2 new documents" in emn("ingest").stderr


def test_an_output_that_was_deleted_is_no_news(folder, emn):
    emn("ingest")
    shutil.rmtree(folder / "output")
    assert "0 new documents" in emn("ingest").stderr
    assert "files: 2 done" in emn("status").stderr
