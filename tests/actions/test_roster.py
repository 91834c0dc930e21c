"""Exceptions, standing orders, closed and make-up days: what holds, what collides, what has ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from actions.absence_conflicts import AbsenceWish
from actions.absence_views import Reason
from actions.absences import report_absence
from actions.day import begin_day
from actions.hall import Hall
from actions.orders import (
    ExceptionView,
    OrderView,
    end_exception,
    end_order,
    list_exceptions,
    list_orders,
    set_exception,
    set_order,
)
from actions.people import OfficerWish, save_officer
from actions.roster import RosterDay, roster_days
from actions.roster_conflicts import exception_conflicts, order_conflicts, special_conflicts
from actions.special_days import end_special_day, set_special_day
from config import Config
from models import DutyExceptionRow
from rules.duty import ExceptionKind
from rules.refusals import Refusal
from rules.workdays import DayKind, Sitting, SpecialDay, Weekday
from tests.actions.at_work import events, move_to, nothing_changes, rows
from tests.conftest import SetClock

MONDAY, TUESDAY, SATURDAY = date(2017, 3, 13), date(2017, 3, 14), date(2017, 3, 18)
EXTRA, CANCELLED = ExceptionKind.EXTRA, ExceptionKind.CANCELLED


def exception(hall: Hall, **changes: Any) -> ExceptionView | Refusal:
    asked: dict[str, Any] = {
        "department": "YT",
        "day": MONDAY,
        "kind": EXTRA,
        "sittings": (),
        "order": "12/QĐ",
        "reason": "tiêm chủng",
        "actor": "account:1",
    }
    return hall.write(set_exception, **(asked | changes))


def order(hall: Hall, department: str = "YT", valid_from: date = TUESDAY, **duty: tuple[str, ...]) -> OrderView:
    answer = hall.write(
        set_order, department=department, valid_from=valid_from, duty=duty, document="20/QĐ", actor="account:1"
    )
    assert isinstance(answer, OrderView), answer
    return answer


def closed(day: date, document: str = "9/TB") -> SpecialDay:
    return SpecialDay(day, False, None, DayKind.ORDER, "Mất điện", document)


def day_of(hall: Hall, day: date) -> RosterDay:
    (found,) = hall.read(roster_days, since=day, days=1)
    return found


def codes(found: tuple[Refusal, ...]) -> list[str]:
    return [each.code for each in found]


def test_the_week_shows_exceptions_closed_and_make_up_days(hall: Hall) -> None:
    exception(hall, sittings=("morning",))
    hall.write(set_special_day, special=closed(TUESDAY), actor="account:1")
    makeup = SpecialDay(SATURDAY, True, Weekday.TUE, DayKind.MAKEUP, "Làm bù", "9/TB")
    hall.write(set_special_day, special=makeup, actor="account:1")
    week = {each.day: each for each in hall.read(roster_days, since=MONDAY, days=7)}
    assert [s.name for s in week[MONDAY].on_duty["YT"]] == ["morning"]
    assert (week[TUESDAY].on_duty, week[TUESDAY].works_as) == ({}, None)
    assert week[SATURDAY].works_as is Weekday.TUE
    assert "YT" in week[SATURDAY].on_duty
    assert "KTHT" not in week[SATURDAY].on_duty


def test_days_gone_by_stay_as_they_were_planned(hall: Hall, set_clock: SetClock) -> None:
    kept = exception(hall, sittings=("morning",))
    assert isinstance(kept, ExceptionView)
    hall.write(begin_day)
    move_to(set_clock, hall, datetime(2017, 3, 15, 9))
    order(hall, "KTHT", date(2017, 3, 15), sun=("morning",))
    assert [s.name for s in day_of(hall, MONDAY).on_duty["YT"]] == ["morning"]
    assert "KTHT" in day_of(hall, MONDAY).on_duty


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"department": "KHAC"}, "no_department"),
        ({"day": date(2017, 3, 12)}, "past_day"),
        ({"order": "  "}, "exception_order"),
        ({"sittings": ("evening",)}, "exception_sitting"),
    ],
)
def test_an_exception_that_cannot_be_is_refused(hall: Hall, changes: dict[str, Any], code: str) -> None:
    with nothing_changes(hall):
        answer = exception(hall, **changes)
    assert isinstance(answer, Refusal)
    assert answer.code == code


def test_orders_name_a_departments_own_sittings(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config
) -> None:
    evening = (Sitting("evening", time(18), time(20)),)
    own = tuple(
        d.model_copy(update={"sittings": evening, "duty": dict.fromkeys(d.duty, evening)}) if d.code == "YT" else d
        for d in office.departments
    )
    hall = make_hall(sqlite_url, office.model_copy(update={"departments": own}))
    assert isinstance(exception(hall, sittings=("evening",)), ExceptionView)
    assert isinstance(exception(hall, sittings=("morning",)), Refusal)
    order(hall, sat=("evening",))
    assert day_of(hall, SATURDAY).on_duty["YT"] == evening


def test_an_order_for_no_weekday_of_ours_is_a_mistake_of_the_caller(hall: Hall) -> None:
    with pytest.raises(ValueError, match="mon to sun"):
        order(hall, t2=("morning",))


def test_an_ended_exception_stays_as_a_row(hall: Hall) -> None:
    kept = exception(hall)
    assert isinstance(kept, ExceptionView)
    assert hall.write(end_exception, exception=kept.id, actor="account:2") is None
    assert "YT" not in day_of(hall, MONDAY).on_duty
    assert hall.read(list_exceptions, since=MONDAY, until=SATURDAY) == ()
    assert len(rows(hall, DutyExceptionRow)) == 1
    with nothing_changes(hall):
        again = hall.write(end_exception, exception=kept.id, actor="account:1")
    assert isinstance(again, Refusal)
    assert again.code == "no_exception"


def test_a_changed_day_is_planned_anew_at_once(hall: Hall) -> None:
    hall.write(begin_day)
    before = len(events(hall, "duty_planned"))
    exception(hall)
    exception(hall, day=TUESDAY, kind=CANCELLED)
    planned = events(hall, "duty_planned")[before:]
    assert [(event.department, event.facts["version"]) for event in planned] == [("YT", 2)]


def test_an_exception_on_a_closed_day_is_a_conflict(hall: Hall) -> None:
    hall.write(set_special_day, special=closed(MONDAY), actor="account:1")
    found = hall.read(exception_conflicts, department="YT", day=MONDAY, kind=EXTRA)
    assert codes(found) == ["conflict_closed_day"]


def listed(hall: Hall, name: str, *departments: str) -> int:
    officer = hall.write(save_officer, wish=OfficerWish(name, departments), actor="account:1")
    assert not isinstance(officer, Refusal)
    return officer.id


def away(hall: Hall, officer: int, since: time, until: time, day: date = MONDAY, substitute: int | None = None) -> None:
    zone = hall.config.site.zone
    begins, ends = datetime.combine(day, since, zone), datetime.combine(day, until, zone)
    wish = AbsenceWish(officer, begins, ends, Reason.LEAVE, substitute=substitute, accepted_note="một người")
    assert not isinstance(hall.write(report_absence, wish=wish, actor="account:1"), Refusal)


def extra_duty(hall: Hall, *sittings: str, department: str = "YT") -> tuple[Refusal, ...]:
    return hall.read(exception_conflicts, department=department, day=MONDAY, kind=EXTRA, sittings=sittings)


def test_extra_duty_of_absent_people_is_a_conflict(hall: Hall) -> None:
    away(hall, listed(hall, "Tâm", "YT"), time(7, 30), time(11, 30))
    assert codes(extra_duty(hall)) == ["conflict_absent"]
    assert codes(extra_duty(hall, "morning")) == ["conflict_absent"]
    assert extra_duty(hall, "afternoon") == ()
    listed(hall, "Thu", "YT")
    assert extra_duty(hall, "morning") == (), "a colleague is there"


def test_extra_duty_of_who_stands_in_elsewhere_is_one_person_in_two_places(hall: Hall) -> None:
    tam, lien = listed(hall, "Tâm", "YT"), listed(hall, "Liên", "TP")
    away(hall, lien, time(7, 30), time(11, 30), substitute=tam)
    (found,) = extra_duty(hall, "morning")
    assert (found.code, found.facts) == ("conflict_two_places", {"name": "Tâm", "departments": ("TP",)})
    assert extra_duty(hall, "afternoon") == ()
    listed(hall, "Thu", "YT")
    assert extra_duty(hall) == (), "a colleague is free"


def test_extra_duty_of_whom_somebody_on_duty_stands_in_for_is_a_conflict(hall: Hall) -> None:
    away(hall, listed(hall, "Tâm", "YT"), time(7, 30), time(17), substitute=listed(hall, "Liên", "TP"))
    (found,) = extra_duty(hall)
    assert (found.code, found.facts) == ("conflict_two_places", {"name": "Liên", "departments": ("TP",)})


def test_a_make_up_day_on_which_nobody_is_free_is_a_conflict(hall: Hall) -> None:
    worked = SpecialDay(SATURDAY, True, Weekday.TUE, DayKind.MAKEUP, "Làm bù", "9/TB")
    tam, thu = listed(hall, "Tâm", "YT"), listed(hall, "Nội", "NV")
    assert hall.read(special_conflicts, special=worked) == ()
    away(hall, tam, time(7, 30), time(17), SATURDAY, substitute=thu)
    found = hall.read(special_conflicts, special=worked)
    assert codes(found) == ["conflict_two_places", "conflict_two_places"]
    assert [(each.facts["name"], each.facts["departments"]) for each in found] == [("Nội", ("NV",)), ("Nội", ("YT",))]


def test_extra_duty_on_a_duty_day_and_cancelling_none_are_conflicts(hall: Hall) -> None:
    assert codes(hall.read(exception_conflicts, department="YT", day=TUESDAY, kind=EXTRA)) == ["conflict_on_duty"]
    assert codes(hall.read(exception_conflicts, department="YT", day=MONDAY, kind=CANCELLED)) == ["conflict_no_duty"]


def test_closing_a_day_with_extra_duty_is_a_conflict(hall: Hall) -> None:
    exception(hall, day=SATURDAY)
    (found,) = hall.read(special_conflicts, special=closed(SATURDAY))
    assert (found.code, found.facts["departments"]) == ("conflict_exceptions", ("YT",))


def test_the_second_who_enters_the_same_day_is_told_of_the_first(hall: Hall) -> None:
    hall.write(set_special_day, special=closed(TUESDAY, "9/TB"), actor="account:1")
    found = hall.read(special_conflicts, special=closed(TUESDAY, "10/TB"))
    assert codes(found) == ["conflict_special_there", "conflict_same_day"]
    assert found[0].facts["document"] == "9/TB"


def test_a_day_taken_back_is_the_decrees_again(hall: Hall, set_clock: SetClock) -> None:
    move_to(set_clock, hall, datetime(2026, 1, 5, 9))
    makeup = date(2026, 1, 10)
    assert day_of(hall, makeup).works_as is Weekday.FRI
    hall.write(set_special_day, special=closed(makeup), actor="account:1")
    assert day_of(hall, makeup).works_as is None
    assert hall.write(end_special_day, day=makeup, actor="account:2") is None
    assert day_of(hall, makeup).works_as is Weekday.FRI
    assert isinstance(hall.write(end_special_day, day=makeup, actor="account:1"), Refusal)


def test_an_order_of_the_same_date_is_told_before_it_ends(hall: Hall) -> None:
    first = order(hall, mon=("morning",))
    order(hall, valid_from=SATURDAY, tue=("morning",))
    found = hall.read(order_conflicts, department="YT", valid_from=TUESDAY, duty={"tue": ("morning",)})
    assert codes(found) == ["conflict_order_replaced", "conflict_order_later"]
    assert codes(hall.read(order_conflicts, department="TP", valid_from=TUESDAY, duty={})) == ["conflict_order_empty"]
    order(hall, wed=("morning",))
    assert first.id not in [each.id for each in hall.read(list_orders)]


def test_only_an_order_to_come_can_be_taken_back(hall: Hall) -> None:
    holds, comes = order(hall, valid_from=MONDAY, mon=("morning",)), order(hall, tue=("morning",))
    answer = hall.write(end_order, order=holds.id, actor="account:1")
    assert isinstance(answer, Refusal)
    assert answer.code == "past_day"
    assert hall.write(end_order, order=comes.id, actor="account:1") is None
    assert [each.id for each in hall.read(list_orders)] == [holds.id]
