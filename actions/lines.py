"""Who waits, as the rule of calling sees them: for a desk, or for a department?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from actions.here import Here
from models import Opening, Ticket
from rules.calling import Waiting
from rules.states import TicketState

# A desk looks no deeper than this into each part of its queue; those behind have surely come later.
DEPTH = 64


def waiting_line(
    session: Session, here: Here, desk: str, departments: tuple[str, ...], *, only: int | None = None
) -> list[Waiting]:
    """Those whom this desk may call now, as deep as the next turns need; `only`: that ticket alone, if it is one.

    Ordinary and preferred citizens are looked for apart, and so are those whom the desk only helps: however many
    stand before them, the first of each is seen.
    """
    helps = here.config.desk(desk).helps
    parts = (
        [code for code in departments if code not in helps],
        [code for code in departments if code in helps],
    )
    found: dict[int, Waiting] = {}
    for at, part in enumerate(parts):
        # Who was sent to this very desk counts as its own, whatever the department.
        condition = of_desk(here, desk, part, takes_sent=at == 0)
        if only is not None:
            condition = condition & (Ticket.id == only)
        for rows in _heads(here, condition):
            found |= {row.id: _as_waiting(here, row, is_helped=at == 1) for row in session.execute(rows)}
    return list(found.values())


def department_line(session: Session, here: Here, department: str) -> list[Waiting]:
    """Everybody who waits for a department today."""
    rows = session.execute(_waiting(here).where(Ticket.department == department))
    return [_as_waiting(here, row) for row in rows]


def longest_wait(here: Here) -> timedelta:
    """After how long an ordinary citizen goes before everybody who came later."""
    minutes = here.config.tickets.longest_wait_min
    return timedelta(minutes=minutes) if minutes else timedelta(days=2)


def of_desk(here: Here, desk: str, departments: Iterable[str], *, takes_sent: bool = True) -> ColumnElement[bool]:
    """Tickets of these departments that were sent to no other desk where somebody sits, and those sent to this one."""
    elsewhere = select(Opening.desk).where(
        Opening.site_id == here.site_id, Opening.closed_at.is_(None), Opening.desk != desk
    )
    theirs = Ticket.department.in_(list(departments)) & or_(
        Ticket.for_desk.is_(None), Ticket.for_desk.not_in(elsewhere)
    )
    return or_(theirs, Ticket.for_desk == desk) if takes_sent else theirs & Ticket.for_desk.is_distinct_from(desk)


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
