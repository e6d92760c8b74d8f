"""What rounds fetch, remember and tell."""

import threading
import time
from collections import Counter

import pytest

from pipeline.run import RunOptions, run
from pipeline.watch import visits
from pipeline.watch.landing import hold
from pipeline.watch.state import STATE_PATH, State
from schemas.errors import UsageError
from tests.watch.conftest import HOUR, build_listing, build_release, send

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>
<item><title>A</title><link>/a.html</link><enclosure url="/a.txt" type="text/plain"/></item>
<item><title>B</title><link>/b.txt</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>x</id>
<entry><title>A</title><id>1</id><link href="/a.txt"/></entry>
<entry><title>B</title><id>2</id><link href="/b.txt"/></entry></feed>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>/a.txt</loc></url><url><loc>/b.txt</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>/s.xml</loc></sitemap></sitemapindex>"""


@pytest.fixture
def two(site):
    """Two documents and what leads to them."""
    site.pages |= {"/list": build_listing("/a.txt", "/b.txt")}
    site.pages |= {"/a.txt": build_release(1), "/b.txt": build_release(2)}
    return site


@pytest.mark.parametrize(
    ("kind", "page"),
    [("listing", None), ("feed", FEED), ("feed", ATOM), ("sitemap", SITEMAP)],
    ids=["listing", "rss", "atom", "sitemap"],
)
def test_every_kind_of_place_gives_the_same_documents(two, watch, kind, page):
    if page is not None:
        two.pages["/list"] = page.encode()
    watch.add(kind, two.url("/list"))
    record = watch.go()
    assert [fault.message for fault in record.faults] == []
    assert {one.url for one in record.publications} == {two.url("/a.txt"), two.url("/b.txt")}
    assert len(watch.documents()) == 2


@pytest.mark.parametrize(
    ("kind", "page"),
    [("feed", b"<html>no feed</html>"), ("feed", b"/etc/passwd"), ("sitemap", b"<urlset>"),
     ("sitemap", INDEX.encode()), ("listing", b"\x00\x01\x02")],
)  # fmt: skip
def test_what_is_no_list_is_a_failure(site, watch, kind, page):
    site.pages["/list"] = page
    watch.add(kind, site.url("/list"))
    assert [fault.code for fault in watch.go().faults] == ["place.unusable"]


def test_an_inbox_gives_the_same_bytes_as_a_site(two, watch, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_bytes(build_release(1))
    watch.add("inbox", inbox, "inbox")
    watch.add("listing", two.url("/list"), "list")
    record = watch.go()
    assert [len(place.new_files) for place in record.places] == [1, 1]
    assert len(watch.files()) == 2
    assert (inbox / "a.txt").exists()


def test_a_round_gives_the_same_bytes_as_a_run_by_hand(two, watch, tmp_path):
    watch.add("listing", two.url("/list"))
    watch.go()
    run([watch.raw], RunOptions(tmp_path / "by hand", processes=1))
    for path in watch.output.glob("*.json"):
        assert path.read_bytes() == (tmp_path / "by hand" / path.name).read_bytes()


def test_a_second_round_asks_once_and_reads_nothing(two, watch, monkeypatch):
    watch.add("listing", two.url("/list"))
    watch.go()
    two.forget()
    monkeypatch.setattr(visits, "discover", None)
    record = watch.go(hours=23)
    assert two.asked == [("/list", True)]
    assert record.places[0].status == "nothing_new"
    assert not record.needs_a_person


def test_200_places_with_nothing_new_cost_one_conditional_request_each(site, watch, monkeypatch):
    for number in range(200):
        site.pages[f"/list/{number}"] = build_listing("/a.txt")
        watch.add("listing", site.url(f"/list/{number}"), f"place-{number}")
    site.pages["/a.txt"] = build_release(1)
    watch.go()
    site.forget()
    monkeypatch.setattr(visits, "discover", None)
    record = watch.go(hours=23)
    assert Counter(site.asked) == {(f"/list/{number}", True): 1 for number in range(200)}
    assert {place.status for place in record.places} == {"nothing_new"}
    assert {place.requests for place in record.places} == {1}


def test_a_server_without_validators_costs_no_parse_either(site, watch, monkeypatch):
    site.pages["/list"] = lambda handler: send(handler, 200, build_listing("/a.txt"))
    site.pages["/a.txt"] = build_release(1)
    watch.add("listing", site.url("/list"))
    watch.go()
    monkeypatch.setattr(visits, "discover", None)
    assert watch.go().places[0].status == "nothing_new"


def test_the_program_says_who_it_is(two, watch):
    watch.settings = {"user_agent": "somebody/1 (somebody@example.org)"}
    watch.add("listing", two.url("/list"))
    watch.go()
    assert two.agents == {"somebody/1 (somebody@example.org)"}


def test_requests_to_one_host_are_spaced(two, watch):
    watch.settings = {"delay_seconds": 0.2}
    watch.add("listing", two.url("/list"))
    start = time.monotonic()
    watch.go()
    assert time.monotonic() - start >= 3 * 0.2  # robots.txt, the list and two documents


def test_a_place_is_left_alone_until_it_is_due(two, watch):
    watch.add("listing", two.url("/list"), every_hours=24)
    watch.go()
    two.forget()
    assert watch.go(hours=12).places[0].status == "not_due"
    assert two.asked == []
    assert watch.go(hours=11.9).places[0].status == "nothing_new"


def test_a_place_that_is_named_is_asked_though_it_is_not_due(two, watch):
    watch.add("listing", two.url("/list"), "list")
    watch.add("listing", two.url("/list"), "other")
    watch.go()
    record = watch.go(hours=1, names=["list"])
    assert [(place.name, place.status) for place in record.places] == [("list", "nothing_new")]


def test_a_place_that_is_off_is_not_asked(two, watch):
    watch.add("listing", two.url("/list"), is_enabled=False)
    assert watch.go().places[0].status == "disabled"
    assert two.asked == []


def test_a_name_that_no_place_has_is_wrong_usage(watch):
    with pytest.raises(UsageError, match="No place is called nowhere"):
        watch.go(names=["nowhere"])


def test_a_dry_run_says_what_it_would_fetch_and_keeps_nothing(two, watch):
    watch.add("listing", two.url("/list"))
    record = watch.go(is_dry=True)
    assert record.places[0].would_fetch == (two.url("/a.txt"), two.url("/b.txt"))
    assert "/a.txt" not in two.counts()
    assert not watch.raw.exists()
    assert len(watch.go(hours=0).publications) == 2


def test_the_same_file_under_two_urls_is_one(site, watch):
    site.pages |= {"/list": build_listing("/a.txt", "/b.txt")}
    site.pages |= {"/a.txt": build_release(1), "/b.txt": build_release(1)}
    watch.add("listing", site.url("/list"))
    record = watch.go()
    assert len(record.publications) == len(watch.files()) == 1
    site.forget()
    watch.go()
    assert site.counts() == {"/list": 1, "/robots.txt": 1}


def test_a_file_that_changes_under_its_url_is_a_revision(site, watch):
    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": build_release(1)}
    watch.add("listing", site.url("/list"), recheck_days=1)
    (first,) = watch.go().publications
    site.pages["/a.txt"] = build_release(1).replace(b" IE,", b"")
    record = watch.go()
    (second,) = record.publications
    assert record.places[0].new_files[0].replaces is not None
    assert second.identity == first.identity
    assert second.revision_of == first.document_id
    assert second.differences
    assert len(watch.files()) == 2


def test_a_revision_may_bear_another_url(site, watch):
    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": build_release(1)}
    watch.add("listing", site.url("/list"))
    (first,) = watch.go().publications
    site.pages |= {"/list": build_listing("/v2.txt"), "/v2.txt": build_release(1) + b"\n"}
    (second,) = watch.go().publications
    assert (second.revision_of, second.differences) == (first.document_id, 0)


INFORM = """# EMN Inform: Migration Diplomacy of Kind 1: An analysis of policy approaches

