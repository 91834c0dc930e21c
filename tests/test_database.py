"""Are writes durable, together, and alone in their failure; and is the schema what the models say?"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gevent
import pytest
from alembic import command
from sqlalchemy import event, func, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from actions.events import first_broken, last_seq, record
from actions.hall import Hall
from actions.here import Here
from actions.ticket_view import ticket_by_token
from database import Database, DatabaseProblem, open_database, shared_facts, write_at_end
from models import Device, Event, Ticket
from models.prepared import Prepared

REAL_UPGRADE = command.upgrade
AT_END = Prepared(insert(Device.__table__))
HOLD_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
"""


def note(session: Session, here: Here, word: str = "note") -> int:
    """An action like ours: a row, an event, a row at the end."""
    session.add(Device(site_id=here.site_id, code=word, kind="row"))
    write_at_end(
        session, Prepared(insert(Device.__table__)), {"site_id": here.site_id, "code": f"{word}-end", "kind": "end"}
    )
    return record(session, here, "noted", actor="test", word=word).seq


def codes(hall: Hall, kind: str) -> list[str]:
    query = select(Device.code).where(Device.site_id == hall.site_id, Device.kind == kind).order_by(Device.id)
    return hall.read(lambda session, here: list(session.scalars(query)))


def words(hall: Hall) -> list[str]:
    """What the log says was noted."""
    query = select(Event).where(Event.site_id == hall.site_id, Event.kind == "noted").order_by(Event.seq)
    return hall.read(lambda session, here: [row.facts["word"] for row in session.scalars(query)])


def together(hall: Hall, *actions: Callable[..., Any]) -> list[gevent.Greenlet[..., Any]]:
    """Many visitors at the same moment; waits for all."""
    asked = [gevent.spawn(hall.write, action) for action in actions]
    gevent.joinall(asked)
    return asked


@pytest.fixture
def second_process(sqlite_url: str) -> Iterator[Any]:
    """Another process that holds the write lock until it is told to let go."""
    path = sqlite_url.removeprefix("sqlite:///")
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdout.readline()
    yield process
    process.communicate()


def release(process: Any) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


# -- one commit for many -----------------------------------------------------------------------------------------


def test_those_who_write_at_the_same_moment_share_a_commit(sqlite_url: str) -> None:
    commits: list[str] = []
    database = open_database(sqlite_url)

    def trace(connection: Any, _record: object) -> None:
        connection.set_trace_callback(lambda said: commits.append(said) if said == "COMMIT" else None)

    event.listen(database.engine, "connect", trace)
    database.engine.dispose()
    site = {"site_id": 1, "kind": "row"}
    asked = [
        gevent.spawn(database.write, lambda session, n=n: session.add(Device(code=f"d{n}", **site))) for n in range(40)
    ]
    gevent.joinall(asked, raise_error=True)
    stored = database.read(lambda session: session.scalar(select(func.count()).select_from(Device)))
    database.close()
    assert stored == 40
    assert 1 <= len(commits) <= 4


def test_everybody_gets_the_value_of_their_own_action(hall: Hall) -> None:
    asked = together(hall, *(lambda session, here, n=n: note(session, here, f"n{n}") and n for n in range(20)))
    assert [each.get() for each in asked] == list(range(20))


class GaveUpError(Exception):
    pass


def raises(session: Session, here: Here) -> None:
    raise GaveUpError


def breaks_a_constraint_by_a_row(session: Session, here: Here) -> None:
    session.add(Device(site_id=here.site_id, code="before", kind="row"))
    session.flush()


def breaks_a_constraint_by_a_statement(session: Session, here: Here) -> None:
    session.execute(insert(Device).values(site_id=here.site_id, code="before", kind="row"))


def breaks_a_constraint_when_it_is_over(session: Session, here: Here) -> None:
    session.add(Device(site_id=here.site_id, code="before", kind="row"))


def breaks_a_constraint_and_goes_on(session: Session, here: Here) -> None:
    try:
        breaks_a_constraint_by_a_row(session, here)
    except IntegrityError:
        session.execute(select(Device)).all()


@pytest.mark.parametrize(
    ("fails", "error"),
    [
        (raises, GaveUpError),
        (breaks_a_constraint_by_a_row, IntegrityError),
        (breaks_a_constraint_by_a_statement, IntegrityError),
        (breaks_a_constraint_when_it_is_over, IntegrityError),
        (breaks_a_constraint_and_goes_on, Exception),
    ],
)
def test_an_action_that_fails_takes_back_only_itself(
    hall: Hall, fails: Callable[..., None], error: type[Exception]
) -> None:
    def note_and_fail(session: Session, here: Here) -> None:
        note(session, here, "bad")
        fails(session, here)

    heard: list[str] = []
    hall.database.listeners.append(lambda happened: heard.extend(each.facts["word"] for each in happened))
    asked = together(
        hall,
        lambda session, here: note(session, here, "before"),
        note_and_fail,
        lambda session, here: note(session, here, "after"),
    )
    with pytest.raises(error):
        asked[1].get()
    assert asked[2].get() == asked[0].get() + 1
    assert codes(hall, "row") == words(hall) == heard == ["before", "after"]
    assert codes(hall, "end") == ["before-end", "after-end"]
    assert hall.read(first_broken) is None
    assert hall.write(note) == asked[2].get() + 1


