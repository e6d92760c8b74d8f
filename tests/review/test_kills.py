"""``kill -9`` at random points: what was acknowledged is never lost.

``EMN_KILLS=50 python -m pytest tests/review/test_kills.py`` is the full measure.
"""

import os
import random
import threading
import time

import httpx

from pipeline.comparison.truth_files import read_truth
from pipeline.review.decisions import active_decisions, read_decisions
from tests.review.conftest import run_server

KILLS = int(os.environ.get("EMN_KILLS", "4"))
TEXT = "\n\n".join(
    f"Paragraph {number}: in Austria, Belgium, Cyprus and Germany a bilateral agreement exists."
    for number in range(KILLS * 4)
)


def decide_until_it_dies(address: str, document_id: str, open_ids: list[str], acked: list) -> None:
    """Accept one difference after the other; those that the server acknowledged are kept."""
    base = address.split("/?", maxsplit=1)[0]
    try:
        with httpx.Client(follow_redirects=True, timeout=10) as client:
            client.get(address)
            for difference_id in open_ids:
                answer = client.post(
                    f"{base}/documents/{document_id}/decisions",
                    json={"difference_id": difference_id, "verdict": "accept"},
                    headers={"Origin": base},
                )
                if answer.status_code == 200:
                    acked.append(difference_id)
    except httpx.HTTPError:
        return


def wait_for(acked: list[str], count: int, client: threading.Thread) -> None:
    """Until so many decisions are acknowledged, however busy the machine is."""
    for _ in range(1000):
        if len(acked) >= count or not client.is_alive():
            return
        time.sleep(0.02)


def test_no_acknowledged_decision_is_lost_when_the_server_is_killed(workspace):
    document_id = workspace.add("many.txt", TEXT)
    chance = random.Random(20)
    acked: list[str] = []
    for _ in range(KILLS):
        case = workspace.desk().open_case(document_id)
        open_ids = [entry.difference.difference_id for entry in case.open_entries]
        with run_server(workspace) as (address, server):
            client = threading.Thread(
                target=decide_until_it_dies, args=(address, document_id, open_ids, acked)
            )
            client.start()
            wait_for(acked, len(acked) + chance.randint(0, 3), client)
            time.sleep(chance.uniform(0, 0.25))
            server.kill()
            client.join()
    desk = workspace.desk()
    decided = {
        one.difference_id for one in active_decisions(read_decisions(workspace.truth)).values()
    }
    assert acked
    assert set(acked) <= decided
    case = desk.open_case(document_id)
    still_shown = {entry.difference.difference_id for entry in case.entries}
    assert still_shown.isdisjoint(decided)
    truth = read_truth(workspace.truth / f"{document_id}.json").truth
    written = len(truth.countries or ()) + len(truth.instruments or ()) + len(truth.claims or ())
    assert written + len(truth.groups or ()) + len(truth.notes or ()) >= len(decided) - 6
