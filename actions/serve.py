"""What happened at the desk after the call: the citizen came, was served, or did not come."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

import clock
from actions.accounts import AccountView
from actions.board import seen_after
from actions.counter import Counter, counter, held_ticket, move
from actions.events import record
from actions.here import Here
from actions.views import DeskView
from models import Ticket
from rules.refusals import Refusal
from rules.states import Move, Outcome, TicketState


def citizen_is_here(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """The called citizen has come; serving begins. Refusals: nothing_held, illegal_move."""
    at, ticket = _held(session, here, desk, account)
    if isinstance(ticket, Refusal):
        return ticket
    refusal = move(ticket, Move.ARRIVE)
    if refusal is not None:
        return refusal
    ticket.serving_at = here.now
    _record(session, here, at, ticket, "ticket_serving")
    return seen_after(here, desk, account)


def finish(
    session: Session,
    here: Here,
    *,
    desk: str,
    account: AccountView,
    outcome: Outcome,
    dossier: str | None = None,
) -> DeskView | Refusal:
    """Served, with an outcome and, where a dossier was accepted, its code. Refusals: nothing_held, illegal_move."""
    at, ticket = _held(session, here, desk, account)
    if isinstance(ticket, Refusal):
        return ticket
    refusal = move(ticket, Move.FINISH)
    if refusal is not None:
        return refusal
    ticket.ended_at = here.now
    ticket.outcome = outcome.value
    ticket.dossier = dossier or None
    _record(session, here, at, ticket, "ticket_finished", outcome=outcome.value, dossier=ticket.dossier)
    return seen_after(here, desk, account)


def no_show(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """The called citizen did not come. Refusals: nothing_held, illegal_move, no_show_recall, no_show_early (from)."""
    at, ticket = _held(session, here, desk, account)
    if isinstance(ticket, Refusal):
        return ticket
    refusal = no_show_refusal(here, ticket) or move(ticket, Move.NO_SHOW)
    if refusal is not None:
        return refusal
    ticket.ended_at = here.now
    _record(session, here, at, ticket, "ticket_no_show", calls=ticket.calls)
    return seen_after(here, desk, account)


def no_show_from(here: Here, ticket: Ticket) -> datetime | None:
    """From when the called ticket may become a no-show by the clock; None if it is not called."""
    if ticket.state != TicketState.CALLED or ticket.called_at is None:
        return None
    return ticket.called_at + timedelta(seconds=here.config.tickets.no_show_after_s)


def no_show_refusal(here: Here, ticket: Ticket) -> Refusal | None:
    """Why the called citizen still has time: not recalled often enough, or too soon."""
    begins = no_show_from(here, ticket)
    if begins is None:
        return None
    if ticket.calls <= here.config.tickets.no_show_after_recalls:
        return Refusal("no_show_recall", {"n": here.config.tickets.no_show_after_recalls})
    if here.now < begins:
        return Refusal("no_show_early", {"from": clock.local(begins, here.config.site.zone).time()})
    return None


def _held(
    session: Session, here: Here, desk: str, account: AccountView
) -> tuple[Counter, Ticket] | tuple[None, Refusal]:
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return None, at
    ticket = held_ticket(session, here, at.officer_id)
    if ticket is None:
        return None, Refusal("nothing_held", {})
    return at, ticket


def _record(session: Session, here: Here, at: Counter | None, ticket: Ticket, kind: str, **facts: object) -> None:
    assert at is not None
    session.flush()
    record(
        session,
        here,
        kind,
        actor=at.actor,
        desk=at.desk,
        department=ticket.department,
        ticket_id=ticket.id,
        series=ticket.series,
        number=ticket.number,
        token=ticket.token,
        **facts,
    )
