"""When is a department on duty told to be uncovered, and since when?"""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.covering import covered_departments, is_covering_news, note_covering, uncovered_now
from actions.hall import Hall
from tests.actions.at_work import Seat, add_person, events, move_to
from tests.conftest import SetClock

GRACE_MIN = 15  # uncovered_after_min as shipped


def told(hall: Hall) -> dict[str, tuple[int, datetime | None]]:
    return {each.department: (each.minutes, each.left) for each in hall.read(uncovered_now)}


@pytest.fixture
def lan(hall: Hall, set_clock: SetClock) -> Seat:
    """Of Tư pháp, at her desk at 7:30 on Monday."""
    move_to(set_clock, hall, datetime(2017, 3, 13, 7, 30))
    seat = Seat(hall, "4", add_person(hall, "lan", "TP"))
    seat.does("open")
    return seat


def test_nobody_is_missed_in_the_first_minutes(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, datetime(2017, 3, 13, 7, 30 + GRACE_MIN - 1))
    assert told(hall) == {}
    set_clock.wait(60)
    assert told(hall)["TP"] == (GRACE_MIN, None)


def test_an_open_desk_covers_until_it_is_closed(hall: Hall, lan: Seat, set_clock: SetClock) -> None:
    move_to(set_clock, hall, datetime(2017, 3, 13, 9, 0))
    assert "TP" not in told(hall)
    assert hall.read(covered_departments) == {"TP"}
    lan.does("close")
    assert hall.read(covered_departments) == frozenset()


def test_minutes_count_from_the_closing_and_not_from_the_morning(hall: Hall, lan: Seat, set_clock: SetClock) -> None:
    """Who leaves at 9:00 has not been missing since 7:30, and may be back within the minutes that a start has too."""
    move_to(set_clock, hall, datetime(2017, 3, 13, 9, 0))
    lan.does("close")
    set_clock.wait((GRACE_MIN - 1) * 60)
    assert "TP" not in told(hall)
    set_clock.wait(60)
    assert told(hall)["TP"] == (GRACE_MIN, datetime(2017, 3, 13, 9, 0))
    lan.does("open")
    assert "TP" not in told(hall)


def test_what_was_closed_in_the_morning_says_nothing_of_the_afternoon(
    hall: Hall, lan: Seat, set_clock: SetClock
) -> None:
    move_to(set_clock, hall, datetime(2017, 3, 13, 11, 30))
    lan.does("close")
    move_to(set_clock, hall, datetime(2017, 3, 13, 13, 45))
    assert told(hall)["TP"] == (GRACE_MIN, None)


def test_each_time_a_department_is_left_is_written_once(hall: Hall, lan: Seat, set_clock: SetClock) -> None:
    for hour in (9, 10):
        move_to(set_clock, hall, datetime(2017, 3, 13, hour, 0))
        lan.does("close")
        set_clock.wait(GRACE_MIN * 60)
        assert hall.read(is_covering_news)
        hall.write(note_covering)
        assert not hall.read(is_covering_news)
        lan.does("open")
        hall.write(note_covering)
    assert [each.kind for each in events(hall, "uncovered", "covered") if each.department == "TP"] == [
        "uncovered", "covered", "uncovered", "covered",
    ]  # fmt: skip
