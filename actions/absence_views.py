"""Who is away, who stands in, when was it said? Absences as they are recorded, ended ones too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.missed_duty import departments_of_officer, first_duty
from models import AbsenceRow, Officer


class Reason(StrEnum):
    """Why an officer is away; business trips and training are forbidden on duty days (letter 173, point 4)."""

    FORCE_MAJEURE = "force_majeure"
    LEAVE = "leave"
    BUSINESS_TRIP = "business_trip"
    TRAINING = "training"
    OTHER = "other"


FORBIDDEN = frozenset({Reason.BUSINESS_TRIP, Reason.TRAINING})


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An absence as recorded; `ended_at` is set once it was withdrawn (why: `end_note`) or replaced.

    `reported_at` is when the Office was told, `recorded_at` when it was written down here, by `made_by`.
    `is_late`: the Office or the Chairman was told after the sitting began; `is_chairman_late`: the Chairman.
    `substitute_left`: whoever was to stand in is off the list by now.
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
    is_chairman_late: bool = False
    substitute_left: bool = False

    @property
    def is_substituted(self) -> bool:
        """Somebody was sent instead who still belongs to the house."""
        return self.substitute is not None and not self.substitute_left


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
    return tuple(view_of(session, here, row) for row in rows if with_ended or row.ended_at is None)


def absence(session: Session, here: Here, *, absence_id: int) -> AbsenceView | None:
    """One absence, ended or not, or None."""
    row = session.get(AbsenceRow, absence_id)
    return view_of(session, here, row) if row is not None and row.site_id == here.site_id else None


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


def view_of(session: Session, here: Here, row: AbsenceRow) -> AbsenceView:
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
        is_chairman_late=row.is_late and told_chairman_late(session, here, row),
        substitute_left=substitute is not None and substitute.left_at is not None,
    )


def told_chairman_late(session: Session, here: Here, row: AbsenceRow) -> bool:
    """Had the first duty missed begun when the Chairman was told?"""
    if row.chairman_told_at is None:
        return False
    first = first_duty(session, here, row.officer_id, row.since, row.until)
    return first is not None and row.chairman_told_at > first


def facts_of(session: Session, here: Here, row: AbsenceRow) -> dict[str, Any]:
    view = view_of(session, here, row)
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
        "is_chairman_late": view.is_chairman_late,
        "is_forbidden": view.is_forbidden,
    }
