"""A desk with two small documents, one of which has a truth that errs in known ways."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.ingest import ingest
from pipeline.process import process_file
from pipeline.review.desk import Desk
from pipeline.store import iter_document_ids

PROJECT = Path(__file__).parents[2]

INFORM = """# Sample inform on reception

This inform was prepared on the basis of contributions from 12 EMN Member Countries.[^1]

Seven[^2] of these countries plan a law, whilst three[^3] others have concluded bilateral \
agreements with Tunisia. In Austria, Austria and Austria alone, a visa facilitation agreement \
with Georgia exists.

Five[^4] countries concluded memoranda of understanding.

[^1]: AT, BE, CY, CZ, DE, EE, ES, FI, FR, HU, IE, LT.
[^2]: AT, BE, CY, CZ, DE, EE, ES.
[^3]: FI, FR, HU.
[^4]: AT, BE, CY, CZ, DE.
"""

HOSTILE = """Plain words come first, so that nobody takes this for Markdown.

A title with <script>alert("title")</script> & 'quotes'

In Austria <script>document.title = "owned"</script> and "quoted" <img src=x onerror=alert(1)>
another country, Belgium, wrote </mark></p><b onmouseover="alert(2)">bold</b> &lt;script&gt; &amp;.
"""


@dataclass(frozen=True)
class Workspace:
    """Folders of raw files, records and truth."""

    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def truth(self) -> Path:
        return self.folder / "truth"

    def add(self, name: str, text: str) -> str:
        """Read a raw file of these words; the id of its document."""
        self.raw.mkdir(exist_ok=True)
        (self.raw / name).write_text(text, "utf-8")
        return self.read(name)

    def read(self, name: str) -> str:
        """Read the raw file of that name anew; the id of its document."""
        raw = next(iter(ingest([self.raw / name])))
        outcome = process_file(raw, self.output)
        assert outcome.status == "written", outcome.failure
        assert raw.document_id is not None
        return raw.document_id

    def desk(self, reviewer: str = "Ada") -> Desk:
        return Desk(self.output, self.truth, reviewer)

    def read_truth(self, document_id: str) -> dict:
        return json.loads((self.truth / f"{document_id}.json").read_text("utf-8"))

    def write_truth(self, document_id: str, truth: dict) -> None:
        self.truth.mkdir(exist_ok=True)
        path = self.truth / f"{document_id}.json"
        path.write_text(json.dumps({"document_id": document_id, **truth}), "utf-8")

    def ids(self) -> list[str]:
        return list(iter_document_ids(self.output))


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    (tmp_path / "truth").mkdir()
    return Workspace(tmp_path)


@pytest.fixture
def inform(workspace) -> str:
    """A document without a truth: everything is open."""
    return workspace.add("inform.md", INFORM)


ERRING_NOTES = [
    {
        "label": "1",
        "countries": ["AT", "BE", "CY", "CZ", "DE", "EE", "ES", "FI", "FR", "HU", "IE", "LT"],
    },
    {"label": "2", "countries": ["AT", "BE", "CY", "CZ", "DE", "EE", "IT"]},
    {"label": "3", "countries": ["FR", "HU", "FI"]},
    {"label": "4", "countries": ["AT", "BE", "CY", "CZ", "DE"], "kind": "prose"},
]
"""Differs by one country too many, one too few, an order, and a kind."""


@pytest.fixture
def erring(workspace, inform) -> str:
    """The inform with a truth of its notes that errs in four ways; the rest is open."""
    workspace.write_truth(inform, {"notes": ERRING_NOTES})
    return inform


@contextmanager
def run_server(
    workspace: Workspace, reviewer: str = "Ada"
) -> Iterator[tuple[str, subprocess.Popen]]:
    """A server process of its own, and its address with the token."""
    command = [sys.executable, "-m", "pipeline.cli", "review", "--reviewer", reviewer]
    for name in ("output", "truth", "raw"):
        command += [f"--{name}", str(getattr(workspace, name))]
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            address = server.stdout.readline().strip()
            assert address, server.stderr.read()
            yield address, server
        finally:
            server.kill()


@pytest.fixture
def serve(workspace) -> Callable:
    return lambda reviewer="Ada": run_server(workspace, reviewer)
