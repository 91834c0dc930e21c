"""What is counted of the hall for whoever watches many servers? Today's tickets, waits, desks, paper and events."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.here import Here
from models import Event, Opening, PrintJob, Ticket
from rules.states import TicketState


@dataclass(frozen=True, slots=True)
class Measures:
    """`tickets` by (department, state), `longest_wait_s` by department, `events` by kind: of today.

    `paper`: print jobs that are not settled, by state.
    """

    tickets: dict[tuple[str, str], int]
    longest_wait_s: dict[str, float]
    open_desks: int
    paper: dict[str, int]
    events: dict[str, int]


def measures(session: Session, here: Here) -> Measures:
    """Counted now; each by an index of the day."""
    tickets: dict[tuple[str, str], int] = {}
    longest: dict[str, float] = {}
    rows = session.execute(
        select(Ticket.department, Ticket.state, func.count(), func.min(Ticket.arrived_at))
        .where(Ticket.site_id == here.site_id, Ticket.day == here.today)
        .group_by(Ticket.department, Ticket.state)
    )
    for department, state, count, oldest in rows:
        tickets[department, state] = count
        if state == TicketState.WAITING:
            longest[department] = (here.now - oldest).total_seconds()
    return Measures(tickets, longest, _open_desks(session, here), _paper(session, here), _events(session, here))


def _open_desks(session: Session, here: Here) -> int:
    query = select(func.count()).where(Opening.site_id == here.site_id, Opening.closed_at.is_(None))
    return session.scalar(query) or 0


def _paper(session: Session, here: Here) -> dict[str, int]:
    unsettled = PrintJob.state.in_(("queued", "not_sent", "sending", "doubtful"))
    query = (
        select(PrintJob.state, func.count())
        .where(PrintJob.site_id == here.site_id, unsettled, PrintJob.settled.is_(None))
        .group_by(PrintJob.state)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _events(session: Session, here: Here) -> dict[str, int]:
    query = (
        select(Event.kind, func.count())
        .where(Event.site_id == here.site_id, Event.day == here.today)
        .group_by(Event.kind)
    )
    return {row[0]: row[1] for row in session.execute(query)}
