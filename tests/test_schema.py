"""Do the numbered migrations make exactly the tables that the models speak of?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine

import database
from database import open_database
from models import Base

ROOT = Path(__file__).parent.parent


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'migrated.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def migrated(url: str) -> Iterator[Engine]:
    opened = open_database(url)
    yield opened.engine
    opened.close()


def test_a_migrated_database_is_what_the_models_say(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_indexes_keep_the_same_conditions(migrated: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Which alembic does not compare: one called or serving ticket for an officer rests on such a condition."""
    with migrated.connect() as connection:
        before = indexes(connection)
    if migrated.dialect.name == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
        Base.metadata.create_all(engine)
        with engine.connect() as connection:
            assert indexes(connection) == before
        engine.dispose()
        return
    with migrated.connect() as connection:
        connection.exec_driver_sql("CREATE SCHEMA of_models")
        connection.exec_driver_sql("SET search_path TO of_models")
        Base.metadata.create_all(connection)
        assert {name: said.replace("of_models.", "public.") for name, said in indexes(connection).items()} == before
        connection.rollback()


def indexes(connection: Connection) -> dict[str, str]:
    """Name → definition, as the database itself tells it."""
    query: Any = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    if connection.dialect.name != "sqlite":
        query = (
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE schemaname = current_schema() AND tablename <> 'alembic_version'"
        )
    return {name: " ".join(said.split()) for name, said in connection.exec_driver_sql(query)}


def test_the_program_knows_the_newest_schema() -> None:
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert scripts.get_current_head() == database.SCHEMA
    assert len(scripts.get_heads()) == 1


def test_every_migration_is_found_by_its_number() -> None:
    """`open_database` reads the known versions from the files' names, without alembic."""
    named = {path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("*.py")}
    assert named == {script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()}


def test_paper_of_before_the_outbox_keeps_its_state_and_finds_its_home(url: str) -> None:
    """0004 on data: what was owed is still owed at its printer, and what had expired is settled."""
    engine = create_engine(url)
    with engine.connect() as connection:
        _upgrade(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO sites (id, code, name, facts_version, created_at)"
            " VALUES (1, 'hall', 'Hall', 1, '2017-03-13 00:00:00')"
        )
        for number, (state, detail) in enumerate((("queued", ""), ("not_sent", "expired"), ("doubtful", "lost")), 1):
            connection.exec_driver_sql(
                "INSERT INTO print_jobs"
                " (id, site_id, printer, facts, state, attempt, detail, created_at, due_at, changed_at)"
                f" VALUES ({number}, 1, 'in-1', '{{}}', '{state}', 1, '{detail}',"
                " '2017-03-13 00:00:00', '2017-03-13 00:00:00', '2017-03-13 00:00:00')"
            )
        connection.commit()
    open_database(url).close()
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT state, home, claim, settled FROM print_jobs ORDER BY id").fetchall()
    engine.dispose()
    assert [tuple(row) for row in rows] == [
        ("queued", "in-1", "", None),
        ("not_sent", "in-1", "", "expired"),
        ("doubtful", "in-1", "", None),
    ]


def _upgrade(connection: Connection, revision: str) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    connection.commit()


def test_tickets_of_before_the_promises_were_promised_nothing(url: str) -> None:
    """0009 on data: an old ticket is as it was, and no promise is made up for it."""
    engine = create_engine(url)
    with engine.connect() as connection:
        _upgrade(connection, "0008")
        connection.exec_driver_sql(
            "INSERT INTO sites (id, code, name, facts_version, created_at)"
            " VALUES (1, 'hall', 'Hall', 1, '2017-03-13 00:00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO tickets (id, site_id, day, sitting, department, series, number, token, touch_id, visit,"
            " language, return_code, place, state, issued_at, arrived_at, calls)"
            " VALUES (1, 1, '2017-03-13', 'morning', 'TP', 4, 17, 'token', 'touch', 'new', 'vi', '0001', '{}',"
            " 'finished', '2017-03-13 00:00:00', '2017-03-13 00:00:00', 1)"
        )
        connection.commit()
    open_database(url).close()
    with engine.connect() as connection:
        row = connection.exec_driver_sql(
            "SELECT number, state, promised_ahead, promised_low_min, promised_high_min, expected_s FROM tickets"
        ).one()
    engine.dispose()
    assert tuple(row) == (17, "finished", None, None, None, None)
