"""How does PostgreSQL give its data away, what is in a dump, and how does it come back? By pg_dump's own format."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from backups.contents import BackupProblem, Contents

_COPY = re.compile(r"COPY public\.(\w+) \((.*)\) FROM stdin;")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
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
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        counted = _counted(reading.stdout)
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
    """Put a dump in the place of what is there, in one transaction. Raises BackupProblem: no_program, failed."""
    command = [program("pg_restore", programs), "--clean", "--if-exists", *_KEPT_APART, "--no-password"]
    database = make_url(url).database or ""
    _run([*command, "--single-transaction", "--exit-on-error", f"--dbname={database}", str(path)], url)


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
    return Contents(tally.schema, tuple(tally.sites), rows["tickets"], rows["events"], tally.last_event)


class _Tally:
    """Counts the rows between `COPY … FROM stdin;` and `\\.`, and keeps what `Contents` tells."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.schema = ""
        self.sites: list[str] = []
        self.last_event: datetime | None = None
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
            at = datetime.fromisoformat(values[self._columns.index("at")])
            self.last_event = max(at, self.last_event) if self.last_event else at


def _counted_live(connection: Connection) -> Contents | None:
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return None
    schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    tickets = connection.execute(text("SELECT count(*) FROM tickets")).scalar()
    events, last = connection.execute(text("SELECT count(*), max(at) FROM events")).one()
    sites = connection.scalars(text("SELECT code FROM sites ORDER BY id")).all()
    return Contents(str(schema), tuple(sites), int(tickets or 0), int(events), last)
