"""Who is called next, and once more?"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.board import seen_after
from actions.counter import Counter, counter, held_ticket, move, serving_now
from actions.events import record
from actions.here import Here
from actions.serving import may_call
from actions.views import DeskView
from models import Ticket
from rules.calling import Waiting, order_of_call
from rules.numbering import label
from rules.refusals import Refusal
from rules.serving import Serving
from rules.states import Move, TicketState, after

# A desk looks no deeper than this into its queue; those behind have surely come later.
DEPTH = 64


def call_next(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """Call the one whose turn it is at this desk.

    Refusals: those of `counter`, holding (one citizen at a time), nobody_waiting.
    """
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    held = held_ticket(session, here, at.officer_id)
    if held is not None:
        return Refusal("holding", {"label": label(held.series, held.number)})
    serving = serving_now(session, here, desk, account)
    for next_one in order_of_call(_waiting(session, here, serving)):
        if _claim(session, here, at, next_one.ticket, serving):
            _record_call(session, here, at, next_one.ticket)
            return seen_after(here, desk, account)
    return Refusal("nobody_waiting", {})


def recall(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """Call the same citizen once more: shown and spoken again. Refusals: nothing_held, illegal_move."""
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    ticket = held_ticket(session, here, at.officer_id)
    if ticket is None:
        return Refusal("nothing_held", {})
    refusal = move(ticket, Move.RECALL)
    if refusal is not None:
        return refusal
    ticket.calls += 1
    session.flush()
    _record_call(session, here, at, ticket.id)
    return seen_after(here, desk, account)


def _waiting(session: Session, here: Here, serving: Serving) -> list[Waiting]:
    rows = session.execute(
        select(Ticket.id, Ticket.department, Ticket.arrived_at, Ticket.number)
        .where(
            Ticket.site_id == here.site_id,
            Ticket.day == here.today,
            Ticket.state == TicketState.WAITING.value,
            may_call(serving),
        )
        .order_by(Ticket.arrived_at, Ticket.number)
        .limit(DEPTH)
    )
    return [Waiting(*row) for row in rows]


def _claim(session: Session, here: Here, at: Counter, ticket: int, serving: Serving) -> bool:
    """Take a waiting ticket in one statement; False if another desk was quicker, or it is not this desk's any more."""
    called = after(Move.CALL, TicketState.WAITING)
    assert isinstance(called, TicketState)
    claim = (
        update(Ticket)
        .where(Ticket.id == ticket, Ticket.state == TicketState.WAITING.value, may_call(serving))
        .values(
            state=called.value,
            desk=at.desk,
            officer_id=at.officer_id,
            calls=1,
            called_at=here.now,
            serving_at=None,
        )
    )
    taken = cast("CursorResult[Any]", session.execute(claim))
    return bool(taken.rowcount == 1)


def _record_call(session: Session, here: Here, at: Counter, ticket_id: int) -> None:
    row = session.execute(
        select(Ticket.series, Ticket.number, Ticket.department, Ticket.calls, Ticket.token).where(
            Ticket.id == ticket_id
        )
    ).one()
    record(
        session,
        here,
        "ticket_called" if row.calls == 1 else "ticket_recalled",
        actor=at.actor,
        desk=at.desk,
        department=row.department,
        ticket_id=ticket_id,
        series=row.series,
        number=row.number,
        count=row.calls,
        token=row.token,
    )
