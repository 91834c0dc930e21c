"""Who is at which desk? Opening a desk is checking in, closing it is checking out."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.board import seen_after
from actions.counter import held_ticket, move, officer_name, opening_of, reachable
from actions.events import record
from actions.here import Here
from actions.views import DeskView
from models import Opening, Ticket
from rules.numbering import label
from rules.refusals import Refusal
from rules.states import Move, TicketState


def open_desk(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """Sit down at a desk. An officer who sat elsewhere without a citizen moves over.

    Refusals: no_desk, no_officer, desk_taken, desk_not_yours, officer_elsewhere.
    """
    if not any(d.code == desk for d in here.config.desks):
        return Refusal("no_desk", {"desk": desk})
    if account.officer_id is None:
        return Refusal("no_officer", {})
    present = opening_of(session, here, desk)
    if present is not None and present.officer_id == account.officer_id:
        return seen_after(here, desk, account)
    if present is not None:
        return Refusal("desk_taken", {"desk": desk, "name": officer_name(session, present.officer_id)})
    if not reachable(session, here, desk, account):
        return Refusal("desk_not_yours", {"desk": desk})
    refusal = _leave_other_desk(session, here, account)
    if refusal is not None:
        return refusal
    session.add(Opening(site_id=here.site_id, desk=desk, officer_id=account.officer_id, opened_at=here.now))
    session.flush()
    record(
        session,
        here,
        "desk_opened",
        actor=account.actor,
        desk=desk,
        officer=account.officer_id,
        departments=list(reachable(session, here, desk, account)),
        as_substitute=[code for code in reachable(session, here, desk, account) if code not in account.departments],
    )
    return seen_after(here, desk, account)


def close_desk(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """Leave the desk; one who was called goes back to the queue. Refusals: no_desk, desk_taken, close_blocked."""
    if not any(d.code == desk for d in here.config.desks):
        return Refusal("no_desk", {"desk": desk})
    present = opening_of(session, here, desk)
    if present is None:
        return seen_after(here, desk, account)
    if present.officer_id != account.officer_id:
        return Refusal("desk_taken", {"desk": desk, "name": officer_name(session, present.officer_id)})
    ticket = held_ticket(session, here, present.officer_id)
    if ticket is not None:
        if ticket.state == TicketState.SERVING:
            return Refusal("close_blocked", {"label": label(ticket.series, ticket.number)})
        put_back(session, here, ticket, account.actor, desk)
    close_opening(session, here, present, account.actor)
    return seen_after(here, desk, account)


def close_opening(session: Session, here: Here, opening: Opening, actor: str) -> None:
    """Check the officer out."""
    opening.closed_at = here.now
    session.flush()
    record(session, here, "desk_closed", actor=actor, desk=opening.desk, officer=opening.officer_id)


def put_back(session: Session, here: Here, ticket: Ticket, actor: str, desk: str) -> None:
    """A called citizen waits again, in the place they had."""
    if move(ticket, Move.PUT_BACK) is not None:
        return
    ticket.officer_id, ticket.desk, ticket.called_at, ticket.calls = None, None, None, 0
    session.flush()
    record(
        session,
        here,
        "ticket_put_back",
        actor=actor,
        desk=desk,
        department=ticket.department,
        ticket_id=ticket.id,
        series=ticket.series,
        number=ticket.number,
        token=ticket.token,
    )


def _leave_other_desk(session: Session, here: Here, account: AccountView) -> Refusal | None:
    other = session.scalars(
        select(Opening).where(
            Opening.site_id == here.site_id,
            Opening.officer_id == account.officer_id,
            Opening.closed_at.is_(None),
        )
    ).first()
    if other is None:
        return None
    if held_ticket(session, here, other.officer_id) is not None:
        return Refusal("officer_elsewhere", {"desk": other.desk})
    close_opening(session, here, other, account.actor)
    return None
