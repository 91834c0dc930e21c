"""How does PostgreSQL give its data away, what is in a dump, and how does it come back? By pg_dump's own format."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from backups.contents import BackupProblem, Contents

_COPY = re.compile(r"COPY public\.(\w+) \((.*)\) FROM stdin;")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
# Everything of ours, whatever schema it is of; extensions stay.
_EMPTY = b"""
SET client_min_messages = warning;
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', each.tablename);
  END LOOP;
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', each.name);
  END LOOP;
END $$;
"""
_KEPT_APART = ("--no-owner", "--no-privileges")  # the roles of another installation may not be here


def dump(url: str, target: Path, programs: str) -> None:
    """Write all of one snapshot. Raises BackupProblem: no_program, failed."""
    target.unlink(missing_ok=True)
    command = [program("pg_dump", programs), "--format=custom", *_KEPT_APART, "--no-password"]
    _run([*command, f"--file={target}"], url)


def contents(path: Path, programs: str) -> Contents:
    """Read a dump to its end and count. Raises BackupProblem: no_file, no_program, damaged, not_ours."""
    if not path.is_file():
        raise BackupProblem("no_file", path=path)
    command = [program("pg_restore", programs), "--file=-", str(path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        try:
            counted = _counted(reading.stdout)
        except (ValueError, IndexError) as problem:  # spoiled: it may come out as anything before its sum is wrong
            reading.kill()
            raise BackupProblem("damaged", path=path, reason=problem) from problem
        said = reading.stderr.read().strip()
    if reading.returncode:
        raise BackupProblem("damaged", path=path, reason=said)
    if counted is None:
        raise BackupProblem("not_ours", path=path)
    return counted


def live_contents(url: str, *, alone: bool = True) -> Contents | None:
    """What the database holds; None if it holds nothing of ours. Raises BackupProblem: failed, in_use (`alone`)."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if alone and connection.execute(_OTHERS).scalar():
                raise BackupProblem("in_use", path=engine.url.database or "")
            return _counted_live(connection)
    except SQLAlchemyError as problem:
        raise BackupProblem("failed", program="PostgreSQL", reason=getattr(problem, "orig", problem)) from problem
    finally:
        engine.dispose()


def restore(url: str, path: Path, programs: str) -> None:
    """Put a dump in the place of what is there, in one transaction. Raises BackupProblem: no_program, failed.

    By psql, for `pg_restore --clean` drops only what the dump has: tables of a later schema would stand in the way.
    """
    reading = [program("pg_restore", programs), *_KEPT_APART, "--file=-", str(path)]
    writing = [program("psql", programs), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(
            [*writing, "--single-transaction", "--file=-"],
            env=_environment(url), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints,
        ) as psql:  # fmt: skip
            is_told = _tell(psql, reading, complaints)
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip()
    if psql.returncode or not is_told:
        raise BackupProblem("failed", program="pg_restore", reason=said)


def _tell(psql: subprocess.Popen[bytes], reading: list[str], complaints: IO[bytes]) -> bool:
    """All statements of a dump after those that make room; False if not all came."""
    assert psql.stdin is not None
    with suppress(BrokenPipeError), psql.stdin:  # it hangs up at an error
        psql.stdin.write(_EMPTY)
        psql.stdin.flush()
        if subprocess.run(reading, stdout=psql.stdin, stderr=complaints).returncode == 0:
            return True
        psql.kill()  # before it hears the end and commits a half
    return False


def program(name: str, folder: str) -> str:
    """The program's path. Raises BackupProblem: no_program."""
    found = shutil.which(name, path=folder or None)
    if found is None:
        raise BackupProblem("no_program", program=name)
    return found


def _run(command: list[str], url: str) -> None:
    done = subprocess.run(command, env=_environment(url), capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        raise BackupProblem("failed", program=Path(command[0]).name, reason=done.stderr.strip())


def _environment(url: str) -> Mapping[str, str]:
    """The way to the server as libpq reads it: on the command line everybody on this PC could read the password."""
    parts = make_url(url)
    host = parts.host or parts.query.get("host")
    known = {
        "PGHOST": host,
        "PGPORT": parts.port,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
        "PGSSLMODE": parts.query.get("sslmode"),
    }
    return {**os.environ, **{name: str(value) for name, value in known.items() if value}}


def _counted(lines: Iterable[str]) -> Contents | None:
    """From the statements of a dump; None if it is not of our tables."""
    tally = _Tally()
    for line in lines:
        tally.read(line)
    if not tally.schema or not {"sites", "tickets", "events"} <= set(tally.rows):
        return None
    rows = tally.rows
    return Contents(
        tally.schema, tuple(tally.sites), rows["tickets"], rows["events"], tally.last_event, tally.last_ticket
    )


class _Tally:
    """Counts the rows between `COPY … FROM stdin;` and `\\.`, and keeps what `Contents` tells."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.schema = ""
        self.sites: list[str] = []
        self.last_event: datetime | None = None
        self.last_ticket: datetime | None = None
        self._table = ""
        self._columns: list[str] = []

    def read(self, line: str) -> None:
        begun = None if self._table else _COPY.match(line)
        if begun is not None:
            self._table, self._columns = begun[1], [name.strip(' "') for name in begun[2].split(",")]
            self.rows[self._table] = 0
        elif self._table and line.startswith("\\."):
            self._table = ""
        elif self._table:
            self.rows[self._table] += 1
            self._note(line.rstrip("\n").split("\t"))

    def _note(self, values: list[str]) -> None:
        if self._table == "alembic_version":
            self.schema = values[0]
        elif self._table == "sites":
            self.sites.append(values[self._columns.index("code")])
        elif self._table == "events":
            self.last_event = self._later(self.last_event, values, "at")
        elif self._table == "tickets":
            self.last_ticket = self._later(self.last_ticket, values, "issued_at")

    def _later(self, known: datetime | None, values: list[str], column: str) -> datetime:
        at = datetime.fromisoformat(values[self._columns.index(column)])
        return at if known is None else max(at, known)


def _counted_live(connection: Connection) -> Contents | None:
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return None
    schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    tickets, issued = connection.execute(text("SELECT count(*), max(issued_at) FROM tickets")).one()
    events, last = connection.execute(text("SELECT count(*), max(at) FROM events")).one()
    sites = connection.scalars(text("SELECT code FROM sites ORDER BY id")).all()
    return Contents(str(schema), tuple(sites), int(tickets), int(events), last, issued)
