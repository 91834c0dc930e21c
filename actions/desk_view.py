"""What does an officer's screen show of a desk, as of the newest event?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.allowed import Situation, all_refused, no_show_from, refusals_at_desk
from actions.counter import held_ticket, officer_name, opening_of, reachable
from actions.duty import on_duty_today
from actions.events import last_seq
from actions.here import Here
from actions.lines import as_line, keeping_now, longest_wait, takes, takes_parked
from actions.matters import procedures_of_visit
from actions.moves import waited_s
from actions.serving import serving_of
from actions.taking_back import what_undo_takes_back
from actions.views import DeskView, QueueRow, UndoView
from database import after_commit, connection_of
from models import Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.calling import order_of_call
from rules.numbering import label
from rules.refusals import Refusal
from rules.serving import Serving
from rules.states import TicketState, Visit

LISTED = 40
SERVED_LISTED = 10
_T = table_of(Ticket)
# What `row_of` reads; the last ones decide who may take a ticket.
_COLUMNS = [
    _T.c[name]
    for name in (
        "id", "token", "series", "number", "department", "procedure_name", "visit", "state", "arrived_at", "called_at",
        "serving_at", "ended_at", "calls", "outcome", "dossier", "priority", "origin", "since", "waited_s", "served_s",
        "parked_s", "for_desk", "note", "sent_by", "sent_from", "desk", "passed", "field", "procedure",
    )
]  # fmt: skip
_TODAY = (_T.c.site_id == bindparam("site"), _T.c.day == bindparam("day"))
_ASIDE = (TicketState.WAITING.value, TicketState.PARKED.value, TicketState.NO_SHOW.value)
_LISTED = Prepared(select(*_COLUMNS).where(*_TODAY, _T.c.state.in_(_ASIDE)))
_IS_SERVED = (*_TODAY, _T.c.desk == bindparam("desk"), _T.c.state == TicketState.FINISHED.value)
_SERVED = Prepared(select(*_COLUMNS).where(*_IS_SERVED).order_by(_T.c.ended_at.desc()).limit(SERVED_LISTED))
_SERVED_COUNT = Prepared(select(func.count().label("total")).where(*_IS_SERVED))


def desk_view(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView:
    """All that the officer's screen shows; raises KeyError for a desk that is not configured."""
    opening = opening_of(session, here, desk)
    is_mine = opening is not None and opening.officer_id == account.officer_id
    mine, on_duty = reachable(session, here, desk, account), on_duty_today(session, here)
    departments = tuple(code for code in mine if code in on_duty)
    held = held_ticket(session, here, opening.officer_id) if opening is not None else None
    lists = _lists(session, here, desk, serving_of(session, here, desk, departments))
    undo = what_undo_takes_back(session, here, desk, account)
    procedures = procedures_of_visit(session, here, held) if held is not None else ()
    served, served_count = _served(session, here, desk)
    now = Situation(
        held=held,
        is_on_break=opening is not None and opening.break_since is not None,
        has_waiting=bool(lists.waiting),
        has_parked=bool(lists.parked),
        has_no_shows=bool(lists.no_shows),
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
        waiting=_rows(here, lists.waiting),
        no_shows=_rows(here, lists.no_shows),
        served=served,
        served_count=served_count,
        moves=_moves(session, here, opening, is_mine, bool(mine), now),
        seq=last_seq(session, here),
        procedures=procedures,
        parked=_rows(here, lists.parked),
        waiting_count=len(lists.waiting),
        break_since=opening.break_since if opening is not None else None,
        break_until=opening.break_until if opening is not None else None,
        undo=undo if isinstance(undo, UndoView) else None,
    )


def seen_after(here: Here, desk: str, account: AccountView) -> DeskView:
    """What an action at a desk answers: the desk as it is after the commit."""
    arrived = here.on_arrival()
    return after_commit(lambda session: desk_view(session, arrived, desk=desk, account=account))


def row_of(here: Here, ticket: Any) -> QueueRow:
    """A ticket, or its row, in a list."""
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
    session: Session, here: Here, opening: Any, is_mine: bool, is_reachable: bool, now: Situation
) -> dict[str, Refusal | None]:
    if is_mine:
        return {"open": None, **refusals_at_desk(here, now)}
    if opening is not None:
        name = officer_name(session, opening.officer_id)
        taken = Refusal("desk_taken", {"desk": opening.desk, "name": name})
        return {"open": taken, **all_refused(Refusal("desk_not_open", {})), "undo": now.undo}
    may_open = None if is_reachable else Refusal("desk_not_yours", {})
    return {"open": may_open, **all_refused(Refusal("desk_not_open", {})), "undo": now.undo}


@dataclass(frozen=True, slots=True)
class _Lists:
    """Rows of those whom the desk may take: who waits in the order of call, the others as they were set aside."""

    waiting: list[Any]
    parked: list[Any]
    no_shows: list[Any]


def _lists(session: Session, here: Here, desk: str, serving: Serving) -> _Lists:
    rows = _LISTED.all(connection_of(session), {"site": here.site_id, "day": here.today})
    keeping = keeping_now(session, here)
    waiting = {r.id: r for r in rows if r.state == TicketState.WAITING and takes(r, desk, serving, keeping)}
    order = order_of_call(as_line(here, desk, waiting.values()), here.now - longest_wait(here))
    parked = [r for r in rows if r.state == TicketState.PARKED and takes_parked(r, desk, serving, keeping)]
    no_shows = [r for r in rows if r.state == TicketState.NO_SHOW and takes(r, desk, serving, keeping)]
    return _Lists(
        waiting=[waiting[one.ticket] for one in order],
        parked=sorted(parked, key=lambda row: (row.since, row.number)),
        no_shows=sorted(no_shows, key=lambda row: (row.arrived_at, row.number)),
    )


def _rows(here: Here, rows: list[Any]) -> tuple[QueueRow, ...]:
    return tuple(row_of(here, row) for row in rows[:LISTED])


def _served(session: Session, here: Here, desk: str) -> tuple[tuple[QueueRow, ...], int]:
    """The newest of those who were served at the desk today, and how many there are."""
    connection, asked = connection_of(session), {"site": here.site_id, "day": here.today, "desk": desk}
    rows = _SERVED.all(connection, asked)
    count = len(rows) if len(rows) < SERVED_LISTED else _SERVED_COUNT.first(connection, asked).total
    return tuple(row_of(here, row) for row in rows), count
