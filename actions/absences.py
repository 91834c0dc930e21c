"""Who is away, who stands in, and was it reported in time? The letter's point 4; nothing is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from actions.events import record
from actions.here import Here
from actions.known import forget, known
from models import AbsenceRow, Officer, OfficerDepartment
from rules.duty import duty_on
from rules.refusals import Refusal

LOOK_AHEAD_DAYS = 92


class Reason(StrEnum):
    """Why an officer is away; business trips and training are forbidden on duty days (letter 173, point 4)."""

    FORCE_MAJEURE = "force_majeure"
    LEAVE = "leave"
    BUSINESS_TRIP = "business_trip"
    TRAINING = "training"
    OTHER = "other"


FORBIDDEN = frozenset({Reason.BUSINESS_TRIP, Reason.TRAINING})


@dataclass(frozen=True, slots=True)
class AbsenceWish:
    """An absence as reported; moments aware. `accepted_note`: why the Office accepts an unusual substitute."""

    officer: int
    since: datetime
    until: datetime
    reason: Reason
    note: str = ""
    substitute: int | None = None
    accepted_note: str = ""
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence as recorded; `ended_at` is set once it was withdrawn or replaced."""

    id: int
    officer: int
    officer_name: str
    departments: tuple[str, ...]
    since: datetime
    until: datetime
    reason: Reason
    note: str
    substitute: int | None
    substitute_name: str | None
    accepted_note: str
    reported_by: str
    reported_at: datetime
    is_late: bool
    is_forbidden: bool
    ended_at: datetime | None


def report_absence(session: Session, here: Here, *, wish: AbsenceWish, actor: str) -> AbsenceView | Refusal:
    """Record an absence. Refusals: those of `conflict_of`."""
    refusal = conflict_of(session, here, wish=wish)
    if refusal is not None:
        return refusal
    row = _add(session, here, wish, None)
    return _recorded(session, here, row, "absence_reported", actor, None)


def change_absence(
    session: Session, here: Here, *, absence: int, wish: AbsenceWish, actor: str
) -> AbsenceView | Refusal:
    """Replace an absence by a corrected one; the old row stays. Refusals: no_absence, those of `conflict_of`."""
    old = _active(session, here, absence)
    if old is None:
        return Refusal("no_absence", {})
    refusal = conflict_of(session, here, wish=wish, ignoring=absence)
    if refusal is not None:
        return refusal
    before = _facts(session, here, old)
    old.ended_at = here.now
    row = _add(session, here, wish, old.id)
    return _recorded(session, here, row, "absence_changed", actor, before)


def assign_substitute(
    session: Session, here: Here, *, absence: int, substitute: int, accepted_note: str, actor: str
) -> AbsenceView | Refusal:
    """Send somebody instead (Cử người thay). Refusals: no_absence, those of `conflict_of`."""
    old = _active(session, here, absence)
    if old is None:
        return Refusal("no_absence", {})
    wish = AbsenceWish(
        old.officer_id, old.since, old.until, Reason(old.reason), old.note, substitute, accepted_note, old.reported_by
    )
    refusal = conflict_of(session, here, wish=wish, ignoring=absence)
    if refusal is not None:
        return refusal
    before = _facts(session, here, old)
    old.ended_at = here.now
    row = _add(session, here, wish, old.id)
    # The absence itself was reported when it was reported; only the substitute is new.
    row.reported_at, row.is_late = old.reported_at, old.is_late
    return _recorded(session, here, row, "absence_changed", actor, before)


def withdraw_absence(session: Session, here: Here, *, absence: int, why: str, actor: str) -> AbsenceView | Refusal:
    """The officer comes after all; the record stays. Refusals: no_absence."""
    row = _active(session, here, absence)
    if row is None:
        return Refusal("no_absence", {})
    before = _facts(session, here, row)
    row.ended_at = here.now
    session.flush()
    forget(session, here)
    record(session, here, "absence_withdrawn", actor=actor, absence=row.id, why=why, before=before, after=None)
    return _view(session, here, row)


def conflict_of(session: Session, here: Here, *, wish: AbsenceWish, ignoring: int | None = None) -> Refusal | None:
    """What stands against recording this.

    Codes: absence_times, no_officer_found, absence_overlaps, substitute_same, substitute_absent,
    substitute_elsewhere, substitute_foreign (not of the department, and the Office has not said why it accepts).
    """
    if wish.until <= wish.since:
        return Refusal("absence_times", {})
    officer = _officer(session, here, wish.officer)
    if officer is None:
        return Refusal("no_officer_found", {})
    others = [row for row in _overlapping(session, here, wish) if row.id != ignoring]
    if any(row.officer_id == wish.officer for row in others):
        return Refusal("absence_overlaps", {"name": officer.name})
    if wish.substitute is None:
        return None
    substitute = _officer(session, here, wish.substitute)
    if substitute is None:
        return Refusal("no_officer_found", {})
    facts = {"name": substitute.name}
    if wish.substitute == wish.officer:
        return Refusal("substitute_same", facts)
    if any(row.officer_id == wish.substitute for row in others):
        return Refusal("substitute_absent", facts)
    if any(row.substitute_id == wish.substitute for row in others):
        return Refusal("substitute_elsewhere", facts)
    shared = set(_departments(session, wish.substitute)) >= set(_departments(session, wish.officer))
    return None if shared or wish.accepted_note.strip() else Refusal("substitute_foreign", facts)


