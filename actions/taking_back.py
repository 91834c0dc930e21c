"""What would an undo take back at a desk, and may it still? Read by the screen and by the undo itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.counter import HELD, held_ticket, label_of, opening_of
from actions.here import Here
from actions.views import UndoView
from database import connection_of
from models import Opening, Press, Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.numbering import label
from rules.refusals import Refusal
from rules.states import Move, TicketState, undone

UNDO_S = 10
_P, _T = table_of(Press), table_of(Ticket)
_NEWEST = Prepared(
    select(_P)
    .where(
        _P.c.site_id == bindparam("site"), _P.c.desk == bindparam("desk"), _P.c.undone_at.is_(None), _P.c.is_undoable
    )
    .order_by(_P.c.id.desc())
    .limit(1)
)
_NOW = Prepared(select(_T.c.revision, _T.c.state, _T.c.series, _T.c.number).where(_T.c.id == bindparam("id")))


def what_undo_takes_back(session: Session, here: Here, desk: str, account: AccountView) -> UndoView | Refusal:
    """The last press that can be taken back now, or why none can.

    Refusals: nothing_to_undo, undo_late (n seconds), undo_overtaken (label), holding, desk_not_open.
    """
    press = press_to_undo(session, here, desk, account)
    if isinstance(press, Refusal):
        return press
    tickets = dict.fromkeys(step["ticket"] for step in press.steps["steps"] if "ticket" in step)
    rows = (_now(session, each) for each in tickets)
    return UndoView(
        press.verb, tuple(label(row.series, row.number) for row in rows), press.at + timedelta(seconds=UNDO_S)
    )


def press_to_undo(session: Session, here: Here, desk: str, account: AccountView) -> Any:
    """The row of the press that an undo takes back now, or a refusal. Refusals: as `what_undo_takes_back`."""
    press = _last_press(session, here, desk, account)
    if press is None:
        return Refusal("nothing_to_undo", {})
    if here.now - press.at > timedelta(seconds=UNDO_S):
        return Refusal("undo_late", {"n": UNDO_S})
    return _why_not(session, here, press, account) or press


def _last_press(session: Session, here: Here, desk: str, account: AccountView) -> Any:
    """The newest press at a desk that can be taken back and was not, if it is this person's."""
    newest = _NEWEST.first(connection_of(session), {"site": here.site_id, "desk": desk})
    return newest if newest is not None and newest.account_id == account.id else None


def _why_not(session: Session, here: Here, press: Any, account: AccountView) -> Refusal | None:
    steps: Sequence[dict[str, Any]] = press.steps["steps"]
    states: dict[int, str] = {}
    for step in reversed(steps):
        refusal = _step_refusal(session, step, states)
        if refusal is not None:
            return refusal
    return _desk_refusal(session, here, press, account, steps) or _holding(session, here, states, steps)


def _step_refusal(session: Session, step: dict[str, Any], states: dict[int, str]) -> Refusal | None:
    """`states` holds what the later steps, taken back first, have restored."""
    if "ticket" not in step:
        return None
    ticket = step["ticket"]
    if ticket not in states:
        row = _now(session, ticket)
        if row.revision != step["revision"]:
            return Refusal("undo_overtaken", {"label": label(row.series, row.number)})
        states[ticket] = row.state
    before = undone(Move(step["move"]), TicketState(step["before"]["state"]), TicketState(states[ticket]))
    if isinstance(before, Refusal):
        return before
    states[ticket] = before.value
    return None


def _now(session: Session, ticket: int) -> Any:
    return _NOW.first(connection_of(session), {"id": ticket})


def _desk_refusal(
    session: Session, here: Here, press: Any, account: AccountView, steps: Sequence[dict[str, Any]]
) -> Refusal | None:
    """The desk must be as the press left it: closed by it and still empty, or open with the same officer."""
    opening, touched = opening_of(session, here, press.desk), next((step for step in steps if "opening" in step), None)
    if touched is not None and is_closing(touched):
        is_free = opening is None and not _sits_elsewhere(session, here, account)
        return None if is_free else Refusal("nothing_to_undo", {})
    if opening is None or opening.officer_id != account.officer_id:
        return Refusal("desk_not_open", {})
    is_same = touched is None or touched["opening"] == opening.id
    return None if is_same else Refusal("nothing_to_undo", {})


def is_closing(step: Mapping[str, Any]) -> bool:
    """Whether a step about a desk was its closing; else it was a break or its end."""
    return "departments" in step


def _sits_elsewhere(session: Session, here: Here, account: AccountView) -> bool:
    rows = select(Opening.id).where(
        Opening.site_id == here.site_id, Opening.officer_id == account.officer_id, Opening.closed_at.is_(None)
    )
    return session.scalars(rows).first() is not None


def _holding(session: Session, here: Here, states: dict[int, str], steps: Sequence[dict[str, Any]]) -> Refusal | None:
    """An officer holds one citizen: who is held now must be among those who are let go."""
    for step in steps:
        if step.get("before", {}).get("state") in HELD and states.get(step["ticket"]) in HELD:
            held = held_ticket(session, here, step["before"]["officer_id"])
            if held is not None and held.id not in states:
                return Refusal("holding", {"label": label_of(held)})
    return None
