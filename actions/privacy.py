"""What could lead to somebody, and how is it forgotten? Tickets after a while or at once, officers who have left.

The log of events is evidence and stays: it holds numbers, departments and times of tickets, no name of a citizen.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, func, literal, select, update
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from models import Event, Officer, OfficerDepartment, PrintJob, Rating, Ticket, TicketProcedure
from models.base import Base
from rules.refusals import Refusal
from rules.states import JobState

GONE = "gone-"


def anonymise_old(session: Session, here: Here) -> int:
    """Of tickets older than the office wants to know, keep only what is counted; how many there were."""
    days = here.config.privacy.keep_tickets_days
    if not days:
        return 0
    # Counted from the newest ticket: a clock that jumps years ahead for an hour must not have all of them forgotten.
    newest = session.scalar(
        select(func.max(Ticket.day)).where(Ticket.site_id == here.site_id, Ticket.day <= here.today)
    )
    if newest is None:
        return 0
    forgotten = _anonymise(session, here, Ticket.day < newest - timedelta(days=days))
    if forgotten:
        record(session, here, "tickets_anonymised", actor="clock", tickets=forgotten, older_than_days=days)
    return forgotten


def erase_ticket(session: Session, here: Here, *, day: date, series: int, number: int, actor: str) -> int | Refusal:
    """The same at once for one ticket of an earlier day. Refusals: no_ticket, still_open."""
    if day >= here.today:
        return Refusal("still_open", {})
    if _ticket(session, here, day, series, number) is None:
        return Refusal("no_ticket", {})
    done = _anonymise(session, here, (Ticket.day == day) & (Ticket.series == series) & (Ticket.number == number))
    record(session, here, "data_erased", actor=actor, of="ticket", series=series, number=number, of_day=day.isoformat())
    return done


def export_ticket(session: Session, here: Here, *, day: date, series: int, number: int) -> dict[str, Any] | Refusal:
    """Everything that is kept of one ticket. Refusals: no_ticket."""
    row = _ticket(session, here, day, series, number)
    if row is None:
        return Refusal("no_ticket", {})
    return {
        "ticket": _plain(row),
        "procedures": [_plain(each) for each in _of(session, TicketProcedure, TicketProcedure.ticket_id == row.id)],
        "ratings": [_plain(each) for each in _of(session, Rating, Rating.ticket_id == row.id)],
        "paper": [_plain(each) for each in _of(session, PrintJob, PrintJob.ticket_id == row.id)],
        "events": [_plain(each) for each in _of(session, Event, Event.ticket_id == row.id)],
    }


def erase_officer(session: Session, here: Here, *, officer_id: int, actor: str) -> int | Refusal:
    """Telephone numbers and notes of somebody who has left; the name stays in the books.

    Refusals: no_officer_found, still_on_list.
    """
    row = _officer(session, here, officer_id)
    if row is None:
        return Refusal("no_officer_found", {})
    if row.left_at is None:
        return Refusal("still_on_list", {"name": row.name})
    row.office_phone = row.mobile = row.note = row.position = ""
    session.flush()
    record(session, here, "data_erased", actor=actor, of="officer", officer=row.id)
    return 1


def export_officer(session: Session, here: Here, *, officer_id: int) -> dict[str, Any] | Refusal:
    """What the directory has of somebody. Refusals: no_officer_found."""
    row = _officer(session, here, officer_id)
    if row is None:
        return Refusal("no_officer_found", {})
    departments = select(OfficerDepartment.department).where(OfficerDepartment.officer_id == row.id)
    return {"officer": _plain(row), "departments": list(session.scalars(departments))}


def officers_named(session: Session, here: Here, *, name: str) -> tuple[int, ...]:
    """Those of that name, also who have left."""
    query = select(Officer.id).where(Officer.site_id == here.site_id, Officer.name == name)
    return tuple(session.scalars(query.order_by(Officer.id)))


def _anonymise(session: Session, here: Here, condition: ColumnElement[bool]) -> int:
    """The address on a phone, the code for coming back, the dossier, the class of priority, what officers wrote."""
    known = ~Ticket.token.startswith(GONE, autoescape=True)
    ids = select(Ticket.id).where(Ticket.site_id == here.site_id, condition, known)
    session.execute(
        update(TicketProcedure).where(TicketProcedure.ticket_id.in_(ids)).values(dossier=None),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        delete(PrintJob).where(PrintJob.ticket_id.in_(ids), PrintJob.state != JobState.SENDING.value),
        execution_options={"synchronize_session": False},
    )
    gone = literal(GONE) + cast(Ticket.id, String)
    done: Any = session.execute(
        update(Ticket)
        .where(Ticket.id.in_(ids))
        .values(token=gone, touch_id=gone, return_code="", dossier=None, priority=None, note=None, sent_by=None),
        execution_options={"synchronize_session": False},
    )
    session.expire_all()
    return int(done.rowcount)


def _ticket(session: Session, here: Here, day: date, series: int, number: int) -> Ticket | None:
    return session.scalars(
        select(Ticket).where(
            Ticket.site_id == here.site_id, Ticket.day == day, Ticket.series == series, Ticket.number == number
        )
    ).first()


def _officer(session: Session, here: Here, officer_id: int) -> Officer | None:
    row = session.get(Officer, officer_id)
    return row if row is not None and row.site_id == here.site_id else None


def _of(session: Session, model: type[Any], condition: ColumnElement[bool]) -> list[Any]:
    return list(session.scalars(select(model).where(condition)))


def _plain(row: Base) -> dict[str, Any]:
    """A row as JSON can have it."""
    values = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    plain: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return plain
