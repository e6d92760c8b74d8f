"""What the watch costs and survives: ``python benchmarks/watch_cost.py [DOCUMENTS] [KILLS]``.

Half of the documents are behind a listing on loopback, half in an inbox. Bars: a second round over
all of them, as a process of its own, takes at most 2 s; after many rounds that were killed with
``kill -9`` at random moments everything is as after one round that nobody disturbed.
"""

import os
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.watch.conftest import Site, build_listing, build_release, serve
from tests.watch.kills import finish_round, kill_rounds, read_result, write_config

BAR_SECONDS = 2.0
ROUNDS = 5
KILLED_DOCUMENTS = 12


def main() -> int:
    """The exit code: 1 if a bar is missed."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with TemporaryDirectory(prefix="emn-watch-") as folder, serve() as site:
        is_kept = [
            _measure_second_round(Path(folder) / "second", site, documents),
            _survive(Path(folder), site, kills),
        ]
    return 0 if all(is_kept) else 1


def _measure_second_round(folder: Path, site: Site, documents: int) -> bool:
    _make_folder(folder, site)
    contents = [
        f"Document {number}.\n\nSix countries do.\n".encode() for number in range(documents)
    ]
    _fill(site, folder, contents)
    print(f"first round over {documents} documents  {finish_round(folder):6.2f} s")
    site.forget()
    before = os.times()
    seconds = [finish_round(folder) for _ in range(ROUNDS)]
    after = os.times()
    processor = (after.children_user - before.children_user) / ROUNDS
    requests = len(site.asked) / ROUNDS
    is_kept = min(seconds) <= BAR_SECONDS and requests == 1
    print(
        f"second round: median {median(seconds):.2f} s, least {min(seconds):.2f} s, "
        f"processor {processor:.2f} s, {requests:g} request; "
        f"bar {BAR_SECONDS:g} s: {'kept' if is_kept else 'MISSED'}"
    )
    return is_kept


def _survive(folder: Path, site: Site, kills: int) -> bool:
    undisturbed, killed = folder / "undisturbed", folder / "killed"
    contents = [build_release(number) for number in range(KILLED_DOCUMENTS)]
    _make_folder(undisturbed, site)
    _fill(site, undisturbed, contents)
    seconds = finish_round(undisturbed)
    _make_folder(killed, site)

    def bring_more(number: int) -> None:
        shown = 1 + number * KILLED_DOCUMENTS // kills  # all of them in the last rounds
        _fill(site, killed, contents[:shown])

    hit = kill_rounds(killed, kills, seconds, 1, bring_more)
    _fill(site, killed, contents)
    finish_round(killed)
    expected, found = read_result(undisturbed), read_result(killed)
    is_kept = (
        (found.raw, found.manifest, found.output)
        == (expected.raw, expected.manifest, expected.output)
    ) and set(found.told) == set(expected.told)
    twice = len(found.told) - len(set(found.told))
    print(
        f"{hit} of {kills} rounds killed: {len(found.raw)} of {len(expected.raw)} documents, "
        f"{twice} told twice: {'kept' if is_kept else 'MISSED'}"
    )
    return is_kept


def _make_folder(folder: Path, site: Site) -> None:
    (folder / "inbox").mkdir(parents=True)
    write_config(folder, site.url("/list"), folder / "inbox")


def _fill(site: Site, folder: Path, contents: list[bytes]) -> None:
    paths = []
    for number, content in enumerate(contents):
        if number % 2:
            file = folder / "inbox" / f"{number}.txt"
            if not file.exists():
                file.write_bytes(content)
        else:
            site.pages[f"/doc-{number}.txt"] = content
            paths.append(f"/doc-{number}.txt")
    site.pages["/list"] = build_listing(*paths)


if __name__ == "__main__":
    sys.exit(main())
