"""Which schema has a database, and how does it become today's? SQLite's settings for every connection, too."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

SCHEMA = "0009"
BUSY_TIMEOUT_MS = 5_000
_BROKEN = ("malformed", "not a database", "disk image")


class DatabaseProblem(Exception):
    """The database cannot be used as it stands; facts for the words.

    `code`: not_writable | damaged | newer | unreachable | closed.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


def sqlite_engine(url: str) -> Engine:
    """An engine whose connections keep what the product promises."""
    # A session that fails rolls its connection back, and with it would go the whole group: we roll back ourselves.
    # Nor may what an error tells the log hold what was written: it may be a name, or the hash of a secret.
    engine = create_engine(
        url, connect_args={"check_same_thread": False}, skip_autocommit_rollback=True, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # Autocommit: the driver's own deferred BEGIN is what fails under concurrent writers.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    return engine


def postgres_engine(url: str) -> Engine:
    """An engine that takes every text: PostgreSQL holds no NUL, so it gets the sign for what cannot be read instead.

    No keyboard writes one; in an address or a word that is looked for, it then names nothing.
    """
    from psycopg.types.string import StrDumperUnknown

    class Readable(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\x00", "\ufffd"))

    engine = create_engine(url, pool_size=8, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.adapters.register_dumper(str, Readable)

    return engine


def bring_up(engine: Engine) -> None:
    """Make the tables if there are none, change them if they are older.

    Raises DatabaseProblem: `not_writable` or `damaged` (path, reason), `newer` (found, known), `unreachable` (reason).
    """
    path = engine.url.database or ""
    try:
        if engine.dialect.name == "sqlite":
            _check_writable(engine)
        found = _schema_found(engine)
    except (SQLAlchemyError, sqlite3.Error, OSError) as problem:
        reason = str(getattr(problem, "orig", problem)).strip()
        raise DatabaseProblem(_code(engine, reason), path=path, reason=reason) from problem
    known = sorted(file.name.split("_")[0] for file in (Path(__file__).parent / "migrations/versions").glob("0*.py"))
    if found is not None and found not in known:
        raise DatabaseProblem("newer", path=path, found=found, known=known[-1])
    if found != SCHEMA:
        _migrate(engine)


def _code(engine: Engine, reason: str) -> str:
    if engine.dialect.name != "sqlite":
        return "unreachable"
    return "damaged" if any(word in reason for word in _BROKEN) else "not_writable"


def _check_writable(engine: Engine) -> None:
    Path(engine.url.database or ".").parent.mkdir(parents=True, exist_ok=True)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql("ROLLBACK")


def _schema_found(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not engine.dialect.has_table(connection, "alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def _migrate(engine: Engine) -> None:
    # Imported here: later starts find the schema as it should be and need none of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # all of it or nothing, also after a power cut
        command.upgrade(config, "head")
        connection.commit()
