"""The situations of a counter, as those who run such offices list them: does each end as they expect?"""

from __future__ import annotations

from datetime import timedelta

from actions.board import board
from actions.day import begin_day
from actions.duty import departments_today
from actions.hall import Hall
from actions.ticket_view import ticket_by_token
from models import Opening, Ticket
from tests.actions.at_work import Seat, events, move_to, rows, seat, take
from tests.conftest import MONDAY_MORNING, SetClock


def test_a_clerk_who_is_ready_gets_the_next_citizen(hall: Hall) -> None:
    take(hall)
    assert seat(hall, "1", "KTHT").calls_next() == "1-001"


def test_with_nobody_waiting_the_clerk_is_told_so_and_nothing_happens(hall: Hall) -> None:
    assert seat(hall, "1", "KTHT").refused("next").code == "nobody_waiting"


def test_a_no_show_is_counted_set_aside_and_returned(hall: Hall, set_clock: SetClock) -> None:
    ticket = take(hall)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall")
    set_clock.wait(30)
    view = lan.does("no-show")
    assert ([row.label for row in view.no_shows], [row.label for row in view.waiting]) == (["1-001"], ["1-002"])
    assert len(events(hall, "ticket_no_show")) == 1
    lan.does("return", label="1-001")
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    assert seen.ahead == 0


def test_a_cluster_of_departments_at_one_desk_is_one_queue_with_their_own_numbers(
    shared_hall: Hall, set_clock: SetClock
) -> None:
    for department in ("TP", "KTHT", "TNMT", "TP"):
        take(shared_hall, department)
        set_clock.wait(1)
    lan = seat(shared_hall, "1", "KTHT", "TNMT", "TP")
    assert [lan.serves_one() for _ in range(4)] == ["4-001", "1-001", "2-001", "4-002"]


def test_forwarded_with_a_note_the_citizen_keeps_the_number_and_is_not_put_at_the_end(
    hall: Hall, set_clock: SetClock
) -> None:
    take(hall, "KTHT")
    set_clock.wait(60)
    take(hall, "TP")
    take(hall, "TP")
    lan, lien = seat(hall, "1", "KTHT"), seat(hall, "4", "TP")
    lan.does("next", "serve")
    lan.does("transfer", to_department="TP", note="thiếu bản sao")
    row = lien.does("next").ticket
    assert row is not None
    assert (row.label, row.note) == ("1-001", "thiếu bản sao")


def test_signing_in_elsewhere_takes_the_desk_along(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT", "TNMT")
    lan.does("next", "serve")
    again = Seat(hall, "1", lan.account)
    held = again.does("open").ticket
    assert held is not None
    assert (held.label, held.state) == ("1-001", "serving")
    again.does("finish")
    Seat(hall, "2", lan.account).does("open")
    assert [row.desk for row in rows(hall, Opening) if row.closed_at is None] == ["2"]


def test_nobody_is_called_by_two_officers(shared_hall: Hall) -> None:
    for _ in range(3):
        take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    assert {lan.calls_next(), hoa.calls_next()} == {"1-001", "1-002"}


def test_after_a_call_was_taken_back_the_number_is_not_stuck(shared_hall: Hall) -> None:
    take(shared_hall)
    lan, hoa = seat(shared_hall, "1", "KTHT"), seat(shared_hall, "2", "KTHT")
    lan.does("next", "undo")
    assert hoa.calls_next() == "1-001"


def test_every_recall_is_shown_again_and_counted(hall: Hall) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "recall", "recall")
    (call,) = hall.read(board).calls
    assert (call.label, call.count) == ("1-001", 3)
    assert len({event.seq for event in events(hall, "ticket_called", "ticket_recalled")}) == 3


