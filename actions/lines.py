"""Who waits, as the rule of calling sees them: for a desk, or for all desks of a ticket?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.serving import may_call
from models import Opening, Ticket
from rules.calling import Waiting
from rules.serving import Serving
from rules.states import TicketState

# A desk looks no deeper than this into each part of its queue; those behind have surely come later.
DEPTH = 64


def waiting_line(
    session: Session, here: Here, desk: str, serving: Serving, *, only: int | None = None
) -> list[Waiting]:
    """Those whom this desk may call now, as deep as the next turns need; `only`: that ticket alone, if it is one.

    Ordinary and preferred citizens are looked for apart, and so are those whom the desk only helps: however many
    stand before them, the first of each is seen.
    """
    found: dict[int, Waiting] = {}
    for is_helped, condition in _parts(here, desk, serving):
        if only is not None:
            condition = condition & (Ticket.id == only)
        for heads in _heads(here, condition):
            found |= {row.id: _as_waiting(here, row, is_helped=is_helped) for row in session.execute(heads)}
    return list(found.values())


def ahead_line(session: Session, here: Here, serving: Serving) -> list[Waiting]:
    """Everybody who waits today for what `serving` serves."""
    return [_as_waiting(here, row) for row in session.execute(_waiting(here).where(may_call(serving)))]


def longest_wait(here: Here) -> timedelta:
    """After how long an ordinary citizen goes before everybody who came later."""
    minutes = here.config.tickets.longest_wait_min
    return timedelta(minutes=minutes) if minutes else timedelta(days=2)


def of_desk(here: Here, desk: str, serving: Serving) -> ColumnElement[bool]:
    """Tickets that a desk may take: sent to it, or of what it serves and sent to no other desk where somebody sits."""
    return or_(_own(here, desk, serving), Ticket.for_desk == desk)


def _parts(here: Here, desk: str, serving: Serving) -> list[tuple[bool, ColumnElement[bool]]]:
    """(is only helped, condition). Who was sent to this very desk counts as its own, whatever the department."""
    helps = here.config.desk(desk).helps
    if not helps:
        return [(False, of_desk(here, desk, serving))]
    own = serving.within(code for code in here.config.desk(desk).touched if code not in helps)
    helped = _own(here, desk, serving.within(helps)) & Ticket.for_desk.is_distinct_from(desk)
    return [(False, of_desk(here, desk, own)), (True, helped)]


def _own(here: Here, desk: str, serving: Serving) -> ColumnElement[bool]:
    elsewhere = select(Opening.desk).where(
        Opening.site_id == here.site_id, Opening.closed_at.is_(None), Opening.desk != desk
    )
    return may_call(serving) & or_(Ticket.for_desk.is_(None), Ticket.for_desk.not_in(elsewhere))


def _heads(here: Here, condition: ColumnElement[bool]) -> list[Any]:
    first = _waiting(here).where(condition).order_by(Ticket.arrived_at, Ticket.number).limit(DEPTH)
    if not here.config.priority:
        return [first]
    return [first.where(Ticket.priority.is_(None)), first.where(Ticket.priority.is_not(None))]


def _waiting(here: Here) -> Any:
    return select(Ticket.id, Ticket.department, Ticket.arrived_at, Ticket.number, Ticket.priority, Ticket.passed).where(
        Ticket.site_id == here.site_id, Ticket.day == here.today, Ticket.state == TicketState.WAITING.value
    )


def _as_waiting(here: Here, row: Any, *, is_helped: bool = False) -> Waiting:
    preferred = here.config.priority_class(row.priority)
    return Waiting(
        ticket=row.id,
        department=row.department,
        arrived_at=row.arrived_at,
        number=row.number,
        in_a_row=preferred.in_a_row if preferred is not None else 0,
        passed=row.passed,
        is_helped=is_helped,
    )
