"""What do the walls show, as of the newest event?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from actions.counter import HELD
from actions.duty import on_duty_today
from actions.events import last_seq
from actions.here import Here
from actions.serving import serving_of, waiting_groups
from actions.stops import notices_now
from actions.views import Board, BoardRow, CallView, Notice
from database import connection_of
from models import Event, Opening, Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.numbering import label
from rules.states import Move, TicketState

RECENT_CALLS = 6
# Among so many first calls, and among those still at a desk, are those last called or recalled.
LATELY = 4 * RECENT_CALLS
CALL_KINDS = ("ticket_called", "ticket_recalled", "ticket_resumed")
UNDONE = "ticket_undone"
_E, _O, _T = table_of(Event), table_of(Opening), table_of(Ticket)
_TODAY = (_T.c.site_id == bindparam("site"), _T.c.day == bindparam("day"))
_HELD = Prepared(
    select(_T.c.desk, _T.c.state, _T.c.series, _T.c.number).where(*_TODAY, _T.c.state.in_(HELD), _T.c.desk.is_not(None))
)
_OPEN = Prepared(
    select(_O.c.desk, _O.c.break_since, _O.c.break_until).where(
        _O.c.site_id == bindparam("site"), _O.c.closed_at.is_(None)
    )
)


def board(session: Session, here: Here, *, wall: str | None = None) -> Board:
    """The wall's whole state. `wall` limits desks and calls to those it is set up for; None means all."""
    config = here.config
    desks = config.desks_of(wall) if wall is not None else config.desks
    waiting = waiting_groups(session, here)
    on_duty = on_duty_today(session, here)
    serving = {desk.code: serving_of(session, here, desk.code, desk.touched) for desk in desks}
    seq = last_seq(session, here)
    today = {"site": here.site_id, "day": here.today}
    held = {row.desk: row for row in _HELD.all(connection_of(session), today)}
    openings = {row.desk: row for row in _OPEN.all(connection_of(session), {"site": here.site_id})}
    rows = []
    for desk in desks:
        departments = tuple(code for code in desk.touched if code in on_duty)
        served = serving[desk.code].within(departments)
        ticket, opening = held.get(desk.code), openings.get(desk.code)
        rows.append(
            BoardRow(
                desk=desk.code,
                departments=departments,
                state=_desk_state(ticket, opening),
                series=ticket.series if ticket else None,
                number=ticket.number if ticket else None,
                waiting=sum(group.count for group in waiting if group.is_for(served)),
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
    at = tuple(desks)
    rows = _lately_called(at).all(connection_of(session), {"site": here.site_id, "day": here.today})
    followed = sorted(rows, key=lambda row: row.seq)
    newest = {row.ticket_id: row for row in standing(followed) if row.desk in at}
    return tuple(call_of(row) for row in sorted(newest.values(), key=lambda row: -row.seq)[:RECENT_CALLS])


def standing(rows: Iterable[Any]) -> list[Any]:
    """Of calls and undos (`CALL_KINDS`, `UNDONE`) as they followed each other, the calls that no later undo took back.

    An undo takes back a ticket's newest call with its recalls. A parked ticket keeps its desk: only the log tells that
    it was called up and put down again.
    """
    calls: defaultdict[int, list[list[Any]]] = defaultdict(list)
    for row in rows:
        of_ticket = calls[row.ticket_id]
        if row.kind == "ticket_recalled" and of_ticket:
            of_ticket[-1].append(row)
        elif row.kind != UNDONE:
            of_ticket.append([row])
        elif row.facts["move"] in (Move.CALL.value, Move.RESUME.value) and of_ticket:
            of_ticket.pop()
    return sorted((row for each in calls.values() for call in each for row in call), key=lambda row: row.seq)


@cache
def _lately_called(desks: tuple[str, ...]) -> Prepared:
    """What the log says of calling those who were called last, or are still there, at these desks."""
    # Through today's tickets: in the morning a search through the log would go back to its first day.
    called = select(_T.c.id).where(*_TODAY, _T.c.called_at.is_not(None), _T.c.desk.in_(desks))
    lately = called.order_by(_T.c.called_at.desc(), _T.c.id.desc()).limit(LATELY)
    meant = called.where(or_(_T.c.state.in_(HELD), _T.c.id.in_(lately)))
    columns = (_E.c[name] for name in ("seq", "at", "kind", "desk", "department", "ticket_id", "facts"))
    # Not ordered here: for that SQLite would walk through the whole log, which is in order.
    return Prepared(
        select(*columns).where(
            _E.c.site_id == bindparam("site"), _E.c.ticket_id.in_(meant), _E.c.kind.in_((*CALL_KINDS, UNDONE))
        )
    )


def call_of(event: Any) -> CallView:
    """A call (an event, its row, or as it happened) as the walls get it; its identity is its event's number."""
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


def _desk_state(ticket: Any, opening: Any) -> str:
    if ticket is not None:
        return "calling" if ticket.state == TicketState.CALLED else "serving"
    if opening is None:
        return "closed"
    return "ready" if opening.break_since is None else "break"
