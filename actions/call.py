"""Who is called next, which number is called out of turn, and who once more?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.allowed import recall_refusal
from actions.counter import Counter, counter, held_ticket, label_of, serving_now
from actions.desk_view import seen_after
from actions.events import STANDING
from actions.here import Here
from actions.lines import longest_wait, waiting_line
from actions.moves import after_stay, kept, note_step, tell
from actions.serve import finish
from actions.views import DeskView
from database import connection_of, shared_facts
from models import Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.calling import Waiting, turns
from rules.refusals import Refusal
from rules.states import Move, TicketState, after

# What a claim changes.
CLAIMED = ("state", "since", "revision", "waited_s", "desk", "officer_id", "calls", "called_at", "serving_at")
_T = table_of(Ticket)
_TICKET = Prepared(select(_T).where(_T.c.id == bindparam("id")))
_CLAIM = Prepared(
    update(_T)
    .where(_T.c.id == bindparam("ticket"), _T.c.state == TicketState.WAITING.value, _T.c.revision == bindparam("read"))
    .values({name: bindparam(name) for name in CLAIMED})
)
_PASS = Prepared(update(_T).where(_T.c.id == bindparam("ticket")).values(passed=_T.c.passed + 1))
_RECALL = Prepared(update(_T).where(_T.c.id == bindparam("ticket")).values(calls=_T.c.calls + 1))


def call_next(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """Call the one whose turn it is at this desk.

    Refusals: those of `counter`, on_break, holding (one citizen at a time), nobody_waiting.
    """
    at = free_counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    line = waiting_line(session, here, desk, serving_now(session, here, desk, account))
    for turn in turns(line, overdue=here.now - longest_wait(here)):
        if claim(session, here, at, turn.one.ticket):
            if turn.passes is not None:
                _pass(session, turn.passes)
            return seen_after(here, desk, account)
    return Refusal("nobody_waiting", {})


def call_this(session: Session, here: Here, *, desk: str, account: AccountView, ticket: int) -> DeskView | Refusal:
    """Call one who waits out of turn. Refusals: as `call_next`, and no_ticket, not_waiting (label, state)."""
    at = free_counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    line = waiting_line(session, here, desk, serving_now(session, here, desk, account))
    if any(one.ticket == ticket for one in line) and claim(session, here, at, ticket, is_out_of_turn=True):
        return seen_after(here, desk, account)
    return not_in_line(session, here, ticket)


def finish_and_call_next(
    session: Session, here: Here, *, desk: str, account: AccountView, **wish: Any
) -> DeskView | Refusal:
    """Both in one write; when nobody waits, the finish stands and the desk is ready. Refusals: those of `finish`."""
    finished = finish(session, here, desk=desk, account=account, **wish)
    if isinstance(finished, Refusal):
        return finished
    called = call_next(session, here.on_arrival(), desk=desk, account=account)
    return finished if isinstance(called, Refusal) else called


def recall(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """Call the same citizen again, on walls and aloud. Refusals: nothing_held, illegal_move, recalled_enough."""
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    ticket = held_ticket(session, here, at.officer_id)
    refusal = recall_refusal(here, ticket)
    if ticket is None or refusal is not None:
        return refusal or Refusal("nothing_held", {})
    _RECALL.change(connection_of(session), {"ticket": ticket.id})
    tell(session, here, ticket, "ticket_recalled", actor=at.actor, desk=desk, count=ticket.calls + 1)
    return seen_after(here, desk, account)


def free_counter(session: Session, here: Here, desk: str, account: AccountView) -> Counter | Refusal:
    """The desk of an officer who may call somebody now. Refusals: those of `counter`, on_break, holding."""
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    if at.is_on_break:
        return Refusal("on_break", {})
    held = held_ticket(session, here, at.officer_id)
    return at if held is None else Refusal("holding", {"label": label_of(held)})


def claim(
    session: Session, here: Here, at: Counter, ticket: int, *, is_out_of_turn: bool = False, is_quiet: bool = False
) -> bool:
    """Take a waiting ticket in one statement; False if another desk was quicker.

    `is_quiet`: the citizen stands at the desk, so that nobody is to be called on the walls.
    """
    shared_facts(session).pop(STANDING, None)
    connection = connection_of(session)
    row = _TICKET.first(connection, {"id": ticket})
    called = after(Move.CALL, TicketState.WAITING)
    assert isinstance(called, TicketState)
    changes = {
        **after_stay(row, here.now), "state": called.value, "desk": at.desk, "officer_id": at.officer_id, "calls": 1,
        "called_at": here.now, "serving_at": None,
    }  # fmt: skip
    if _CLAIM.change(connection, {"ticket": ticket, "read": row.revision, **changes}) != 1:
        return False
    step = {"ticket": ticket, "move": Move.CALL.value, "before": kept(row), "revision": changes["revision"]}
    note_step(session, step)
    if not is_quiet:
        out_of_turn: dict[str, Any] = {"out_of_turn": True} if is_out_of_turn else {}
        tell(session, here, row, "ticket_called", actor=at.actor, desk=at.desk, count=1, **out_of_turn)
    return True


def not_in_line(session: Session, here: Here, ticket: int) -> Refusal:
    """Why a ticket that was named cannot be called here: not_waiting, not_served_here, no_ticket."""
    row = session.get(Ticket, ticket)
    if row is None or row.site_id != here.site_id or row.day != here.today:
        return Refusal("no_ticket", {})
    if row.state != TicketState.WAITING:
        return Refusal("not_waiting", {"label": label_of(row), "state": row.state})
    return Refusal("not_served_here", {"label": label_of(row)})


def _pass(session: Session, passed: Waiting) -> None:
    """Count that an ordinary citizen was passed: it is what bounds how long priority may go on."""
    _PASS.change(connection_of(session), {"ticket": passed.ticket})
    note_step(session, {"passed": passed.ticket})
