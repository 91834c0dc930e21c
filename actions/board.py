"""What do the wall and a desk show, as of the newest event?"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.counter import HELD, held_ticket, officer_name, opening_of, reachable, served
from actions.duty import on_duty_today
from actions.events import Happened, last_seq
from actions.here import Here
from actions.known import known
from actions.serving import may_call, serving_of, waiting_groups
from actions.stops import notices_now
from actions.views import Board, BoardRow, CallView, DeskView, Notice, QueueRow
from database import after_commit
from models import Event, Opening, Ticket
from rules.numbering import label
from rules.refusals import Refusal
from rules.serving import Serving
from rules.states import TicketState, Visit

RECENT_CALLS = 6
# Among so many first calls, and among those still at a desk, are those last called or recalled.
LATELY = 4 * RECENT_CALLS
LISTED = 40
CALL_KINDS = ("ticket_called", "ticket_recalled")


def board(session: Session, here: Here, *, wall: str | None = None) -> Board:
    """The wall's whole state. `wall` limits desks and calls to those it is set up for; None means all."""
    config = here.config
    desks = config.desks_of(wall) if wall is not None else config.desks
    waiting = waiting_groups(session, here)
    on_duty = on_duty_today(session, here)
    serving = {desk.code: serving_of(session, here, desk.code, desk.touched) for desk in desks}
    seq = last_seq(session, here)
    held = _held_by_desk(session, here)
    open_desks = set(
        session.scalars(select(Opening.desk).where(Opening.site_id == here.site_id, Opening.closed_at.is_(None)))
    )
    rows = []
    for desk in desks:
        departments = tuple(code for code in desk.touched if code in on_duty)
        today = serving[desk.code].within(departments)
        ticket = held.get(desk.code)
        state = _desk_state(ticket, desk.code in open_desks)
        rows.append(
            BoardRow(
                desk=desk.code,
                departments=departments,
                state=state,
                series=ticket.series if ticket else None,
                number=ticket.number if ticket else None,
                waiting=sum(group.count for group in waiting if group.is_for(today)),
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
    """Today's newest calls at these desks, one for each ticket, newest first; one that was put back is none."""
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


def desk_view(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView:
    """All that the officer's screen shows; raises KeyError for a desk that is not configured."""
    from actions.serve import no_show_from, no_show_refusal  # serve answers with this view

    opening = opening_of(session, here, desk)
    is_mine = opening is not None and opening.officer_id == account.officer_id
    departments = served(session, here, desk, account)
    off_duty = tuple(code for code in reachable(session, here, desk, account) if code not in departments)
    held = held_ticket(session, here, opening.officer_id) if opening is not None else None
    serving = serving_of(session, here, desk, departments)
    waiting = _queue(session, here, serving, TicketState.WAITING)
    return DeskView(
        desk=desk,
        officer=officer_name(session, opening.officer_id) if opening is not None else None,
        officer_id=opening.officer_id if opening is not None else None,
        is_open=is_mine,
        departments=departments,
        not_on_duty=off_duty,
        ticket=_row(held) if held is not None else None,
        documents=_documents(session, here, held),
        no_show_from=no_show_from(here, held) if held is not None else None,
        waiting=waiting,
        no_shows=_queue(session, here, serving, TicketState.NO_SHOW),
        served=_served(session, here, desk),
        served_count=_served_count(session, here, desk),
        moves=_moves(held, is_mine, waiting, no_show_refusal(here, held) if held is not None else None),
        seq=last_seq(session, here),
    )


def seen_after(here: Here, desk: str, account: AccountView) -> DeskView:
    """What an action at a desk answers: the desk as it is after the commit."""
    return after_commit(lambda session: desk_view(session, here, desk=desk, account=account))


def _moves(
    held: Ticket | None, is_mine: bool, waiting: tuple[QueueRow, ...], too_early: Refusal | None
) -> dict[str, Refusal | None]:
    """For each verb of the desk's address why it is not possible now; None where it is."""
    if not is_mine:
        closed = Refusal("desk_not_open", {})
        verbs = ("close", "next", "recall", "serve", "finish", "no-show")
        return {"open": None, **dict.fromkeys(verbs, closed)}
    nothing = Refusal("nothing_held", {})
    is_called = held is not None and held.state == TicketState.CALLED
    is_serving = held is not None and held.state == TicketState.SERVING
    here_already = nothing if held is None else Refusal("illegal_move", {"state": held.state})
    holding = Refusal("holding", {"label": label(held.series, held.number)}) if held is not None else None
    blocked = Refusal("close_blocked", {"label": label(held.series, held.number)}) if held and is_serving else None
    return {
        "open": None,
        "close": blocked,
        "next": holding or (None if waiting else Refusal("nobody_waiting", {})),
        "recall": None if is_called else here_already,
        "serve": None if is_called else here_already,
        "finish": None if is_serving else here_already,
        "no-show": too_early if is_called else here_already,
    }


def _desk_state(ticket: Ticket | None, is_open: bool) -> str:
    if ticket is not None:
        return "calling" if ticket.state == TicketState.CALLED else "serving"
    return "ready" if is_open else "closed"


def _held_by_desk(session: Session, here: Here) -> dict[str, Ticket]:
    rows = session.scalars(
        select(Ticket).where(Ticket.site_id == here.site_id, Ticket.day == here.today, Ticket.state.in_(HELD))
    )
    return {row.desk: row for row in rows if row.desk is not None}


def _queue(session: Session, here: Here, serving: Serving, state: TicketState) -> tuple[QueueRow, ...]:
    rows = session.scalars(
        select(Ticket)
        .where(
            Ticket.site_id == here.site_id,
            Ticket.day == here.today,
            Ticket.state == state.value,
            may_call(serving),
        )
        .order_by(Ticket.arrived_at, Ticket.number)
        .limit(LISTED)
    )
    return tuple(_row(row) for row in rows)


def _served(session: Session, here: Here, desk: str) -> tuple[QueueRow, ...]:
    rows = session.scalars(
        select(Ticket)
        .where(
            Ticket.site_id == here.site_id,
            Ticket.day == here.today,
            Ticket.desk == desk,
            Ticket.state == TicketState.FINISHED.value,
        )
        .order_by(Ticket.ended_at.desc())
        .limit(LISTED)
    )
    return tuple(_row(row) for row in rows)


def _served_count(session: Session, here: Here, desk: str) -> int:
    return session.execute(
        select(func.count())
        .select_from(Ticket)
        .where(
            Ticket.site_id == here.site_id,
            Ticket.day == here.today,
            Ticket.desk == desk,
            Ticket.state == TicketState.FINISHED.value,
        )
    ).scalar_one()


def _documents(session: Session, here: Here, held: Ticket | None) -> tuple[str, ...]:
    if held is None or held.procedure is None:
        return ()
    posted = known(session, here).procedures.get(held.procedure)
    return posted.documents if posted is not None else ()


def _row(ticket: Ticket) -> QueueRow:
    return QueueRow(
        id=ticket.id,
        token=ticket.token,
        series=ticket.series,
        number=ticket.number,
        label=label(ticket.series, ticket.number),
        department=ticket.department,
        procedure_name=ticket.procedure_name,
        visit=Visit(ticket.visit),
        state=TicketState(ticket.state),
        arrived_at=ticket.arrived_at,
        called_at=ticket.called_at,
        serving_at=ticket.serving_at,
        ended_at=ticket.ended_at,
        calls=ticket.calls,
        outcome=ticket.outcome,
    )
