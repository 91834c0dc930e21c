"""What may a citizen see of their ticket: number, place, people ahead, state; nothing personal."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from actions.events import last_seq
from actions.here import Here
from actions.known import known
from actions.lines import ahead_line, longest_wait
from actions.views import Place, TicketView
from actions.waits import wait_now
from models import PrintJob, Ticket
from rules.calling import people_ahead as count_ahead
from rules.numbering import label
from rules.serving import Serving
from rules.states import JobState, TicketState, Visit

SEEN_FOR = timedelta(days=1)


def ticket_by_token(session: Session, here: Here, *, token: str) -> TicketView | None:
    """The ticket that a QR code names, or None; its address ends with the day after."""
    return _view(session, here, (Ticket.token == token) & (Ticket.day >= here.today - SEEN_FOR))


def ticket_by_touch(session: Session, here: Here, *, touch_id: str) -> TicketView:
    """The ticket that a touch has got already; raises LookupError if there is none."""
    view = _view(session, here, Ticket.touch_id == touch_id)
    if view is None:
        raise LookupError(touch_id)
    return view


def people_ahead(session: Session, here: Here, row: Ticket) -> int:
    """How many of those who wait for a desk that may call this ticket are called before it."""
    return ahead_of(session, here, row.id, known(session, here).line_of(row.department, row.field, row.procedure).ahead)


def ahead_of(session: Session, here: Here, ticket: int, serving: Serving) -> int:
    """How many of those who wait for `serving` are called before one of them."""
    overdue = here.now - longest_wait(here)
    return count_ahead(ticket, ahead_line(session, here, serving), overdue)


def _view(session: Session, here: Here, condition: ColumnElement[bool]) -> TicketView | None:
    row = session.scalars(select(Ticket).where(Ticket.site_id == here.site_id, condition)).first()
    if row is None:
        return None
    public = here.config.site.public_url
    ahead = people_ahead(session, here, row) if _waits_today(here, row) else None
    return TicketView(
        token=row.token,
        series=row.series,
        number=row.number,
        label=label(row.series, row.number),
        department=row.department,
        procedure=row.procedure,
        procedure_name=row.procedure_name,
        visit=Visit(row.visit),
        place=_place(here, row),
        state=TicketState(row.state),
        ahead=ahead,
        wait=None if ahead is None else wait_now(session, here, (row.department, row.field, row.procedure), ahead),
        issued_at=row.issued_at,
        day=row.day,
        sitting=row.sitting,
        print_state=_print_state(session, row),
        code=row.return_code,
        language=row.language,
        url=f"{public}/t/{row.token}" if public else None,
        seq=last_seq(session, here),
        calls=row.calls,
    )


def _waits_today(here: Here, row: Ticket) -> bool:
    # Between midnight and the first look at the clock yesterday's still wait.
    return row.state == TicketState.WAITING and row.day == here.today


def _place(here: Here, row: Ticket) -> Place:
    """Once called, the desk that called; before that what the ticket says."""
    if row.state in (TicketState.CALLED, TicketState.SERVING, TicketState.PARKED, TicketState.NO_SHOW):
        # A desk may leave the configuration before its tickets leave the phones.
        desk = next((desk for desk in here.config.desks if desk.code == row.desk), None)
        if desk is not None:
            return Place(desk.name, desk.text("name", "en"), desk.code)
    return Place(row.place["name"], row.place["name_en"], row.place["desk"])


def _print_state(session: Session, row: Ticket) -> JobState | None:
    state = session.scalars(
        select(PrintJob.state).where(PrintJob.ticket_id == row.id).order_by(PrintJob.id.desc()).limit(1)
    ).first()
    return JobState(state) if state else None
