"""What do the walls show, as of the newest event?"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from actions.counter import HELD
from actions.duty import on_duty_today
from actions.events import Happened, last_seq
from actions.here import Here
from actions.serving import serving_of, waiting_groups
from actions.stops import notices_now
from actions.views import Board, BoardRow, CallView, Notice
from models import Event, Opening, Ticket
from rules.numbering import label
from rules.states import Move, TicketState

RECENT_CALLS = 6
# Among so many first calls, and among those still at a desk, are those last called or recalled.
LATELY = 4 * RECENT_CALLS
CALL_KINDS = ("ticket_called", "ticket_recalled", "ticket_resumed")


def board(session: Session, here: Here, *, wall: str | None = None) -> Board:
    """The wall's whole state. `wall` limits desks and calls to those it is set up for; None means all."""
    config = here.config
    desks = config.desks_of(wall) if wall is not None else config.desks
    waiting = waiting_groups(session, here)
    on_duty = on_duty_today(session, here)
    serving = {desk.code: serving_of(session, here, desk.code, desk.touched) for desk in desks}
    seq = last_seq(session, here)
    held = _held_by_desk(session, here)
    openings = {row.desk: row for row in session.scalars(_open_now(here))}
    rows = []
    for desk in desks:
        departments = tuple(code for code in desk.touched if code in on_duty)
        today = serving[desk.code].within(departments)
        ticket, opening = held.get(desk.code), openings.get(desk.code)
        rows.append(
            BoardRow(
                desk=desk.code,
                departments=departments,
                state=_desk_state(ticket, opening),
                series=ticket.series if ticket else None,
                number=ticket.number if ticket else None,
                waiting=sum(group.count for group in waiting if group.is_for(today)),
                back_at=opening.break_until if opening is not None else None,
            )
        )
    codes = {desk.code for desk in desks}
    return Board(
        seq=seq,
        day=here.today,
        rows=tuple(rows),
        calls=recent_calls(session, here, codes),
        # Whom several desks may call is counted once, because people are.
        waiting=sum(group.count for group in waiting if any(group.is_for(may) for may in serving.values())),
        on_duty=on_duty,
        notices=tuple(Notice(each.id, each.text, each.until) for each in notices_now(session, here)),
    )


def recent_calls(session: Session, here: Here, desks: Iterable[str]) -> tuple[CallView, ...]:
    """Today's newest calls at these desks, one for each ticket, newest first; one that was taken back is none."""
    at = list(desks)
    # Through today's tickets: in the morning a search through the log would go back to its first day.
    called = select(Ticket.id).where(
        Ticket.site_id == here.site_id, Ticket.day == here.today, Ticket.called_at.is_not(None), Ticket.desk.in_(at)
    )
    lately = called.order_by(Ticket.called_at.desc(), Ticket.id.desc()).limit(LATELY)
    newest = (
        select(func.max(Event.seq).label("seq"))
        .where(
            Event.site_id == here.site_id,
            Event.ticket_id.in_(called.where(or_(Ticket.state.in_(HELD), Ticket.id.in_(lately)))),
            Event.kind.in_(CALL_KINDS),
            Event.desk.in_(at),
            call_stands(),
        )
        .group_by(Event.ticket_id)
        .order_by(func.max(Event.seq).desc())
        .limit(RECENT_CALLS)
        .subquery()
    )
    rows = session.scalars(
        select(Event)
        .join(newest, Event.seq == newest.c.seq)
        .where(Event.site_id == here.site_id)
        .order_by(Event.seq.desc())
    )
    return tuple(call_of(row) for row in rows)


def call_stands() -> ColumnElement[bool]:
    """The condition on an event of CALL_KINDS that no later undo took the call back.

    A parked ticket keeps its desk: only the log tells that it was called up and put down again.
    """
    undone, begun = aliased(Event), aliased(Event)
    called_anew = select(begun.seq).where(
        begun.site_id == Event.site_id,
        begun.ticket_id == Event.ticket_id,
        begun.kind.in_(("ticket_called", "ticket_resumed")),
        begun.seq > Event.seq,
        begun.seq < undone.seq,
    )
    taken_back = select(undone.seq).where(
        undone.site_id == Event.site_id,
        undone.ticket_id == Event.ticket_id,
        undone.kind == "ticket_undone",
        undone.facts["move"].as_string().in_((Move.CALL.value, Move.RESUME.value)),
        undone.seq > Event.seq,
        # An undo takes back the newest call with its recalls, not those before it.
        ~called_anew.correlate(Event, undone).exists(),
    )
    return ~taken_back.correlate(Event).exists()


def call_of(event: Event | Happened) -> CallView:
    """A call as the walls get it; its identity is its event's number."""
    series, number = event.facts["series"], event.facts["number"]
    return CallView(
        id=event.seq,
        series=series,
        number=number,
        label=label(series, number),
        desk=event.desk or "",
        department=event.department or "",
        at=event.at,
        count=event.facts["count"],
    )


def _desk_state(ticket: Ticket | None, opening: Opening | None) -> str:
    if ticket is not None:
        return "calling" if ticket.state == TicketState.CALLED else "serving"
    if opening is None:
        return "closed"
    return "ready" if opening.break_since is None else "break"


def _open_now(here: Here) -> Select[Opening]:
    return select(Opening).where(Opening.site_id == here.site_id, Opening.closed_at.is_(None))


def _held_by_desk(session: Session, here: Here) -> dict[str, Ticket]:
    rows = session.scalars(
        select(Ticket).where(Ticket.site_id == here.site_id, Ticket.day == here.today, Ticket.state.in_(HELD))
    )
    return {row.desk: row for row in rows if row.desk is not None}
