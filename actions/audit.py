"""Who changed what, when, from what to what? The Office's own acts out of the event log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from models import Account, Event

# No page stands open for longer without having heard that the data were restored; and the log is long.
LATELY_RESTORED = timedelta(days=7)
# What people in the Office do; tickets, calls and paper have their own pages and reports.
AUDITED = (
    "announced",
    "announcement_ended",
    "media_changed",
    "wall_sound_set",
    "wall_tested",
    "absence_reported",
    "absence_changed",
    "absence_withdrawn",
    "clock_jumped",
    "data_erased",
    "data_restored",
    "account_added",
    "account_departments",
    "account_disabled",
    "account_enabled",
    "department_resumed",
    "department_stopped",
    "device_revoked",
    "device_token_added",
    "exception_ended",
    "exception_set",
    "imported",
    "notice_ended",
    "notice_put",
    "officer_added",
    "officer_changed",
    "officer_left",
    "order_ended",
    "order_set",
    "pairing_made",
    "password_set",
    "print_seen",
    "procedure_added",
    "procedure_changed",
    "procedure_withdrawn",
    "recording_accepted",
    "recording_removed",
    "special_day_ended",
    "special_day_set",
    "ticket_reprinted",
    "token_added",
)
LINKS = ("device_token_added", "device_revoked")


@dataclass(frozen=True, slots=True)
class Act:
    """One act; `who` is the sign-in name, or what acted by itself."""

    seq: int
    at: datetime
    kind: str
    who: str
    department: str | None
    before: Any
    after: Any
    facts: dict[str, Any]


def list_acts(
    session: Session, here: Here, *, since: date | None = None, until: date | None = None, limit: int = 200
) -> tuple[Act, ...]:
    """The Office's acts of these days, newest first."""
    # Links that the server makes and ends at each start, on its own PC, are nobody's act.
    is_someones = ~(Event.kind.in_(LINKS) & (Event.actor == "system"))
    query = select(Event).where(Event.site_id == here.site_id, Event.kind.in_(AUDITED), is_someones)
    if since is not None:
        query = query.where(Event.day >= since)
    if until is not None:
        query = query.where(Event.day <= until)
    names = _names(session, here)
    return tuple(
        Act(
            seq=row.seq,
            at=row.at,
            kind=row.kind,
            who=names.get(row.actor, row.actor),
            department=row.department,
            before=row.facts.get("before"),
            after=row.facts.get("after"),
            facts={key: value for key, value in row.facts.items() if key not in ("before", "after")},
        )
        for row in session.scalars(query.order_by(Event.seq.desc()).limit(limit))
    )


def note_restored(
    session: Session, here: Here, *, file: str, was_at: datetime | None, discarded: int | None, actor: str
) -> None:
    """The log goes on from a back-up: what came after it is no longer here, and that must be told.

    `discarded`: how many entries were set aside with the data before; None if those could not be read.
    """
    since = was_at.isoformat() if was_at else None
    record(session, here, "data_restored", actor=actor, file=file, was_at=since, discarded=discarded)


def lineage(session: Session, here: Here) -> str:
    """Another word after each restoring of the last days, "" without one: numbers of events begin anew with it."""
    query = (
        select(Event.hash)
        .where(Event.site_id == here.site_id, Event.day >= here.today - LATELY_RESTORED, Event.kind == "data_restored")
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return (session.scalars(query).first() or "")[:12]


def _names(session: Session, here: Here) -> dict[str, str]:
    rows = session.execute(select(Account.id, Account.name).where(Account.site_id == here.site_id))
    return {f"account:{account}": name for account, name in rows}
