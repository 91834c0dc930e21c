"""What is planned: who is to be there when, and what the Office has changed about it?

All moments are local wall time without a zone, as the clock in the hall shows it; the caller converts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from rules.workdays import Sitting, SpecialDay, Weekday, weekday_worked

Duty = Mapping[Weekday, tuple[Sitting, ...]]


@dataclass(frozen=True)
class StandingOrder:
    """A department's weekly duty from `valid_from` until a later order; the configuration has `date.min`."""

    department: str
    valid_from: date
    duty: Duty
    document: str = ""

    def __post_init__(self) -> None:
        duty = {weekday: _in_order(sittings) for weekday, sittings in self.duty.items()}
        object.__setattr__(self, "duty", duty)


class ExceptionKind(StrEnum):
    EXTRA = "extra"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DutyException:
    """An order about one day of one department. No `sittings` means the whole day.

    A cancelled sitting is found by its name, so that it stays cancelled when the hours are edited. An extra
    one takes the place of a planned sitting that has its name or overlaps it.
    """

    department: str
    day: date
    kind: ExceptionKind
    sittings: tuple[Sitting, ...] = ()
    order: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """An officer is away in [since, until); where reports overlap, the one reported last holds."""

    officer: int
    since: datetime
    until: datetime
    substitute: int | None
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """The Office lets a department give no numbers in [since, until); None: until it is taken back."""

    department: str
    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Quota:
    department: str
    per_sitting: int | None = None
    per_day: int | None = None


class ClosingPolicy(StrEnum):
    """What happens to a citizen who will hardly be served before the sitting ends."""

    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True)
class DutyTable:
    """All that a verdict about duty rests on. `exceptions` stand in the order in which they were decided.

    `officers`: those registered for each department; a department without any counts as staffed.
    """

    special_days: Mapping[date, SpecialDay]
    orders: Mapping[str, tuple[StandingOrder, ...]]
    exceptions: tuple[DutyException, ...] = ()
    absences: tuple[Absence, ...] = ()
    officers: Mapping[str, frozenset[int]] = field(default_factory=dict)
    stops: tuple[Stop, ...] = ()
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    start_before: timedelta = timedelta(0)
    stop_before: timedelta = timedelta(0)
    closing: ClosingPolicy = ClosingPolicy.WARN
    horizon_days: int = 60
    # A verdict runs for every ticket, so what it looks up is sorted once, when the table is made.
    exceptions_on: Mapping[tuple[str, date], tuple[DutyException, ...]] = field(init=False, repr=False, compare=False)
    absences_of: Mapping[int, tuple[Absence, ...]] = field(init=False, repr=False, compare=False)
    stops_of: Mapping[str, tuple[Stop, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        exceptions: dict[tuple[str, date], tuple[DutyException, ...]] = defaultdict(tuple)
        absences: dict[int, tuple[Absence, ...]] = defaultdict(tuple)
        stops: dict[str, tuple[Stop, ...]] = defaultdict(tuple)
        for exception in self.exceptions:
            exceptions[exception.department, exception.day] += (exception,)
        for absence in self.absences:
            absences[absence.officer] += (absence,)
        for stop in self.stops:
            stops[stop.department] += (stop,)
        object.__setattr__(self, "exceptions_on", dict(exceptions))
        object.__setattr__(self, "absences_of", dict(absences))
        object.__setattr__(self, "stops_of", dict(stops))


def standing_order(department: str, day: date, table: DutyTable) -> StandingOrder | None:
    """The order that holds on `day`: the latest valid by then, of two from one date the one listed last."""
    held = None
    for order in table.orders.get(department, ()):
        if order.valid_from <= day and (held is None or order.valid_from >= held.valid_from):
            held = order
    return held


def duty_weekdays(department: str, day: date, table: DutyTable) -> tuple[Weekday, ...]:
    """The weekdays on which the department has duty by the order that holds on `day`."""
    order = standing_order(department, day, table)
    return () if order is None else tuple(sorted(w for w, sittings in order.duty.items() if sittings))


def duty_on(department: str, day: date, table: DutyTable) -> tuple[Sitting, ...]:
    """The department's sittings on `day` by closed days, make-up days, roster and exceptions, earliest first.

    A closed day of the decree table stays closed whatever an exception says; an office that works on one
    records that as an open day by order. A weekend is no such day: extra duty opens it.
    """
    weekday = weekday_worked(day, table.special_days.get(day))
    if weekday is None:
        return ()
    sittings = _rostered(department, day, weekday, table)
    exceptions = table.exceptions_on.get((department, day))
    if exceptions is None:
        return sittings
    for exception in exceptions:
        sittings = _changed(sittings, exception, day, table)
    return sittings


def cancellation(department: str, day: date, table: DutyTable) -> DutyException | None:
    """The last order that takes duty of this day away, if one does."""
    exceptions = table.exceptions_on.get((department, day), ())
    return next((one for one in reversed(exceptions) if one.kind is ExceptionKind.CANCELLED), None)


def _rostered(department: str, day: date, weekday: Weekday, table: DutyTable) -> tuple[Sitting, ...]:
    order = standing_order(department, day, table)
    return () if order is None else order.duty.get(weekday, ())


def _changed(
    sittings: tuple[Sitting, ...], exception: DutyException, day: date, table: DutyTable
) -> tuple[Sitting, ...]:
    if exception.kind is ExceptionKind.EXTRA:
        extra = exception.sittings or _whole_day(sittings, exception.department, day, table)
        kept = (s for s in sittings if not any(_same_or_overlapping(s, e) for e in extra))
        return _in_order((*kept, *extra))
    names = {sitting.name for sitting in exception.sittings}
    return tuple(sitting for sitting in sittings if names and sitting.name not in names)


def _whole_day(planned: tuple[Sitting, ...], department: str, day: date, table: DutyTable) -> tuple[Sitting, ...]:
    """What a whole day is for a department: its longest day of the week by the order that holds."""
    order = standing_order(department, day, table)
    days = (planned, *order.duty.values()) if order is not None else (planned,)
    return max(days, key=_minutes)


def _minutes(sittings: tuple[Sitting, ...]) -> int:
    return sum(_minute(sitting.closes) - _minute(sitting.opens) for sitting in sittings)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _same_or_overlapping(one: Sitting, other: Sitting) -> bool:
    return one.name == other.name or (one.opens < other.closes and other.opens < one.closes)


def _in_order(sittings: Iterable[Sitting]) -> tuple[Sitting, ...]:
    return tuple(sorted(sittings, key=lambda sitting: (sitting.opens, sitting.closes)))
