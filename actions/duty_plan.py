"""What was to be done today? Each day's plan is frozen into rows, so that no later change rewrites the evidence."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.known import forget, known
from models import DutyDay
from rules.duty import duty_on
from rules.workdays import Sitting

LOOK_BACK_DAYS = 62


def freeze_day(session: Session, here: Here) -> int:
    """Write today's plan of every department into rows; a changed plan gets a new version. Idempotent.

    Returns how many rows were written.
    """
    return _freeze(session, here, here.today)


def freeze_missed_days(session: Session, here: Here) -> int:
    """Write the plans of days on which nothing ran: their sittings were due all the same. Idempotent.

    Looks back `LOOK_BACK_DAYS`, and not beyond the first day that was ever planned. Returns how many rows were written.
    """
    days = {here.today - timedelta(days=n) for n in range(1, LOOK_BACK_DAYS + 1)}
    planned = select(DutyDay.day).where(DutyDay.site_id == here.site_id, DutyDay.day < here.today)
    first = session.scalar(select(func.min(planned.subquery().c.day)))
    if first is None:
        return 0
    known_days = set(session.scalars(planned.where(DutyDay.day >= min(days)).distinct()))
    missed = sorted(day for day in days - known_days if day > first)
    return sum(_freeze(session, here, day, late=True) for day in missed)


def follow_change(session: Session, here: Here) -> None:
    """The roster changed: everybody reads it anew, and today's plan is frozen again if it became another."""
    forget(session, here)
    freeze_day(session, here)


def _freeze(session: Session, here: Here, day: date, **facts: Any) -> int:
    newest = _frozen(session, here, day)
    table = known(session, here).duty
    written = 0
    for department in here.config.departments:
        sittings = duty_on(department.code, day, table)
        plan = {"sittings": [_written(sitting) for sitting in sittings]}
        last = newest.get(department.code)
        if last is not None and last.plan == plan:
            continue
        version = last.version + 1 if last else 1
        session.add(
            DutyDay(
                site_id=here.site_id,
                day=day,
                department=department.code,
                version=version,
                plan=plan,
                frozen_at=here.now,
            )
        )
        record(
            session,
            here,
            "duty_planned",
            actor="system",
            department=department.code,
            service_day=day,
            version=version,
            sittings=plan["sittings"],
            **facts,
        )
        written += 1
    return written


def _frozen(session: Session, here: Here, day: date) -> dict[str, DutyDay]:
    rows = session.scalars(
        select(DutyDay).where(DutyDay.site_id == here.site_id, DutyDay.day == day).order_by(DutyDay.version)
    )
    return {row.department: row for row in rows}


def _written(sitting: Sitting) -> dict[str, str]:
    return {
        "name": sitting.name,
        "opens": _minutes(sitting.opens),
        "closes": _minutes(sitting.closes),
    }


def _minutes(moment: time) -> str:
    return moment.isoformat(timespec="minutes")
