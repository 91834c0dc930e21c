"""Who at a kiosk asks for a person, and has somebody answered?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from models import HelpCall
from rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class HelpView:
    """One call. `state`: asked | answered | taken_back | expired."""

    id: int
    kiosk: str
    asked_at: datetime
    ended_at: datetime | None
    state: str


def ask_for_help(session: Session, here: Here, *, kiosk: str, actor: str) -> HelpView | Refusal:
    """Call the guide to a kiosk; a call that is open already is the same call. Refusals: no_device."""
    if not any(each.code == kiosk for each in here.config.kiosks):
        return Refusal("no_device", {"device": kiosk})
    row = _open(session, here, kiosk)
    if row is None:
        row = HelpCall(site_id=here.site_id, kiosk=kiosk, asked_at=here.now, ended_by="")
        session.add(row)
        session.flush()
        record(session, here, "help_asked", actor=actor, kiosk=kiosk, call=row.id)
    return _view(row)


def answer_help(session: Session, here: Here, *, call: int, actor: str) -> HelpView | Refusal:
    """Somebody goes there. Refusals: no_help_call, help_ended (somebody else was quicker, or it was taken back)."""
    row = _row(session, here, call)
    if row is None:
        return Refusal("no_help_call", {})
    if row.ended_at is not None:
        return Refusal("help_ended", {})
    return _end(session, here, row, "help_answered", actor)


def take_back_help(session: Session, here: Here, *, kiosk: str, actor: str) -> HelpView | None:
    """The citizen needs nobody any more; None if no call was open."""
    row = _open(session, here, kiosk)
    return None if row is None else _end(session, here, row, "help_taken_back", actor)


def help_call(session: Session, here: Here, *, call: int) -> HelpView | None:
    """One call as it stands, or None."""
    row = _row(session, here, call)
    return None if row is None else _view(row)


def open_help_calls(session: Session, here: Here) -> tuple[HelpView, ...]:
    """Those that nobody has answered, oldest first."""
    rows = select(HelpCall).where(HelpCall.site_id == here.site_id, HelpCall.ended_at.is_(None))
    return tuple(_view(row) for row in session.scalars(rows.order_by(HelpCall.asked_at, HelpCall.id)))


def expire_help_calls(session: Session, here: Here, before: datetime) -> int:
    """Whoever asked on an earlier day has gone home. Returns how many."""
    rows = session.scalars(
        select(HelpCall).where(
            HelpCall.site_id == here.site_id, HelpCall.ended_at.is_(None), HelpCall.asked_at < before
        )
    ).all()
    for row in rows:
        _end(session, here, row, "help_expired", "clock")
    return len(rows)


def _end(session: Session, here: Here, row: HelpCall, kind: str, actor: str) -> HelpView:
    row.ended_at, row.ended_by = here.now, f"{kind}:{actor}"
    session.flush()
    after_s = max(0, round((here.now - row.asked_at).total_seconds()))
    record(session, here, kind, actor=actor, kiosk=row.kiosk, call=row.id, after_s=after_s)
    return _view(row)


def _open(session: Session, here: Here, kiosk: str) -> HelpCall | None:
    rows = select(HelpCall).where(
        HelpCall.site_id == here.site_id, HelpCall.kiosk == kiosk, HelpCall.ended_at.is_(None)
    )
    return session.scalars(rows).first()


def _row(session: Session, here: Here, call: int) -> HelpCall | None:
    return session.scalars(select(HelpCall).where(HelpCall.site_id == here.site_id, HelpCall.id == call)).first()


def _view(row: HelpCall) -> HelpView:
    state = "asked" if row.ended_at is None else row.ended_by.partition(":")[0].removeprefix("help_")
    return HelpView(row.id, row.kiosk, row.asked_at, row.ended_at, state)
