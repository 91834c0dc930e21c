"""Who is called next, and once more?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent
import pytest
from sqlalchemy.orm import Session

from actions.board import board
from actions.counter import held_ticket
from actions.hall import Hall
from actions.here import Here
from config import Config
from database import connection_of
from models import DutyExceptionRow
from tests.actions.at_work import Seat, add_person, events, seat, take
from tests.conftest import SetClock

TWO_DAYS_S = 2 * 24 * 3600


def test_the_longest_waiting_is_called_first(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(3):
        take(hall)
        set_clock.wait(60)
    lan = seat(hall, "1", "KTHT")
    assert [lan.serves_one() for _ in range(3)] == ["1-001", "1-002", "1-003"]


def test_the_longest_waiting_of_all_a_desks_departments_is_called_first(shared_hall: Hall, set_clock: SetClock) -> None:
    for department in ("TP", "KTHT", "TNMT", "KTHT"):
        take(shared_hall, department)
        set_clock.wait(1)
    lan = seat(shared_hall, "1", "KTHT", "TNMT", "TP")
    assert [lan.serves_one() for _ in range(4)] == ["4-001", "1-001", "2-001", "1-002"]


def test_an_officer_calls_only_for_departments_they_belong_to(shared_hall: Hall) -> None:
    take(shared_hall, "KTHT")
    take(shared_hall, "TNMT")
    lan = seat(shared_hall, "1", "TNMT", "NV")
    assert lan.serves_one() == "2-001"
    assert lan.refused("next").code == "nobody_waiting"


def test_an_officer_calls_only_for_departments_on_duty_today(hall: Hall) -> None:
    take(hall, "KTHT")
    lan = seat(hall, "1", "KTHT", "YT")
    cancelled = {"kind": "cancelled", "sittings": [], "document": "12/QĐ", "reason": "tập huấn"}
    hall.write(
        lambda session, here: session.add(
            DutyExceptionRow(site_id=here.site_id, department="KTHT", day=here.today, **cancelled)
        )
    )
    hall.memory.known = None
    assert lan.refused("next").code == "nobody_waiting"


def test_nobody_waiting_is_said(hall: Hall) -> None:
    assert seat(hall, "1", "KTHT").refused("next").code == "nobody_waiting"


def test_those_of_yesterday_are_never_called(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    set_clock.wait(TWO_DAYS_S)
    assert lan.refused("next").code == "nobody_waiting"


@pytest.mark.parametrize("held", [("next",), ("next", "serve")])
def test_an_officer_holds_one_citizen_at_a_time(hall: Hall, held: tuple[str, ...]) -> None:
    take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does(*held)
    refusal = lan.refused("next")
    assert (refusal.code, refusal.facts["label"]) == ("holding", "1-001")


def test_a_call_says_who_and_where(hall: Hall) -> None:
    ticket = take(hall)
    lan = seat(hall, "1", "KTHT")
    row = lan.does("next").ticket
    assert row is not None
    assert (row.token, row.state, row.calls, row.called_at) == (ticket.token, "called", 1, hall.now())
    (called,) = events(hall, "ticket_called")
    assert (called.desk, called.department, called.actor) == ("1", "KTHT", lan.account.actor)
    assert called.facts == {"series": 1, "number": 1, "count": 1, "token": ticket.token}


def test_recalls_are_counted_and_keep_the_first_calls_time(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next")
    called_at = hall.now()
    set_clock.wait(20)
    row = lan.does("recall", "recall").ticket
    assert row is not None
    assert (row.calls, row.called_at) == (3, called_at)
    assert [event.facts["count"] for event in events(hall, "ticket_recalled")] == [2, 3]
    assert hall.read(board).calls[0].count == 3


def test_there_is_nobody_to_recall_before_a_call(hall: Hall) -> None:
    take(hall)
    assert seat(hall, "1", "KTHT").refused("recall").code == "nothing_held"


@pytest.mark.parametrize("verb", ["next", "recall"])
def test_a_desk_that_is_not_open_calls_nobody(hall: Hall, verb: str) -> None:
    take(hall)
    lan = Seat(hall, "1", add_person(hall, "lan", "KTHT"))
    assert lan.refused(verb).code == "desk_not_open"
    lan.does("open", "close")
    assert lan.refused(verb).code == "desk_not_open"


@pytest.mark.parametrize("verb", ["next", "recall"])
def test_nobody_calls_at_anothers_desk(hall: Hall, verb: str) -> None:
    take(hall)
    seat(hall, "1", "KTHT", name="lan").does("next")
    hoa = Seat(hall, "1", add_person(hall, "hoa", "KTHT"))
    refusal = hoa.refused(verb)
    assert (refusal.code, refusal.facts["name"]) == ("desk_taken", "lan")


def test_a_desk_that_does_not_exist_and_an_account_that_serves_nobody_are_refused(hall: Hall) -> None:
    lan = add_person(hall, "lan", "KTHT")
    assert Seat(hall, "77", lan).refused("next").code == "no_desk"
    assert Seat(hall, "1", add_person(hall, "office")).refused("next").code == "no_officer"


def test_two_desks_of_one_department_get_two_citizens(shared_hall: Hall) -> None:
    take(shared_hall)
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    assert [lan.calls_next(), hoa.calls_next()] == ["1-001", "1-002"]


@pytest.fixture
def six_equal_desks(make_hall: Callable[..., Hall], sqlite_url: str, office: Config) -> Hall:
    desks = tuple(desk.model_copy(update={"departments": ("KTHT",)}) for desk in office.desks)
    return make_hall(sqlite_url, office.model_copy(update={"desks": desks}))


def test_officers_who_press_at_the_same_moment_get_different_citizens(six_equal_desks: Hall) -> None:
    hall = six_equal_desks
    for _ in range(5):
        take(hall)
    seats = [seat(hall, desk.code, "KTHT") for desk in hall.config.desks]
    pressed = [gevent.spawn(each.press, "next") for each in seats]
    gevent.joinall(pressed, raise_error=True)
    called = [event.facts["number"] for event in events(hall, "ticket_called")]
    assert called == [1, 2, 3, 4, 5]
    assert sorted(each.value.code for each in pressed if not hasattr(each.value, "desk")) == ["nobody_waiting"]


def test_who_stands_at_a_desk_is_found_without_walking_through_all_tickets_ever(sqlite_hall: Hall) -> None:
    asked: list[str] = []

    def ask(session: Session, here: Here) -> Any:
        connection = connection_of(session).connection
        connection.set_trace_callback(asked.append)
        assert held_ticket(session, here, 1) is None
        connection.set_trace_callback(None)
        return connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}").fetchone()[3]

    assert "uq_tickets_officer_held" in sqlite_hall.read(ask)
