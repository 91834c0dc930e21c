"""What is to be recorded about an absence, and what stands against it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.absence_views import AbsenceView, Reason
from actions.here import Here
from actions.missed_duty import departments_of_officer
from models import AbsenceRow, Officer
from rules.refusals import Refusal


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


def wish_of(view: AbsenceView) -> AbsenceWish:
    """What would record this absence again, without a substitute who has left: where a change begins."""
    return AbsenceWish(
        officer=view.officer,
        since=view.since,
        until=view.until,
        reason=view.reason,
        note=view.note,
        substitute=view.substitute if view.is_substituted else None,
        accepted_note=view.accepted_note,
        reported_by=view.reported_by,
        office_told_at=view.reported_at,
        chairman_told_at=view.chairman_told_at,
    )


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


def listed_officer(session: Session, here: Here, officer_id: int) -> Officer | None:
    """The officer, unless they have left or never were here."""
    row = session.get(Officer, officer_id)
    return row if row is not None and row.site_id == here.site_id and row.left_at is None else None
