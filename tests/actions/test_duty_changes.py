"""What the Office changes about duty: standing orders, exceptions, closed days, stops, absences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.duty import duty_week, verdict_now
from actions.hall import Hall
from actions.here import Here
from actions.known import forget
from actions.special_days import load_special_days
from config import Config
from models import (
    AbsenceRow,
    Base,
    DutyExceptionRow,
    Officer,
    SpecialDayRow,
    StandingOrderRow,
    StopRow,
)
from rules.duty import Closed, Open
from rules.refusals import Refusal
from rules.workdays import Sitting, Weekday
from tests.actions.at_work import add_person, events, move_to, nothing_changes, rows
from tests.conftest import SetClock

ALL_DAY = ["morning", "afternoon"]


def change(hall: Hall, *changed: Base) -> None:
    """As the Office's pages will: rows, and word that they changed, in one transaction."""

    def act(session: Session, here: Here) -> None:
        for row in changed:
            row.site_id = here.site_id
            session.add(row)
            session.flush()
        forget(session, here)

    hall.write(act)


def utc(hall: Hall, moment: datetime) -> datetime:
    """A moment of the office's wall, as it is stored."""
    return moment.replace(tzinfo=hall.config.site.zone).astimezone(UTC)


def refusal_of(hall: Hall, department: str) -> Refusal | None:
    answer = hall.read(verdict_now, department)
    return answer.refusal if isinstance(answer, Closed) else None


def code_of(hall: Hall, department: str) -> str | None:
    refusal = refusal_of(hall, department)
    return refusal.code if refusal else None


def order(department: str, valid_from: date, duty: dict[str, list[str]]) -> StandingOrderRow:
    return StandingOrderRow(department=department, valid_from=valid_from, duty=duty, document="20/QĐ-UBND")


def exception(department: str, day: date, kind: str, *sittings: str, document: str = "7/TB") -> DutyExceptionRow:
    return DutyExceptionRow(
        department=department, day=day, kind=kind, sittings=list(sittings), document=document, reason="tập huấn"
    )


def duty_days(hall: Hall, department: str, days: int = 14) -> list[int]:
    return [day.day for day, sittings in hall.read(duty_week, department=department, days=days) if sittings]


def test_a_standing_order_holds_from_its_date_on(hall: Hall) -> None:
    change(hall, order("KTHT", date(2017, 3, 20), {"tue": ALL_DAY}))
    assert duty_days(hall, "KTHT") == [13, 15, 17, 21]
    assert duty_days(hall, "TP") == [13, 15, 17, 20, 22, 24]


def test_the_later_of_two_standing_orders_wins_whichever_was_entered_first(hall: Hall) -> None:
    change(
        hall, order("KTHT", date(2017, 3, 20), {"thu": ALL_DAY}), order("KTHT", date(2017, 3, 14), {"sat": ["morning"]})
    )
    assert duty_days(hall, "KTHT") == [13, 18, 23]


def with_own_hours(office: Config, code: str, *sittings: Sitting) -> Config:
    """A configuration in which one department has hours of its own."""
    changed = tuple(
        d.model_copy(update={"sittings": sittings, "duty": dict.fromkeys(d.duty, sittings)}) if d.code == code else d
        for d in office.departments
    )
    return office.model_copy(update={"departments": changed})


def test_orders_about_a_department_with_hours_of_its_own_mean_those_hours(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config
) -> None:
    morning, evening = Sitting("morning", time(9), time(11)), Sitting("evening", time(18), time(20))
    hall = make_hall(sqlite_url, with_own_hours(office, "YT", morning, evening))
    change(
        hall,
        order("YT", date(2017, 3, 14), {"wed": ["morning", "evening"]}),
        exception("YT", date(2017, 3, 13), "extra", "morning"),
    )
    week = {day.day: sittings for day, sittings in hall.read(duty_week, department="YT") if sittings}
    assert week == {13: (morning,), 15: (morning, evening)}


