"""What Prefect adds to a round: tasks, artifacts, and word of a round that failed."""

import pytest

from schemas.errors import UsageError
from tests.watch.conftest import build_listing, build_release, serve
from tests.watch.kills import write_config
from tests.watch.test_notifying import take_messages

pytestmark = [pytest.mark.usefixtures("prefect_server")]


@pytest.fixture
def site():
    with serve() as site:
        yield site


@pytest.fixture
def parameters(site, tmp_path):
    site.pages |= {"/list": build_listing("/a.txt"), "/a.txt": build_release(1)}
    (tmp_path / "inbox").mkdir()
    config = write_config(tmp_path, site.url("/list"), tmp_path / "inbox")
    hook = f'[settings]\nwebhook = "{site.url("/hook")}"\n'
    config.write_text(config.read_text().replace("[settings]\n", hook, 1))
    folders = {name: str(tmp_path / name) for name in ("raw", "output", "truth")}
    return {"config": str(config), **folders}


def test_a_flow_tells_once_and_shows_what_is_new(site, parameters):
    from prefect.artifacts import Artifact

    from pipeline.flows.watch import FINDINGS_KEY, SUMMARY_KEY, emn_watch

    messages = take_messages(site)
    record = emn_watch(**parameters)
    assert [place.status for place in record.places] == ["news", "nothing_new"]
    emn_watch(**parameters)
    assert [message["text"].splitlines()[0] for message in messages] == [
        "EMN watch: 1 new document"
    ]
    assert "nothing new" in Artifact.get(SUMMARY_KEY).data
    assert record.publications[0].document_id in Artifact.get(FINDINGS_KEY).data


def test_word_is_sent_of_a_round_that_failed(site, parameters):
    from pipeline.flows.watch import emn_watch

    messages = take_messages(site)
    with pytest.raises(UsageError, match="manifest"):
        emn_watch(**{**parameters, "raw": parameters["config"]})
    assert messages[0]["text"].startswith("EMN watch: a round failed")
