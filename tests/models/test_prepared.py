"""Does a prepared statement read and write what SQLAlchemy's own way does, on both databases?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, create_engine, func, insert, select, update

from actions.devices import add_device_token
from actions.hall import Hall
from database import connection_of
from models import Device, Event
from models.base import table_of
from models.prepared import Prepared

EVENTS = table_of(Event)
HANOI = timezone(timedelta(hours=7))
ROW: dict[str, Any] = {
    "at": datetime(2017, 3, 13, 8, 40, 1, 234_567, tzinfo=HANOI), "day": date(2017, 3, 13), "kind": "noted",
    "actor": "tổ “một cửa”", "desk": None, "department": "TP", "ticket_id": None,
    "facts": {"số": 1, "gì": ["a", None, 1.5]}, "hash": "x" * 64,
}  # fmt: skip


def row(hall: Hall, seq: int) -> dict[str, Any]:
    return {**ROW, "site_id": hall.site_id, "seq": seq}


def kept(hall: Hall, seq: int) -> dict[str, Any]:
    found: Any = hall.read(lambda db, here: db.execute(select(EVENTS).where(EVENTS.c.seq == seq)).mappings().one())
    return {name: value for name, value in found.items() if name not in ("id", "seq")}


def test_a_row_is_kept_as_sqlalchemy_keeps_it(hall: Hall) -> None:
    ours = Prepared(insert(EVENTS))
    hall.write(lambda db, here: db.execute(insert(EVENTS), row(hall, 9_001)) and None)
    hall.write(lambda db, here: ours.insert(connection_of(db), row(hall, 9_002)) and None)
    hall.write(lambda db, here: ours.insert_all(connection_of(db), [row(hall, 9_003), row(hall, 9_004)]))

    assert kept(hall, 9_002) == kept(hall, 9_003) == kept(hall, 9_004) == kept(hall, 9_001)
    assert kept(hall, 9_002)["at"] == ROW["at"].astimezone(UTC)
    assert kept(hall, 9_002)["facts"] == ROW["facts"]


def test_a_question_with_days_lists_and_constants_is_answered_alike(hall: Hall) -> None:
    hall.write(lambda db, here: db.execute(insert(EVENTS), [row(hall, 9_001), row(hall, 9_002)]) and None)
    asked = select(func.count(), func.max(EVENTS.c.seq)).where(
        EVENTS.c.site_id == bindparam("site"), EVENTS.c.day == bindparam("day"), EVENTS.c.kind == "noted",
        EVENTS.c.department.in_(["TP", "YT"]),
    )  # fmt: skip
    ours = Prepared(asked)
    for department_day, answer in ((date(2017, 3, 13), (2, 9_002)), (date(2017, 3, 14), (0, None))):
        values = {"site": hall.site_id, "day": department_day}
        found: Any = hall.read(lambda db, here, values=values: ours.first(connection_of(db), values))
        assert tuple(found) == answer


def test_nothing_found_is_none(hall: Hall) -> None:
    ours = Prepared(select(EVENTS.c.hash).where(EVENTS.c.seq == bindparam("seq")))
    assert hall.read(lambda db, here: ours.first(connection_of(db), {"seq": 77_777})) is None


def test_a_moment_without_zone_is_refused_as_ever(hall: Hall) -> None:
    ours = Prepared(insert(EVENTS))
    naive = {**row(hall, 9_001), "at": datetime(2017, 3, 13, 8, 40)}
    with pytest.raises(Exception, match="zone"):
        hall.write(lambda db, here: ours.insert(connection_of(db), naive))


def test_a_column_that_would_get_its_default_must_be_named() -> None:
    table = Table("things", MetaData(), Column("id", Integer, primary_key=True), Column("kind", String, default="row"))
    with create_engine("sqlite://").begin() as connection:
        table.create(connection)
        with pytest.raises(ValueError, match="kind"):
            Prepared(insert(table)).insert(connection, {"id": 1})
        assert Prepared(insert(table)).insert(connection, {"id": 7, "kind": "row"}) == 7


def test_rows_have_names_and_the_types_values(hall: Hall) -> None:
    hall.write(lambda db, here: db.execute(insert(EVENTS), [row(hall, 9_001), row(hall, 9_002)]) and None)
    columns = [EVENTS.c[name] for name in ("seq", "at", "day", "desk", "facts")]
    ours = Prepared(select(*columns).where(EVENTS.c.seq > bindparam("after")).order_by(EVENTS.c.seq))
    found: Any = hall.read(lambda db, here: ours.all(connection_of(db), {"after": 9_000}))
    assert [each.seq for each in found] == [9_001, 9_002]
    first: Any = hall.read(lambda db, here: ours.first(connection_of(db), {"after": 9_000}))
    assert tuple(first) == (9_001, ROW["at"].astimezone(UTC), ROW["day"], None, ROW["facts"])


def test_a_change_says_how_many_rows_it_met(hall: Hall) -> None:
    devices = table_of(Device)
    ours = Prepared(update(devices).where(devices.c.code == bindparam("named")).values(code=bindparam("new")))
    hall.write(add_device_token, code="kiosk-1")
    changes = [{"named": "kiosk-1", "new": "kiosk-9"}, {"named": "kiosk-1", "new": "kiosk-8"}]
    met = [hall.write(lambda db, here, each=each: ours.change(connection_of(db), each)) for each in changes]
    assert met == [1, 0]
    assert hall.read(lambda db, here: db.scalars(select(Device.code)).all()) == ["kiosk-9"]
