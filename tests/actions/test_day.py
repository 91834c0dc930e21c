"""Does a service day begin as it must, whatever happened before?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from actions.day import DayBegun, begin_day
from actions.duty_plan import freeze_day
from actions.hall import Hall
from actions.here import Here
from actions.known import forget
from config import Config
from models import DutyDay, DutyExceptionRow, Opening, Ticket
from rules.workdays import Weekday
from tests.actions.at_work import events, move_to, nothing_changes, rows, seat, take
from tests.conftest import SetClock

NOTHING = DayBegun(expired=0, closed_desks=0, dropped_jobs=0, planned=0)
TUESDAY = datetime(2017, 3, 14, 6)


def states(hall: Hall) -> list[str]:
    return [ticket.state for ticket in rows(hall, Ticket)]


def plans(hall: Hall, day: int) -> dict[str, list[list[str]]]:
    """Department → for each version its sittings' names."""
    found: dict[str, list[list[str]]] = {}
    for row in rows(hall, DutyDay):
        if row.day.day == day:
            found.setdefault(row.department, []).append([sitting["name"] for sitting in row.plan["sittings"]])
    return found


def test_the_days_plan_is_frozen_for_every_department(hall: Hall) -> None:
    assert hall.write(begin_day) == DayBegun(0, 0, 0, planned=12)
    frozen = plans(hall, 13)
    assert frozen["KTHT"] == [["morning", "afternoon"]]
    assert frozen["YT"] == [[]]
    (row,) = [row for row in rows(hall, DutyDay) if row.department == "KTHT"]
    assert row.plan["sittings"][0] == {"name": "morning", "opens": "07:30", "closes": "11:30"}
    assert (row.version, row.frozen_at) == (1, hall.now())