def test_orders_that_name_what_is_no_longer_configured_do_not_stop_the_office(
    make_hall: Callable[..., Hall], sqlite_url: str, office: Config
) -> None:
    hall = make_hall(sqlite_url)
    change(
        hall,
        order("TTR", date(2017, 3, 1), {"mon": ALL_DAY}),
        order("KTHT", date(2017, 3, 1), {"mon": ["morning", "evening"]}),
        exception("TP", date(2017, 3, 13), "extra", "evening"),
    )
    smaller = make_hall(sqlite_url, without_inspectorate(office))
    assert isinstance(smaller.read(verdict_now, "KTHT"), Open)
    assert isinstance(smaller.read(verdict_now, "TP"), Open)


def without_inspectorate(office: Config) -> Config:
    kept = tuple(d for d in office.departments if d.code != "TTR")
    desks = tuple(
        d.model_copy(update={"departments": tuple(c for c in d.departments if c != "TTR")}) for d in office.desks
    )
    site = office.site.model_copy(update={"procedures": None})
    return office.model_copy(update={"departments": kept, "desks": desks, "site": site})


def test_extra_duty_opens_a_department_for_a_day(hall: Hall) -> None:
    assert code_of(hall, "YT") == "off_roster"
    change(hall, exception("YT", date(2017, 3, 13), "extra"))
    assert code_of(hall, "YT") is None
    assert duty_days(hall, "YT", days=3) == [13, 14]


def test_cancelled_duty_says_by_which_order_and_why(hall: Hall) -> None:
    change(hall, exception("KTHT", date(2017, 3, 13), "cancelled", document="8/TB-VP"))
    refusal = refusal_of(hall, "KTHT")
    assert refusal is not None
    assert (refusal.code, refusal.facts["order"], refusal.facts["reason"]) == ("duty_cancelled", "8/TB-VP", "tập huấn")
    assert refusal.next is not None
    assert refusal.next.day == date(2017, 3, 15)


def test_of_two_orders_about_a_day_the_one_decided_last_holds(hall: Hall) -> None:
    first = exception("KTHT", date(2017, 3, 13), "cancelled")
    change(hall, first, exception("KTHT", date(2017, 3, 13), "extra"))
    # A word mended in the older row must not make it the newer one: PostgreSQL moves a changed row to the end.
    mended = update(DutyExceptionRow).where(DutyExceptionRow.id == first.id).values(reason="hội nghị")
    hall.write(lambda session, here: (session.execute(mended), forget(session, here)))
    assert code_of(hall, "KTHT") is None


def test_a_stop_holds_by_the_offices_wall_clock_until_its_end(hall: Hall, set_clock: SetClock) -> None:
    since, until = datetime(2017, 3, 13, 9), datetime(2017, 3, 13, 10)
    change(hall, StopRow(department="KTHT", since=utc(hall, since), until=utc(hall, until), reason="mất điện"))
    assert code_of(hall, "KTHT") is None
    move_to(set_clock, hall, since)
    refusal = refusal_of(hall, "KTHT")
    assert refusal is not None
    assert (refusal.code, refusal.facts["reason"], refusal.facts["until"]) == ("stopped", "mất điện", until)
    assert code_of(hall, "TP") is None
    move_to(set_clock, hall, until)
    assert code_of(hall, "KTHT") is None


def test_a_stop_without_an_end_holds_until_it_is_taken_back(hall: Hall, set_clock: SetClock) -> None:
    stop = StopRow(department="KTHT", since=hall.now(), until=None, reason="mất điện")
    change(hall, stop)
    move_to(set_clock, hall, datetime(2017, 3, 15, 9))
    assert code_of(hall, "KTHT") == "stopped"
    ended = update(StopRow).where(StopRow.id == stop.id).values(until=hall.now())
    hall.write(lambda session, here: (session.execute(ended), forget(session, here)))
    assert code_of(hall, "KTHT") is None


