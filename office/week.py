"""Who is on duty this week, and on which day is nobody there? The roster as planned, and what absences did to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import known
from models import DutyDay
from rules.duty import Absence, DutyTable, duty_on, is_staffed
from rules.workdays import Sitting

WORKDAYS = 5
SEVEN = 7


class Mark(StrEnum):
    """How a department stands on a day."""

    OFF = "off"
    ON = "on"
    SUBSTITUTE = "substitute"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Cell:
    """`sittings`: names of those due; `missing`: of those to come with nobody to keep them."""

    day: date
    mark: Mark
    sittings: tuple[str, ...] = ()
    missing: tuple[Sitting, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Friday, and the weekend's days on which somebody is due."""

    days: tuple[date, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    @property
    def missing(self) -> Iterator[tuple[str, Cell]]:
        """Departments and days with a sitting that nobody will keep, the nearest first."""
        found = [(code, cell) for code, cells in self.rows for cell in cells if cell.mark is Mark.NOBODY]
        return iter(sorted(found, key=lambda each: each[1].day))


def week(session: Session, here: Here) -> Week:
    """The week of today. Days gone by are shown as they were planned then."""
    monday = here.today - timedelta(days=here.today.weekday())
    table, frozen = known(session, here).duty, _frozen(session, here, monday)
    days = [monday + timedelta(days=n) for n in range(SEVEN)]
    rows = [(d.code, [_cell(here, d.code, day, table, frozen) for day in days]) for d in here.config.departments]
    shown = [at for at in range(SEVEN) if at < WORKDAYS or any(cells[at].mark is not Mark.OFF for _, cells in rows)]
    return Week(
        days=tuple(days[at] for at in shown),
        rows=tuple((code, tuple(cells[at] for at in shown)) for code, cells in rows),
    )


def sittings_today(session: Session, here: Here) -> dict[str, tuple[Sitting, ...]]:
    """Each department's sittings of today."""
    table = known(session, here).duty
    return {each.code: duty_on(each.code, here.today, table) for each in here.config.departments}


def _cell(here: Here, code: str, day: date, table: DutyTable, frozen: dict[tuple[str, date], Any]) -> Cell:
    if day < here.today:
        names = frozen.get((code, day))
        planned = tuple(names) if names is not None else tuple(s.name for s in duty_on(code, day, table))
        return Cell(day, Mark.ON if planned else Mark.OFF, planned)
    sittings = duty_on(code, day, table)
    if not sittings:
        return Cell(day, Mark.OFF)
    names = tuple(sitting.name for sitting in sittings)
    coming = [s for s in sittings if datetime.combine(day, s.closes) > here.local_now]
    missing = tuple(s for s in coming if not _is_kept(code, day, s, here.local_now, table))
    if missing:
        return Cell(day, Mark.NOBODY, names, missing)
    stood_in = any(True for s in coming for _ in _substitutes(code, day, s, table))
    return Cell(day, Mark.SUBSTITUTE if stood_in else Mark.ON, names)


def _is_kept(code: str, day: date, sitting: Sitting, now: datetime, table: DutyTable) -> bool:
    """At its beginning (or now) and at each moment at which somebody goes."""
    begins, ends = max(datetime.combine(day, sitting.opens), now), datetime.combine(day, sitting.closes)
    goes = [absence.since for absence in table.absences if begins < absence.since < ends]
    return all(is_staffed(code, moment, table) for moment in (begins, *goes))


def _substitutes(code: str, day: date, sitting: Sitting, table: DutyTable) -> Iterable[Absence]:
    begins, ends = datetime.combine(day, sitting.opens), datetime.combine(day, sitting.closes)
    own = table.officers.get(code, frozenset())
    return (
        absence
        for absence in table.absences
        if absence.officer in own and absence.substitute is not None and absence.since < ends and absence.until > begins
    )


def _frozen(session: Session, here: Here, since: date) -> dict[tuple[str, date], list[str]]:
    rows = session.scalars(
        select(DutyDay)
        .where(DutyDay.site_id == here.site_id, DutyDay.day >= since, DutyDay.day < here.today)
        .order_by(DutyDay.version)
    )
    return {(row.department, row.day): [sitting["name"] for sitting in row.plan["sittings"]] for row in rows}


def next_turn(here: Here, sittings: dict[str, tuple[Sitting, ...]], ends: Iterable[datetime | None]) -> datetime:
    """When the clock alone changes the page next: a sitting begins, its grace is over, it ends, a stop ends, midnight.

    `ends` are aware moments; so is the answer.
    """
    zone, grace = here.config.site.zone, timedelta(minutes=here.config.hours.uncovered_after_min)
    turns = [datetime.combine(here.today + timedelta(days=1), time(), zone)]
    for sitting in {each for listed in sittings.values() for each in listed}:
        opens = datetime.combine(here.today, sitting.opens, zone)
        turns += [opens, opens + grace, datetime.combine(here.today, sitting.closes, zone)]
    turns += [end for end in ends if end is not None]
    return min(turn for turn in turns if turn > here.now)
