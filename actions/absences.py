"""Who is away, who stands in, and was it reported in time? The letter's point 4; nothing is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.known import forget
from actions.missed_duty import departments_of_officer, first_duty
from models import AbsenceRow, Officer
from rules.refusals import Refusal


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
    """An absence as reported; moments aware. `accepted_note`: why the Office accepts an unusual substitute.

    `office_told_at`: when the Office heard of it, None for now; `chairman_told_at`: None if the Chairman has not.
    """

    officer: int
    since: datetime
    until: datetime
    reason: Reason
    note: str = ""
    substitute: int | None = None
    accepted_note: str = ""
    reported_by: str = ""
    office_told_at: datetime | None = None
    chairman_told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence as recorded; `ended_at` is set once it was withdrawn (why: `end_note`) or replaced.

    `reported_at` is when the Office was told, `recorded_at` when it was written down here, by `made_by`.
    """

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
    chairman_told_at: datetime | None = None
    recorded_at: datetime | None = None
    made_by: str = ""
    end_note: str = ""
    replaces: int | None = None


def report_absence(session: Session, here: Here, *, wish: AbsenceWish, actor: str) -> AbsenceView | Refusal:
    """Record an absence. Refusals: those of `conflict_of`."""
    refusal = conflict_of(session, here, wish=wish)
    if refusal is not None:
        return refusal
    row = _add(session, here, wish, actor, None)
    return _recorded(session, here, row, "absence_reported", actor, None)


def change_absence(
    session: Session, here: Here, *, absence: int, wish: AbsenceWish, actor: str
) -> AbsenceView | Refusal:
    """Replace an absence by a corrected one; the old row stays. Refusals: no_absence, those of `conflict_of`.

    What was reported in time stays so: only days that the change adds are reported with it.
    """
    old = _active(session, here, absence)
    if old is None:
        return Refusal("no_absence", {})
    refusal = conflict_of(session, here, wish=wish, ignoring=absence)
    if refusal is not None:
        return refusal
    before = _facts(session, here, old)
    old.ended_at = here.now
    row = _add(session, here, wish, actor, old)
    return _recorded(session, here, row, "absence_changed", actor, before)


def assign_substitute(
    session: Session, here: Here, *, absence: int, substitute: int, accepted_note: str, actor: str
) -> AbsenceView | Refusal:
    """Send somebody instead (Cử người thay). Refusals: no_absence, those of `conflict_of`."""
    old = _active(session, here, absence)
    if old is None:
        return Refusal("no_absence", {})
    wish = replace(wish_of(_view(session, here, old)), substitute=substitute, accepted_note=accepted_note)
    return change_absence(session, here, absence=absence, wish=wish, actor=actor)


def wish_of(view: AbsenceView) -> AbsenceWish:
    """What would record this absence again: where a change begins."""
    return AbsenceWish(
        officer=view.officer,
        since=view.since,
        until=view.until,
        reason=view.reason,
        note=view.note,
        substitute=view.substitute,
        accepted_note=view.accepted_note,
        reported_by=view.reported_by,
        office_told_at=view.reported_at,
        chairman_told_at=view.chairman_told_at,
    )


def withdraw_absence(session: Session, here: Here, *, absence: int, why: str, actor: str) -> AbsenceView | Refusal:
    """The officer comes after all; the record stays. Refusals: no_absence, withdraw_why."""
    row = _active(session, here, absence)
    if row is None:
        return Refusal("no_absence", {})
    if not why.strip():
        return Refusal("withdraw_why", {})
    before = _facts(session, here, row)
    row.ended_at, row.end_note = here.now, why.strip()[:500]
    session.flush()
    forget(session, here)
    record(session, here, "absence_withdrawn", actor=actor, absence=row.id, why=row.end_note, before=before, after=None)
    return _view(session, here, row)


def conflict_of(session: Session, here: Here, *, wish: AbsenceWish, ignoring: int | None = None) -> Refusal | None:
    """What stands against recording this.

    Codes: absence_times, told_later, no_officer_found, absence_overlaps, substitute_same, substitute_absent,
    substitute_elsewhere, substitute_foreign (not of the department, and the Office has not said why it accepts).
    """
    if wish.until <= wish.since:
        return Refusal("absence_times", {})
    if any(told is not None and told > here.now for told in (wish.office_told_at, wish.chairman_told_at)):
        return Refusal("told_later", {})
    officer = listed_officer(session, here, wish.officer)
    if officer is None:
        return Refusal("no_officer_found", {})
    others = [row for row in overlapping(session, here, wish) if row.id != ignoring]
    if any(row.officer_id == wish.officer for row in others):
        return Refusal("absence_overlaps", {"name": officer.name})
    if wish.substitute is None:
        return None
    substitute = listed_officer(session, here, wish.substitute)
    if substitute is None:
        return Refusal("no_officer_found", {})
    facts = {"name": substitute.name}
    if wish.substitute == wish.officer:
        return Refusal("substitute_same", facts)
    if any(row.officer_id == wish.substitute for row in others):
        return Refusal("substitute_absent", facts)
    if any(row.substitute_id == wish.substitute for row in others):
        return Refusal("substitute_elsewhere", facts)
    shared = set(departments_of_officer(session, wish.substitute)) >= set(departments_of_officer(session, wish.officer))
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


