"""Every fault of a server ends in the right record, and the other places finish."""

import gzip
import itertools
import socket
import time

import pytest

from tests.watch.conftest import Watch, build_listing, build_release, send, serve, trickle


def codes(record):
    return [fault.code for fault in record.faults]


def answer_with(status, content=b"", **headers):
    return lambda handler: send(handler, status, content, **headers)


def break_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<html>")
    handler.close_connection = True


def trickle_head(handler):
    for _ in range(200):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if _ == 0 else b"X: y\r\n")
        handler.wfile.flush()
        time.sleep(0.05)


def send_half_a_gzip(handler):
    whole = gzip.compress(b"<html>" + bytes(range(256)) * 100)
    send(handler, 200, whole[: len(whole) // 2], content_encoding="gzip")


def redirect_to_itself(handler):
    send(handler, 302, location=handler.path)


CHALLENGE = b"<html><script src='/c.js'></script><noscript>Enable JavaScript</noscript></html>"
BOMB = gzip.compress(b"\x00" * 30_000_000)

FAULTS = {
    "slow body": (trickle, "fetch.timeout"),
    "slow head": (trickle_head, "fetch.timeout"),
    "truncated": (break_off, "fetch.truncated"),
    "truncated gzip": (send_half_a_gzip, "fetch.truncated"),
    "500": (answer_with(500), "fetch.status"),
    "404": (answer_with(404), "fetch.status"),
    "204": (answer_with(204), "fetch.status"),
    "206 unasked": (answer_with(206, b"<html>"), "fetch.status"),
    "304 unasked": (answer_with(304), "fetch.status"),
    "429": (answer_with(429, retry_after="3600"), "fetch.throttled"),
    "503 for an hour": (answer_with(503, retry_after="3600"), "fetch.throttled"),
    "empty": (answer_with(200), "fetch.empty"),
    "challenge 202": (answer_with(202, CHALLENGE), "fetch.challenge"),
    "challenge 202 without script": (answer_with(202, b"<html>wait</html>"), "fetch.challenge"),
    "challenge 403": (answer_with(403, CHALLENGE), "fetch.challenge"),
    "challenge 200": (answer_with(200, CHALLENGE), "fetch.challenge"),
    "plain 403": (answer_with(403, b"<html>no</html>"), "fetch.status"),
    "gzip bomb": (answer_with(200, BOMB, content_encoding="gzip"), "fetch.too_large"),
    "damaged gzip": (answer_with(200, b"no gzip", content_encoding="gzip"), "fetch.encoding"),
    "brotli unasked": (answer_with(200, b"xx", content_encoding="br"), "fetch.encoding"),
    "redirect loop": (redirect_to_itself, "fetch.redirects"),
    "redirect to a file": (answer_with(302, location="file:///etc/passwd"), "fetch.redirects"),
    "redirect to nonsense": (answer_with(302, location="http://[::1/"), "fetch.redirects"),
    "redirect to loopback": (
        answer_with(302, location="http://127.0.0.2/x"),
        "fetch.private_address",
    ),
    "redirect to IPv6 loopback": (
        answer_with(302, location="http://[::1]/x"),
        "fetch.private_address",
    ),
    "redirect to mapped": (
        answer_with(302, location="http://[::ffff:127.0.0.1]/x"),
        "fetch.private_address",
    ),
    "redirect in decimal": (
        answer_with(302, location="http://2130706433/x"),
        "fetch.private_address",
    ),
    "redirect in octal": (answer_with(302, location="http://0177.0.0.1/x"), "fetch.redirects"),
    "redirect in hexadecimal": (
        answer_with(302, location="http://0x7f000001/x"),
        "fetch.private_address",
    ),
    "redirect by name": (
        answer_with(302, location="http://localhost/x"),
        "fetch.private_address",
    ),
    "redirect to metadata": (
        answer_with(302, location="http://169.254.169.254/x"),
        "fetch.private_address",
    ),
}


@pytest.fixture(scope="module")
def round_of_faults(tmp_path_factory):
    """One round over a place per fault, twice: as a listing and as a document of one; one good."""
    watch = Watch(tmp_path_factory.mktemp("faults"))
    watch.settings = {"max_bytes": 1_000_000, "timeout_seconds": 1.0, "attempts": 1}
    with serve() as site:
        for number, (behaviour, _) in enumerate(FAULTS.values()):
            site.pages[f"/bad-{number}"] = behaviour
            site.pages[f"/list-{number}"] = build_listing(f"/bad-{number}")
            watch.add("listing", site.url(f"/bad-{number}"), f"listing-{number}")
            watch.add("listing", site.url(f"/list-{number}"), f"document-{number}")
        site.pages |= {"/good": build_listing("/a.txt"), "/a.txt": build_release(1)}
        watch.add("listing", site.url("/good"), "good")
        record = watch.go()
    assert watch.files() == [record.publications[0].file_name]
    return {place.name: place for place in record.places}


@pytest.mark.parametrize(("number", "fault"), list(enumerate(FAULTS)), ids=list(FAULTS))
@pytest.mark.parametrize("kind", ["listing", "document"])
def test_a_fault_is_recorded(round_of_faults, number, fault, kind):
    place = round_of_faults[f"{kind}-{number}"]
    assert [one.code for one in place.faults] == [FAULTS[fault][1]]
    assert (place.status, place.new_files) == ("failed", ())


def test_the_other_places_finish(round_of_faults):
    assert round_of_faults["good"].status == "news"


def test_what_failed_once_is_tried_again_in_the_same_round(site, watch):
    answers = iter([500, 429, 200])

    def stumble(handler):
        status = next(answers)
        send(handler, status, build_release(1) if status == 200 else b"", retry_after="0")

    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": stumble}
    watch.add("listing", site.url("/list"))
    record = watch.go()
    assert codes(record) == []
    assert site.counts()["/a.txt"] == 3


def test_a_failure_that_lasts_is_not_tried_again_in_the_round(site, watch):
    site.pages["/list"] = build_listing("/gone.txt")
    watch.add("listing", site.url("/list"))
    watch.go()
    assert site.counts()["/gone.txt"] == 1


def test_retry_after_is_waited_for(site, watch):
    from pipeline.watch.fetching import Fetcher

    answers = iter([429, 200])
    site.pages["/x"] = lambda handler: send(
        handler, next(answers), b"<html>x</html>", retry_after="7"
    )
    slept = []
    with Fetcher(watch.config().settings, sleep=slept.append) as fetcher:
        body = fetcher.fetch(site.url("/x"))
    assert body is not None
    assert slept == [7.0]


def test_a_failed_document_is_fetched_in_the_next_round(site, watch):
    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": answer_with(500)}
    watch.add("listing", site.url("/list"))
    assert codes(watch.go()) == ["fetch.status"]
    site.pages["/a.txt"] = build_release(1)
    record = watch.go()
    assert codes(record) == []
    assert len(record.publications) == 1


def test_an_old_fault_is_no_news(site, watch):
    site.pages["/list"] = answer_with(500)
    watch.add("listing", site.url("/list"))
    assert [fault.is_news for fault in watch.go().faults] == [True]
    later = watch.go()
    assert [fault.is_news for fault in later.faults] == [False]
    assert not later.needs_a_person


def test_a_lasting_failure_is_asked_ever_more_rarely(site, watch):
    site.pages["/list"] = build_listing("/gone.txt")
    watch.add("listing", site.url("/list"))
    for _ in range(14):
        watch.go()
    assert 3 <= site.counts()["/gone.txt"] <= 6


def test_an_empty_listing_is_a_failure_and_comes_back(site, watch):
    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": build_release(1)}
    watch.add("listing", site.url("/list"))
    watch.go()
    site.pages["/list"] = build_listing()
    assert codes(watch.go()) == ["place.unusable"]
    assert len(watch.files()) == 1
    site.pages |= {"/list": build_listing("/a.txt", "/b.txt"), "/b.txt": build_release(2)}
    record = watch.go()
    assert codes(record) == []
    assert len(record.publications) == 1


@pytest.mark.parametrize("padding", [0, 100_000], ids=["fewer bytes", "as many bytes"])
def test_a_shrunken_listing_is_a_failure_until_a_person_accepts_it(site, watch, padding):
    paths = [f"/{number}.txt" for number in range(10)]
    site.pages |= {path: build_release(at) for at, path in enumerate(paths)}
    site.pages["/list"] = build_listing(*paths)
    watch.add("listing", site.url("/list"), "list")
    watch.go()
    small = build_listing("/0.txt", "/new.txt") + b"<!--" + b" " * padding + b"-->"
    site.pages |= {"/list": small, "/new.txt": build_release(99)}
    assert codes(watch.go()) == ["place.unusable"]
    assert "/new.txt" not in site.counts()
    record = watch.go(accepted=["list"])
    assert codes(record) == []
    assert len(record.publications) == 1
    assert codes(watch.go()) == []


@pytest.mark.parametrize("content_type", ["text/plain", "application/pdf", "nonsense", ""])
def test_bytes_decide_what_a_document_is(site, watch, content_type):
    site.pages |= {"/list": build_listing("/a"), "/a": b"%PDF-1.4 nothing more"}
    site.types["/a"] = content_type
    watch.add("listing", site.url("/list"))
    record = watch.go()
    assert codes(record) == ["format.damaged"]
    assert [name.rpartition(".")[2] for name in watch.files()] == ["pdf"]


@pytest.mark.parametrize(("path", "kind"), [("/a.pdf", "text/html"), ("/a", "application/pdf")])
def test_a_page_where_a_pdf_is_promised_is_a_failure(site, watch, path, kind):
    site.pages |= {"/list": build_listing(path), path: b"<html><p>We have moved.</p></html>"}
    site.types[path] = kind
    watch.add("listing", site.url("/list"))
    assert codes(watch.go()) == ["fetch.wrong_type"]
    assert not watch.raw.exists() or watch.files() == []


def test_a_broken_document_is_asked_for_anew_and_replaced(site, watch):
    site.pages |= {"/list": build_listing("/a.pdf"), "/a.pdf": b"%PDF-1.4 cut sho"}
    watch.add("listing", site.url("/list"))
    assert codes(watch.go()) == ["format.damaged"]
    site.pages["/a.pdf"] = make_pdf()
    record = watch.go()
    assert codes(record) == []
    assert len(record.publications) == 1


def make_pdf() -> bytes:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    canvas.drawString(72, 700, "Six EMN Member Countries do so.")
    canvas.save()
    return file.getvalue()


def test_robots_txt_is_kept(site, watch):
    site.pages |= {
        "/robots.txt": b"User-agent: *\nDisallow: /private/\n",
        "/list": build_listing("/private/a.txt", "/b.txt"),
        "/private/a.txt": build_release(1),
        "/b.txt": build_release(2),
    }
    watch.add("listing", site.url("/list"))
    record = watch.go()
    assert codes(record) == ["fetch.robots"]
    assert len(record.publications) == 1
    assert site.counts()["/private/a.txt"] == 0
    assert site.counts()["/robots.txt"] == 1


def test_robots_txt_that_names_us_is_kept(site, watch):
    site.pages |= {"/robots.txt": b"User-agent: emn-pipeline\nDisallow: /\n"}
    watch.add("listing", site.url("/list"))
    assert codes(watch.go()) == ["fetch.robots"]


def test_robots_txt_that_cannot_be_had_forbids_for_now(site, watch):
    site.pages |= {"/robots.txt": answer_with(500), "/list": build_listing("/a.txt")}
    watch.add("listing", site.url("/list"))
    assert codes(watch.go()) == ["fetch.status"]
    assert site.counts()["/list"] == 0


def test_robots_txt_is_not_followed_to_a_private_address(site, watch):
    location = site.url("/robots.txt", "127.0.0.2")
    site.pages["/robots.txt"] = answer_with(302, location=location)
    watch.add("listing", site.url("/list"))
    assert codes(watch.go()) == ["fetch.private_address"]
    assert site.counts() == {"/robots.txt": 1}


def test_a_private_address_is_not_asked_at_all(site, watch):
    watch.settings = {"private_hosts": ()}
    watch.add("listing", site.url("/list"))
    assert codes(watch.go()) == ["fetch.private_address"]
    assert site.asked == []


def test_a_redirect_to_a_second_host_on_loopback_reaches_nobody(site, watch):
    site.pages["/list"] = answer_with(302, location=site.url("/secret", "127.0.0.2"))
    watch.add("listing", site.url("/list"))
    assert codes(watch.go()) == ["fetch.private_address"]
    assert "/secret" not in site.counts()


def test_a_name_that_has_a_private_address_too_is_refused(site, watch, monkeypatch):
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        if host == "both.example":
            rest = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
            return [(*rest, ("192.0.2.1", port)), (*rest, ("127.0.0.1", port))]
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr("pipeline.watch.connecting.getaddrinfo", resolve)
    watch.add("listing", site.url("/list", "both.example"))
    assert codes(watch.go()) == ["fetch.private_address"]
    assert site.asked == []


def test_a_host_that_nobody_answers_at_is_a_failure(watch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    watch.add("listing", f"http://127.0.0.1:{port}/list")
    assert codes(watch.go()) == ["fetch.unreachable"]


@pytest.mark.parametrize(
    "href",
    ["http://[broken/", "http://127.0.0.1:99999/a", "javascript:void(0)", "mailto:a@b", "#top", ""],
)
def test_a_link_that_is_none_costs_nothing_else(site, watch, href):
    site.pages |= {"/list": build_listing(href, "/a.txt"), "/a.txt": build_release(1)}
    watch.add("listing", site.url("/list"))
    record = watch.go()
    assert len(record.publications) == 1
    assert len(record.faults) <= 1


def test_a_bug_in_one_place_costs_that_place_only(site, watch, monkeypatch):
    calls = itertools.count()

    def discover(place, body):
        if next(calls) == 0:
            raise RuntimeError("a bug")
        return real(place, body)

    from pipeline.watch import visits

    real = visits.discover
    monkeypatch.setattr(visits, "discover", discover)
    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": build_release(1)}
    watch.add("listing", site.url("/list"), "one")
    watch.add("listing", site.url("/list"), "two")
    record = watch.go()
    assert codes(record) == ["place.crashed"]
    assert len(record.publications) == 1