@pytest.fixture
def lan(hall: Hall) -> AccountView:
    """The only officer on the list of KTHT."""
    account = add_person(hall, "lan", "KTHT")
    listed = update(Officer).where(Officer.id == account.officer_id).values(is_on_list=True)
    hall.write(lambda session, here: (session.execute(listed), forget(session, here)))
    return account


def away(hall: Hall, account: AccountView, **more: Any) -> AbsenceRow:
    """Away on the whole of 13 March."""
    return AbsenceRow(
        officer_id=account.officer_id,
        since=utc(hall, datetime(2017, 3, 13)),
        until=utc(hall, datetime(2017, 3, 14)),
        reason="họp tỉnh",
        reported_at=utc(hall, datetime(2017, 3, 10)),
        **more,
    )


def test_a_department_whose_listed_officer_is_away_is_unstaffed(
    hall: Hall, lan: AccountView, set_clock: SetClock
) -> None:
    assert code_of(hall, "KTHT") is None
    change(hall, away(hall, lan))
    refusal = refusal_of(hall, "KTHT")
    assert refusal is not None
    assert refusal.code == "unstaffed"
    assert refusal.next is not None
    assert refusal.next.day == date(2017, 3, 15)
    assert code_of(hall, "TP") is None
    move_to(set_clock, hall, datetime(2017, 3, 15, 9))
    assert code_of(hall, "KTHT") is None


def test_a_reported_substitute_keeps_the_department_open(hall: Hall, lan: AccountView) -> None:
    hoa = add_person(hall, "hoa", "TP")
    change(hall, away(hall, lan, substitute_id=hoa.officer_id))
    assert code_of(hall, "KTHT") is None


def test_who_only_has_an_account_does_not_count_for_staffing(hall: Hall) -> None:
    change(hall, away(hall, add_person(hall, "hoa", "KTHT")))
    assert code_of(hall, "KTHT") is None


def decree(day: str, **cells: str) -> dict[str, str]:
    return {
        "day": day,
        "open": "no",
        "kind": "order",
        "name_vi": "Nghỉ",
        "name_en": "Closed",
        "document": "1/TB",
    } | cells


def test_a_changed_decree_table_is_brought_in_once(hall: Hall) -> None:
    table = [decree("2017-03-13"), decree("2017-03-19", open="yes", works_as="fri", kind="makeup")]
    assert hall.write(load_special_days, rows=table) == 2
    assert code_of(hall, "KTHT") == "closed_day.order"
    assert duty_days(hall, "KTHT", days=7) == [15, 17, 19]
    with nothing_changes(hall):
        assert hall.write(load_special_days, rows=table) == 0
    assert hall.write(load_special_days, rows=[decree("2017-03-13", name_vi="Nghỉ bão")]) == 1
    assert events(hall, "special_days_loaded")[-1].facts == {"changed": 1}


def test_a_day_that_the_office_entered_keeps_the_offices_word(hall: Hall) -> None:
    day = date(2017, 3, 14)
    facts = {"is_open": True, "works_as": "mon", "kind": "order", "name": "Làm thêm", "name_en": "", "document": "9/TB"}
    change(hall, SpecialDayRow(day=day, facts=facts | {"swapped_to": None, "entered_by": "account:1"}))
    assert hall.write(load_special_days, rows=[decree("2017-03-14")]) == 0
    (kept,) = rows(hall, SpecialDayRow, SpecialDayRow.day == day)
    assert kept.facts["document"] == "9/TB"
    assert duty_days(hall, "KTHT", days=3) == [13, 14, 15]


def test_the_weekday_of_a_standing_order_is_the_one_worked(hall: Hall, set_clock: SetClock) -> None:
    """On the make-up Saturday of 2026 a later order about Fridays holds."""
    change(hall, order("YT", date(2026, 1, 1), {"fri": ALL_DAY}))
    move_to(set_clock, hall, datetime(2026, 1, 10, 9))
    assert code_of(hall, "YT") is None
    assert Weekday.of(date(2026, 1, 10)) is Weekday.SAT
