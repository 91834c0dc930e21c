"""Taking back the last press at a desk, for ten seconds: the whole keypress, and itself an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.desk_view import seen_after
from actions.events import record
from actions.here import Here
from actions.moves import restore, tell
from actions.ratings import withdraw_question
from actions.taking_back import is_closing, press_to_undo
from actions.views import DeskView
from models import Opening, Press, Ticket, TicketProcedure
from rules.refusals import Refusal
from rules.states import Move

Step = Mapping[str, Any]


def undo(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """Let everything be as the last press found it. Refusals: those of `what_undo_takes_back`."""
    press = press_to_undo(session, here, desk, account)
    if isinstance(press, Refusal):
        return press
    for step in reversed(press.steps["steps"]):
        kind = next(kind for kind in _TAKE_BACK if kind in step)
        _TAKE_BACK[kind](session, here, step, press, account)
        session.flush()
    session.get_one(Press, press.id).undone_at = here.now
    return seen_after(here, desk, account)


def _move(session: Session, here: Here, step: Step, press: Any, account: AccountView) -> None:
    ticket = session.get_one(Ticket, step["ticket"])
    was = ticket.state
    restore(ticket, step["before"])
    if step["move"] == Move.FINISH:
        withdraw_question(session, ticket)
    tell(
        session, here, ticket, "ticket_undone", actor=account.actor, desk=press.desk,
        verb=press.verb, move=step["move"], was=was, state=ticket.state,
    )  # fmt: skip


def _pass(session: Session, here: Here, step: Step, press: Any, account: AccountView) -> None:
    session.execute(update(Ticket).where(Ticket.id == step["passed"]).values(passed=Ticket.passed - 1))


def _result(session: Session, here: Here, step: Step, press: Any, account: AccountView) -> None:
    procedure = session.get_one(TicketProcedure, step["settled"])
    procedure.outcome, procedure.dossier = None, None


def _further_procedure(session: Session, here: Here, step: Step, press: Any, account: AccountView) -> None:
    procedure = session.get_one(TicketProcedure, step["added"])
    ticket = session.get_one(Ticket, procedure.ticket_id)
    session.delete(procedure)
    _tell_change(session, here, ticket, press, account, removed=procedure.procedure)


def _change(session: Session, here: Here, step: Step, press: Any, account: AccountView) -> None:
    ticket = session.get_one(Ticket, step["changed"])
    for name, value in step["values"].items():
        setattr(ticket, name, value)
    _tell_change(session, here, ticket, press, account, **step["values"])


def _opening(session: Session, here: Here, step: Step, press: Any, account: AccountView) -> None:
    opening = session.get_one(Opening, step["opening"])
    was_on_break = opening.break_since is not None
    for name, value in step["before"].items():
        setattr(opening, name, None if value is None else datetime.fromisoformat(value))
    if is_closing(step):
        facts = {name: step[name] for name in ("departments", "as_substitute", "desk_departments")}
        facts["officer"] = opening.officer_id
        record(session, here, "desk_opened", actor=account.actor, desk=press.desk, undone=True, **facts)
    elif was_on_break:
        record(session, here, "desk_back", actor=account.actor, desk=press.desk, undone=True)
    else:
        until = step["before"]["break_until"]
        record(session, here, "desk_break", actor=account.actor, desk=press.desk, until=until, undone=True)


def _tell_change(session: Session, here: Here, ticket: Ticket, press: Any, account: AccountView, **facts: Any) -> None:
    tell(session, here, ticket, "ticket_change_undone", actor=account.actor, desk=press.desk, verb=press.verb, **facts)


_TAKE_BACK: Mapping[str, Callable[[Session, Here, Step, Any, AccountView], None]] = {
    "ticket": _move,
    "passed": _pass,
    "settled": _result,
    "added": _further_procedure,
    "changed": _change,
    "opening": _opening,
}
