"""How is it recorded that somebody is away? The letter's point 4; nothing is ever overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.absence_conflicts import AbsenceWish, conflict_of, wish_of
from actions.absence_views import FORBIDDEN, AbsenceView, facts_of, told_chairman_late, view_of
from actions.events import record
from actions.here import Here
from actions.known import forget
from actions.missed_duty import first_duty
from models import AbsenceRow
from rules.refusals import Refusal


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
    before = facts_of(session, here, old)
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
    wish = replace(wish_of(view_of(session, here, old)), substitute=substitute, accepted_note=accepted_note)
    return change_absence(session, here, absence=absence, wish=wish, actor=actor)


def withdraw_absence(session: Session, here: Here, *, absence: int, why: str, actor: str) -> AbsenceView | Refusal:
    """The officer comes after all; the record stays. Refusals: no_absence, withdraw_why."""
    row = _active(session, here, absence)
    if row is None:
        return Refusal("no_absence", {})
    if not why.strip():
        return Refusal("withdraw_why", {})
    before = facts_of(session, here, row)
    row.ended_at, row.end_note = here.now, why.strip()[:500]
    session.flush()
    forget(session, here)
    record(session, here, "absence_withdrawn", actor=actor, absence=row.id, why=row.end_note, before=before, after=None)
    return view_of(session, here, row)


def _active(session: Session, here: Here, absence_id: int) -> AbsenceRow | None:
    row = session.get(AbsenceRow, absence_id)
    return row if row is not None and row.site_id == here.site_id and row.ended_at is None else None


def _add(session: Session, here: Here, wish: AbsenceWish, actor: str, old: AbsenceRow | None) -> AbsenceRow:
    first = first_duty(session, here, wish.officer, wish.since, wish.until)
    reported_at, office_late = _reported(session, here, wish, old)
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
        is_late=office_late or _chairman_late(session, here, wish, old),
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


def _chairman_late(session: Session, here: Here, wish: AbsenceWish, old: AbsenceRow | None) -> bool:
    """The letter wants the Chairman to know beforehand too; who was not told at all is marked apart."""
    told, whole = wish.chairman_told_at, [(wish.since, wish.until)]
    if told is None:
        return False
    added = _added(wish, old)
    if old is None or old.chairman_told_at in (None, told) or not added or added == whole:
        return _is_late(session, here, wish, whole, told)
    # Told anew, of the days that were added.
    return told_chairman_late(session, here, old) or _is_late(session, here, wish, added, told)


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
    facts = facts_of(session, here, row)
    record(session, here, kind, actor=actor, **facts, before=before, after=facts)
    return view_of(session, here, row)
