"""How long will they wait? The intervals of a hall, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from actions.by_hand import enter_number
from actions.day import begin_day
from actions.duty import department_today
from actions.hall import Hall
from actions.issue import issue_ticket
from actions.prospect import prospect
from actions.ticket_view import ticket_by_token
from actions.views import DepartmentToday, Issued, TicketView
from config import Config
from models import PrintJob, Ticket
from rules.duty import Closed, Open
from rules.waiting import Wait
from tests.actions.at_work import events, move_to, rows, seat, take
from tests.conftest import SetClock

DAY = timedelta(days=1)


def look(hall: Hall, ticket: TicketView) -> TicketView:
    seen = hall.read(ticket_by_token, token=ticket.token)
    assert seen is not None
    return seen


def today(hall: Hall, code: str = "KTHT") -> DepartmentToday:
    found = hall.read(department_today, code=code)
    assert found is not None
    return found


def serve_a_day(hall: Hall, set_clock: SetClock, minutes: float, people: int = 20) -> None:
    """A day on which everybody is served for as long, one after the other."""
    lan = seat(hall, "1", "KTHT", name=f"officer-{set_clock.now():%d}")
    for _ in range(people):
        take(hall)
    for _ in range(people):
        lan.does("next", "serve")
        set_clock.wait(minutes * 60)
        lan.does("finish")
    lan.does("close")


def test_nobody_knows_while_nobody_serves(hall: Hall) -> None:
    ticket = take(hall)
    assert (ticket.wait, look(hall, ticket).wait, today(hall).wait) == (None, None, None)
    assert hall.read(prospect, department="KTHT").wait is None


def test_a_desk_of_another_department_promises_nothing(hall: Hall) -> None:
    seat(hall, "4", "TP")
    assert take(hall).wait is None


def test_everybody_is_told_the_same(hall: Hall) -> None:
    seat(hall, "1", "KTHT")
    first, second = take(hall), take(hall)
    before = hall.read(prospect, department="KTHT").wait
    assert before == today(hall).wait
    third = take(hall)
    assert third.wait == before == look(hall, third).wait
    assert first.wait is not None
    assert second.wait is not None
    assert third.wait is not None
    assert first.wait.low_min <= second.wait.low_min < third.wait.low_min < third.wait.high_min


def test_a_call_brings_everybody_nearer_and_time_too(hall: Hall, set_clock: SetClock) -> None:
    lan = seat(hall, "1", "KTHT")
    last = [take(hall) for _ in range(5)][-1]
    at_first = look(hall, last).wait
    lan.does("next", "serve")
    set_clock.wait(240)
    later = look(hall, last).wait
    lan.does("finish", "next", "serve")
    set_clock.wait(60)
    nearest = look(hall, last).wait
    assert at_first is not None
    assert later is not None
    assert nearest is not None
    assert nearest.high_min < later.high_min < at_first.high_min


def test_a_second_desk_shortens_the_wait_and_its_closing_lengthens_it(shared_hall: Hall) -> None:
    seat(shared_hall, "1", "KTHT")
    for _ in range(6):
        take(shared_hall)
    alone = today(shared_hall).wait
    hoa = seat(shared_hall, "2", "KTHT")
    together = today(shared_hall).wait
    hoa.does("close")
    assert today(shared_hall).wait == alone
    assert alone is not None
    assert together is not None
    assert together.high_min < 0.8 * alone.high_min


def test_a_break_without_an_end_serves_nobody_and_one_with_an_end_later(hall: Hall, set_clock: SetClock) -> None:
    lan = seat(hall, "1", "KTHT")
    free = today(hall).wait
    lan.does("break")
    assert today(hall).wait is None
    lan.does("back")
    assert today(hall).wait == free
    back = set_clock.now().astimezone(hall.config.site.zone) + timedelta(minutes=40)
    lan.does("break", until=back.time())
    paused = today(hall).wait
    assert paused is not None
    assert paused.low_min >= 15


def test_the_office_learns_from_its_own_visits(hall: Hall, set_clock: SetClock) -> None:
    """Two departments' officers, one quick and one slow, on the Monday and Wednesday before."""
    at_first = _third_in_line(hall, "KTHT")
    for day in (15, 17, 20, 22):
        move_to(set_clock, hall, datetime(2017, 3, day, 7, 35))
        hall.write(begin_day)
        serve_a_day(hall, set_clock, minutes=3)
    move_to(set_clock, hall, datetime(2017, 3, 24, 8, 0))
    hall.write(begin_day)
    learned = _third_in_line(hall, "KTHT")
    assert learned.high_min < at_first.high_min
    assert learned.low_min <= 9
    # Of other departments it knows only what the office as a whole shows.
    assert _third_in_line(hall, "TP").high_min >= learned.high_min


def _third_in_line(hall: Hall, department: str) -> Wait:
    lan = seat(hall, "1" if department == "KTHT" else "4", department, name=f"new-{hall.now():%d%H%M%S}-{department}")
    taken = [take(hall, department) for _ in range(3)]
    lan.does("close")
    assert taken[-1].wait is not None
    return taken[-1].wait


def test_a_slow_day_is_noticed_on_the_day(hall: Hall, set_clock: SetClock) -> None:
    lan = seat(hall, "1", "KTHT")
    for _ in range(8):
        take(hall)
    at_first = look(hall, take(hall)).wait
    for _ in range(6):
        lan.does("next", "serve")
        set_clock.wait(25 * 60)
        lan.does("finish")
    for _ in range(6):
        last = take(hall)
    later = look(hall, last).wait
    assert at_first is not None
    assert later is not None
    assert look(hall, last).ahead == 8
    assert later.high_min > at_first.high_min


