"""Who is let in: our own page with the token, and nobody else."""

import asyncio
from dataclasses import dataclass, field
from functools import partialmethod
from typing import Any

import httpx
import pytest

from pipeline.review.decisions import read_decisions
from pipeline.review.web.app import build_app
from pipeline.review.web.page_images import PageImages

PORT = 8123
HOST = f"127.0.0.1:{PORT}"
OWN = f"http://{HOST}"
TOKEN = "the-token-of-this-session"


@dataclass(frozen=True)
class Client:
    """Calls the application in this process and keeps its cookies, as a browser does."""

    app: Any
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def request(self, method: str, path: str, **more) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(
                transport=transport, base_url=OWN, cookies=self.cookies
            ) as client:
                answer = await client.request(method, OWN + path, **more)
                self.cookies.update(client.cookies)
                return answer

        return asyncio.run(call())

    get = partialmethod(request, "GET")
    post = partialmethod(request, "POST")


@pytest.fixture
def app(workspace, erring):
    return build_app(workspace.desk(), PageImages(workspace.raw), token=TOKEN, port=PORT)


@pytest.fixture
def stranger(app):
    """A client without the token."""
    return Client(app)


@pytest.fixture
def client(stranger):
    """A browser that opened the address with the token."""
    answer = stranger.get(f"/?token={TOKEN}")
    assert answer.status_code == 303
    return stranger


def pick(workspace, document_id, **wanted):
    case = workspace.desk().open_case(document_id)
    return next(
        entry.difference.difference_id
        for entry in case.open_entries
        if all(getattr(entry.difference, name) == value for name, value in wanted.items())
    )


def post(client, workspace, document_id, headers, verdict="accept", **more):
    body = {"difference_id": pick(workspace, document_id, kind="notes"), "verdict": verdict, **more}
    return client.post(f"/documents/{document_id}/decisions", json=body, headers=headers)


@pytest.mark.parametrize("path", ["/", "/documents/x", "/static/review.css", "/documents/x/panel"])
def test_without_the_token_nothing_is_shown(stranger, path):
    assert stranger.get(path).status_code == 403
    assert stranger.get(f"{path}?token=wrong").status_code == 403


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_do_not_get(stranger):
    answer = stranger.get(f"/?kind=notes&token={TOKEN}")
    assert answer.headers["location"] == "/?kind=notes"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_an_address_of_two_slashes_leads_to_no_other_host(stranger):
    answer = stranger.get(f"//evil.example/%2e%2e?token={TOKEN}")
    assert not answer.headers.get("location", "/").startswith(("//", "http"))


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1:1", ""])
def test_another_host_name_is_refused_even_with_the_token(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": f"https://{HOST}"},
        {"Origin": f"{OWN}.evil.example"},
    ],
)
def test_nothing_is_changed_from_another_origin(client, workspace, erring, headers):
    assert post(client, workspace, erring, headers).status_code == 403
    assert read_decisions(workspace.truth) == []


def test_nothing_is_changed_without_the_token(stranger, workspace, erring):
    assert post(stranger, workspace, erring, {"Origin": OWN}).status_code == 403
    assert read_decisions(workspace.truth) == []


def test_a_verdict_of_the_page_itself_is_taken(client, workspace, erring):
    answer = post(client, workspace, erring, {"Origin": OWN}, reason=" because ")
    assert answer.status_code == 200
    assert [one.reason for one in read_decisions(workspace.truth)] == ["because"]


def test_a_verdict_cannot_be_sent_as_an_address(client, erring):
    assert client.get(f"/documents/{erring}/decisions").status_code == 405


def test_a_decision_that_was_made_elsewhere_is_409_with_a_sentence(client, workspace, erring):
    difference_id = pick(workspace, erring, kind="notes")
    workspace.desk("Ben").decide(erring, difference_id, "reject")
    body = {"difference_id": difference_id, "verdict": "accept"}
    headers = {"Origin": OWN}
    answer = client.post(f"/documents/{erring}/decisions", json=body, headers=headers)
    assert answer.status_code == 409
    assert "Ben has decided" in answer.json()["error"]


@pytest.mark.parametrize(
    "sent",
    [
        ("correct", "", "Say what is right."),
        ("correct", "no such kind", "schema"),
        ("approve", "", "no verdict"),
        ("undo", "", "no verdict"),
    ],
)
def test_what_the_schema_refuses_is_422_and_not_saved(client, workspace, erring, sent):
    verdict, value, told = sent
    body = {
        "difference_id": pick(workspace, erring, kind="notes", field="kind"),
        "verdict": verdict,
        "value": value,
    }
    headers = {"Origin": OWN}
    answer = client.post(f"/documents/{erring}/decisions", json=body, headers=headers)
    assert answer.status_code == 422
    assert told in answer.json()["error"]
    assert read_decisions(workspace.truth) == []


@pytest.mark.parametrize("body", [b"", b"[]", b'{"verdict": 1}', b"\xff", b"x" * 300_000])
def test_a_body_that_is_no_verdict_is_422(client, erring, body):
    answer = client.post(f"/documents/{erring}/decisions", content=body, headers={"Origin": OWN})
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/documents/nothing", "/documents/..%2f..%2fsecret"])
def test_a_document_that_is_not_there_is_404(client, path):
    assert client.get(path).status_code == 404


def test_every_answer_forbids_scripts_frames_and_everything_from_elsewhere(client, erring):
    for path in ("/", f"/documents/{erring}", "/documents/nothing", "/static/review.js"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy


def test_the_queue_is_filtered_by_kind_standing_format_and_checks(client, workspace, erring):
    other = workspace.add("other.txt", "Nothing at all is said here about anything.\n")
    shown = {
        address: [one for one in (erring, other) if one in client.get(address).text]
        for address in (
            "/",
            "/?format=md",
            "/?format=txt",
            "/?kind=notes",
            "/?standing=reopened",
            "/?failed=1&format=txt",
        )
    }
    assert shown["/"] == [erring, other]
    assert shown["/?format=md"] == [erring]
    assert shown["/?format=txt"] == [other]
    assert shown["/?kind=notes"] == [erring]
    assert shown["/?standing=reopened"] == []
    assert shown["/?failed=1&format=txt"] == []


def test_a_damaged_record_is_told_in_the_queue_and_stops_no_other(client, workspace, erring):
    (workspace.output / "broken.json").write_text("{}")
    page = client.get("/")
    assert page.status_code == 200
    assert "broken" in page.text
    assert erring in page.text
