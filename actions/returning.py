"""A citizen who missed their turn types the number and the code of the ticket at a kiosk: do they wait again?

The code keeps somebody from bringing back another's number; after some wrong ones only an officer can.
"""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest

from sqlalchemy.orm import Session

import clock
from actions.counter import label_of
from actions.here import Here
from actions.known import known
from actions.moves import FREE, move, tell
from actions.ticket_view import ticket_by_token
from actions.todays import tickets_labelled
from actions.views import TicketView
from models import Ticket
from rules.duty import duty_on
from rules.refusals import Refusal
from rules.returning import returns_until
from rules.states import Move, TicketState

MOST_WRONG = 5


@dataclass(frozen=True, slots=True)
class Returned:
    """The ticket that waits again; `is_repeat` when it did already."""

    ticket: TicketView
    is_repeat: bool


def return_by_citizen(session: Session, here: Here, *, typed: str, code: str, actor: str) -> Returned | Refusal:
    """`typed`: the number as on the ticket, or its digits alone.

    Refusals: return_unknown (label), return_wrong_code, return_locked, return_called and return_at_desk (desk),
    return_too_late (label).
    """
    rows = tickets_labelled(session, here, typed)
    if not rows:
        return Refusal("return_unknown", {"label": typed.strip()[:12]})
    tried = [row for row in rows if row.wrong_codes < MOST_WRONG]
    if not tried:
        return Refusal("return_locked", {"label": label_of(rows[0])})
    row = next((each for each in tried if compare_digest(each.return_code.encode(), code.encode())), None)
    if row is None:
        return _wrong_code(session, here, tried, actor)
    row.wrong_codes = 0
    if row.state == TicketState.WAITING:
        return Returned(_view(session, here, row), is_repeat=True)
    refusal = _cannot_return(session, here, row) or move(session, here, row, Move.RETURN, **FREE)
    if refusal is not None:
        return refusal
    tell(session, here, row, "ticket_returned", actor=actor, desk=None, by="citizen")
    return Returned(_view(session, here, row), is_repeat=False)


def _wrong_code(session: Session, here: Here, tried: list[Ticket], actor: str) -> Refusal:
    for row in tried:
        row.wrong_codes += 1
        tell(session, here, row, "ticket_wrong_code", actor=actor, desk=None, tries=row.wrong_codes)
    return Refusal("return_wrong_code", {})


def _cannot_return(session: Session, here: Here, row: Ticket) -> Refusal | None:
    label = label_of(row)
    if row.state == TicketState.CALLED:
        return Refusal("return_called", {"label": label, "desk": row.desk})
    if row.state in (TicketState.SERVING, TicketState.PARKED):
        return Refusal("return_at_desk", {"label": label, "desk": row.desk})
    if row.state != TicketState.NO_SHOW or row.ended_at is None:
        return Refusal("return_too_late", {"label": label})
    missed_at = clock.local(row.ended_at, here.config.site.zone)
    until = returns_until(missed_at, duty_on(row.department, here.today, known(session, here).duty))
    return None if until is not None and here.local_now < until else Refusal("return_too_late", {"label": label})


def _view(session: Session, here: Here, row: Ticket) -> TicketView:
    session.flush()
    view = ticket_by_token(session, here, token=row.token)
    assert view is not None
    return view
