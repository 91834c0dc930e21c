"""What must be so when a service day begins, whatever happened before? Safe to run at any time, any number of times."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from actions.counter import move
from actions.duty import freeze_day
from actions.events import record
from actions.here import Here
from actions.keeping import drop_stale_jobs, forget_old_jobs
from actions.presence import close_opening
from models import Opening, Ticket
from rules.states import OPEN_STATES, Move


@dataclass(frozen=True, slots=True)
class DayBegun:
    """How much was left over from earlier days, and how many departments' plans were written."""

    expired: int
    closed_desks: int
    dropped_jobs: int
    planned: int
    forgotten_jobs: int = 0


def begin_day(session: Session, here: Here) -> DayBegun:
    """Expire what earlier days left open, close their desks, forget their paper, freeze today's plan."""
    return DayBegun(
        expired=_expire_tickets(session, here),
        closed_desks=_close_desks(session, here),
        dropped_jobs=drop_stale_jobs(session, here),
        forgotten_jobs=forget_old_jobs(session, here),
        planned=freeze_day(session, here),
    )


def _expire_tickets(session: Session, here: Here) -> int:
    # Only days before today: a clock that was set back must not end tickets of a day still to come.
    rows = session.scalars(
        select(Ticket)
        .where(
            Ticket.site_id == here.site_id,
            Ticket.day < here.today,
            Ticket.state.in_([state.value for state in OPEN_STATES]),
        )
        .order_by(Ticket.id)
    ).all()
    for ticket in rows:
        before = ticket.state
        if move(ticket, Move.EXPIRE) is not None:
            continue
        ticket.ended_at = here.now
        session.flush()
        record(
            session,
            here,
            "ticket_expired",
            actor="clock",
            desk=ticket.desk,
            department=ticket.department,
            ticket_id=ticket.id,
            series=ticket.series,
            number=ticket.number,
            token=ticket.token,
            of_day=ticket.day.isoformat(),
            state=before,
        )
    return len(rows)


def _close_desks(session: Session, here: Here) -> int:
    zone = here.config.site.zone
    rows = session.scalars(select(Opening).where(Opening.site_id == here.site_id, Opening.closed_at.is_(None))).all()
    left_over = [row for row in rows if clock.service_day(row.opened_at, zone) < here.today]
    for opening in left_over:
        close_opening(session, here, opening, "clock")
    return len(left_over)
