"""What must be so when a service day begins, whatever happened before? Safe to run at any time, any number of times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import clock
from actions.duty_plan import freeze_day, freeze_missed_days
from actions.help_calls import expire_help_calls
from actions.here import Here
from actions.keeping import drop_stale_jobs, forget_old_jobs
from actions.moves import move, tell
from actions.presence import close_opening
from actions.presses import forget_presses
from actions.privacy import anonymise_old
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
    anonymised: int = 0


def begin_day(session: Session, here: Here) -> DayBegun:
    """Expire what earlier days left open, close their desks, forget their paper and notes, freeze the plans.

    Those of today, and of days on which nothing ran.
    """
    _forget(session, here)
    return DayBegun(
        expired=_expire_tickets(session, here),
        closed_desks=_close_desks(session, here),
        dropped_jobs=drop_stale_jobs(session, here),
        forgotten_jobs=forget_old_jobs(session, here),
        anonymised=anonymise_old(session, here),
        planned=freeze_missed_days(session, here) + freeze_day(session, here),
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
        if move(session, here, ticket, Move.EXPIRE, ended_at=here.now) is None:
            tell(
                session, here, ticket, "ticket_expired", actor="clock", desk=ticket.desk,
                of_day=ticket.day.isoformat(), state=before, reason="day_ended",
            )  # fmt: skip
    return len(rows)


def _forget(session: Session, here: Here) -> None:
    """What served the day only: officers' notes (they may speak of a citizen), presses, open calls for help."""
    midnight = datetime.combine(here.today, time.min, here.config.site.zone)
    forget_presses(session, here, midnight.astimezone(here.now.tzinfo))
    expire_help_calls(session, here, midnight.astimezone(here.now.tzinfo))
    session.execute(
        update(Ticket)
        .where(Ticket.site_id == here.site_id, Ticket.day < here.today, Ticket.note.is_not(None))
        .values(note=None)
        .execution_options(synchronize_session=False)
    )


def _close_desks(session: Session, here: Here) -> int:
    zone = here.config.site.zone
    rows = session.scalars(select(Opening).where(Opening.site_id == here.site_id, Opening.closed_at.is_(None))).all()
    left_over = [row for row in rows if clock.service_day(row.opened_at, zone) < here.today]
    for opening in left_over:
        close_opening(session, here, opening, "clock", reason="day_ended")
    return len(left_over)
