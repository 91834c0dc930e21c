"""Does anything that happens all day look through the years? SQLite's own plan of every statement is read."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from actions.accounts import Role
from actions.covering import is_covering_news
from actions.hall import Hall
from actions.in_line import in_lines
from application import House
from tests.actions.at_work import Seat, seat
from tests.phone.telephone import issued
from tests.visitors import add_officer, paired, signed_in

# What grows with every ticket and is never cleaned up.
GROWING = "events|tickets|ticket_procedures|presses|ratings"
ALL_OF_IT = re.compile(rf"SCAN ({GROWING})\b|SEARCH ({GROWING})\b.*\(site_id=\?\)$")
NEWEST_EVENT = "ORDER BY events.seq DESC\n LIMIT 1"
PAGES = {
    "kiosk-1": ("/kiosk/", "/kiosk/departments/TP", "/kiosk/search?q=dat", "/kiosk/queue"),
    "wall-1": ("/display/snapshot",),
    "the Office": ("/office/", "/office/state", "/office/health", "/desk/guide/"),
}


class Statements:
    """Every statement as it ran, and while what was done."""

    def __init__(self) -> None:
        self.now = ""
        self.ran: dict[str, set[str]] = defaultdict(set)

    def note(self, statement: str) -> None:
        if re.match(r"\s*(SELECT|UPDATE|DELETE|INSERT|WITH)\b", statement) and NEWEST_EVENT not in statement:
            self.ran[statement].add(self.now)


@pytest.fixture
def statements(sqlite_hall: Hall) -> Iterator[Statements]:
    noted = Statements()

    def listen(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(noted.note)

    event.listen(sqlite_hall.database.engine, "checkout", listen)
    yield noted
    event.remove(sqlite_hall.database.engine, "checkout", listen)


def press_through(desk: Seat, statements: Statements) -> None:
    for verb in ("next", "recall", "serve", "park", "next", "serve", "finish", "undo", "finish-next"):
        statements.now = verb
        desk.does(verb)


def test_nothing_that_happens_all_day_looks_through_the_years(house: House, statements: Statements) -> None:
    hall, desk = house.hall, seat(house.hall, "4", "TP")
    visitors = {device: paired(house, device) for device in ("kiosk-1", "wall-1")}
    visitors["the Office"] = signed_in(house, add_officer(house, "chief", role=Role.SUPERVISOR))
    statements.ran.clear()
    for number in range(5):
        statements.now = "a touch"
        token = issued(house, f"a touch of years {number}").token
    press_through(desk, statements)
    for who, paths in PAGES.items():
        for statements.now in paths:
            assert visitors[who].get(statements.now).status_code == 200, statements.now
    statements.now = "the phone"
    assert house.app.test_client().get(f"/t/{token}/state").status_code == 200
    statements.now = "what is told"
    hall.read(is_covering_news)
    hall.read(in_lines, departments={"TP"})
    assert len(statements.ran) > 50
    assert_none_looks_through_all(hall, statements)


def assert_none_looks_through_all(hall: Hall, statements: Statements) -> None:
    with sqlite3.connect(hall.database.url.removeprefix("sqlite:///")) as connection:
        found = [
            (sorted(when), step[3], statement)
            for statement, when in statements.ran.items()
            for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
            if ALL_OF_IT.search(step[3])
        ]
    assert found == []
