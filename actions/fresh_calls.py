"""Which calls must a wall still speak that was away? Every one that is fresh, not only the newest of each ticket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.board import CALL_KINDS, call_of, call_stands
from actions.events import last_seq
from actions.here import Here
from actions.views import CallView
from models import Event, Ticket

# Fresh calls are among the newest events; without a bound the search would go back to the morning.
LOOKED_THROUGH = 3_000


def fresh_calls(session: Session, here: Here, *, desks: Iterable[str], since: datetime) -> tuple[CallView, ...]:
    """Calls and recalls at these desks since a moment, newest first, without those that were taken back."""
    rows = session.scalars(
        select(Event)
        .join(Ticket, Ticket.id == Event.ticket_id)
        .where(
            Event.site_id == here.site_id,
            Event.seq > last_seq(session, here) - LOOKED_THROUGH,
            Event.kind.in_(CALL_KINDS),
            Event.desk.in_(list(desks)),
            Event.at >= since,
            # One that was taken back has left the desk; if it was called anew, this call is older than that.
            Ticket.desk == Event.desk,
            Ticket.called_at <= Event.at,
            call_stands(),
        )
        .order_by(Event.seq.desc())
    )
    return tuple(call_of(row) for row in rows)


def call_by_id(session: Session, here: Here, *, seq: int) -> tuple[CallView, str] | None:
    """One call and the language that its ticket asks for."""
    row = session.execute(
        select(Event, Ticket.language)
        .join(Ticket, Ticket.id == Event.ticket_id)
        .where(Event.site_id == here.site_id, Event.seq == seq, Event.kind.in_(CALL_KINDS))
    ).first()
    return None if row is None else (call_of(row[0]), row[1])
