"""What was to be done today? Each day's plan is frozen into rows, so that no later change rewrites the evidence."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.known import forget, known
from models import DutyDay
from rules.duty import duty_on
from rules.workdays import Sitting


def freeze_day(session: Session, here: Here) -> int:
    """Write today's plan of every department into rows; a changed plan gets a new version. Idempotent.

    Returns how many rows were written.
    """
    newest = _frozen(session, here)
    table = known(session, here).duty
    written = 0
    for department in here.config.departments:
        sittings = duty_on(department.code, here.today, table)
        plan = {"sittings": [_written(sitting) for sitting in sittings]}
        last = newest.get(department.code)
        if last is not None and last.plan == plan:
            continue
        version = last.version + 1 if last else 1
        session.add(
            DutyDay(
                site_id=here.site_id,
                day=here.today,
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
            version=version,
            sittings=plan["sittings"],
        )
        written += 1
    return written


def follow_change(session: Session, here: Here) -> None:
    """The roster changed: everybody reads it anew, and today's plan is frozen again if it became another."""
    forget(session, here)
    freeze_day(session, here)


def _frozen(session: Session, here: Here) -> dict[str, DutyDay]:
    rows = session.scalars(
        select(DutyDay).where(DutyDay.site_id == here.site_id, DutyDay.day == here.today).order_by(DutyDay.version)
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
