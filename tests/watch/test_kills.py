"""Rounds that are killed lose nothing and do nothing twice; see ``kills.py``."""

import pytest

from tests.watch.conftest import build_listing, build_release, serve
from tests.watch.kills import finish_round, kill_rounds, read_result, start_round, write_config

KILLS = 8
DOCUMENTS = 6


def fill(site, inbox, upto: int) -> None:
    """Documents 0 to ``upto``, by turns at the site and in the inbox."""
    paths = []
    for number in range(upto):
        if number % 2:
            inbox.joinpath(f"{number}.txt").write_bytes(build_release(number))
        else:
            path = f"/doc-{number}.txt"
            site.pages[path] = build_release(number)
            paths.append(path)
    site.pages["/list"] = build_listing(*paths)


@pytest.fixture(scope="module")
def shared_site():
    with serve() as site:
        yield site


def make_folder(site, folder) -> None:
    (folder / "inbox").mkdir(parents=True)
    write_config(folder, site.url("/list"), folder / "inbox")


@pytest.fixture(scope="module")
def undisturbed(shared_site, tmp_path_factory):
    """The result of a round that nobody disturbs, and its seconds."""
    folder = tmp_path_factory.mktemp("undisturbed") / "watch"
    make_folder(shared_site, folder)
    fill(shared_site, folder / "inbox", DOCUMENTS)
    seconds = finish_round(folder)
    result = read_result(folder)
    assert len(result.told) == len(result.raw) == DOCUMENTS
    return result, seconds


def test_killed_rounds_lose_nothing_and_do_nothing_twice(shared_site, undisturbed, tmp_path):
    result, seconds = undisturbed
    folder, inbox = tmp_path / "watch", tmp_path / "watch" / "inbox"
    make_folder(shared_site, folder)

    def bring_more(number: int) -> None:
        fill(shared_site, inbox, min(1 + number, DOCUMENTS))

    assert kill_rounds(folder, KILLS, seconds, 6, bring_more) >= KILLS // 2
    fill(shared_site, inbox, DOCUMENTS)
    finish_round(folder)
    killed = read_result(folder)
    assert killed.raw == result.raw
    assert killed.manifest == result.manifest
    assert killed.output == result.output
    # Whoever is killed while telling tells again: at least once, never not at all.
    assert set(killed.told) == set(result.told)
    assert len(killed.told) <= len(result.told) + DOCUMENTS // 2
    told = len(killed.told)
    finish_round(folder)
    assert len(read_result(folder).told) == told


def test_processes_that_make_rounds_at_once_do_not_collide(shared_site, undisturbed, tmp_path):
    folder = tmp_path / "watch"
    make_folder(shared_site, folder)
    fill(shared_site, folder / "inbox", DOCUMENTS)
    processes = [start_round(folder) for _ in range(3)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0, 0]
    finish_round(folder)
    assert read_result(folder) == undisturbed[0]