def absence_history(session: Session, here: Here, *, absence_id: int) -> tuple[AbsenceView, ...]:
    """The absence as it was recorded and changed until this row, oldest first; empty for an unknown one."""
    found: list[AbsenceView] = []
    view = absence(session, here, absence_id=absence_id)
    while view is not None:
        found.insert(0, view)
        view = absence(session, here, absence_id=view.replaces) if view.replaces is not None else None
    return tuple(found)


def newest_of(session: Session, here: Here, *, absence_id: int) -> int:
    """The row by which this one was replaced at last: where an old link leads on to."""
    replaced_by = select(AbsenceRow.id).where(AbsenceRow.site_id == here.site_id)
    following = session.scalars(replaced_by.where(AbsenceRow.replaces_id == absence_id)).first()
    return absence_id if following is None else newest_of(session, here, absence_id=following)


def _add(session: Session, here: Here, wish: AbsenceWish, actor: str, old: AbsenceRow | None) -> AbsenceRow:
    first = first_duty(session, here, wish.officer, wish.since, wish.until)
    reported_at, is_late = _reported(session, here, wish, old)
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
        reported_at=reported_at,
        chairman_told_at=wish.chairman_told_at,
        recorded_at=here.now,
        made_by=actor,
        is_late=is_late,
        is_forbidden=first is not None and wish.reason in FORBIDDEN,
        replaces_id=old.id if old is not None else None,
    )
    session.add(row)
    return row


def _reported(session: Session, here: Here, wish: AbsenceWish, old: AbsenceRow | None) -> tuple[datetime, bool]:
    """When the Office was told, and whether the first duty missed had begun by then."""
    told = wish.office_told_at or (old.reported_at if old is not None else here.now)
    added = _added(wish, old)
    if old is None or not added or added == [(wish.since, wish.until)]:
        return told, _is_late(session, here, wish, [(wish.since, wish.until)], told)
    # The rest was reported before: an officer who stays away longer is late for the added days only.
    told_now = told if told != old.reported_at else here.now
    return old.reported_at, old.is_late or _is_late(session, here, wish, added, told_now)


def _added(wish: AbsenceWish, old: AbsenceRow | None) -> list[tuple[datetime, datetime]]:
    """The times that an absence has and the one it replaces had not."""
    if old is None or old.officer_id != wish.officer or wish.until <= old.since or old.until <= wish.since:
        return [(wish.since, wish.until)]
    sides = [(wish.since, min(wish.until, old.since)), (max(wish.since, old.until), wish.until)]
    return [(since, until) for since, until in sides if since < until]


def _is_late(
    session: Session, here: Here, wish: AbsenceWish, times: list[tuple[datetime, datetime]], told: datetime
) -> bool:
    firsts = (first_duty(session, here, wish.officer, since, until) for since, until in times)
    return any(first is not None and told > first for first in firsts)


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
        "chairman_told_at": view.chairman_told_at.isoformat() if view.chairman_told_at else None,
        "is_late": view.is_late,
        "is_forbidden": view.is_forbidden,
    }


def overlapping(session: Session, here: Here, wish: AbsenceWish) -> list[AbsenceRow]:
    """Absences, of anybody, that hold in the same time."""
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


def listed_officer(session: Session, here: Here, officer_id: int) -> Officer | None:
    """The officer, unless they have left or never were here."""
    row = session.get(Officer, officer_id)
    return row if row is not None and row.site_id == here.site_id and row.left_at is None else None


def _view(session: Session, here: Here, row: AbsenceRow) -> AbsenceView:
    substitute = session.get(Officer, row.substitute_id) if row.substitute_id is not None else None
    return AbsenceView(
        id=row.id,
        officer=row.officer_id,
        officer_name=session.get_one(Officer, row.officer_id).name,
        departments=departments_of_officer(session, row.officer_id),
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
        chairman_told_at=row.chairman_told_at,
        recorded_at=row.recorded_at,
        made_by=row.made_by,
        end_note=row.end_note,
        replaces=row.replaces_id,
    )
