from __future__ import annotations

from datetime import date, time

import pytest

from rules.duty import DutyException, ExceptionKind, StandingOrder, duty_on, duty_weekdays, standing_order
from rules.workdays import DayKind, Sitting, SpecialDay, Weekday
from tests.rules.office import (
    AFTERNOON,
    BOTH,
    FINANCE,
    JUSTICE,
    MONDAY,
    MORNING,
    MWF,
    SATURDAY,
    SUNDAY,
    TT,
    TUESDAY,
    WEDNESDAY,
    office,
)

EXTRA, CANCELLED = ExceptionKind.EXTRA, ExceptionKind.CANCELLED
EARLY = Sitting("morning", time(7, 0), time(11, 0))
NOON = Sitting("noon", time(11, 0), time(14, 0))


def change(kind: ExceptionKind, *sittings: Sitting, department: str = JUSTICE, day: date = MONDAY) -> DutyException:
    return DutyException(department, day, kind, sittings, "12/QĐ-UBND", "họp đột xuất")


@pytest.mark.parametrize(
    ("department", "day", "sittings"),
    [
        (JUSTICE, MONDAY, BOTH),
        (JUSTICE, TUESDAY, ()),
        (JUSTICE, WEDNESDAY, BOTH),
        (FINANCE, MONDAY, ()),
        (FINANCE, TUESDAY, BOTH),
        (JUSTICE, SATURDAY, ()),
        ("unknown", MONDAY, ()),
    ],
)
def test_a_department_has_duty_on_its_weekdays(department: str, day: date, sittings: tuple[Sitting, ...]) -> None:
    assert duty_on(department, day, office()) == sittings


def test_a_make_up_day_inherits_the_roster_of_the_day_it_replaces() -> None:
    friday_too = {**TT, Weekday.SAT: (MORNING,)}
    table = office({JUSTICE: MWF, FINANCE: friday_too}, [SpecialDay(SATURDAY, True, Weekday.FRI, DayKind.MAKEUP)])
    assert duty_on(JUSTICE, SATURDAY, table) == BOTH
    assert duty_on(FINANCE, SATURDAY, table) == ()


def test_saturday_mornings_are_ordinary_configuration() -> None:
    table = office({JUSTICE: {**MWF, Weekday.SAT: (MORNING,)}, FINANCE: TT})
    assert duty_on(JUSTICE, SATURDAY, table) == (MORNING,)


def test_the_latest_order_valid_by_the_day_holds() -> None:
    later = StandingOrder(JUSTICE, TUESDAY, TT, "số 2")
    last = StandingOrder(JUSTICE, SATURDAY, {Weekday.SUN: (MORNING,)}, "số 3")
    table = office(orders={JUSTICE: (last, StandingOrder(JUSTICE, date.min, MWF), later)})
    assert duty_on(JUSTICE, MONDAY, table) == BOTH
    assert duty_on(JUSTICE, TUESDAY, table) == BOTH
    assert duty_on(JUSTICE, WEDNESDAY, table) == ()
    assert duty_on(JUSTICE, SUNDAY, table) == (MORNING,)
    assert duty_weekdays(JUSTICE, MONDAY, table) == (Weekday.MON, Weekday.WED, Weekday.FRI)
    assert duty_weekdays(JUSTICE, WEDNESDAY, table) == (Weekday.TUE, Weekday.THU)


def test_of_two_orders_from_one_date_the_one_listed_last_holds() -> None:
    first, second = StandingOrder(JUSTICE, MONDAY, MWF), StandingOrder(JUSTICE, MONDAY, TT)
    assert standing_order(JUSTICE, MONDAY, office(orders={JUSTICE: (first, second)})) is second


def test_before_its_first_order_a_department_has_no_duty() -> None:
    table = office(orders={JUSTICE: (StandingOrder(JUSTICE, TUESDAY, MWF),)})
    assert duty_on(JUSTICE, MONDAY, table) == ()
    assert duty_weekdays(JUSTICE, MONDAY, table) == ()


def test_sittings_are_told_earliest_first_however_they_are_configured() -> None:
    table = office({JUSTICE: {Weekday.MON: (AFTERNOON, NOON, EARLY)}})
    assert duty_on(JUSTICE, MONDAY, table) == (EARLY, NOON, AFTERNOON)


@pytest.mark.parametrize(
    ("changes", "sittings"),
    [
        ((change(CANCELLED),), ()),
        ((change(CANCELLED, MORNING),), (AFTERNOON,)),
        ((change(CANCELLED, EARLY),), (AFTERNOON,)),
        ((change(CANCELLED, NOON),), BOTH),
        ((change(CANCELLED, MORNING), change(CANCELLED, AFTERNOON)), ()),
        ((change(EXTRA, EARLY),), (EARLY, AFTERNOON)),
        ((change(EXTRA, NOON),), (NOON,)),
        ((change(EXTRA),), BOTH),
        ((change(CANCELLED), change(EXTRA, MORNING)), (MORNING,)),
        ((change(EXTRA, EARLY), change(CANCELLED)), ()),
        ((change(CANCELLED, department=FINANCE),), BOTH),
        ((change(CANCELLED, day=TUESDAY),), BOTH),
    ],
)
def test_exceptions_change_the_day_in_their_order(
    changes: tuple[DutyException, ...], sittings: tuple[Sitting, ...]
) -> None:
    assert duty_on(JUSTICE, MONDAY, office(exceptions=changes)) == sittings


@pytest.mark.parametrize("day", [TUESDAY, SATURDAY, SUNDAY])
def test_extra_duty_for_a_whole_day_is_the_departments_longest_day(day: date) -> None:
    table = office({JUSTICE: {**MWF, Weekday.MON: (MORNING,)}}, exceptions=(change(EXTRA, day=day),))
    assert duty_on(JUSTICE, day, table) == BOTH


def test_a_decreed_closed_day_stays_closed_for_extra_duty() -> None:
    extra = (change(EXTRA, MORNING),)
    assert duty_on(JUSTICE, MONDAY, office(special_days=[SpecialDay(MONDAY, False)], exceptions=extra)) == ()
    ordered = SpecialDay(MONDAY, True, kind=DayKind.ORDER)
    assert duty_on(JUSTICE, MONDAY, office(special_days=[ordered], exceptions=extra)) == BOTH