def test_what_a_failed_action_told_the_others_is_forgotten(hall: Hall) -> None:
    def tell_and_fail(session: Session, here: Here) -> None:
        shared_facts(session)["told"] = "nonsense"
        raise GaveUpError

    asked = together(hall, tell_and_fail, lambda session, here: shared_facts(session).get("told"))
    assert asked[1].get() is None


# -- listeners ---------------------------------------------------------------------------------------------------


def test_listeners_hear_in_order_and_after_the_commit(hall: Hall) -> None:
    heard: list[tuple[int, int]] = []

    def listen(happened: list[Any]) -> None:
        newest = hall.read(last_seq)
        heard.extend((each.seq, newest) for each in happened)

    before = hall.read(last_seq)
    hall.database.listeners.append(listen)
    together(hall, *(lambda session, here, n=n: note(session, here, f"n{n}") for n in range(70)))
    assert [seq for seq, _ in heard] == list(range(before + 1, before + 71))
    assert all(newest >= seq for seq, newest in heard)


def test_a_listener_that_fails_harms_nobody(hall: Hall) -> None:
    heard: list[Any] = []

    def fail(happened: list[Any]) -> None:
        raise GaveUpError

    hall.database.listeners += [fail, heard.extend]
    hall.write(note)
    assert words(hall) == [each.facts["word"] for each in heard] == ["note"]


def test_who_changes_nothing_tells_nothing(hall: Hall) -> None:
    heard: list[Any] = []
    hall.database.listeners.append(heard.append)
    hall.write(lambda session, here: None)
    assert heard == []


# -- other processes, reading and closing ------------------------------------------------------------------------


def test_while_another_process_writes_we_wait_and_the_loop_goes_on(sqlite_hall: Hall, second_process: Any) -> None:
    turns = 0
    asked = gevent.spawn(sqlite_hall.write, note)
    with gevent.Timeout(0.3, False):
        while True:
            gevent.sleep(0.01)
            turns += 1
    assert not asked.ready()
    assert turns > 5
    release(second_process)
    assert asked.get(timeout=30) > 0
    assert words(sqlite_hall) == ["note"]


