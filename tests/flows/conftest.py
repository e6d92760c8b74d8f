"""Prefect's own test server, started once for all tests of flows."""

from collections.abc import Iterator

import pytest

from pipeline.flows.server import Server, prepare


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: starts a server of its own")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that share the server in one worker."""
    for item in items:
        if "prefect_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("prefect"))


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    prepare(Server("own"))
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield
