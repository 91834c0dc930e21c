"""How does the roster look day by day? From the values of the actions to cells that the templates only print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from actions.absence_views import AbsenceView, list_absences
from actions.here import Here
from actions.known import known
from actions.orders import ExceptionView, OrderView, list_exceptions, list_orders
from actions.roster import RosterDay, roster_days
from office.sitting_times import sittings_for
from rules.duty import is_staffed
from rules.workdays import Sitting, SpecialDay, Weekday

AHEAD_DAYS = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """A department on a day. `sittings`: names; `is_whole`: all that it has; `nobody`: names of those unkept.

    `exceptions` are the one-day orders about it, `substitutes` who stands in.
    """

    day: date
    sittings: tuple[Sitting, ...]
    is_whole: bool
    nobody: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()
    exceptions: tuple[ExceptionView, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """The head of a column."""

    day: date
    special: SpecialDay | None
    works_as: Weekday | None
    is_today: bool
    is_past: bool

    @property
    def is_closed(self) -> bool:
        return self.works_as is None

    @property
    def is_made_up(self) -> bool:
        """Worked as another weekday, or on a day that is worked by order only."""
        return self.special is not None and self.special.is_open


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some days of the roster; `rows` are (department's code, its cells)."""

    days: tuple[Day, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def sheet(session: Session, here: Here, *, since: date, days: int) -> Sheet:
    """The roster of these days, with who is away."""
    until = since + timedelta(days=days - 1)
    listed = roster_days(session, here, since=since, days=days)
    exceptions = list_exceptions(session, here, since=since, until=until)
    absences = list_absences(session, here, since=since, until=until)
    heads = tuple(
        Day(each.day, each.special, each.works_as, each.day == here.today, each.day < here.today) for each in listed
    )
    rows = tuple(
        (d.code, tuple(_cell(session, here, d.code, each, exceptions, absences) for each in listed))
        for d in here.config.departments
    )
    return Sheet(heads, rows)


def without_idle_weekend(shown: Sheet) -> Sheet:
    """The same without a Saturday or Sunday on which nobody is on duty and nothing is said."""
    kept = [
        at
        for at, head in enumerate(shown.days)
        if head.day.weekday() < 5 or head.special is not None or any(_is_used(cells[at]) for _, cells in shown.rows)
    ]
    rows = tuple((code, tuple(cells[at] for at in kept)) for code, cells in shown.rows)
    return Sheet(tuple(shown.days[at] for at in kept), rows)


@dataclass(frozen=True, slots=True)
class ToCome:
    """What was ordered for the days from today on. `decreed`: special days that the Office did not enter."""

    exceptions: tuple[ExceptionView, ...]
    special_days: tuple[SpecialDay, ...]
    entered: frozenset[date]
    orders: tuple[OrderView, ...]


def to_come(session: Session, here: Here, *, entered: Any) -> ToCome:
    """Everything unusual within the next months. `entered(session, here, day)`: the Office's document, or None."""
    last = here.today + timedelta(days=AHEAD_DAYS)
    special = known(session, here).duty.special_days
    coming = tuple(special[day] for day in sorted(special) if here.today <= day <= last)
    return ToCome(
        exceptions=list_exceptions(session, here, since=here.today, until=last),
        special_days=coming,
        entered=frozenset(each.day for each in coming if entered(session, here, each.day) is not None),
        orders=list_orders(session, here),
    )


def _cell(
    session: Session,
    here: Here,
    code: str,
    roster: RosterDay,
    exceptions: Sequence[ExceptionView],
    absences: Sequence[AbsenceView],
) -> Cell:
    sittings = roster.on_duty.get(code, ())
    own = {each.name for each in sittings_for(here.config, [code])}
    away = [each for each in absences if code in each.departments]
    return Cell(
        day=roster.day,
        sittings=sittings,
        is_whole=own <= {each.name for each in sittings},
        nobody=_unkept(session, here, code, roster.day, sittings),
        substitutes=tuple(
            f"{one.substitute_name}"
            for one in away
            # Who has left did stand in on days gone by.
            if (one.is_substituted or (one.substitute_left and roster.day < here.today))
            and _misses(here, one, roster.day, sittings)
        ),
        exceptions=tuple(each for each in exceptions if (each.department, each.day) == (code, roster.day)),
    )


def _unkept(session: Session, here: Here, code: str, day: date, sittings: Sequence[Sitting]) -> tuple[str, ...]:
    """Sittings still to come, or running, at whose beginning (or now) nobody is there."""
    table, now = known(session, here).duty, here.local_now
    coming = (each for each in sittings if datetime.combine(day, each.closes) > now)
    return tuple(
        each.name for each in coming if not is_staffed(code, max(now, datetime.combine(day, each.opens)), table)
    )


def _misses(here: Here, absence: AbsenceView, day: date, sittings: Sequence[Sitting]) -> bool:
    zone = here.config.site.zone
    return any(
        absence.since < datetime.combine(day, each.closes, zone)
        and absence.until > datetime.combine(day, each.opens, zone)
        for each in sittings
    )


def _is_used(cell: Cell) -> bool:
    return bool(cell.sittings or cell.exceptions)
