"""The databases of these tests: one of each kind, or a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from actions.hall import Hall
from tests.backups.houses import House


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, make_hall: Callable[..., Hall], tmp_path: Path) -> House:
    return House(make_hall, request.getfixturevalue(f"{request.param}_url"), tmp_path)


@pytest.fixture
def files(make_hall: Callable[..., Hall], sqlite_url: str, tmp_path: Path) -> House:
    """For what only files can suffer."""
    return House(make_hall, sqlite_url, tmp_path)