def test_a_lock_held_too_long_is_an_error_and_later_writes_work(
    sqlite_hall: Hall, second_process: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("database.BUSY_TIMEOUT_MS", 50)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite_hall.write(note)
    release(second_process)
    second_process.wait()
    sqlite_hall.write(note)
    assert words(sqlite_hall) == ["note"]


def test_what_write_has_returned_is_there_for_another_process(hall: Hall) -> None:
    hall.write(note)
    other = open_database(hall.database.url)
    seen = other.read(lambda session: session.scalar(select(Device.code).where(Device.site_id == hall.site_id)))
    other.close()
    assert seen == "note"


def test_a_read_is_one_picture_however_long_it_takes(hall: Hall) -> None:
    """Otherwise a wall could get a number of events whose effects it does not show, and never learn of them."""
    other = open_database(hall.database.url)

    def look_twice(session: Session, here: Here) -> tuple[int, int]:
        first = last_seq(session, here)
        other.write(lambda elsewhere: note(elsewhere, here), site=here.site_id)
        return first, last_seq(session, here)

    first, second = hall.read(look_twice)
    other.close()
    assert first == second
    assert hall.read(last_seq) == first + 1


def test_closing_waits_for_the_writes_under_way(sqlite_url: str, make_hall: Callable[..., Hall]) -> None:
    hall = make_hall(sqlite_url)
    asked = [gevent.spawn(hall.write, lambda session, here, n=n: note(session, here, f"n{n}")) for n in range(100)]
    gevent.sleep(0)
    assert hall.database.waiting_writes > 0
    hall.database.close()
    assert len({each.get(timeout=30) for each in asked}) == 100
    with pytest.raises(DatabaseProblem, match="closed"):
        hall.write(note)
    assert len(words(make_hall(sqlite_url))) == 100


def test_a_nul_in_a_text_is_taken_by_both_and_names_nothing(hall: Hall) -> None:
    hall.write(note, "a\x00b")
    assert len(codes(hall, "row")) == len(codes(hall, "end")) == 1
    assert hall.read(ticket_by_token, token="\x00") is None
    assert hall.read(first_broken) is None


def test_a_row_of_a_site_that_does_not_exist_is_refused(hall: Hall) -> None:
    with pytest.raises(IntegrityError):
        hall.database.write(lambda session: session.add(Device(site_id=987_654, code="lost", kind="row")))


# -- opening -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without anything in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'dữ liệu' / 'mới.db'}"
    return str(request.getfixturevalue("postgres_url"))


def tables(url: str) -> list[str]:
    from sqlalchemy import create_engine, inspect

    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_a_schema_newer_than_the_program_is_refused(new_url: str) -> None:
    database = open_database(new_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(DatabaseProblem) as refused:
        open_database(new_url)
    assert refused.value.code == "newer"
    assert refused.value.facts["found"] == "9999"


def test_an_older_database_is_brought_up_with_what_is_in_it(new_url: str) -> None:
    """From the first schema: those who wait keep their procedure's field, and with it their desks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, _: REAL_UPGRADE(config, "0001"))
        patch.setattr("schema.SCHEMA", "0001")
        old = open_database(new_url)
    with old.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO sites (id, code, name, facts_version, created_at) VALUES (1, 'a', 'A', 1, '2026-08-12 00:00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO procedures (id, site_id, key, code, department, field, name, documents, time_limit, fee, "
            "legal_basis, source, synonyms, is_checked, is_withdrawn, position, official_name, revision, is_edited) "
            "VALUES (1, 1, 'p', '', 'TP', 'Hộ tịch', 'P', '[]', '', '', '', '', '[]', true, false, 1, '', 1, false)"
        )
        for number, procedure in ((1, "'p'"), (2, "NULL"), (3, "'gone'")):
            connection.exec_driver_sql(
                "INSERT INTO tickets (id, site_id, day, sitting, department, series, number, token, touch_id, "
                "procedure, visit, language, return_code, place, state, issued_at, arrived_at, calls) VALUES "
                f"({number}, 1, '2026-08-12', 'morning', 'TP', 4, {number}, 't{number}', 't{number}', {procedure}, "
                "'new', 'vi', '0000', '{}', 'waiting', '2026-08-12 01:00', '2026-08-12 01:00', 0)"
            )
    old.close()
    new = open_database(new_url)
    kept = new.read(lambda session: session.execute(select(Ticket.number, Ticket.field).order_by(Ticket.id)).all())
    new.close()
    assert [tuple(row) for row in kept] == [(1, "Hộ tịch"), (2, None), (3, None)]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DatabaseProblem) as refused:
        open_database(f"sqlite:///{tmp_path / 'file' / 'mot-cua.db'}")
    assert refused.value.code == "not_writable"
    assert refused.value.facts["reason"]


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mot-cua.db"
    path.write_text("thư gửi bà " * 200)
    with pytest.raises(DatabaseProblem) as refused:
        open_database(f"sqlite:///{path}")
    assert refused.value.code == "damaged"
    assert path.read_text().startswith("thư gửi bà")


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(DatabaseProblem) as refused:
        open_database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    assert refused.value.code == "unreachable"


class PowerCutError(Exception):
    pass


def test_a_first_migration_that_fails_leaves_nothing_behind(new_url: str) -> None:
    def cut(*asked: Any) -> None:
        if "CREATE TRIGGER" in asked[2]:
            raise PowerCutError

    event.listen(Engine, "before_cursor_execute", cut)
    try:
        with pytest.raises(PowerCutError):
            open_database(new_url)
    finally:
        event.remove(Engine, "before_cursor_execute", cut)
    assert tables(new_url) == []
    open_database(new_url).close()
    assert "events" in tables(new_url)


def test_a_first_migration_cut_off_by_a_power_cut_leaves_nothing_behind(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mot-cua.db'}"
    program = (
        "import os, sys; from sqlalchemy import event; from sqlalchemy.engine import Engine; import database\n"
        "def cut(*asked): 'CREATE TRIGGER' in asked[2] and os.kill(os.getpid(), 9)\n"
        "event.listen(Engine, 'before_cursor_execute', cut)\n"
        "database.open_database(sys.argv[1])\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, url], cwd=Path(__file__).parent.parent, check=False)
    assert ended.returncode == -9
    assert tables(url) == []
    open_database(url).close()


def test_opening_again_changes_nothing(new_url: str) -> None:
    open_database(new_url).close()
    first = Database(new_url)
    before = first.read(lambda session: session.execute(select(Device)).all())
    first.close()
    again = open_database(new_url)
    assert again.read(lambda session: session.execute(select(Device)).all()) == before == []
    again.close()
