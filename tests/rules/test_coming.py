from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from rules.duty import (
    Absence,
    DutyException,
    ExceptionKind,
    NextDuty,
    Stop,
    is_staffed,
    next_duty,
    numbers_from,
    ticket_hours,
)
from rules.workdays import Sitting, SpecialDay
from tests.rules.office import (
    AFTERNOON,
    BOTH,
    FINANCE,
    JUSTICE,
    MONDAY,
    MORNING,
    TUESDAY,
    WEDNESDAY,
    at,
    office,
)

OFFICERS = {JUSTICE: frozenset({1, 2})}
FRIDAY = WEDNESDAY + timedelta(2)


def away(
    officer: int, since: datetime, until: datetime, substitute: int | None = None, reported: str = "6:00"
) -> Absence:
    return Absence(officer, since, until, substitute, at(MONDAY, reported))


def both_away(since: datetime, until: datetime) -> tuple[Absence, ...]:
    return away(1, since, until), away(2, since, until)


def stop(since: datetime, until: datetime | None = None, department: str = JUSTICE) -> Stop:
    return Stop(department, since, until, "meeting")


def cut(sitting: Sitting, opens: str = "", closes: str = "") -> Sitting:
    start = at(MONDAY, opens).time() if opens else sitting.opens
    return Sitting(sitting.name, start, at(MONDAY, closes).time() if closes else sitting.closes)


def test_numbers_start_before_the_sitting_and_stop_before_its_end() -> None:
    assert ticket_hours(MORNING, office()) == (time(7, 15), time(11, 20))


def test_numbers_never_start_on_the_day_before() -> None:
    night = Sitting("night", time(0, 5), time(6, 0))
    assert ticket_hours(night, office())[0] == time(0, 0)


@pytest.mark.parametrize(
    ("after", "day", "sittings"),
    [
        (at(MONDAY, "0:00"), MONDAY, BOTH),
        (at(MONDAY, "7:14:59"), MONDAY, BOTH),
        (at(MONDAY, "7:15"), MONDAY, (AFTERNOON,)),
        (at(MONDAY, "12:00"), MONDAY, (AFTERNOON,)),
        (at(MONDAY, "13:14:59"), MONDAY, (AFTERNOON,)),
        (at(MONDAY, "13:15"), WEDNESDAY, BOTH),
        (at(MONDAY, "23:59:59"), WEDNESDAY, BOTH),
        (at(TUESDAY, "9:00"), WEDNESDAY, BOTH),
        (at(FRIDAY, "14:00"), FRIDAY + timedelta(3), BOTH),
    ],
)
def test_the_next_duty_is_the_first_sitting_whose_numbers_are_still_to_start(
    after: datetime, day: date, sittings: tuple[Sitting, ...]
) -> None:
    assert next_duty(JUSTICE, after, office()) == NextDuty(JUSTICE, day, sittings)


def test_closed_days_and_cancelled_duty_are_skipped() -> None:
    table = office(
        special_days=[SpecialDay(WEDNESDAY, False)],
        exceptions=(DutyException(JUSTICE, FRIDAY, ExceptionKind.CANCELLED, (MORNING,)),),
    )
    assert next_duty(JUSTICE, at(TUESDAY, "9:00"), table) == NextDuty(JUSTICE, FRIDAY, (AFTERNOON,))


def test_nothing_is_told_beyond_the_horizon() -> None:
    shut = [SpecialDay(MONDAY + timedelta(days), False) for days in range(61)]
    assert next_duty(JUSTICE, at(MONDAY, "9:00"), office(special_days=shut)) is None
    assert next_duty(JUSTICE, at(MONDAY, "9:00"), office(special_days=shut, horizon_days=61)) is None
    found = next_duty(JUSTICE, at(MONDAY, "9:00"), office(special_days=shut, horizon_days=62))
    assert found is None
    found = next_duty(JUSTICE, at(MONDAY, "9:00"), office(special_days=shut, horizon_days=63))
    assert found is not None
    assert found.day == MONDAY + timedelta(63)
    assert next_duty("unknown", at(MONDAY, "9:00"), office()) is None


def test_a_department_without_officers_is_staffed() -> None:
    table = office(
        officers={FINANCE: frozenset({3}), JUSTICE: frozenset()},
        absences=both_away(at(MONDAY, "0:00"), at(TUESDAY, "0:00")),
    )
    assert is_staffed(JUSTICE, at(MONDAY, "9:00"), table)
    assert is_staffed("unknown", at(MONDAY, "9:00"), table)


@pytest.mark.parametrize(
    ("absences", "staffed"),
    [
        ((), True),
        ((away(1, at(MONDAY, "7:30"), at(MONDAY, "11:30")),), True),
        (both_away(at(MONDAY, "7:30"), at(MONDAY, "11:30")), False),
        (both_away(at(MONDAY, "9:00"), at(MONDAY, "11:30")), False),
        (both_away(at(MONDAY, "9:00:01"), at(MONDAY, "11:30")), True),
        (both_away(at(MONDAY, "7:30"), at(MONDAY, "9:00")), True),
        (both_away(at(MONDAY, "7:30"), at(MONDAY, "9:00:01")), False),
    ],
)
def test_somebody_is_there_unless_all_are_away_at_that_moment(absences: tuple[Absence, ...], staffed: bool) -> None:
    assert is_staffed(JUSTICE, at(MONDAY, "9:00"), office(officers=OFFICERS, absences=absences)) is staffed


