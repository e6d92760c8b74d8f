"""Whom a round tells, and of what: against a real webhook and a real mail server on loopback."""

import json
import socket
import threading

import pytest

from pipeline.watch.notifying import NotificationError, build_message, build_subject, notify
from pipeline.watch.places import WatchSettings
from schemas.watch import Fault, Pair, PlaceOutcome, Publication, RoundRecord
from tests.watch.conftest import send

NEW = Publication(identity="inform:en:x", document_id="x-01234567", file_name="x.pdf")
REVISION = NEW.model_copy(update={"revision_of": "x-00000000", "differences": 3, "open_checks": 2})
FAULT = Fault(code="fetch.timeout", message="http://a.example: not done.")
OLD_FAULT = FAULT.model_copy(update={"is_news": False})


def build_record(*, publications=(), faults=(), alarm=None, pairs=()) -> RoundRecord:
    place = PlaceOutcome(name="a", status="news", faults=tuple(faults), alarm=alarm)
    return RoundRecord(
        started_at="2026-01-02T03:04:05+00:00",
        seconds=1.0,
        places=(place,),
        publications=tuple(publications),
        pairs=tuple(pairs),
    )


@pytest.mark.parametrize(
    ("record", "is_told"),
    [
        (build_record(), False),
        (build_record(publications=[NEW]), True),
        (build_record(faults=[FAULT]), True),
        (build_record(faults=[OLD_FAULT]), False),
        (build_record(alarm="a: nothing new for 90 days"), True),
    ],
    ids=["nothing", "document", "fault", "old fault", "silence"],
)
def test_a_person_is_told_only_when_there_is_reason(site, record, is_told):
    bodies = take_messages(site)
    assert notify(record, WatchSettings(webhook=site.url("/hook"))) == ["webhook"] * is_told
    assert len(bodies) == is_told


def take_messages(site):
    bodies = []

    def take(handler):
        bodies.append(json.loads(handler.rfile.read(int(handler.headers["Content-Length"]))))
        send(handler, 200)

    site.pages["/hook"] = take
    return bodies


def test_the_message_says_what_changed(site):
    bodies = take_messages(site)
    pair = Pair(release_id="r-1", product_id="x-01234567", differences=("17 against 18.",))
    record = build_record(publications=[NEW, REVISION], faults=[FAULT], alarm="b: silent",
                          pairs=[pair])  # fmt: skip
    notify(record, WatchSettings(webhook=site.url("/hook")))
    (body,) = bodies
    assert body["round"]["publications"][1]["differences"] == 3
    assert body["text"].splitlines() == [
        "EMN watch: 2 new documents, 1 failure, 1 silent place",
        "Round of 2026-01-02T03:04:05+00:00",
        "",
        "+ x-01234567: inform:en:x",
        "~ x-01234567: 3 differences to x-00000000; 2 checks fail",
        "= r-1 announces x-01234567",
        "  they differ: 17 against 18.",
        "! http://a.example: not done. [fetch.timeout]",
        "? b: silent",
    ]


def test_a_long_message_is_cut_and_says_so():
    record = build_record(publications=[NEW] * 80)
    assert "… and 30 more" in build_message(record)
    assert build_subject(record) == "EMN watch: 80 new documents"


def test_a_webhook_that_refuses_is_an_error_that_does_not_print_its_address(site):
    with pytest.raises(NotificationError, match="HTTP 404") as caught:
        notify(build_record(publications=[NEW]), WatchSettings(webhook=site.url("/hook?s3cret")))
    assert "s3cret" not in str(caught.value)


@pytest.fixture
def mail_server():
    """The few words of SMTP that a client needs; yields the port and the mails."""
    mails = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as stream:

            def say(words):
                stream.write(words + b"\r\n")
                stream.flush()

            say(b"220 ready")
            for line in stream:
                if line.upper().startswith(b"DATA"):
                    say(b"354 go on")
                    lines = []
                    while (one := stream.readline()) != b".\r\n":
                        lines.append(one.decode())
                    mails.append("".join(lines))
                if line.upper().startswith(b"QUIT"):
                    say(b"221 bye")
                    return
                say(b"250 fine")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], mails
    listener.close()


def test_a_mail_says_the_same(mail_server):
    port, mails = mail_server
    settings = WatchSettings(smtp_host="127.0.0.1", smtp_port=port, mail_from="a@b.example",
                             mail_to=("c@d.example",))  # fmt: skip
    assert notify(build_record(publications=[NEW]), settings) == ["mail"]
    assert "Subject: EMN watch: 1 new document" in mails[0]
    assert "+ x-01234567: inform:en:x" in mails[0]


def test_one_way_that_fails_does_not_keep_the_other(site, mail_server):
    port, mails = mail_server
    settings = WatchSettings(webhook=site.url("/nowhere"), smtp_host="127.0.0.1", smtp_port=port,
                             mail_from="a@b.example", mail_to=("c@d.example",))  # fmt: skip
    with pytest.raises(NotificationError, match="HTTP 404"):
        notify(build_record(publications=[NEW]), settings)
    assert len(mails) == 1
