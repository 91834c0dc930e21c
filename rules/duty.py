"""May this department give a number at this moment, and if not: why, and when instead?

`now` is local wall time without a zone. The checks in their order: closed day, roster, hours, staff, stop and
quota, closing time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from rules.coming import (
    NextDuty,
    gives_staffed_tickets,
    is_staffed,
    next_duty,
    numbers_from,
    stop_at,
    ticket_hours,
)
from rules.refusals import Refusal
from rules.roster import (
    Absence,
    ClosingPolicy,
    Duty,
    DutyException,
    DutyTable,
    ExceptionKind,
    Quota,
    StandingOrder,
    Stop,
    cancellation,
    duty_on,
    duty_weekdays,
    standing_order,
)
from rules.workdays import AFTERNOON, MORNING, DayKind, Sitting, SpecialDay, Weekday, weekday_worked

__all__ = [
    "Absence",
    "Closed",
    "ClosingPolicy",
    "Duty",
    "DutyException",
    "DutyTable",
    "ExceptionKind",
    "Load",
    "NextDuty",
    "Open",
    "Quota",
    "StandingOrder",
    "Stop",
    "day_refusal",
    "duty_on",
    "duty_weekdays",
    "is_staffed",
    "next_duty",
    "numbers_from",
    "standing_order",
    "ticket_hours",
    "verdict",
]


@dataclass(frozen=True, slots=True)
class Load:
    """How busy the department is: numbers given, and minutes to serve all who wait (None: not known)."""

    issued_in_sitting: int = 0
    issued_today: int = 0
    minutes_to_serve: float | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A number may be given, for `sitting`; `warning` is to be shown first."""

    sitting: Sitting
    warning: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """No number: `next` is when to come instead, None if nothing is known within the horizon."""

    refusal: Refusal
    next: NextDuty | None


NO_LOAD = Load()


def verdict(department: str, now: datetime, table: DutyTable, load: Load = NO_LOAD) -> Open | Closed:
    """Open with the sitting that the number is for, or Closed with the first reason that holds."""
    if now.tzinfo is not None:
        raise ValueError("duty is told in local wall time: give `now` without a zone")
    sittings = duty_on(department, now.date(), table)
    if not sittings:
        return _closed(_off_duty(department, now.date(), table), next_duty(department, now, table))
    giving = [sitting for sitting in sittings if _gives_tickets(sitting, now.time(), table)]
    if not giving:
        return _out_of_hours(department, now, sittings, table)
    # Numbers for the afternoon may start while the morning's are still given: then either officer will do.
    staffed = [s for s in giving if gives_staffed_tickets(department, s, now, table)]
    refusal = _stopped_or_unstaffed(department, giving[0], now, bool(staffed), table)
    if refusal is not None:
        return _closed(refusal, next_duty(department, now, table))
    return _limited(department, now, staffed[0], table, load)


def day_refusal(department: str, day: date, table: DutyTable) -> Refusal | None:
    """Why the department has no duty at all on `day` (checks 1 and 2), None if it has."""
    return None if duty_on(department, day, table) else _off_duty(department, day, table)


def _off_duty(department: str, day: date, table: DutyTable) -> Refusal:
    special = table.special_days.get(day)
    if special is not None and not special.is_open:
        return _closed_day(department, special)
    if _has_duty_but_for_exceptions(department, day, table):
        return _cancelled(department, day, table)
    facts: dict[str, Any] = {"department": department}
    if special is not None and special.works_as not in (None, Weekday.of(day)):
        return Refusal("makeup_off", {**facts, "as_day": special.works_as})
    if Weekday.of(day) >= Weekday.SAT and _office_hours_end(day, table) is None:
        return Refusal("closed_day.weekend", facts)
    return Refusal("off_roster", {**facts, "days": duty_weekdays(department, day, table)})


def _closed_day(department: str, special: SpecialDay) -> Refusal:
    facts: dict[str, Any] = {"department": department}
    if special.swapped_to is not None:
        swap = {"day": Weekday.of(special.swapped_to), "date": special.swapped_to}
        return Refusal("closed_day.swapped", {**facts, **swap})
    if special.kind is DayKind.ORDER:
        return Refusal("closed_day.order", {**facts, "order": special.document})
    return Refusal("closed_day.holiday", {**facts, "holiday": special.name, "holiday_en": special.name_en})


def _has_duty_but_for_exceptions(department: str, day: date, table: DutyTable) -> bool:
    if cancellation(department, day, table) is None:
        return False
    order = standing_order(department, day, table)
    weekday = weekday_worked(day, table.special_days.get(day))
    planned = order is not None and weekday is not None and order.duty.get(weekday)
    kinds = {exception.kind for exception in table.exceptions_on[department, day]}
    return bool(planned) or ExceptionKind.EXTRA in kinds


def _cancelled(department: str, day: date, table: DutyTable) -> Refusal:
    by = cancellation(department, day, table)
    facts = {"reason": by.reason, "order": by.order} if by is not None else {}
    return Refusal("duty_cancelled", {"department": department, **facts})


def _office_hours_end(day: date, table: DutyTable) -> time | None:
    """When the last sitting of any department ends; None on a day without one."""
    ends = (s.closes for department in table.orders for s in duty_on(department, day, table))
    return max(ends, default=None)


