"""Taking in a citizen who comes to the desk without a number: the ticket is made there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.call import claim, free_counter
from actions.counter import Counter, counter
from actions.desk_view import seen_after
from actions.here import Here
from actions.issue import issue_ticket
from actions.moves import move, tell
from actions.views import DeskView
from models import Ticket
from rules.refusals import Refusal
from rules.states import Move, Visit


def take_in(
    session: Session,
    here: Here,
    *,
    desk: str,
    account: AccountView,
    touch_id: str,
    serve: bool = False,
    visit: Visit = Visit.NEW,
    **wish: Any,
) -> DeskView | Refusal:
    """Give somebody who stands at the desk a number; `serve`: and begin at once, out of turn and without a call.

    `wish` as for `issue_ticket`: procedure or department, priority, language, kiosk (whose printer gives the paper).
    Refusals: those of `counter`, with `serve` those of `free_counter`, and those of `issue_ticket`.
    """
    at = free_counter(session, here, desk, account) if serve else counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    issued = issue_ticket(
        session, here, touch_id=touch_id, visit=visit, actor=at.actor, origin="desk", desk=desk, **wish
    )
    if isinstance(issued, Refusal):
        return issued
    if serve and not issued.is_repeat:
        _begin(session, here, at, issued.ticket.token)
    return seen_after(here, desk, account)


def _begin(session: Session, here: Here, at: Counter, token: str) -> None:
    ticket = session.scalars(select(Ticket).where(Ticket.site_id == here.site_id, Ticket.token == token)).one()
    claimed = claim(session, here, at, ticket.id, is_quiet=True)
    session.refresh(ticket)
    if claimed:
        move(session, here, ticket, Move.ARRIVE, serving_at=here.now)
        tell(session, here, ticket, "ticket_taken_in", actor=at.actor, desk=at.desk)
