"""What happened at the desk after the call: the citizen came, was served, or did not come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.allowed import no_show_refusal
from actions.counter import held_at
from actions.desk_view import seen_after
from actions.here import Here
from actions.matters import further_procedures
from actions.moves import move, note_step, tell
from actions.views import DeskView
from models import TicketProcedure
from rules.refusals import Refusal
from rules.states import Move, Outcome, TicketState


@dataclass(frozen=True, slots=True)
class Result:
    """How a further procedure of the visit ended."""

    outcome: Outcome
    dossier: str | None = None


def citizen_is_here(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """The called citizen has come; serving begins. Refusals: nothing_held, illegal_move."""
    found = held_at(session, here, desk, account)
    if isinstance(found, Refusal):
        return found
    at, ticket = found
    refusal = move(session, here, ticket, Move.ARRIVE, serving_at=here.now)
    if refusal is not None:
        return refusal
    tell(session, here, ticket, "ticket_serving", actor=at.actor, desk=desk)
    return seen_after(here, desk, account)


def finish(
    session: Session,
    here: Here,
    *,
    desk: str,
    account: AccountView,
    outcome: Outcome,
    dossier: str | None = None,
    others: Mapping[int, Result] | None = None,
) -> DeskView | Refusal:
    """Served, with an outcome and, where a dossier was accepted, its code.

    `others`: the results of the visit's further procedures by their id. Refusals: nothing_held, illegal_move,
    outcomes_missing (n: further procedures without one).
    """
    found = held_at(session, here, desk, account)
    if isinstance(found, Refusal):
        return found
    at, ticket = found
    further, results = further_procedures(session, ticket), others or {}
    missing = [each for each in further if each.id not in results]
    if missing and ticket.state == TicketState.SERVING:
        return Refusal("outcomes_missing", {"n": len(missing)})
    refusal = move(
        session, here, ticket, Move.FINISH, ended_at=here.now, outcome=outcome.value, dossier=dossier or None
    )
    if refusal is not None:
        return refusal
    settled = [_settle(session, each, results[each.id]) for each in further]
    also: dict[str, Any] = {"also": settled} if settled else {}
    tell(
        session, here, ticket, "ticket_finished", actor=at.actor, desk=desk, outcome=ticket.outcome,
        has_dossier=ticket.dossier is not None, served_s=round(ticket.served_s, 3), **also,
    )  # fmt: skip
    return seen_after(here, desk, account)


def no_show(session: Session, here: Here, *, desk: str, account: AccountView) -> DeskView | Refusal:
    """The called citizen did not come. Refusals: nothing_held, illegal_move, no_show_recall, no_show_early (from)."""
    found = held_at(session, here, desk, account)
    if isinstance(found, Refusal):
        return found
    at, ticket = found
    calls = ticket.calls
    refusal = no_show_refusal(here, ticket) or move(session, here, ticket, Move.NO_SHOW, ended_at=here.now)
    if refusal is not None:
        return refusal
    tell(session, here, ticket, "ticket_no_show", actor=at.actor, desk=desk, calls=calls)
    return seen_after(here, desk, account)


def _settle(session: Session, procedure: TicketProcedure, result: Result) -> dict[str, Any]:
    procedure.outcome, procedure.dossier = result.outcome.value, result.dossier or None
    session.flush()
    note_step(session, {"settled": procedure.id})
    return {
        "procedure": procedure.procedure,
        "outcome": procedure.outcome,
        "has_dossier": procedure.dossier is not None,
    }
