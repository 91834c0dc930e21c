"""How do rows get written and read? One door for writes, events handed on after the commit.

On SQLite those actions that wait run in one transaction, each in a savepoint of its own, and are committed together
(group commit). The statements run on the event loop, where they cost what they must; the commit, which waits for the
disk, runs in a native thread. With every statement there the two fought for the interpreter: two thirds of the rate.
On PostgreSQL psycopg is cooperative under gevent, and an action gets a transaction that holds its site's advisory
lock, because each appends to the site's event chain.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import gevent
from gevent.event import AsyncResult, Event
from gevent.lock import BoundedSemaphore
from gevent.threadpool import ThreadPool
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.prepared import Prepared
from schema import BUSY_TIMEOUT_MS, SCHEMA, DatabaseProblem, bring_up, postgres_engine, sqlite_engine

__all__ = [
    "SCHEMA",
    "Database",
    "DatabaseProblem",
    "after_commit",
    "connection_of",
    "open_database",
    "shared_facts",
    "write_at_end",
]

T = TypeVar("T")
Action = Callable[[Session], Any]
Listener = Callable[[list[Any]], None]
Row = tuple[Prepared, dict[str, Any]]

GROUP = 64
BUSY_PAUSE_MS = 5
log = logging.getLogger("mot_cua.database")


class Database:
    """One database of one installation.

    `write(action)` returns what the action returned, after its commit; what an action raises rolls that action
    back alone and rises here. `read(query)` sees the newest commit. Both take a function of a `Session`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.listeners: list[Listener] = []
        self.engine = sqlite_engine(url) if self.is_sqlite else postgres_engine(url)
        self._pictures = (
            self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        )
        self._turn = BoundedSemaphore(1)
        self._jobs: deque[tuple[Action, AsyncResult[Any]]] = deque()
        self._arrived = Event()
        self._thread = ThreadPool(1)
        self._writer: gevent.Greenlet[..., None] | None = None
        self._connection: Connection | None = None
        self.is_closed = False
        # Why the last group or transaction could not be written, until one can be again.
        self.fault: str | None = None

    @property
    def waiting_writes(self) -> int:
        """How many actions wait for the writer now."""
        return len(self._jobs)

    def read(self, query: Callable[[Session], T]) -> T:
        """Run a short query on one picture of the data, the newest.

        Without one, a commit between its statements could give a wall the number of an event that it does not show.
        """
        with Session(self._pictures, expire_on_commit=False, autoflush=False) as session:
            if not self.is_sqlite:
                return query(session)
            connection = session.info["connection"] = session.connection()
            cursor = connection.connection.cursor()
            cursor.execute("BEGIN")
            try:
                return query(session)
            finally:
                cursor.execute("ROLLBACK")

    def write(self, action: Callable[[Session], T], *, site: int = 0) -> T:
        """Run `action` in a transaction and return its value once it is durable (see `after_commit`)."""
        if self.is_closed:
            raise DatabaseProblem("closed")
        value = self._write_in_group(action) if self.is_sqlite else self._write_alone(action, site)
        return self.read(value.query) if isinstance(value, _AfterCommit) else value

    def close(self) -> None:
        """Let the writes under way finish, then give the files back."""
        while self._jobs and self._writer is not None:
            gevent.sleep(0.005)
        self.is_closed = True
        with self._turn:
            if self._connection is not None:
                self._thread.apply(self._connection.close)
        if self._writer is not None:
            self._writer.kill()
        self._thread.kill()
        self.engine.dispose()

    # -- SQLite: the one writer ------------------------------------------------------------------------------

    def _write_in_group(self, action: Callable[[Session], T]) -> T:
        if self._writer is None:
            self._writer = gevent.spawn(self._write_groups)
        done: AsyncResult[T] = AsyncResult()
        self._jobs.append((action, done))
        self._arrived.set()
        return cast("T", done.get())

    def _write_groups(self) -> None:
        while True:
            self._arrived.wait()
            self._arrived.clear()
            while self._jobs:
                with self._turn:
                    self._write_group()

    def _write_group(self) -> None:
        """One transaction for all that wait, a savepoint for each; the disk is waited for in the native thread."""
        group: list[tuple[Action, AsyncResult[Any]]] = []
        results: list[_Result] = []
        cursor: Any = None
        try:
            connection, cursor = self._begin()
            shared: dict[Any, Any] = {}
            rows: list[Row] = []
            while self._jobs and len(group) < GROUP:
                group.append(self._jobs.popleft())
                results.append(_run_in_savepoint(connection, cursor, group[-1][0], shared, rows))
            _write_rows(connection, rows)
            self._thread.apply(cursor.execute, ("COMMIT",))
            self.fault = None
        except Exception as problem:
            self.fault = _reason(problem)
            log.exception("a group of %d writes failed", len(group))
            group = group or [self._jobs.popleft()]
            results = [_Result(error=problem) for _ in group]
            self._give_up(cursor)
        # Told first: who waits in the hall hears the call before the officer's own screen is drawn anew.
        self._tell([row for result in results for row in result.events])
        for (_, done), result in zip(group, results, strict=True):
            if result.error is None:
                done.set(result.value)
            else:
                done.set_exception(result.error)

    def _begin(self) -> tuple[Connection, Any]:
        """Take the write lock. Another process may hold it for a while: meanwhile the event loop goes on."""
        connection = self._connection = self._connection or self.engine.connect()
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA busy_timeout=0")
        waited_ms = 0
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as problem:
                if "locked" not in str(problem) or waited_ms > BUSY_TIMEOUT_MS:
                    raise
                gevent.sleep(BUSY_PAUSE_MS / 1000)
                waited_ms += BUSY_PAUSE_MS
            else:
                return connection, cursor

    def _give_up(self, cursor: Any) -> None:
        if cursor is not None and self._connection is not None and self._connection.connection.in_transaction:
            cursor.execute("ROLLBACK")

    # -- PostgreSQL: a transaction each ----------------------------------------------------------------------

    def _write_alone(self, action: Callable[[Session], T], site: int) -> T:
        # In one process the turn costs nothing (the site's lock queues anyway) and keeps the listeners in order.
        with self._turn:
            with self._noting_faults(), Session(self.engine, expire_on_commit=False) as session, session.begin():
                session.execute(text("SELECT pg_advisory_xact_lock(:site)"), {"site": site})
                value = action(session)
                session.flush()
                _write_rows(session.connection(), session.info.get("rows", []))
                happened = list(session.info.get("events", ()))
            self._tell(happened)
            return value

    @contextmanager
    def _noting_faults(self) -> Iterator[None]:
        """Of the server, not of what an action asked of it."""
        try:
            yield
        except OperationalError as problem:
            self.fault = _reason(problem)
            raise
        self.fault = None

    def _tell(self, happened: list[Any]) -> None:
        if not happened:
            return
        for listener in self.listeners:
            try:
                listener(happened)
            except Exception:  # news that cannot be told must not look like a write that failed
                log.exception("a listener failed")


