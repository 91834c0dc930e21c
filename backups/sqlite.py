"""How is a SQLite database copied while it is written to, and is a file one of ours and whole?

The copy is one read transaction (in WAL it blocks no writer); it holds every commit that was answered before it began.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from backups.contents import BackupProblem, Contents

BUSY_TIMEOUT_S = 3.0


def copy(source: Path, target: Path) -> None:
    """Copy what is committed now into one file that needs no other. Raises BackupProblem: no_data, not_written."""
    if not source.is_file():
        raise BackupProblem("no_data", path=source)
    target.unlink(missing_ok=True)
    try:
        with _opened(source, "rw") as there, _opened(target, "rwc") as here:
            there.backup(here)
            here.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as problem:
        raise BackupProblem("not_written", folder=target.parent, reason=problem) from problem


def contents(path: Path, *, mode: str = "ro") -> Contents:
    """Check every page and every reference, and count. Raises BackupProblem: no_file, not_ours, damaged."""
    if not path.is_file():
        raise BackupProblem("no_file", path=path)
    try:
        with _opened(path, mode) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != ("ok",):
                raise BackupProblem("damaged", path=path, reason=found[0])
            if not _is_ours(connection):
                raise BackupProblem("not_ours", path=path)
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise BackupProblem("damaged", path=path, reason="foreign keys")
            return _counted(connection)
    except sqlite3.Error as problem:
        raise BackupProblem("damaged", path=path, reason=problem) from problem


def gather(path: Path) -> None:
    """Bring the write-ahead log into the file, so that the file alone is the database.

    Raises BackupProblem: in_use, damaged.
    """
    try:
        with _opened(path, "rw") as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as problem:
        raise BackupProblem(_code(problem), path=path, reason=problem) from problem


def see_that_nobody_writes(path: Path) -> None:
    """Raises BackupProblem: in_use, damaged."""
    try:
        with _opened(path, "rw") as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as problem:
        raise BackupProblem(_code(problem), path=path, reason=problem) from problem


def _code(problem: sqlite3.Error) -> str:
    return "in_use" if "locked" in str(problem) else "damaged"


def _counted(connection: sqlite3.Connection) -> Contents:
    (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    (tickets,) = connection.execute("SELECT count(*) FROM tickets").fetchone()
    events, last = connection.execute("SELECT count(*), max(at) FROM events").fetchone()
    sites = tuple(code for (code,) in connection.execute("SELECT code FROM sites ORDER BY id"))
    (ticket,) = connection.execute("SELECT max(issued_at) FROM tickets").fetchone()
    return Contents(schema, sites, tickets, events, _moment(last), _moment(ticket))


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written).replace(tzinfo=UTC)


def _is_ours(connection: sqlite3.Connection) -> bool:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "sites", "tickets", "events"} <= tables:
        return False
    (versions,) = connection.execute("SELECT count(*) FROM alembic_version").fetchone()
    return bool(versions == 1)


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=BUSY_TIMEOUT_S)
    try:
        yield connection
    finally:
        connection.close()
