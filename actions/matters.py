"""Which procedures does a ticket carry: the first one, and those that were added at the desk?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import known
from actions.views import VisitProcedure
from database import connection_of
from models import Ticket, TicketProcedure
from models.base import table_of
from models.prepared import Prepared

_P = table_of(TicketProcedure)
_FURTHER = Prepared(select(_P).where(_P.c.ticket_id == bindparam("ticket")).order_by(_P.c.id))


def further_procedures(session: Session, ticket: Ticket) -> tuple[TicketProcedure, ...]:
    """Those that were added to the visit, in their order, to be changed."""
    chosen = select(TicketProcedure).where(TicketProcedure.ticket_id == ticket.id).order_by(TicketProcedure.id)
    return tuple(session.scalars(chosen))


def procedures_of_visit(session: Session, here: Here, ticket: Any) -> tuple[VisitProcedure, ...]:
    """All of the visit of a ticket or its row, the ticket's own first, with the papers to check."""
    first = VisitProcedure(
        None, ticket.procedure, ticket.procedure_name, ticket.outcome, ticket.dossier,
        _documents(session, here, ticket.procedure),
    )  # fmt: skip
    further = (
        VisitProcedure(
            each.id, each.procedure, each.name, each.outcome, each.dossier, _documents(session, here, each.procedure)
        )
        for each in _FURTHER.all(connection_of(session), {"ticket": ticket.id})
    )
    return (first, *further)


def _documents(session: Session, here: Here, procedure: str | None) -> tuple[str, ...]:
    posted = known(session, here).procedures.get(procedure) if procedure is not None else None
    return posted.documents if posted is not None else ()