def _reason(problem: BaseException) -> str:
    """In the database's own words, without the statement and what was in it."""
    return str(getattr(problem, "orig", problem)).strip().splitlines()[0][:200]


class _Result:
    __slots__ = ("error", "events", "value")

    def __init__(self, value: Any = None, error: BaseException | None = None, events: Any = ()) -> None:
        self.value = value
        self.error = error
        self.events = events


class _AfterCommit:
    __slots__ = ("query",)

    def __init__(self, query: Callable[[Session], Any]) -> None:
        self.query = query


def after_commit(query: Callable[[Session], T]) -> T:
    """An action's answer that is read after its commit, so that neither the commit nor the news waits for it.

    To the action's caller it is the query's value: `write` reads it before it returns.
    """
    return cast("T", _AfterCommit(query))


def shared_facts(session: Session) -> dict[Any, Any]:
    """What the actions of one transaction may tell each other: nobody else can write while it lasts.

    What an action told is forgotten when it is rolled back, so put values in that nobody changes later.
    """
    facts: dict[Any, Any] = session.info.setdefault("shared", {})
    return facts


def connection_of(session: Session) -> Connection:
    """The transaction's connection, for plain statements: on SQLite the session then keeps no books of its own."""
    connection: Connection | None = session.info.get("connection")
    return session.connection() if connection is None else connection


def write_at_end(session: Session, statement: Prepared, row: dict[str, Any]) -> None:
    """Insert a row that nobody reads within the transaction, together with those of the group's other actions.

    One statement for many rows costs the event loop a fraction of many statements.
    """
    session.info.setdefault("rows", []).append((statement, row))


def _write_rows(connection: Connection, rows: list[Row]) -> None:
    together: dict[Prepared, list[dict[str, Any]]] = {}
    for statement, row in rows:
        together.setdefault(statement, []).append(row)
    for statement, these in together.items():
        statement.insert_all(connection, these)


def _run_in_savepoint(
    connection: Connection, cursor: Any, action: Action, shared: dict[Any, Any], rows: list[Row]
) -> _Result:
    cursor.execute("SAVEPOINT action")
    # "rollback_only": closing the session leaves the group's transaction alone.
    info = {"shared": shared, "rows": rows, "connection": connection}
    session = Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only", info=info)
    written, told = len(rows), dict(shared)
    try:
        value = action(session)
        session.flush()
    except Exception as problem:
        session.expunge_all()
        shared.clear()
        shared.update(told)
        del rows[written:]
        cursor.execute("ROLLBACK TO action")
        cursor.execute("RELEASE action")
        return _Result(error=problem)
    cursor.execute("RELEASE action")
    return _Result(value=value, events=session.info.get("events", ()))


def open_database(url: str) -> Database:
    """A database with today's schema: made if new, brought up if older.

    Raises DatabaseProblem: `not_writable` or `damaged` (path, reason), `newer` (found, known), `unreachable` (reason).
    """
    database = Database(url)
    try:
        bring_up(database.engine)
    except BaseException:
        database.close()
        raise
    return database