MORNING_OFF = (at(MONDAY, "7:30"), at(MONDAY, "11:30"))


@pytest.mark.parametrize(
    ("absences", "staffed"),
    [
        ((away(1, *MORNING_OFF, 9), away(2, *MORNING_OFF)), True),
        ((away(1, *MORNING_OFF, 9), away(2, *MORNING_OFF), away(9, *MORNING_OFF)), False),
        ((away(1, *MORNING_OFF, 9), away(2, *MORNING_OFF), away(9, *MORNING_OFF, 10)), False),
        ((away(1, *MORNING_OFF, 2), away(2, *MORNING_OFF)), False),
        ((*both_away(*MORNING_OFF), away(2, *MORNING_OFF, 9, reported="8:25")), True),
        ((*both_away(*MORNING_OFF), away(2, *MORNING_OFF, 9, reported="5:00")), False),
    ],
)
def test_a_substitute_covers_who_is_not_away_too_and_the_last_report_holds(
    absences: tuple[Absence, ...], staffed: bool
) -> None:
    assert is_staffed(JUSTICE, at(MONDAY, "9:00"), office(officers=OFFICERS, absences=absences)) is staffed


@pytest.mark.parametrize(
    ("since", "until", "sittings"),
    [
        ("7:30", "11:30", (AFTERNOON,)),
        ("13:30", "17:00", (MORNING,)),
        ("0:00", "8:30", (cut(MORNING, opens="8:30"), AFTERNOON)),
        ("10:00", "11:30", (cut(MORNING, closes="10:00"), AFTERNOON)),
        ("9:00", "10:00", (cut(MORNING, closes="9:00"), AFTERNOON)),
        ("7:40", "10:00", (cut(MORNING, opens="10:00"), AFTERNOON)),
        ("7:30", "11:20", (AFTERNOON,)),
        ("11:30", "13:30", BOTH),
        ("16:55", "18:00", (MORNING, cut(AFTERNOON, closes="16:55"))),
    ],
)
def test_a_sitting_is_told_for_the_time_in_which_somebody_is_there(
    since: str, until: str, sittings: tuple[Sitting, ...]
) -> None:
    absences = both_away(at(MONDAY, since), at(MONDAY, until))
    table = office(officers=OFFICERS, absences=absences)
    assert next_duty(JUSTICE, at(MONDAY, "6:00"), table) == NextDuty(JUSTICE, MONDAY, sittings)


def test_days_on_which_all_are_away_are_skipped() -> None:
    absences = both_away(at(MONDAY, "0:00"), at(FRIDAY, "12:00"))
    table = office(officers=OFFICERS, absences=absences)
    assert next_duty(JUSTICE, at(MONDAY, "6:00"), table) == NextDuty(JUSTICE, FRIDAY, (AFTERNOON,))


@pytest.mark.parametrize(
    ("stops", "day", "sittings", "numbers"),
    [
        (
            (stop(at(MONDAY, "8:00"), at(MONDAY, "9:30")),),
            MONDAY,
            (cut(MORNING, opens="9:30"), AFTERNOON),
            "9:30",
        ),
        ((stop(at(MONDAY, "8:00"), at(MONDAY, "13:20")),), MONDAY, (AFTERNOON,), "13:20"),
        ((stop(at(MONDAY, "8:00"), at(MONDAY, "12:00")),), MONDAY, (AFTERNOON,), "13:15"),
        ((stop(at(MONDAY, "8:00"), at(MONDAY, "17:00")),), WEDNESDAY, BOTH, "7:15"),
        ((stop(at(MONDAY, "8:00")),), WEDNESDAY, BOTH, "7:15"),
        ((stop(at(MONDAY, "8:00") - timedelta(30)),), WEDNESDAY, BOTH, "7:15"),
        (
            (stop(at(MONDAY, "8:00"), at(WEDNESDAY, "8:00")),),
            WEDNESDAY,
            (cut(MORNING, opens="8:00"), AFTERNOON),
            "8:00",
        ),
        ((stop(at(MONDAY, "8:00")), stop(at(WEDNESDAY, "7:00"))), FRIDAY, BOTH, "7:15"),
        ((stop(at(MONDAY, "8:00"), department=FINANCE),), MONDAY, (AFTERNOON,), "13:15"),
        (
            (stop(at(MONDAY, "8:00"), at(MONDAY, "9:00")), stop(at(MONDAY, "8:50"), at(MONDAY, "10:00"))),
            MONDAY,
            (cut(MORNING, opens="10:00"), AFTERNOON),
            "10:00",
        ),
    ],
)
def test_a_stop_holds_until_its_end_and_one_without_an_end_for_the_day(
    stops: tuple[Stop, ...], day: date, sittings: tuple[Sitting, ...], numbers: str
) -> None:
    table = office(stops=stops)
    told = next_duty(JUSTICE, at(MONDAY, "8:40"), table)
    assert told == NextDuty(JUSTICE, day, sittings)
    assert told is not None
    assert numbers_from(told, table) == at(day, numbers).time()


def test_a_sitting_too_short_to_give_numbers_is_not_told() -> None:
    table = office(stop_before=timedelta(hours=4, minutes=15))
    assert next_duty(JUSTICE, at(MONDAY, "6:00"), table) is None
