"""A citizen who will not wait any longer says so on the phone page: is the number free of them now?"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.moves import move, tell
from models import Ticket
from rules.refusals import Refusal
from rules.states import Move, TicketState


def cancel_by_citizen(session: Session, here: Here, *, token: str, actor: str) -> Refusal | None:
    """One who waits or is parked goes; said twice it is done once. Refusals: no_ticket, illegal_move."""
    row = session.scalars(select(Ticket).where(Ticket.site_id == here.site_id, Ticket.token == token)).first()
    if row is None or row.day != here.today:
        return Refusal("no_ticket", {})
    if row.state == TicketState.CANCELLED:
        return None
    was = row.state
    refusal = move(session, here, row, Move.CANCEL, ended_at=here.now)
    if refusal is None:
        tell(session, here, row, "ticket_cancelled", actor=actor, desk=row.desk, state=was, by="citizen")
    return refusal