def test_what_was_promised_is_kept_with_the_ticket(hall: Hall, set_clock: SetClock) -> None:
    unknown = take(hall)
    lan = seat(hall, "1", "KTHT")
    told = take(hall)
    set_clock.wait(300)
    lan.does("next", "serve")
    first, second = rows(hall, Ticket)
    assert (first.promised_ahead, first.promised_low_min, first.promised_high_min) == (0, None, None)
    assert unknown.wait is None
    assert told.wait is not None
    assert (second.promised_ahead, second.promised_low_min) == (1, told.wait.low_min)
    assert second.promised_high_min == told.wait.high_min
    assert second.expected_s > 0
    issued = [event.facts["wait"] for event in events(hall, "ticket_issued")]
    assert issued == [None, [told.wait.low_min, told.wait.high_min]]


def test_with_priority_the_promise_is_that_of_the_place_in_line(hall: Hall) -> None:
    seat(hall, "1", "KTHT")
    ordinary = [take(hall) for _ in range(4)]
    preferred = take(hall, priority="merit")
    assert preferred.ahead == 0
    assert preferred.wait == ordinary[0].wait
    assert rows(hall, Ticket)[-1].promised_ahead == 0
    assert rows(hall, Ticket)[-1].promised_high_min == ordinary[0].wait.high_min  # type: ignore[union-attr]  # a desk serves


def test_a_slip_written_by_hand_was_promised_nothing(hall: Hall) -> None:
    seat(hall, "1", "KTHT")
    entered = hall.write(enter_number, department="KTHT", number=40, touch_id="by-hand-1", actor="test", desk="1")
    assert isinstance(entered, Issued)
    (row,) = rows(hall, Ticket)
    assert (row.promised_ahead, row.promised_low_min, row.expected_s) == (None, None, None)


def test_the_paper_gets_the_interval_that_the_citizen_sees(hall: Hall) -> None:
    seat(hall, "1", "KTHT")
    take(hall)
    ticket = take(hall)
    assert ticket.wait is not None
    facts = rows(hall, PrintJob)[-1].facts
    assert facts["wait"] == {"low": ticket.wait.low_min, "high": ticket.wait.high_min, "may_miss": False}


def test_near_the_end_of_a_sitting_it_is_announced_that_one_may_not_be_served(hall: Hall, set_clock: SetClock) -> None:
    seat(hall, "1", "KTHT")
    move_to(set_clock, hall, datetime(2017, 3, 13, 10, 40))
    early = [take(hall) for _ in range(9)]
    assert early[0].wait is not None
    assert early[-1].wait is not None
    assert not early[0].wait.may_miss_sitting
    assert early[-1].wait.may_miss_sitting
    verdict = today(hall).verdict
    assert isinstance(verdict, Open)
    assert verdict.warning is not None
    assert verdict.warning.code == "no_fit.warn"


def test_an_office_may_give_no_more_numbers_than_it_can_serve(
    any_hall: Callable[[Config], Hall], office: Config, set_clock: SetClock
) -> None:
    strict = office.model_copy(update={"hours": office.hours.model_copy(update={"closing": "refuse"})})
    hall = any_hall(strict)
    seat(hall, "1", "KTHT")
    move_to(set_clock, hall, datetime(2017, 3, 13, 10, 40))
    for number in range(30):
        answer = hall.write(issue_ticket, touch_id=f"touch-{number:06d}", department="KTHT")
        today(hall)
        if not isinstance(answer, Issued):
            break
    assert 3 <= number < 15
    closed = today(hall)
    assert isinstance(closed.verdict, Closed)
    assert (closed.verdict.refusal.code, closed.wait) == ("no_fit", None)


def test_before_the_opening_the_wait_begins_with_the_sitting(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, datetime(2017, 3, 13, 7, 15))
    seat(hall, "1", "KTHT")
    first = take(hall)
    assert first.wait is not None
    assert first.wait.high_min >= 15


def test_a_clock_that_is_set_back_breaks_nothing(hall: Hall, set_clock: SetClock) -> None:
    seat(hall, "1", "KTHT")
    take(hall)
    set_clock.wait(-3600)
    ticket = take(hall)
    assert ticket.wait is not None
    assert 0 <= ticket.wait.low_min < ticket.wait.high_min
    set_clock.wait(7 * 24 * 3600)
    assert today(hall).wait is None or today(hall).wait.low_min >= 0  # type: ignore[union-attr]  # not None


def test_a_number_taken_between_two_looks_counts_who_came_meanwhile(hall: Hall) -> None:
    """The look at the hall is not taken anew while tickets are issued; whoever came since is counted on top."""
    seat(hall, "1", "KTHT")
    taken = [take(hall) for _ in range(6)]
    assert [ticket.ahead for ticket in taken] == list(range(6))
    lows = [ticket.wait.low_min for ticket in taken if ticket.wait is not None]
    assert len(lows) == 6
    assert lows == sorted(lows)
    assert [look(hall, ticket).wait for ticket in taken] == [ticket.wait for ticket in taken]


def test_a_repeated_touch_is_told_the_wait_of_now(hall: Hall, set_clock: SetClock) -> None:
    seat(hall, "1", "KTHT")
    take(hall)
    ticket = take(hall, touch_id="touch-again")
    again = hall.write(issue_ticket, touch_id="touch-again", department="KTHT")
    assert isinstance(again, Issued)
    assert replace(again.ticket, seq=0) == replace(look(hall, ticket), seq=0)
