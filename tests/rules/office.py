"""The office of the founding letter as a duty table: two groups of days, 7:30–11:30 and 13:30–17:00."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from rules.duty import Closed, Duty, DutyTable, Load, Open, StandingOrder, verdict
from rules.workdays import Sitting, SpecialDay, Weekday

MORNING = Sitting("morning", time(7, 30), time(11, 30))
AFTERNOON = Sitting("afternoon", time(13, 30), time(17, 0))
BOTH = (MORNING, AFTERNOON)

JUSTICE = "justice"  # Monday, Wednesday, Friday
FINANCE = "finance"  # Tuesday, Thursday

MWF: Duty = {Weekday.MON: BOTH, Weekday.WED: BOTH, Weekday.FRI: BOTH}
TT: Duty = {Weekday.TUE: BOTH, Weekday.THU: BOTH}

# Monday 13 March 2017, the first Monday after the letter.
MONDAY = date(2017, 3, 13)
TUESDAY = date(2017, 3, 14)
WEDNESDAY = date(2017, 3, 15)
SATURDAY = date(2017, 3, 18)
SUNDAY = date(2017, 3, 19)


def office(
    duties: Mapping[str, Duty] | None = None, special_days: Iterable[SpecialDay] = (), **changes: Any
) -> DutyTable:
    """Numbers are given from 15 minutes before to 10 minutes before the end, unless `changes` says else."""
    orders = {
        department: (StandingOrder(department, date.min, duty),)
        for department, duty in (duties or {JUSTICE: MWF, FINANCE: TT}).items()
    }
    settings: dict[str, Any] = {
        "orders": orders,
        "start_before": timedelta(minutes=15),
        "stop_before": timedelta(minutes=10),
    }
    days = {special.day: special for special in special_days}
    return DutyTable(days, **{**settings, **changes})


def at(day: date, clock: str) -> datetime:
    """`at(MONDAY, "8:40")`: that moment in the office."""
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return datetime.combine(day, time(hour, minute, *second))


def closed(department: str, now: datetime, table: DutyTable, load: Load | None = None) -> Closed:
    answer = verdict(department, now, table, load or Load())
    assert isinstance(answer, Closed), answer
    return answer


def opened(department: str, now: datetime, table: DutyTable, load: Load | None = None) -> Open:
    answer = verdict(department, now, table, load or Load())
    assert isinstance(answer, Open), answer
    return answer
