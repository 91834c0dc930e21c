"""Who is set aside for a while: sent for a paper and taken up again, or gone when called and back now?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.call import free_counter
from actions.counter import Counter, counter, held_at, label_of, serving_now
from actions.desk_view import seen_after
from actions.here import Here
from actions.lines import keeping_now, takes_parked
from actions.moves import FREE, move, tell
from actions.todays import is_served_at, ticket_of_today
from actions.views import DeskView
from models import Ticket
from rules.refusals import Refusal
from rules.serving import Serving
from rules.states import Move, TicketState


def park(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """The citizen fetches a paper or pays a fee, and comes back to this desk. Refusals: nothing_held, illegal_move."""
    found = held_at(session, here, desk, account)
    if isinstance(found, Refusal):
        return found
    at, ticket = found
    refusal = move(session, here, ticket, Move.PARK)
    if refusal is not None:
        return refusal
    tell(session, here, ticket, "ticket_parked", actor=at.actor, desk=desk, served_s=round(ticket.served_s, 3))
    return seen_after(here, desk, account)


def resume(session: Session, here: Here, *, desk: str, account: AccountView, ticket: int) -> DeskView | Refusal:
    """Call a parked citizen again; one whom the desk keeps no more (`lines.Keeping`), every desk of the department may.

    Refusals: those of `free_counter`, no_ticket, not_parked (label, state), parked_elsewhere (label, desk).
    """
    found = _named(session, here, free_counter(session, here, desk, account), ticket)
    if isinstance(found, Refusal):
        return found
    at, row = found
    if row.state != TicketState.PARKED:
        return Refusal("not_parked", {"label": label_of(row), "state": row.state})
    if not is_parked_here(session, here, desk, serving_now(session, here, desk, account), row):
        return Refusal("parked_elsewhere", {"label": label_of(row), "desk": row.desk})
    refusal = move(
        session, here, row, Move.RESUME, desk=desk, officer_id=at.officer_id, called_at=here.now, serving_at=None,
        calls=1,
    )  # fmt: skip
    if refusal is not None:
        return refusal
    tell(session, here, row, "ticket_resumed", actor=at.actor, desk=desk, count=1, parked_s=round(row.parked_s, 3))
    return seen_after(here, desk, account)


def return_no_show(session: Session, here: Here, *, desk: str, account: AccountView, ticket: int) -> DeskView | Refusal:
    """One who did not come when called is here now and waits again, as long as if they had not missed their turn.

    Refusals: those of `counter`, no_ticket, not_missed (label, state), not_served_here (label).
    """
    found = _named(session, here, counter(session, here, desk, account), ticket)
    if isinstance(found, Refusal):
        return found
    at, row = found
    if row.state != TicketState.NO_SHOW:
        return Refusal("not_missed", {"label": label_of(row), "state": row.state})
    if not is_served_at(session, here, desk, serving_now(session, here, desk, account), row):
        return Refusal("not_served_here", {"label": label_of(row)})
    refusal = move(session, here, row, Move.RETURN, **FREE)
    if refusal is not None:
        return refusal
    tell(session, here, row, "ticket_returned", actor=at.actor, desk=desk, by="officer")
    return seen_after(here, desk, account)


def cancel(session: Session, here: Here, *, desk: str, account: AccountView, ticket: int) -> DeskView | Refusal:
    """One who waits or is parked here goes without being served. Refusals: no_ticket, illegal_move, not_served_here."""
    found = _named(session, here, counter(session, here, desk, account), ticket)
    if isinstance(found, Refusal):
        return found
    at, row = found
    serving = serving_now(session, here, desk, account)
    is_here = is_parked_here if row.state == TicketState.PARKED else is_served_at
    if not is_here(session, here, desk, serving, row):
        return Refusal("not_served_here", {"label": label_of(row)})
    was = row.state
    refusal = move(session, here, row, Move.CANCEL, ended_at=here.now)
    if refusal is not None:
        return refusal
    tell(session, here, row, "ticket_cancelled", actor=at.actor, desk=desk, state=was, by="officer")
    return seen_after(here, desk, account)


def is_parked_here(session: Session, here: Here, desk: str, serving: Serving, row: Ticket) -> bool:
    """Whether this desk may take the parked ticket up again."""
    return takes_parked(row, desk, serving, keeping_now(session, here))


def _named(session: Session, here: Here, at: Counter | Refusal, ticket: int) -> tuple[Counter, Ticket] | Refusal:
    """The officer's desk and today's ticket that is meant, or why not."""
    if isinstance(at, Refusal):
        return at
    row = ticket_of_today(session, here, ticket)
    return row if isinstance(row, Refusal) else (at, row)
