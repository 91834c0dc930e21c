"""What does an officer's screen show of a desk, as of the newest event?"""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.allowed import Situation, all_refused, no_show_from, refusals_at_desk
from actions.counter import held_ticket, label_of, officer_name, opening_of, reachable, served
from actions.events import last_seq
from actions.here import Here
from actions.lines import longest_wait, of_desk, waiting_line
from actions.matters import procedures_of_visit
from actions.moves import waited_s
from actions.serving import may_call, serving_of
from actions.taking_back import what_undo_takes_back
from actions.views import DeskView, QueueRow, UndoView
from database import after_commit
from models import Opening, Ticket
from rules.calling import order_of_call
from rules.refusals import Refusal
from rules.serving import Serving
from rules.states import TicketState, Visit

LISTED = 40


def desk_view(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView:
    """All that the officer's screen shows; raises KeyError for a desk that is not configured."""
    opening = opening_of(session, here, desk)
    is_mine = opening is not None and opening.officer_id == account.officer_id
    departments = served(session, here, desk, account)
    mine = reachable(session, here, desk, account)
    held = held_ticket(session, here, opening.officer_id) if opening is not None else None
    serving = serving_of(session, here, desk, departments)
    line = waiting_line(session, here, desk, serving)
    parked = _rows(session, here, parked_at(here, desk, serving), Ticket.since)
    no_shows = _rows(session, here, of_desk(here, desk, serving) & _in(TicketState.NO_SHOW), Ticket.arrived_at)
    undo = what_undo_takes_back(session, here, desk, account)
    procedures = procedures_of_visit(session, here, held) if held is not None else ()
    now = Situation(
        held=held,
        is_on_break=opening is not None and opening.break_since is not None,
        has_waiting=bool(line),
        has_parked=bool(parked),
        has_no_shows=bool(no_shows),
        undo=undo if isinstance(undo, Refusal) else None,
    )
    return DeskView(
        desk=desk,
        officer=officer_name(session, opening.officer_id) if opening is not None else None,
        officer_id=opening.officer_id if opening is not None else None,
        is_open=is_mine,
        departments=departments,
        not_on_duty=tuple(code for code in mine if code not in departments),
        ticket=row_of(here, held) if held is not None else None,
        documents=procedures[0].documents if procedures else (),
        no_show_from=no_show_from(here, held) if held is not None else None,
        waiting=_in_turn(session, here, [one.ticket for one in order_of_call(line, here.now - longest_wait(here))]),
        no_shows=no_shows,
        served=_served(session, here, desk),
        served_count=_count(session, here, _finished_at(desk)),
        moves=_moves(session, here, opening, is_mine, bool(mine), now),
        seq=last_seq(session, here),
        procedures=procedures,
        parked=parked,
        waiting_count=_count(session, here, of_desk(here, desk, serving) & _in(TicketState.WAITING)),
        break_since=opening.break_since if opening is not None else None,
        break_until=opening.break_until if opening is not None else None,
        undo=undo if isinstance(undo, UndoView) else None,
    )


def seen_after(here: Here, desk: str, account: AccountView) -> DeskView:
    """What an action at a desk answers: the desk as it is after the commit."""
    return after_commit(lambda session: desk_view(session, here, desk=desk, account=account))


def parked_at(here: Here, desk: str, serving: Serving) -> ColumnElement[bool]:
    """Who is parked at this desk, or at one where nobody sits, for what this desk serves."""
    sat_at = select(Opening.desk).where(Opening.site_id == here.site_id, Opening.closed_at.is_(None))
    left = may_call(serving) & Ticket.desk.not_in(sat_at)
    return _in(TicketState.PARKED) & or_(Ticket.desk == desk, left)


def row_of(here: Here, ticket: Ticket) -> QueueRow:
    """A ticket in a list."""
    return QueueRow(
        id=ticket.id,
        token=ticket.token,
        series=ticket.series,
        number=ticket.number,
        label=label_of(ticket),
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
        dossier=ticket.dossier,
        priority=ticket.priority,
        origin=ticket.origin,
        since=ticket.since,
        waited_s=waited_s(ticket, here.now),
        served_s=ticket.served_s,
        parked_s=ticket.parked_s,
        for_desk=ticket.for_desk,
        note=ticket.note,
        sent_by=ticket.sent_by,
        sent_from=ticket.sent_from,
        desk=ticket.desk,
        passed=ticket.passed,
    )


def _moves(
    session: Session, here: Here, opening: Opening | None, is_mine: bool, is_reachable: bool, now: Situation
) -> dict[str, Refusal | None]:
    if is_mine:
        return {"open": None, **refusals_at_desk(here, now)}
    if opening is not None:
        name = officer_name(session, opening.officer_id)
        taken = Refusal("desk_taken", {"desk": opening.desk, "name": name})
        return {"open": taken, **all_refused(Refusal("desk_not_open", {})), "undo": now.undo}
    may_open = None if is_reachable else Refusal("desk_not_yours", {})
    return {"open": may_open, **all_refused(Refusal("desk_not_open", {})), "undo": now.undo}


def _in_turn(session: Session, here: Here, turns: list[int]) -> tuple[QueueRow, ...]:
    listed = turns[:LISTED]
    rows = {row.id: row for row in session.scalars(select(Ticket).where(Ticket.id.in_(listed)))}
    return tuple(row_of(here, rows[ticket]) for ticket in listed)


def _rows(session: Session, here: Here, condition: ColumnElement[bool], order: object) -> tuple[QueueRow, ...]:
    chosen = select(Ticket).where(_today(here) & condition).order_by(order, Ticket.number).limit(LISTED)  # type: ignore[arg-type]  # a column of any type orders
    return tuple(row_of(here, row) for row in session.scalars(chosen))


def _served(session: Session, here: Here, desk: str) -> tuple[QueueRow, ...]:
    chosen = select(Ticket).where(_today(here) & _finished_at(desk)).order_by(Ticket.ended_at.desc()).limit(LISTED)
    return tuple(row_of(here, row) for row in session.scalars(chosen))


def _count(session: Session, here: Here, condition: ColumnElement[bool]) -> int:
    return session.execute(select(func.count()).select_from(Ticket).where(_today(here) & condition)).scalar_one()


def _finished_at(desk: str) -> ColumnElement[bool]:
    return (Ticket.desk == desk) & _in(TicketState.FINISHED)


def _in(state: TicketState) -> ColumnElement[bool]:
    return Ticket.state == state.value


def _today(here: Here) -> ColumnElement[bool]:
    return (Ticket.site_id == here.site_id) & (Ticket.day == here.today)
