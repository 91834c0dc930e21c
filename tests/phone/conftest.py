"""An office that telephones follow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.phone.telephone import act
from tests.running import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with an officer at desk 4."""
    server = RunningServer(tmp_path_factory.mktemp("phones") / "data")
    server.start()
    server.add_account("officer")
    act(server, "open")
    yield server
    server.stop()