def list_absences(
    session: Session, here: Here, *, since: date, until: date, with_ended: bool = False
) -> tuple[AbsenceView, ...]:
    """Absences that touch the days from `since` to `until`, inclusive, oldest first."""
    zone = here.config.site.zone
    begins = datetime.combine(since, datetime.min.time(), zone)
    ends = datetime.combine(until + timedelta(days=1), datetime.min.time(), zone)
    rows = session.scalars(
        select(AbsenceRow)
        .where(AbsenceRow.site_id == here.site_id, AbsenceRow.since < ends, AbsenceRow.until > begins)
        .order_by(AbsenceRow.since, AbsenceRow.id)
    )
    return tuple(_view(session, here, row) for row in rows if with_ended or row.ended_at is None)


def absence(session: Session, here: Here, *, absence_id: int) -> AbsenceView | None:
    """One absence, ended or not, or None."""
    row = session.get(AbsenceRow, absence_id)
    return _view(session, here, row) if row is not None and row.site_id == here.site_id else None


def substituted_departments(session: Session, here: Here, officer_id: int) -> tuple[str, ...]:
    """The departments for which this officer stands in at this moment."""
    rows = session.execute(
        select(OfficerDepartment.department)
        .join(AbsenceRow, AbsenceRow.officer_id == OfficerDepartment.officer_id)
        .where(
            AbsenceRow.site_id == here.site_id,
            AbsenceRow.substitute_id == officer_id,
            AbsenceRow.ended_at.is_(None),
            AbsenceRow.since <= here.now,
            AbsenceRow.until > here.now,
        )
    )
    return tuple(sorted({code for (code,) in rows}))


def _add(session: Session, here: Here, wish: AbsenceWish, replaces: int | None) -> AbsenceRow:
    first = _first_duty(session, here, wish)
    row = AbsenceRow(
        site_id=here.site_id,
        officer_id=wish.officer,
        substitute_id=wish.substitute,
        since=wish.since,
        until=wish.until,
        reason=wish.reason.value,
        note=wish.note,
        accepted_note=wish.accepted_note,
        reported_by=wish.reported_by,
        reported_at=here.now,
        is_late=first is not None and here.now > first,
        is_forbidden=first is not None and wish.reason in FORBIDDEN,
        replaces_id=replaces,
    )
    session.add(row)
    return row


def _first_duty(session: Session, here: Here, wish: AbsenceWish) -> datetime | None:
    """When the first duty sitting begins that the officer misses; None if none is missed."""
    zone, table = here.config.site.zone, known(session, here).duty
    first_day, last_day = clock.service_day(wish.since, zone), clock.service_day(wish.until, zone)
    departments = _departments(session, wish.officer)
    day = first_day
    while day <= last_day and (day - first_day).days <= LOOK_AHEAD_DAYS:
        for sitting in sorted({s for code in departments for s in duty_on(code, day, table)}, key=lambda s: s.opens):
            opens = datetime.combine(day, sitting.opens, zone)
            closes = datetime.combine(day, sitting.closes, zone)
            if wish.since < closes and wish.until > opens:
                return opens
        day += timedelta(days=1)
    return None


def _recorded(
    session: Session, here: Here, row: AbsenceRow, kind: str, actor: str, before: dict[str, Any] | None
) -> AbsenceView:
    session.flush()
    forget(session, here)
    facts = _facts(session, here, row)
    record(session, here, kind, actor=actor, **facts, before=before, after=facts)
    return _view(session, here, row)


def _facts(session: Session, here: Here, row: AbsenceRow) -> dict[str, Any]:
    view = _view(session, here, row)
    return {
        "absence": view.id,
        "officer": view.officer,
        "officer_name": view.officer_name,
        "departments": list(view.departments),
        "since": view.since.isoformat(),
        "until": view.until.isoformat(),
        "reason": view.reason.value,
        "note": view.note,
        "substitute": view.substitute,
        "substitute_name": view.substitute_name,
        "accepted_note": view.accepted_note,
        "reported_by": view.reported_by,
        "reported_at": view.reported_at.isoformat(),
        "is_late": view.is_late,
        "is_forbidden": view.is_forbidden,
    }


def _overlapping(session: Session, here: Here, wish: AbsenceWish) -> list[AbsenceRow]:
    return list(
        session.scalars(
            select(AbsenceRow).where(
                AbsenceRow.site_id == here.site_id,
                AbsenceRow.ended_at.is_(None),
                AbsenceRow.since < wish.until,
                AbsenceRow.until > wish.since,
            )
        )
    )


def _active(session: Session, here: Here, absence_id: int) -> AbsenceRow | None:
    row = session.get(AbsenceRow, absence_id)
    return row if row is not None and row.site_id == here.site_id and row.ended_at is None else None


def _officer(session: Session, here: Here, officer_id: int) -> Officer | None:
    row = session.get(Officer, officer_id)
    return row if row is not None and row.site_id == here.site_id and row.left_at is None else None


def _departments(session: Session, officer_id: int) -> tuple[str, ...]:
    return tuple(
        session.scalars(select(OfficerDepartment.department).where(OfficerDepartment.officer_id == officer_id))
    )


def _view(session: Session, here: Here, row: AbsenceRow) -> AbsenceView:
    substitute = session.get(Officer, row.substitute_id) if row.substitute_id is not None else None
    return AbsenceView(
        id=row.id,
        officer=row.officer_id,
        officer_name=session.get_one(Officer, row.officer_id).name,
        departments=tuple(sorted(_departments(session, row.officer_id))),
        since=row.since,
        until=row.until,
        reason=Reason(row.reason) if row.reason in list(Reason) else Reason.OTHER,
        note=row.note,
        substitute=row.substitute_id,
        substitute_name=substitute.name if substitute is not None else None,
        accepted_note=row.accepted_note,
        reported_by=row.reported_by,
        reported_at=row.reported_at,
        is_late=row.is_late,
        is_forbidden=row.is_forbidden,
        ended_at=row.ended_at,
    )
