"""Which paper is owed no more, and which of it is forgotten?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from models import PrintJob, Ticket
from rules.outbox import JOBS_KEPT, SLIP_LIVES, Settled
from rules.states import SENDABLE_STATES, JobState

EXPIRED = Settled.EXPIRED.value


def drop_stale_jobs(session: Session, here: Here) -> int:
    """Paper of an earlier day, or a slip that came too late, helps nobody: it is not tried again. Returns how many.

    Doubt about paper of an earlier day ends with it: nobody will look into the tray any more.
    """
    ids = session.scalars(_stale(here)).all()
    if ids:
        values = {"detail": EXPIRED, "settled": EXPIRED, "changed_at": here.now}
        session.execute(update(PrintJob).where(PrintJob.id.in_(ids)).values(values))
        unsent = PrintJob.state.in_(SENDABLE_STATES)
        session.execute(update(PrintJob).where(PrintJob.id.in_(ids), unsent).values(state=JobState.NOT_SENT.value))
        record(session, here, "print_expired", actor="clock", jobs=list(ids))
    return len(ids)


def forget_old_jobs(session: Session, here: Here) -> int:
    """What was printed weeks ago; the log of events keeps what became of it. Returns how many."""
    old = delete(PrintJob).where(
        PrintJob.site_id == here.site_id, PrintJob.created_at < here.now - JOBS_KEPT, PrintJob.state != JobState.SENDING
    )
    done: Any = session.execute(old)
    return int(done.rowcount)


def _stale(here: Here) -> Select[int]:
    unsent = PrintJob.state.in_((*SENDABLE_STATES, JobState.DOUBTFUL))
    of_earlier_day = Ticket.day < here.today
    late_slip = PrintJob.ticket_id.is_(None) & (PrintJob.created_at <= here.now - SLIP_LIVES)
    return (
        select(PrintJob.id)
        .outerjoin(Ticket, Ticket.id == PrintJob.ticket_id)
        .where(PrintJob.site_id == here.site_id, unsent, PrintJob.settled.is_(None), or_(of_earlier_day, late_slip))
        .order_by(PrintJob.id)
    )
