"""Is every department on duty really there? Presence is measured by open desks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from actions.events import record
from actions.here import Here
from actions.known import known
from actions.standing_in import substituted_departments
from actions.views import ProcedureView
from models import Event, OfficerDepartment, Opening
from rules.duty import duty_on, is_staffed
from rules.workdays import Sitting

ALERTS = ("uncovered", "covered")
# Kind of the event, sitting, parts.
LEAVING = ("desk_closed", "desk_break")
Noted = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A department on duty that nobody covers; `since` is the wall time at which its sitting began.

    `parts`: somebody is there, but not at a desk that may call these (rules/serving_gaps.py); else empty.
    `left`: the wall time at which the last desk that covered it in this sitting was left, None if none did.
    """

    department: str
    sitting: str
    since: datetime
    minutes: int
    parts: tuple[str, ...] = ()
    left: datetime | None = None


def checked_in(session: Session, here: Here) -> tuple[Opening, ...]:
    """Who sits at a desk at this moment; closing it and a break are checking out."""
    openings = select(Opening).where(
        Opening.site_id == here.site_id, Opening.closed_at.is_(None), Opening.break_since.is_(None)
    )
    return tuple(session.scalars(openings))


def covered_departments(session: Session, here: Here) -> frozenset[str]:
    """Departments for which some desk is open with an officer of theirs, or a recorded substitute."""
    return frozenset(manned_desks(session, here))


def manned_desks(session: Session, here: Here) -> dict[str, set[str]]:
    """For each covered department the open desks that serve any of it, with somebody who may."""
    manned: defaultdict[str, set[str]] = defaultdict(set)
    for each in checked_in(session, here):
        for code in _covered_by(session, here, each.desk, each.officer_id):
            manned[code].add(each.desk)
    return dict(manned)


def departments_of(session: Session, here: Here, officer_id: int) -> set[str]:
    """Those an officer may serve at this moment: their own, and those they stand in for."""
    own = session.scalars(select(OfficerDepartment.department).where(OfficerDepartment.officer_id == officer_id))
    return {*own, *substituted_departments(session, here, officer_id)}


def uncovered_now(session: Session, here: Here) -> tuple[Uncovered, ...]:
    """What nobody covers some minutes into its sitting: departments or parts of them, in the configuration's order.

    The minutes count from its beginning, or from when the last desk that covered it was left.
    """
    grace = timedelta(minutes=here.config.hours.uncovered_after_min)
    facts, manned, now = known(session, here), manned_desks(session, here), here.local_now
    running = {d.code: _running(duty_on(d.code, now.date(), facts.duty), now, grace) for d in here.config.departments}
    left = (
        _left_today(session, here) if any(sitting and code not in manned for code, sitting in running.items()) else {}
    )
    found = []
    for code, sitting in running.items():
        desks = manned.get(code, set())
        parts = tuple(name for part in facts.parts_of(code) if not part.desks & desks for name in part.names)
        if sitting is None or (desks and not parts):
            continue
        since = datetime.combine(now.date(), sitting.opens)
        left_at = left[code] if not desks and code in left and left[code] > since else None
        if now - (left_at or since) >= grace:
            minutes = int((now - (left_at or since)).total_seconds() // 60)
            found.append(Uncovered(code, sitting.name, since, minutes, parts if desks else (), left_at))
    return tuple(found)


def is_uncovered(session: Session, here: Here, *, department: str, procedure: ProcedureView | None = None) -> bool:
    """Whether nobody is there for such a ticket, though by now somebody should be."""
    if all(each.department != department for each in uncovered_now(session, here)):
        return False
    facts = known(session, here)
    line = facts.line_of_procedure(procedure) if procedure is not None else facts.line_of(department)
    return not manned_desks(session, here).get(department, set()).intersection(line.desks)


def unstaffed_now(session: Session, here: Here) -> tuple[str, ...]:
    """Departments on duty now whose officers are all reported absent, with nobody instead."""
    table, now = known(session, here).duty, here.local_now
    return tuple(
        d.code
        for d in here.config.departments
        if _running(duty_on(d.code, now.date(), table), now, timedelta()) and not is_staffed(d.code, now, table)
    )


def note_covering(session: Session, here: Here) -> int:
    """Write what changed since it was last looked: a department, or parts of it, became uncovered or covered again."""
    uncovered = {each.department: each for each in uncovered_now(session, here)}
    noted = _noted_today(session, here)
    changes = 0
    for code, each in uncovered.items():
        if noted.get(code) != _noted(each):
            facts: dict[str, Any] = {"sitting": each.sitting, "minutes": each.minutes, "parts": list(each.parts)}
            record(session, here, "uncovered", actor="clock", department=code, **facts)
            changes += 1
    covered = covered_departments(session, here)
    for code, (kind, sitting, _) in noted.items():
        if kind == "uncovered" and code not in uncovered and code in covered:
            record(session, here, "covered", actor="clock", department=code, sitting=sitting)
            changes += 1
    return changes


def is_covering_news(session: Session, here: Here) -> bool:
    """Would `note_covering` write anything? A cheap look, so that nothing is written every few seconds."""
    uncovered = {each.department: _noted(each) for each in uncovered_now(session, here)}
    noted = _noted_today(session, here)
    if any(noted.get(code) != note for code, note in uncovered.items()):
        return True
    covered = covered_departments(session, here)
    return any(kind == "uncovered" and code not in uncovered and code in covered for code, (kind, *_) in noted.items())


def _covered_by(session: Session, here: Here, desk: str, officer: int) -> set[str]:
    served = next((set(d.touched) for d in here.config.desks if d.code == desk), set())
    return served & departments_of(session, here, officer)


def _left_today(session: Session, here: Here) -> dict[str, datetime]:
    """When each department's desk was left last, in wall time."""
    left = {}
    for row in _of_today(session, here, *LEAVING):
        for code in _covered_by(session, here, row.desk or "", row.facts["officer"]):
            left[code] = clock.local(row.at, here.config.site.zone)
    return left


def _running(sittings: tuple[Sitting, ...], now: datetime, grace: timedelta) -> Sitting | None:
    for sitting in sittings:
        opens = datetime.combine(now.date(), sitting.opens)
        if opens + grace <= now < datetime.combine(now.date(), sitting.closes):
            return sitting
    return None


def _noted(uncovered: Uncovered) -> Noted:
    return "uncovered", uncovered.sitting, uncovered.parts


def _noted_today(session: Session, here: Here) -> dict[str, Noted]:
    return {
        row.department: (row.kind, row.facts["sitting"], tuple(row.facts.get("parts", ())))
        for row in _of_today(session, here, *ALERTS)
        if row.department is not None
    }


def _of_today(session: Session, here: Here, *kinds: str) -> list[Event]:
    """Today's events in their order. Sorted here: asked to sort, SQLite walks through the log of all years instead."""
    rows = session.scalars(
        select(Event).where(Event.site_id == here.site_id, Event.day == here.today, Event.kind.in_(kinds))
    )
    return sorted(rows, key=lambda row: row.seq)
