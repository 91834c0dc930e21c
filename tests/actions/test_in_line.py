"""One answer for all phones: is it what each would have been told alone?"""

from __future__ import annotations

from datetime import datetime

from actions.hall import Hall
from actions.in_line import in_lines
from actions.ticket_view import ticket_by_token
from actions.views import TicketView
from tests.actions.at_work import move_to, seat, take
from tests.conftest import SetClock


def alone(hall: Hall, ticket: TicketView) -> tuple[object, ...]:
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    return seen.series, seen.number, seen.ahead, seen.wait


def together(hall: Hall, *departments: str) -> list[tuple[object, ...]]:
    found = hall.read(in_lines, departments=departments)
    return [(each.series, each.number, each.ahead, each.wait) for code in departments for each in found[code] or ()]


def test_each_finds_the_place_and_the_interval_that_it_would_be_told_alone(
    shared_hall: Hall, set_clock: SetClock
) -> None:
    lan = seat(shared_hall, "1", "KTHT", "TNMT", "TP")
    seat(shared_hall, "2", "KTHT")
    taken = []
    for department, priority in (("KTHT", None), ("TP", None), ("KTHT", "merit"), ("TNMT", None), ("KTHT", None)):
        taken.append(take(shared_hall, department, priority=priority))
        set_clock.wait(30)
    taken.append(take(shared_hall, department=None, procedure="1.013225"))
    lan.does("next", "serve")
    waiting = [each for each in taken if alone(shared_hall, each)[2] is not None]
    told = together(shared_hall, "KTHT", "TNMT", "TP")
    assert len(told) == 5
    assert sorted(map(str, told)) == sorted(str(alone(shared_hall, each)) for each in waiting)


def test_only_those_of_the_department_are_told(hall: Hall) -> None:
    take(hall, "KTHT")
    justice = take(hall, "TP")
    assert together(hall, "TP") == [alone(hall, justice)]
    assert hall.read(in_lines, departments=("YT",)) == {"YT": ()}


def test_in_a_break_nobody_is_told_an_interval(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, datetime(2017, 3, 13, 11, 10))
    take(hall, "TP")
    move_to(set_clock, hall, datetime(2017, 3, 13, 12, 0))
    assert hall.read(in_lines, departments=("TP", "KTHT")) == {"TP": None, "KTHT": ()}
