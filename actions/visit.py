"""What else did this citizen come for, and may they be called earlier? Changes of a ticket that move nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.allowed import serving_refusal
from actions.counter import counter, held_at, label_of, serving_now
from actions.desk_view import seen_after
from actions.here import Here
from actions.known import known
from actions.moves import note_step, tell
from actions.todays import is_served_at, ticket_of_today
from actions.views import DeskView, ProcedureView
from models import Ticket, TicketProcedure
from rules.refusals import Refusal
from rules.states import TicketState


def add_procedure(
    session: Session, here: Here, *, desk: str, account: AccountView, procedure: str
) -> DeskView | Refusal:
    """A further procedure of the visit, with an outcome of its own; the first, where the ticket has none yet.

    Refusals: nothing_held, not_serving, no_procedure_found, other_department (which wants a transfer).
    """
    found = held_at(session, here, desk, account)
    if isinstance(found, Refusal):
        return found
    at, ticket = found
    posted = known(session, here).procedures.get(procedure)
    refusal = _cannot_add(here, ticket, posted, procedure)
    if refusal is not None or posted is None:
        return refusal or Refusal("no_procedure_found", {"key": procedure})
    if ticket.procedure is None:
        before = {"procedure": None, "procedure_name": ticket.procedure_name}
        note_step(session, {"changed": ticket.id, "values": before})
        ticket.procedure, ticket.procedure_name = posted.key, posted.name
    else:
        _add(session, here, ticket, posted)
    tell(session, here, ticket, "ticket_procedure_added", actor=at.actor, desk=desk, procedure=posted.key)
    return seen_after(here, desk, account)


def change_priority(
    session: Session, here: Here, *, desk: str, account: AccountView, priority: str | None, ticket: int
) -> DeskView | Refusal:
    """Give a citizen who waits a priority class, another one or none. Refusals: no_priority, no_ticket, not_waiting."""
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    if priority is not None and here.config.priority_class(priority) is None:
        return Refusal("no_priority", {"priority": priority})
    row = ticket_of_today(session, here, ticket)
    if isinstance(row, Refusal):
        return row
    if row.state != TicketState.WAITING:
        return Refusal("not_waiting", {"label": label_of(row), "state": row.state})
    serving = serving_now(session, here, desk, account)
    if not is_served_at(session, here, desk, serving, row):
        return Refusal("not_served_here", {"label": label_of(row)})
    before: dict[str, Any] = {"priority": row.priority}
    note_step(session, {"changed": row.id, "values": before})
    row.priority = priority
    session.flush()
    tell(session, here, row, "ticket_priority", actor=at.actor, desk=desk, priority=priority, before=before["priority"])
    return seen_after(here, desk, account)


def _cannot_add(here: Here, ticket: Ticket, posted: ProcedureView | None, key: str) -> Refusal | None:
    refusal = serving_refusal(ticket)
    if refusal is not None:
        return refusal
    if posted is None:
        return Refusal("no_procedure_found", {"key": key})
    if posted.department != ticket.department:
        return Refusal("other_department", {"department": posted.department})
    return None


def _add(session: Session, here: Here, ticket: Ticket, posted: ProcedureView) -> None:
    row = TicketProcedure(
        site_id=here.site_id, ticket_id=ticket.id, procedure=posted.key, name=posted.name, added_at=here.now
    )
    session.add(row)
    session.flush()
    note_step(session, {"added": row.id})
