"""What is learned from rows: how long visits and gaps were, who did not come, and how wrong the promises were."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.day import begin_day
from actions.hall import Hall
from actions.past_visits import Learned, learned
from rules.service_times import PRIOR_GAP_S, PRIOR_S
from tests.actions.at_work import Seat, move_to, seat, take
from tests.conftest import SetClock


def look(hall: Hall) -> Learned:
    return hall.read(learned)


def serve(lan: Seat, set_clock: SetClock, lasts_s: float, gap_s: float = 0) -> None:
    lan.does("next", "serve")
    set_clock.wait(lasts_s)
    lan.does("finish")
    set_clock.wait(gap_s)


def to_the_next_duty(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, datetime(2017, 3, 15, 8, 0))
    hall.write(begin_day)


def errors_of(hall: Hall) -> list[float]:
    """How wrong the promises of the department were, in seconds."""
    recent = look(hall).errors.recent
    return [error for (code, _), errors in recent.items() if code == "KTHT" for error in errors]


def test_an_office_without_visits_knows_the_prior(sqlite_hall: Hall) -> None:
    known = look(sqlite_hall)
    assert (known.times.service_s("KTHT"), known.errors.recent) == (PRIOR_S, {})


def test_visits_and_gaps_are_learned_from_the_days_before(sqlite_hall: Hall, set_clock: SetClock) -> None:
    lan = seat(sqlite_hall, "1", "KTHT")
    for _ in range(30):
        take(sqlite_hall, department=None, procedure="1.013225")
    for _ in range(30):
        serve(lan, set_clock, 180, gap_s=120)
    to_the_next_duty(sqlite_hall, set_clock)
    past = look(sqlite_hall).past
    assert past.service_s("KTHT", "1.013225") == pytest.approx(180, rel=0.45)
    assert past.gap_s == pytest.approx(120, rel=0.15)
    assert past.service_s("KTHT", "1.013225") < past.service_s("TP") < PRIOR_S


def test_a_gap_in_which_nobody_waited_is_none(sqlite_hall: Hall, set_clock: SetClock) -> None:
    lan = seat(sqlite_hall, "1", "KTHT")
    for _ in range(5):
        take(sqlite_hall)
        serve(lan, set_clock, 60, gap_s=600)
    to_the_next_duty(sqlite_hall, set_clock)
    assert look(sqlite_hall).past.gap_s == PRIOR_GAP_S


def test_who_did_not_come_made_no_visit(sqlite_hall: Hall, set_clock: SetClock) -> None:
    lan = seat(sqlite_hall, "1", "KTHT")
    for _ in range(10):
        take(sqlite_hall)
        lan.does("next", "recall")
        set_clock.wait(60)
        lan.does("no-show")
    to_the_next_duty(sqlite_hall, set_clock)
    past = look(sqlite_hall).past
    assert past.service_s("KTHT") == PRIOR_S
    assert past.no_shows > 0.3
    assert past.no_show_s < 90


def test_each_promise_that_came_to_an_end_teaches_how_wrong_it_was(sqlite_hall: Hall, set_clock: SetClock) -> None:
    take(sqlite_hall)  # nobody sits there: nothing is promised
    lan = seat(sqlite_hall, "1", "KTHT")
    for _ in range(4):
        take(sqlite_hall)
        set_clock.wait(1)
    for _ in range(5):
        serve(lan, set_clock, 60)
    assert errors_of(sqlite_hall) == []  # today's are for tomorrow
    to_the_next_duty(sqlite_hall, set_clock)
    assert len(errors_of(sqlite_hall)) == 4
    assert min(errors_of(sqlite_hall)) < -300  # visits of a minute, where ten were expected


def test_whoever_waited_twice_or_over_lunch_teaches_nothing(sqlite_hall: Hall, set_clock: SetClock) -> None:
    lan = seat(sqlite_hall, "1", "KTHT")
    take(sqlite_hall)
    set_clock.wait(60)
    lan.does("next")
    set_clock.wait(60)
    lan.does("close", "open")
    set_clock.wait(60)
    serve(lan, set_clock, 60)
    move_to(set_clock, sqlite_hall, datetime(2017, 3, 13, 11, 10))
    take(sqlite_hall)
    move_to(set_clock, sqlite_hall, datetime(2017, 3, 13, 13, 40))
    serve(lan, set_clock, 60)
    to_the_next_duty(sqlite_hall, set_clock)
    assert errors_of(sqlite_hall) == []


def test_today_is_looked_through_each_minute(sqlite_hall: Hall, set_clock: SetClock) -> None:
    lan = seat(sqlite_hall, "1", "KTHT")
    for _ in range(8):
        take(sqlite_hall)
    assert look(sqlite_hall).times.pace("1") == 1
    for _ in range(4):
        serve(lan, set_clock, 1500)
    slow = look(sqlite_hall)
    assert slow.times.pace("1") > 1.3
    serve(lan, set_clock, 10)
    assert look(sqlite_hall) == slow
    set_clock.wait(60)
    assert look(sqlite_hall).times.pace("1") < slow.times.pace("1")
