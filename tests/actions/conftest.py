"""Halls for actions: on PostgreSQL each test has a site of its own in one database, as several offices would.

That is six times as quick as a database for each, and shows an action that looks beyond its own site.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from actions.hall import Hall
from config import Config
from database import open_database

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_of_all(postgres_server: Any) -> str:
    """One migrated database for all tests of a session."""
    postgres_server.psql("CREATE DATABASE actions;")
    uri: str = postgres_server.get_uri("actions")
    url = uri.replace("postgresql://", "postgresql+psycopg://", 1)
    open_database(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def any_hall(request: pytest.FixtureRequest, make_hall: Callable[..., Hall]) -> Callable[[Config], Hall]:
    """Makes a ready hall of a configuration, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        url = request.getfixturevalue("sqlite_url")
        return lambda config: make_hall(url, config)
    url = request.getfixturevalue("postgres_of_all")
    return lambda config: make_hall(url, with_code(config, f"site-{next(NUMBERS)}"))


@pytest.fixture
def hall(any_hall: Callable[[Config], Hall], office: Config) -> Hall:
    """The office of the letter, once on SQLite and once on PostgreSQL."""
    return any_hall(office)


@pytest.fixture(params=["sqlite", "postgres"])
def lonely_hall(request: pytest.FixtureRequest, make_hall: Callable[..., Hall]) -> Hall:
    """The office of the letter with a database to itself, for tests that change the database as such."""
    return make_hall(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def shared_office(office: Config) -> Config:
    """As shipped, but desk 1 serves three of today's departments, and desk 2 one of the same."""
    desks = {"1": ("KTHT", "TNMT", "TP", "YT"), "2": ("KTHT", "YT")}
    return office.model_copy(
        update={
            "desks": tuple(
                desk.model_copy(update={"departments": desks.get(desk.code, desk.departments)}) for desk in office.desks
            )
        }
    )


@pytest.fixture
def shared_hall(any_hall: Callable[[Config], Hall], shared_office: Config) -> Hall:
    """A hall whose desks share departments."""
    return any_hall(shared_office)


def with_code(config: Config, code: str) -> Config:
    """The same office as another site."""
    return config.model_copy(update={"site": config.site.model_copy(update={"code": code})})