def _gives_tickets(sitting: Sitting, clock: time, table: DutyTable) -> bool:
    start, end = ticket_hours(sitting, table)
    return start <= clock < end


def _out_of_hours(department: str, now: datetime, sittings: tuple[Sitting, ...], table: DutyTable) -> Closed:
    clock, upcoming = now.time(), next_duty(department, now, table)
    cancelled = _cancelled_now(department, now, table)
    if cancelled:
        return _closed(_cancelled(department, now.date(), table), upcoming)
    hours = [(ticket_hours(sitting, table), sitting) for sitting in sittings]
    past = [sitting for (_, end), sitting in hours if end <= clock]
    coming = [sitting for (start, end), sitting in hours if clock < start < end]
    if coming:
        return _closed(_too_early(department, now, past, coming[0], upcoming, table), upcoming)
    return _closed(_too_late(department, now, past, table), upcoming)


def _cancelled_now(department: str, now: datetime, table: DutyTable) -> bool:
    """Is this the time of a sitting that an order has taken away from a day with others?"""
    order = standing_order(department, now.date(), table)
    weekday = weekday_worked(now.date(), table.special_days.get(now.date()))
    if order is None or weekday is None or cancellation(department, now.date(), table) is None:
        return False
    left = {sitting.name for sitting in duty_on(department, now.date(), table)}
    taken = (sitting for sitting in order.duty.get(weekday, ()) if sitting.name not in left)
    return any(ticket_hours(sitting, table)[0] <= now.time() < sitting.closes for sitting in taken)


def _too_early(
    department: str,
    now: datetime,
    past: list[Sitting],
    coming: Sitting,
    upcoming: NextDuty | None,
    table: DutyTable,
) -> Refusal:
    if upcoming is None or upcoming.day != now.date() or upcoming.sittings[0].name != coming.name:
        # "Numbers from 13:15" would promise a sitting that nobody keeps: say already now why it fails.
        start = datetime.combine(now.date(), ticket_hours(coming, table)[0])
        staffed = gives_staffed_tickets(department, coming, start, table)
        refusal = _stopped_or_unstaffed(department, coming, start, staffed, table)
        if refusal is not None:
            return refusal
    told = NextDuty(department, now.date(), (coming,))
    if upcoming is not None and upcoming.day == now.date():
        told = upcoming
    code = _too_early_code(past[-1] if past else None, coming, now.time())
    return Refusal(code, {"department": department, "from": numbers_from(told, table)})


def _too_early_code(last: Sitting | None, coming: Sitting, clock: time) -> str:
    if last is None and coming.name == MORNING:
        return "before_morning"
    if last is None or (last.name, coming.name) != (MORNING, AFTERNOON):
        return "before_sitting"
    return "after_morning" if clock < last.closes else "lunch"


def _too_late(department: str, now: datetime, past: list[Sitting], table: DutyTable) -> Refusal:
    office_ends = _office_hours_end(now.date(), table)
    last = past[-1].name if past else ""
    if office_ends is None or now.time() >= office_ends:
        code = "evening"
    else:
        code = {MORNING: "after_morning_only", AFTERNOON: "after_afternoon"}.get(last, "after_sitting")
    return Refusal(code, {"department": department})


def _stopped_or_unstaffed(
    department: str, sitting: Sitting, moment: datetime, staffed: bool, table: DutyTable
) -> Refusal | None:
    if not staffed:
        return Refusal("unstaffed", {"department": department, "sitting": sitting.name})
    stop = stop_at(department, moment, table)
    if stop is None:
        return None
    return Refusal("stopped", {"department": department, "reason": stop.reason, "until": stop.until})


def _limited(department: str, now: datetime, sitting: Sitting, table: DutyTable, load: Load) -> Open | Closed:
    quota = table.quotas.get(department)
    facts = {"department": department, "session": sitting.name}
    # The day's quota first: who comes too late for the day must not be sent to its afternoon.
    if quota is not None and quota.per_day is not None and load.issued_today >= quota.per_day:
        tomorrow = datetime.combine(now.date(), time.max)
        return _closed(Refusal("quota.day", facts), next_duty(department, tomorrow, table))
    if quota is not None and quota.per_sitting is not None and load.issued_in_sitting >= quota.per_sitting:
        return _closed(Refusal("quota.session", facts), next_duty(department, now, table))
    if load.minutes_to_serve is None or _fits(now, sitting, load.minutes_to_serve):
        return Open(sitting)
    upcoming = next_duty(department, now, table)
    if table.closing is ClosingPolicy.REFUSE:
        return _closed(Refusal("no_fit", facts), upcoming)
    return Open(sitting, Refusal("no_fit.warn", facts, upcoming))


def _fits(now: datetime, sitting: Sitting, minutes: float) -> bool:
    begins = max(now, datetime.combine(now.date(), sitting.opens))
    return begins + timedelta(minutes=minutes) < datetime.combine(now.date(), sitting.closes)


def _closed(refusal: Refusal, upcoming: NextDuty | None) -> Closed:
    return Closed(replace(refusal, next=upcoming), upcoming)
