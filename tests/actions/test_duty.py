"""Who is on duty now: what rows, holidays and configuration come to together?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from actions.duty import department_today, departments_today, duty_week, verdict_now
from actions.duty_table import read_duty_table
from actions.hall import Hall
from actions.views import DepartmentToday
from config import Config
from config.office import Quota
from rules.duty import Closed, Open, next_duty
from rules.refusals import Refusal
from rules.workdays import Sitting, Weekday
from tests.actions.at_work import move_to, take, touch
from tests.conftest import SetClock

MON_WED_FRI = ("KTHT", "TNMT", "TCKH", "TP", "LDTBXH", "NNPTNT")
TUE_THU = ("YT", "NV", "GDDT", "VHTT", "DT", "TTR")


def today(hall: Hall, department: str) -> DepartmentToday:
    answer = hall.read(department_today, code=department)
    assert answer is not None
    return answer


def refused(hall: Hall, department: str) -> Refusal:
    answer = hall.read(verdict_now, department)
    assert isinstance(answer, Closed), answer
    return answer.refusal


def test_departments_stand_in_the_configurations_order_with_who_waits(hall: Hall) -> None:
    for department in ("TP", "TP", "KTHT"):
        take(hall, department)
    listed = hall.read(departments_today)
    assert tuple(department.code for department in listed) == (*MON_WED_FRI, *TUE_THU)
    assert [department.code for department in listed if department.is_open] == list(MON_WED_FRI)
    assert {department.code: department.waiting for department in listed if department.waiting} == {"TP": 2, "KTHT": 1}
    assert hall.read(department_today, code="XYZ") is None


def test_a_closed_department_says_when_it_is_on_duty_next(hall: Hall) -> None:
    coming = today(hall, "YT").next
    assert coming is not None
    assert (coming.day, [sitting.name for sitting in coming.sittings]) == (date(2017, 3, 14), ["morning", "afternoon"])


def test_the_week_begins_today(hall: Hall) -> None:
    week = hall.read(duty_week, department="YT")
    assert [day for day, _ in week] == [date(2017, 3, day) for day in range(13, 20)]
    assert [day.day for day, sittings in week if sittings] == [14, 16]


@pytest.mark.parametrize(
    ("department", "after", "day"),
    [
        ("YT", datetime(2026, 2, 12, 18), date(2026, 2, 24)),
        ("KTHT", datetime(2026, 8, 28, 18), date(2026, 9, 4)),
        ("YT", datetime(2026, 11, 19, 18), date(2026, 11, 26)),
    ],
)
def test_the_next_sitting_skips_the_days_off_of_2026(
    hall: Hall, set_clock: SetClock, department: str, after: datetime, day: date
) -> None:
    move_to(set_clock, hall, after)
    table = hall.read(read_duty_table)
    coming = next_duty(department, after, table)
    assert coming is not None
    assert coming.day == day
    assert today(hall, department).next == coming


def test_the_make_up_saturday_of_2026_is_worked_as_a_friday(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, datetime(2026, 1, 10, 8))
    listed = hall.read(departments_today)
    assert tuple(department.code for department in listed if department.is_open) == MON_WED_FRI
    refusal = refused(hall, "YT")
    assert (refusal.code, refusal.facts["as_day"]) == ("makeup_off", Weekday.FRI)


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (datetime(2026, 1, 2, 9), "closed_day.swapped"),  # the library calls it a working day
        (datetime(2026, 2, 18, 9), "closed_day.holiday"),
        (datetime(2026, 11, 24, 9), "closed_day.holiday"),
        (datetime(2027, 1, 1, 9), "closed_day.holiday"),  # not in the table: from the library
        (datetime(2017, 3, 18, 9), "closed_day.weekend"),
    ],
)
def test_decree_table_and_library_close_days_together(
    sqlite_hall: Hall, set_clock: SetClock, moment: datetime, code: str
) -> None:
    move_to(set_clock, sqlite_hall, moment)
    for department in ("KTHT", "YT"):
        assert refused(sqlite_hall, department).code == code


def test_days_in_lieu_are_closed_by_decree_only(sqlite_hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, sqlite_hall, datetime(2027, 5, 3, 9))  # 1 May is a Saturday that year
    assert today(sqlite_hall, "KTHT").is_open


def test_a_holiday_is_named_in_both_languages(sqlite_hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, sqlite_hall, datetime(2027, 1, 1, 9))
    facts = refused(sqlite_hall, "KTHT").facts
    assert (facts["holiday"], facts["holiday_en"]) == ("Tết Dương lịch", "New Year's Day")


@pytest.mark.parametrize(
    ("clock", "code"),
    [
        (time(7, 14), "before_morning"),
        (time(7, 15), None),
        (time(11, 14), None),
        (time(11, 15), "after_morning"),
        (time(12, 30), "lunch"),
        (time(13, 15), None),
        (time(16, 45), "after_afternoon"),
        (time(17, 0), "evening"),
    ],
)
def test_the_hours_of_the_office_hold_by_its_own_wall(
    sqlite_hall: Hall, set_clock: SetClock, clock: time, code: str | None
) -> None:
    move_to(set_clock, sqlite_hall, datetime.combine(date(2017, 3, 13), clock))
    answer = sqlite_hall.read(verdict_now, "KTHT")
    assert (None if isinstance(answer, Open) else answer.refusal.code) == code


@pytest.fixture
def with_quota(any_hall: Callable[[Config], Hall], office: Config) -> Callable[..., Hall]:
    def make(**quota: int) -> Hall:
        first = office.departments[0].model_copy(update={"quota": Quota(**quota)})
        return any_hall(office.model_copy(update={"departments": (first, *office.departments[1:])}))

    return make


def test_a_sittings_quota_ends_the_sitting_and_begins_anew_in_the_next(
    with_quota: Callable[..., Hall], set_clock: SetClock
) -> None:
    hall = with_quota(per_sitting=2)
    take(hall, "TP")
    for _ in range(2):
        take(hall, "KTHT")
    answer = touch(hall, "KTHT")
    assert isinstance(answer, Refusal)
    assert answer.code == "quota.session"
    assert answer.next is not None
    assert [(answer.next.day.day, sitting.name) for sitting in answer.next.sittings] == [(13, "afternoon")]
    take(hall, "TP")
    move_to(set_clock, hall, datetime(2017, 3, 13, 13, 30))
    assert take(hall, "KTHT").label == "1-003"


def test_a_days_quota_ends_the_day(with_quota: Callable[..., Hall], set_clock: SetClock) -> None:
    hall = with_quota(per_day=3)
    for _ in range(2):
        take(hall, "KTHT")
    move_to(set_clock, hall, datetime(2017, 3, 13, 14))
    take(hall, "KTHT")
    answer = touch(hall, "KTHT")
    assert isinstance(answer, Refusal)
    assert answer.code == "quota.day"
    assert answer.next is not None
    assert answer.next.day == date(2017, 3, 15)
    move_to(set_clock, hall, datetime(2017, 3, 15, 9))
    assert take(hall, "KTHT").label == "1-001"


def test_a_department_with_hours_of_its_own_keeps_them(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config, set_clock: SetClock
) -> None:
    late = (Sitting("morning", time(9), time(11)),)
    duty = {Weekday.MON: late}
    first = office.departments[0].model_copy(update={"sittings": late, "duty": duty})
    hall = make_hall(sqlite_url, office.model_copy(update={"departments": (first, *office.departments[1:])}))
    assert refused(hall, "KTHT").code == "before_morning"
    move_to(set_clock, hall, datetime(2017, 3, 13, 9))
    answer = hall.read(verdict_now, "KTHT")
    assert answer == Open(late[0])