European Migration Network

March 2024

Seventeen EMN Member Countries integrate migration in their foreign policy.¹

¹ AT, BE, CY, CZ, DE, ES, FR, HU, IE, LT, MT, NL, SE, SI, SK, FI, EE.
"""


@pytest.mark.parametrize("order", [("/a.txt", "/i.md"), ("/i.md", "/a.txt")])
@pytest.mark.parametrize("rounds", [1, 2])
def test_a_release_and_its_inform_are_a_pair_in_any_order(site, watch, order, rounds):
    release = build_release(1)
    title = find_product_title(release)
    site.pages |= {
        "/a.txt": release,
        "/i.md": INFORM.replace(
            "Migration Diplomacy of Kind 1: An analysis of policy approaches", title
        ).encode(),
    }
    site.pages["/list"] = build_listing(*order[: 3 - rounds])
    watch.add("listing", site.url("/list"))
    record = watch.go()
    if rounds == 2:
        assert record.pairs == ()
        site.pages["/list"] = build_listing(*order)
        record = watch.go()
    (pair,) = record.pairs
    assert pair.release_id.startswith("a-")
    assert pair.product_id.startswith("i-")
    assert watch.go().pairs == ()


def find_product_title(release: bytes) -> str:
    from pipeline.extract import extract
    from pipeline.read import read_bytes

    title = extract(read_bytes(release, "a.txt")).metadata.product_title
    assert title is not None
    return title


def test_a_lost_state_is_made_again_without_fetching_or_telling_again(two, watch):
    watch.add("listing", two.url("/list"))
    watch.go()
    before = {path.name: path.stat().st_mtime_ns for path in watch.output.glob("*.json")}
    for path in watch.output.glob(f"{STATE_PATH}*"):
        path.unlink()
    two.forget()
    record = watch.go()
    assert two.counts() == {"/robots.txt": 1, "/list": 1}
    assert record.publications == ()
    assert record.faults == ()
    assert before == {path.name: path.stat().st_mtime_ns for path in watch.output.glob("*.json")}
    two.pages["/a.txt"] = build_release(3)
    assert len(watch.go(hours=24 * 31).publications) == 1


def test_a_lost_output_is_made_again_from_raw(two, watch):
    import shutil

    watch.add("listing", two.url("/list"))
    watch.go()
    documents = watch.documents()
    shutil.rmtree(watch.output)
    two.forget()
    watch.go()
    assert watch.documents() == documents
    assert "/a.txt" not in two.counts()


def test_a_file_that_was_landed_and_not_remembered_is_not_lost(two, watch):
    from pipeline.watch.landing import land

    watch.add("listing", two.url("/list"))
    watch.go()
    land(build_release(7), "x.txt", watch.raw, url="http://x.example/x", media_type="text/plain",
         date="2024-01-01")  # fmt: skip
    assert len(watch.go().publications) == 1


def test_what_nobody_was_told_of_is_told_in_the_next_round(two, watch):
    def fail(record):
        raise RuntimeError("no mail today")

    watch.add("listing", two.url("/list"))
    with pytest.raises(RuntimeError):
        watch.go(tell=fail)
    told = []
    watch.go(tell=told.append)
    watch.go(tell=told.append)
    assert [len(record.publications) for record in told] == [2, 0]


def test_silence_raises_an_alarm_once_per_span(two, watch):
    watch.add("listing", two.url("/list"), silence_days=10)
    alarms = [bool(watch.go().alarms) for _ in range(22)]
    assert [day for day, is_alarm in enumerate(alarms) if is_alarm] == [10, 20]


def test_a_place_that_fails_is_silent_too(site, watch):
    watch.add("listing", site.url("/gone"), silence_days=3)
    assert [bool(watch.go().alarms) for _ in range(4)] == [False, False, False, True]


def test_a_half_written_inbox_file_is_waited_for(watch, tmp_path):
    (tmp_path / "inbox").mkdir()
    file = tmp_path / "inbox" / "a.txt"
    file.write_bytes(build_release(1)[:1000])
    watch.settings = {"settle_seconds": 0.6}
    watch.add("inbox", tmp_path / "inbox", every_hours=0)
    assert watch.go(hours=0).publications == ()
    file.write_bytes(build_release(1))
    assert watch.go(hours=0).publications == ()
    time.sleep(0.7)
    assert len(watch.go(hours=0).publications) == 1
    assert watch.go(hours=0).publications == ()


@pytest.mark.parametrize("name", [".a.txt", "~a.txt", "a.txt.part", "a.pdf.crdownload", "a.TMP"])
def test_unfinished_names_are_left(watch, tmp_path, name):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / name).write_bytes(build_release(1))
    watch.add("inbox", tmp_path / "inbox")
    record = watch.go()
    assert (record.publications, record.faults) == ((), ())


def test_an_inbox_file_of_no_known_kind_is_a_failure_told_once(watch, tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.bin").write_bytes(bytes(range(256)))
    (tmp_path / "inbox" / "b.txt").write_bytes(build_release(1))
    watch.add("inbox", tmp_path / "inbox")
    record = watch.go()
    assert [fault.code for fault in record.faults] == ["format.unsupported"]
    assert len(record.publications) == 1
    assert not watch.go().needs_a_person


def test_a_missing_inbox_is_a_failure(watch, tmp_path):
    watch.add("inbox", tmp_path / "nowhere")
    assert [fault.code for fault in watch.go().faults] == ["place.unusable"]


def test_a_document_that_cannot_be_read_is_tried_three_times(watch, tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    watch.add("inbox", tmp_path / "inbox")
    found = [[fault.is_news for fault in watch.go().faults] for _ in range(5)]
    assert found == [[True], [False], [False], [], []]
    assert [fault.code for fault in watch.go(retries=True).faults] == ["format.damaged"]


def test_a_raw_file_that_somebody_removed_is_fetched_again_on_demand(two, watch):
    watch.add("listing", two.url("/list"))
    watch.go()
    for path in watch.raw.glob("a-*.txt"):
        path.unlink()
    with State(watch.output, watch.raw, watch.now) as state:
        state._db.execute("UPDATE file SET is_done = 0, fault = 'x', attempts = 3")
    watch.go(retries=True, hours=24 * 31)
    assert len(watch.files()) == 2


def test_two_rounds_at_once_do_not_collide(two, watch):
    def slow(handler):
        time.sleep(0.3)
        send(handler, 200, build_release(1))

    two.pages["/a.txt"] = slow
    watch.add("listing", two.url("/list"), "one")
    watch.add("listing", two.url("/list"), "two")
    records, told = [], []

    def go():
        records.append(watch.go(hours=0, tell=lambda record: told.extend(record.publications)))

    threads = [threading.Thread(target=go) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = Counter(place.status for record in records for place in record.places)
    assert statuses["failed"] == 0
    assert len(told) == len({one.document_id for one in told}) == 2
    assert len(watch.files()) == 2


def test_a_place_that_another_round_is_at_is_busy(two, watch):
    watch.add("listing", two.url("/list"), "list")
    with hold(watch.output / "watch" / "list.lock"):
        assert watch.go().places[0].status == "busy"
    assert watch.go(hours=0).places[0].status == "news"


def test_a_state_of_another_version_is_not_misread(two, watch):
    watch.add("listing", two.url("/list"))
    watch.go()
    with State(watch.output, watch.raw, watch.now) as state:
        state._db.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="another version"):
        watch.go()


def test_a_manifest_keeps_what_people_wrote_into_it(two, watch):
    watch.raw.mkdir()
    (watch.raw / "manifest.csv").write_text("file_name,url,colour\nmine.txt,,red\n")
    watch.add("listing", two.url("/list"))
    watch.go()
    lines = (watch.raw / "manifest.csv").read_text().splitlines()
    assert lines[0].endswith(",colour")
    assert lines[1].startswith("mine.txt,")
    assert lines[1].endswith(",red")
    assert len(lines) == 4


def test_what_is_known_is_asked_for_again_after_its_days(two, watch):
    watch.add("listing", two.url("/list"), recheck_days=10)
    watch.go()
    two.forget()
    watch.go(hours=11 * 24)
    assert dict(two.asked) == {"/robots.txt": False, "/list": True, "/a.txt": True, "/b.txt": True}


def test_a_single_page_is_asked_in_every_round(two, watch):
    watch.add("page", two.url("/a.txt"))
    assert len(watch.go().publications) == 1
    two.forget()
    assert watch.go(hours=23).places[0].status == "nothing_new"
    assert two.asked == [("/a.txt", True)]
    two.pages["/a.txt"] = build_release(5)
    assert watch.go().publications[0].revision_of is not None


def test_the_clock_of_the_test_is_the_clock_of_the_round(watch):
    before = watch.now
    watch.go(hours=2)
    assert watch.now - before == 2 * HOUR
