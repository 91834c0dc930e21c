"""Which calls must a wall still speak that was away? Every one that is fresh, not only the newest of each ticket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from actions.board import CALL_KINDS, UNDONE, call_of, standing
from actions.events import last_seq
from actions.here import Here
from actions.views import CallView
from database import connection_of
from models import Event, Ticket
from models.base import table_of
from models.prepared import Prepared

# Fresh calls are among the newest events; without a bound the search would go back to the morning.
LOOKED_THROUGH = 3_000
_E, _T = table_of(Event), table_of(Ticket)
_CALLED = Prepared(
    select(
        _E.c.seq, _E.c.at, _E.c.kind, _E.c.desk, _E.c.department, _E.c.ticket_id, _E.c.facts,
        _T.c.desk.label("now_at"), _T.c.called_at,
    )
    .join(_T, _T.c.id == _E.c.ticket_id)
    .where(
        _E.c.site_id == bindparam("site"), _E.c.seq > bindparam("oldest"), _E.c.at >= bindparam("since"),
        _E.c.kind.in_((*CALL_KINDS, UNDONE)),
    )
    .order_by(_E.c.seq)
)  # fmt: skip


def fresh_calls(session: Session, here: Here, *, desks: Iterable[str], since: datetime) -> tuple[CallView, ...]:
    """Calls and recalls at these desks since a moment, newest first, without those that were taken back."""
    at = set(desks)
    oldest = last_seq(session, here) - LOOKED_THROUGH
    rows = _CALLED.all(connection_of(session), {"site": here.site_id, "oldest": oldest, "since": since})
    # One that was put back has left the desk; if it was called anew, the first call is older than that.
    fresh = (row for row in standing(rows) if row.desk in at and row.desk == row.now_at and row.called_at <= row.at)
    return tuple(call_of(row) for row in sorted(fresh, key=lambda row: -row.seq))


def call_by_id(session: Session, here: Here, *, seq: int) -> tuple[CallView, str] | None:
    """One call and the language that its ticket asks for."""
    row = session.execute(
        select(Event, Ticket.language)
        .join(Ticket, Ticket.id == Event.ticket_id)
        .where(Event.site_id == here.site_id, Event.seq == seq, Event.kind.in_(CALL_KINDS))
    ).first()
    return None if row is None else (call_of(row[0]), row[1])
