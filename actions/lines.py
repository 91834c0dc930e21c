"""Who waits, as the rule of calling sees them: for a desk, or for all desks of a ticket?

Plain prepared statements: a press of "call next" comes through here, and building a statement costs more than running
it. Everybody who waits today is read, so the first of each class is seen however many stand before them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from actions.here import Here
from database import connection_of
from models import Opening, Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.calling import Waiting
from rules.serving import Serving
from rules.states import TicketState

_T, _O = table_of(Ticket), table_of(Opening)
_WAITING = Prepared(
    select(
        _T.c.id, _T.c.department, _T.c.field, _T.c.procedure, _T.c.for_desk,
        _T.c.arrived_at, _T.c.since, _T.c.number, _T.c.priority, _T.c.passed, _T.c.visit, _T.c.series,
    ).where(_T.c.site_id == bindparam("site"), _T.c.day == bindparam("day"), _T.c.state == TicketState.WAITING.value)
)  # fmt: skip
_ATTENDED = Prepared(
    select(_O.c.desk).where(_O.c.site_id == bindparam("site"), _O.c.closed_at.is_(None), _O.c.break_since.is_(None))
)


class Standing(Protocol):
    """What decides who may take a ticket: a row, or the ticket itself."""

    @property
    def department(self) -> Any: ...
    @property
    def field(self) -> Any: ...
    @property
    def procedure(self) -> Any: ...
    @property
    def for_desk(self) -> Any: ...
    @property
    def desk(self) -> Any: ...
    @property
    def since(self) -> Any: ...
    @property
    def arrived_at(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Keeping:
    """Which desks keep whom they were sent, or have parked, from the others.

    `attended`: where an officer is, and not on a break. `overdue`: who has stood so since then or earlier is kept by no
    desk any more: an officer may have gone without a word.
    """

    attended: frozenset[str]
    overdue: datetime

    def keeps(self, desk: str | None, ticket: Standing) -> bool:
        """Whether this desk alone may take the ticket."""
        return desk in self.attended and (ticket.since or ticket.arrived_at) > self.overdue


def waiting_line(session: Session, here: Here, desk: str, serving: Serving) -> list[Waiting]:
    """Those whom this desk may call now."""
    keeping = keeping_now(session, here)
    mine = [row for row in everybody(session, here) if takes(row, desk, serving, keeping)]
    return as_line(here, desk, mine)


def as_line(here: Here, desk: str, rows: Collection[Any]) -> list[Waiting]:
    """Rows of tickets that a desk may call, as the rule has them.

    Who was sent to this very desk counts as its own, whatever the department.
    """
    helps = here.config.desk(desk).helps
    return [as_waiting(here, row, is_helped=row.department in helps and row.for_desk != desk) for row in rows]


def ahead_line(session: Session, here: Here, serving: Serving) -> list[Waiting]:
    """Everybody who waits today for what `serving` serves."""
    rows = everybody(session, here)
    return [as_waiting(here, row) for row in rows if serving.serves(row.department, row.field, row.procedure)]


def takes(ticket: Standing, desk: str, serving: Serving, keeping: Keeping) -> bool:
    """Whether a desk may take a ticket: sent to it, or what it serves and kept by no other desk."""
    if ticket.for_desk is not None and (ticket.for_desk == desk or keeping.keeps(ticket.for_desk, ticket)):
        return bool(ticket.for_desk == desk)
    return serving.serves(ticket.department, ticket.field, ticket.procedure)


def takes_parked(ticket: Standing, desk: str, serving: Serving, keeping: Keeping) -> bool:
    """Whether a desk may take a parked ticket up again: its own, or one that its desk keeps no more."""
    if ticket.desk == desk or keeping.keeps(ticket.desk, ticket):
        return bool(ticket.desk == desk)
    return serving.serves(ticket.department, ticket.field, ticket.procedure)


def keeping_now(session: Session, here: Here) -> Keeping:
    """What the desks keep for themselves at this moment."""
    attended = _ATTENDED.all(connection_of(session), {"site": here.site_id})
    return Keeping(frozenset(row.desk for row in attended), here.now - longest_wait(here))


def longest_wait(here: Here) -> timedelta:
    """After how long an ordinary citizen goes before everybody who came later."""
    minutes = here.config.tickets.longest_wait_min
    return timedelta(minutes=minutes) if minutes else timedelta(days=2)


def everybody(session: Session, here: Here) -> Collection[Any]:
    """The rows of all who wait today."""
    return _WAITING.all(connection_of(session), {"site": here.site_id, "day": here.today})


def as_waiting(here: Here, row: Any, *, is_helped: bool = False) -> Waiting:
    """A row of somebody who waits, as the rule of calling has it."""
    preferred = here.config.priority_class(row.priority) if row.priority is not None else None
    return Waiting(
        ticket=row.id,
        department=row.department,
        arrived_at=row.arrived_at,
        number=row.number,
        in_a_row=preferred.in_a_row if preferred is not None else 0,
        passed=row.passed,
        is_helped=is_helped,
    )
