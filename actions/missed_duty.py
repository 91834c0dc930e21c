"""Which duty sittings does an officer miss who is away from–until? Moments are aware."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from actions.here import Here
from actions.known import known
from models import OfficerDepartment
from rules.duty import duty_on
from rules.workdays import Sitting

LOOK_AHEAD_DAYS = 92


def departments_of_officer(session: Session, officer_id: int) -> tuple[str, ...]:
    """Codes of the departments to which an officer belongs."""
    rows = select(OfficerDepartment.department).where(OfficerDepartment.officer_id == officer_id)
    return tuple(sorted(session.scalars(rows)))


def first_duty(session: Session, here: Here, officer: int, since: datetime, until: datetime) -> datetime | None:
    """When the first duty sitting begins that the officer misses; None if none is missed."""
    zone, departments = here.config.site.zone, departments_of_officer(session, officer)
    for sitting_day, sitting in sittings_between(session, here, departments, since, until):
        return datetime.combine(sitting_day, sitting.opens, zone)
    return None


def sittings_between(
    session: Session, here: Here, departments: Iterable[str], since: datetime, until: datetime
) -> Iterator[tuple[date, Sitting]]:
    """The duty sittings of these departments that fall into the time, in order."""
    zone, table, codes = here.config.site.zone, known(session, here).duty, tuple(departments)
    day, last_day = clock.service_day(since, zone), clock.service_day(until, zone)
    last_day = min(last_day, day + timedelta(days=LOOK_AHEAD_DAYS))
    while day <= last_day:
        for sitting in sorted({s for code in codes for s in duty_on(code, day, table)}, key=lambda s: s.opens):
            opens = datetime.combine(day, sitting.opens, zone)
            if since < datetime.combine(day, sitting.closes, zone) and until > opens:
                yield day, sitting
        day += timedelta(days=1)