def test_beginning_a_day_twice_is_beginning_it_once(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    move_to(set_clock, hall, TUESDAY)
    hall.write(begin_day)
    with nothing_changes(hall):
        assert hall.write(begin_day) == NOTHING


def test_what_was_open_yesterday_expires_and_what_was_settled_stays(hall: Hall, set_clock: SetClock) -> None:
    for _ in range(5):
        take(hall)
    lan = seat(hall, "1", "KTHT")
    lan.serves_one()
    lan.does("next", "recall")
    set_clock.wait(30)
    lan.does("no-show")
    lan.does("next", "serve")
    move_to(set_clock, hall, TUESDAY)
    begun = hall.write(begin_day)
    assert (begun.expired, begun.closed_desks) == (3, 1)
    assert states(hall) == ["finished", "no_show", "expired", "expired", "expired"]
    expired = events(hall, "ticket_expired")
    assert [(event.facts["number"], event.facts["state"]) for event in expired] == [
        (3, "serving"),
        (4, "waiting"),
        (5, "waiting"),
    ]
    assert {event.facts["of_day"] for event in expired} == {"2017-03-13"}


def test_desks_left_open_are_closed_and_free_in_the_morning(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    lan = seat(hall, "1", "KTHT", "YT")
    lan.does("next")
    move_to(set_clock, hall, TUESDAY)
    hall.write(begin_day)
    (opening,) = rows(hall, Opening)
    assert opening.closed_at == hall.now()
    assert [event.actor for event in events(hall, "desk_closed")] == ["clock"]
    move_to(set_clock, hall, datetime(2017, 3, 14, 8))
    take(hall, "YT")
    assert lan.does("open", "next").ticket is not None


def test_a_desk_opened_early_today_stays_open(hall: Hall) -> None:
    lan = seat(hall, "1", "KTHT")
    assert hall.write(begin_day).closed_desks == 0
    assert lan.view().is_open


def test_several_missed_days_are_caught_up_at_once(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    move_to(set_clock, hall, datetime(2017, 3, 15, 9))
    take(hall)
    move_to(set_clock, hall, datetime(2017, 3, 20, 9))
    take(hall)
    assert hall.write(begin_day) == DayBegun(expired=2, closed_desks=0, dropped_jobs=2, planned=12)
    assert states(hall) == ["expired", "expired", "waiting"]


def test_the_local_midnight_ends_the_day_not_the_utc_one(hall: Hall, set_clock: SetClock) -> None:
    take(hall)
    move_to(set_clock, hall, datetime(2017, 3, 13, 23, 59))
    assert hall.write(begin_day).expired == 0
    move_to(set_clock, hall, datetime(2017, 3, 14, 0, 0))
    assert hall.write(begin_day).expired == 1


def test_a_clock_that_is_set_back_ends_nothing(hall: Hall, set_clock: SetClock) -> None:
    hall.write(begin_day)
    move_to(set_clock, hall, datetime(2017, 3, 15, 9))
    hall.write(begin_day)
    take(hall)
    lan = seat(hall, "1", "KTHT")
    move_to(set_clock, hall, datetime(2017, 3, 13, 9))
    with nothing_changes(hall):
        assert hall.write(begin_day) == NOTHING
    assert states(hall) == ["waiting"]
    move_to(set_clock, hall, datetime(2017, 3, 15, 10))
    assert lan.calls_next() == "1-001"


def test_a_plan_that_changes_during_the_day_gets_a_new_version(hall: Hall) -> None:
    hall.write(freeze_day)
    cancelled = {"kind": "cancelled", "sittings": ["afternoon"], "document": "12/QĐ", "reason": "tập huấn"}

    def cancel(session: Session, here: Here) -> int:
        session.add(DutyExceptionRow(site_id=here.site_id, department="KTHT", day=here.today, **cancelled))
        forget(session, here)
        return freeze_day(session, here)

    assert hall.write(cancel) == 1
    assert plans(hall, 13)["KTHT"] == [["morning", "afternoon"], ["morning"]]
    assert plans(hall, 13)["TP"] == [["morning", "afternoon"]]
    planned = events(hall, "duty_planned")[-1]
    assert (planned.department, planned.facts["version"]) == ("KTHT", 2)
    assert hall.write(freeze_day) == 0


@pytest.fixture
def office_without_mondays(office: Config) -> Config:
    first = office.departments[0]
    duty = {day: sittings for day, sittings in first.duty.items() if day is not Weekday.MON}
    changed = first.model_copy(update={"duty": duty})
    return office.model_copy(update={"departments": (changed, *office.departments[1:])})


def test_an_edited_configuration_does_not_rewrite_what_was_planned(
    make_hall: Callable[..., Hall], sqlite_url: str, office_without_mondays: Config
) -> None:
    make_hall(sqlite_url).write(freeze_day)
    hall = make_hall(sqlite_url, office_without_mondays)
    assert hall.write(freeze_day) == 1
    assert plans(hall, 13)["KTHT"] == [["morning", "afternoon"], []]


def test_the_days_on_which_nothing_ran_are_planned_late(hall: Hall, set_clock: SetClock) -> None:
    hall.write(begin_day)
    move_to(set_clock, hall, datetime(2017, 3, 17, 9))
    before = len(events(hall, "duty_planned"))
    assert hall.write(begin_day).planned == 4 * 12
    assert plans(hall, 15)["KTHT"] == [["morning", "afternoon"]]
    planned = events(hall, "duty_planned")[before:]
    assert [event.day.day for event in planned[::12]] == [14, 15, 16, 17]
    assert [event.facts.get("late", False) for event in planned[::12]] == [True, True, True, False]
    with nothing_changes(hall):
        assert hall.write(begin_day) == NOTHING


def test_no_day_before_the_first_is_planned_and_none_long_ago(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, TUESDAY)
    assert hall.write(begin_day).planned == 12
    move_to(set_clock, hall, datetime(2017, 12, 14, 6))
    assert hall.write(begin_day).planned == (62 + 1) * 12


def test_a_change_before_the_morning_began_hides_no_missed_day(hall: Hall, set_clock: SetClock) -> None:
    hall.write(begin_day)
    move_to(set_clock, hall, datetime(2017, 3, 15, 9))
    hall.write(freeze_day)
    assert hall.write(begin_day).planned == 12
    assert plans(hall, 14)["TP"] == [[]]
