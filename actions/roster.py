"""Who was, is and will be on duty, day by day? Days gone by are told from their frozen plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import known
from models import DutyDay
from rules.duty import duty_on
from rules.workdays import Sitting, SpecialDay, Weekday, weekday_worked


@dataclass(frozen=True, slots=True)
class RosterDay:
    """One day of the roster: `special` is what the decree or the Office says of it, `on_duty` by department."""

    day: date
    special: SpecialDay | None
    works_as: Weekday | None
    on_duty: Mapping[str, tuple[Sitting, ...]]


def roster_days(session: Session, here: Here, *, since: date, days: int) -> tuple[RosterDay, ...]:
    """The roster day by day, with exceptions and special days applied. Closed days have nobody on duty.

    Days gone by are told from their frozen plans: what was changed since then does not rewrite them.
    """
    table, frozen = known(session, here).duty, _frozen_plans(session, here, since, days)
    found = []
    for day in (since + timedelta(days=n) for n in range(days)):
        special = table.special_days.get(day)
        by_department = {
            d.code: frozen[day, d.code] if (day, d.code) in frozen else duty_on(d.code, day, table)
            for d in here.config.departments
        }
        on_duty = {code: sittings for code, sittings in by_department.items() if sittings}
        found.append(RosterDay(day, special, weekday_worked(day, special), on_duty))
    return tuple(found)


def _frozen_plans(session: Session, here: Here, since: date, days: int) -> dict[tuple[date, str], tuple[Sitting, ...]]:
    """The newest plan of each day before today, as it was frozen."""
    until = min(since + timedelta(days=days), here.today)
    rows = session.scalars(
        select(DutyDay)
        .where(DutyDay.site_id == here.site_id, DutyDay.day >= since, DutyDay.day < until)
        .order_by(DutyDay.version)
    )
    return {(row.day, row.department): tuple(_sitting(each) for each in row.plan["sittings"]) for row in rows}


def _sitting(written: Mapping[str, str]) -> Sitting:
    return Sitting(written["name"], time.fromisoformat(written["opens"]), time.fromisoformat(written["closes"]))