def test_every_minute_of_a_visit_can_be_accounted_for(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan, lien = seat(hall, "1", "KTHT"), seat(hall, "4", "TP")
    steps = (
        (300, lan, "next", {}), (20, lan, "serve", {}), (100, lan, "park", {}),
        (700, lan, "resume", {"label": "1-001"}), (15, lan, "serve", {}),
        (40, lan, "transfer", {"to_department": "TP"}), (120, lien, "next", {}), (10, lien, "serve", {}),
        (200, lien, "finish", {}),
    )  # fmt: skip
    for before_s, desk, verb, wish in steps:
        set_clock.wait(before_s)
        desk.does(verb, **wish)
    (row,) = rows(hall, Ticket)
    assert (row.waited_s, row.served_s, row.parked_s) == (300 + 120, 100 + 40 + 200, 700)
    on_the_way_s = 20 + 15 + 10
    assert (row.ended_at - row.issued_at).total_seconds() == 420 + 340 + 700 + on_the_way_s
    moves = [event for event in events(hall) if event.ticket_id == row.id and event.kind != "ticket_issued"]
    assert [event.kind.removeprefix("ticket_") for event in moves] == [
        "called", "serving", "parked", "resumed", "serving", "transferred", "called", "serving", "finished",
    ]  # fmt: skip
    assert [event.desk for event in moves] == ["1"] * 6 + ["4"] * 3
    assert {event.actor for event in moves} == {lan.account.actor, lien.account.actor}


# -- the day's end -----------------------------------------------------------------------------------------------


def test_who_waits_at_noon_is_called_after_lunch(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, MONDAY_MORNING.replace(hour=11, minute=10))
    ticket = take(hall)
    move_to(set_clock, hall, MONDAY_MORNING.replace(hour=12, minute=30))
    hall.write(begin_day)
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    assert seen.state == "waiting"
    move_to(set_clock, hall, MONDAY_MORNING.replace(hour=13, minute=31))
    assert seat(hall, "1", "KTHT").calls_next() == "1-001"


def test_at_midnight_what_is_open_expires_with_its_reason_and_desks_close(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(5):
        take(hall)
    lan, hoa = seat(hall, "1", "KTHT", name="lan"), seat(hall, "2", "TNMT", name="hoa")
    lan.does("next", "serve", "park", "next", "serve", "finish", "next", "recall")
    set_clock.wait(60)
    lan.does("no-show", "next", "serve")
    move_to(set_clock, hall, MONDAY_MORNING.replace(hour=23, minute=59))
    assert hall.write(begin_day).expired == 0
    move_to(set_clock, hall, MONDAY_MORNING.replace(day=14, hour=0, minute=0))
    begun = hall.write(begin_day)
    assert (begun.expired, begun.closed_desks) == (3, 2)
    assert [row.state for row in rows(hall, Ticket)] == ["expired", "finished", "no_show", "expired", "expired"]
    expired = events(hall, "ticket_expired")
    assert {event.facts["reason"] for event in expired} == {"day_ended"}
    assert [event.facts["state"] for event in expired] == ["parked", "serving", "waiting"]
    assert {event.facts["reason"] for event in events(hall, "desk_closed")} == {"day_ended"}
    assert hall.write(begin_day).expired == 0
    assert not hoa.view().is_open


def test_the_next_morning_numbers_begin_anew(hall: Hall, set_clock: SetClock) -> None:
    assert [take(hall).number for _ in range(2)] == [1, 2]
    move_to(set_clock, hall, MONDAY_MORNING + timedelta(days=2))
    hall.write(begin_day)
    assert take(hall).number == 1


def test_a_machine_that_was_off_over_midnight_changes_nothing(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    move_to(set_clock, hall, MONDAY_MORNING + timedelta(days=4))
    hall.write(begin_day)
    assert [row.state for row in rows(hall, Ticket)] == ["expired"]
    lan.does("open")
    take(hall)
    assert lan.calls_next() == "1-001"


def test_a_clock_set_back_ends_nothing_of_the_day_to_come(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    move_to(set_clock, hall, MONDAY_MORNING - timedelta(days=3))
    begun = hall.write(begin_day)
    assert (begun.expired, begun.closed_desks) == (0, 0)
    move_to(set_clock, hall, MONDAY_MORNING + timedelta(minutes=5))
    hall.write(begin_day)
    held = lan.view().ticket
    assert held is not None
    assert held.state == "serving"
    assert take(hall).number == 2


def test_a_clock_set_back_by_minutes_takes_no_time_from_anybody(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.does("next", "serve")
    set_clock.wait(-600)
    (served,) = lan.does("finish").served
    assert (served.waited_s, served.served_s) == (0, 0)


def test_the_day_ends_at_local_midnight(hall: Hall, set_clock: SetClock) -> None:
    """07:00 UTC on the 13th is 14:00 in the office; 17:00 UTC is its midnight."""
    take(hall)
    set_clock.wait((15 * 60 + 19) * 60)
    assert hall.write(begin_day).expired == 0
    set_clock.wait(60)
    assert hall.write(begin_day).expired == 1
    assert all(today.waiting == 0 for today in hall.read(departments_today))
