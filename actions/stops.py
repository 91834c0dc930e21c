"""What does the Office stop, resume and announce today?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.known import forget
from models import NoticeRow, StopRow
from rules.refusals import Refusal

NOTICE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class StopView:
    """A department whose tickets are stopped now."""

    id: int
    department: str
    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A sentence on the walls."""

    id: int
    text: str
    since: datetime
    until: datetime | None


def stop_department(
    session: Session, here: Here, *, department: str, reason: str, until: datetime | None, actor: str
) -> StopView | Refusal:
    """Give no more tickets; those given stay valid.

    Refusals: no_department, stop_reason, stop_times, stopped_already.
    """
    if not any(d.code == department for d in here.config.departments):
        return Refusal("no_department", {"value": department})
    if not reason.strip():
        return Refusal("stop_reason", {})
    if until is not None and until <= here.now:
        return Refusal("stop_times", {})
    if any(stop.department == department for stop in stops_now(session, here)):
        return Refusal("stopped_already", {})
    row = StopRow(
        site_id=here.site_id,
        department=department,
        since=here.now,
        until=until,
        reason=reason.strip()[:500],
        made_by=actor,
    )
    session.add(row)
    session.flush()
    forget(session, here)
    record(
        session,
        here,
        "department_stopped",
        actor=actor,
        department=department,
        reason=row.reason,
        until=until.isoformat() if until else None,
        before=None,
        after=_stop_facts(row),
    )
    return _stop(row)


def resume_department(session: Session, here: Here, *, department: str, actor: str) -> Refusal | None:
    """Give tickets again. Refusals: not_stopped."""
    rows = session.scalars(
        select(StopRow).where(
            StopRow.site_id == here.site_id, StopRow.department == department, StopRow.ended_at.is_(None)
        )
    ).all()
    if not rows:
        return Refusal("not_stopped", {})
    for row in rows:
        row.ended_at = here.now
    session.flush()
    forget(session, here)
    before = _stop_facts(rows[-1])
    record(session, here, "department_resumed", actor=actor, department=department, before=before, after=None)
    return None


def stops_now(session: Session, here: Here) -> tuple[StopView, ...]:
    """What is stopped at this moment."""
    rows = session.scalars(
        select(StopRow).where(
            StopRow.site_id == here.site_id,
            StopRow.ended_at.is_(None),
            or_(StopRow.until.is_(None), StopRow.until > here.now),
        )
    )
    return tuple(_stop(row) for row in rows)


def put_notice(session: Session, here: Here, *, text: str, until: datetime | None, actor: str) -> NoticeView | Refusal:
    """Put a sentence on the walls. Refusals: notice_empty, notice_long (n), stop_times."""
    words = " ".join(text.split())
    if not words:
        return Refusal("notice_empty", {})
    if len(words) > NOTICE_LENGTH:
        return Refusal("notice_long", {"n": NOTICE_LENGTH})
    if until is not None and until <= here.now:
        return Refusal("stop_times", {})
    row = NoticeRow(site_id=here.site_id, text=words, since=here.now, until=until, made_by=actor)
    session.add(row)
    session.flush()
    record(session, here, "notice_put", actor=actor, notice=row.id, before=None, after=_notice_facts(row))
    return _notice(row)


def end_notice(session: Session, here: Here, *, notice: int, actor: str) -> Refusal | None:
    """Take a sentence off the walls. Refusals: no_notice."""
    row = session.get(NoticeRow, notice)
    if row is None or row.site_id != here.site_id or row.ended_at is not None:
        return Refusal("no_notice", {})
    row.ended_at = here.now
    session.flush()
    record(session, here, "notice_ended", actor=actor, notice=row.id, before=_notice_facts(row), after=None)
    return None


def notices_now(session: Session, here: Here) -> tuple[NoticeView, ...]:
    """What stands on the walls at this moment, oldest first."""
    rows = session.scalars(
        select(NoticeRow)
        .where(
            NoticeRow.site_id == here.site_id,
            NoticeRow.ended_at.is_(None),
            or_(NoticeRow.until.is_(None), NoticeRow.until > here.now),
        )
        .order_by(NoticeRow.id)
    )
    return tuple(_notice(row) for row in rows)


def _stop_facts(row: StopRow) -> dict[str, Any]:
    return {"reason": row.reason, "until": _utc(row.until)}


def _notice_facts(row: NoticeRow) -> dict[str, Any]:
    return {"text": row.text, "until": _utc(row.until)}


def _utc(moment: datetime | None) -> str | None:
    """A row just made has the zone of who asked, one read again has UTC."""
    return moment.astimezone(UTC).isoformat() if moment is not None else None


def _stop(row: StopRow) -> StopView:
    return StopView(row.id, row.department, row.since, row.until, row.reason)


def _notice(row: NoticeRow) -> NoticeView:
    return NoticeView(row.id, row.text, row.since, row.until)
