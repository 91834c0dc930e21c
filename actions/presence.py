"""Who is at which desk? Opening a desk is checking in, closing it is checking out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.aside import park
from actions.counter import counter, held_ticket, held_to_change, label_of, officer_name, opening_to_change, reachable
from actions.desk_view import seen_after
from actions.events import record
from actions.here import Here
from actions.moves import FREE, move, note_step, tell
from actions.serve import finish
from actions.transfer import Target, send
from actions.views import DeskView
from models import Opening, Ticket
from rules.refusals import Refusal
from rules.states import Move, TicketState


def open_desk(
    session: Session, here: Here, *, desk: str, account: AccountView, take_over: bool = False
) -> DeskView | Refusal:
    """Sit down at a desk. An officer who sat elsewhere without a citizen moves over.

    `take_over`: from a colleague who left without closing; their citizen passes to who takes over.
    Refusals: no_desk, no_officer, desk_taken, desk_not_yours, officer_elsewhere.
    """
    if not any(d.code == desk for d in here.config.desks):
        return Refusal("no_desk", {"desk": desk})
    if account.officer_id is None:
        return Refusal("no_officer", {})
    present = opening_to_change(session, here, desk)
    if present is not None and present.officer_id == account.officer_id:
        return seen_after(here, desk, account)
    if not reachable(session, here, desk, account) and (present is None or take_over):
        return Refusal("desk_not_yours", {"desk": desk})
    if present is not None and not take_over:
        return Refusal("desk_taken", {"desk": desk, "name": officer_name(session, present.officer_id)})
    refusal = leave_other_desk(session, here, account, account.actor)
    if refusal is not None:
        return refusal
    if present is not None:
        pass_on(session, here, present, account, account.actor, "taken_over")
    else:
        sit_down(session, here, desk, account, account.actor)
    return seen_after(here, desk, account)


def close_desk(
    session: Session, here: Here, *, desk: str, account: AccountView, held: str | None = None, **wish: Any
) -> DeskView | Refusal:
    """Leave the desk; one who was called goes back to the queue.

    `held` says what becomes of one who is being served: finish (with `outcome` …), park, or queue (with `note`).
    Refusals: no_desk, desk_taken, close_blocked (the question is open), and those of finish.
    """
    if not any(d.code == desk for d in here.config.desks):
        return Refusal("no_desk", {"desk": desk})
    present = opening_to_change(session, here, desk)
    if present is None:
        return seen_after(here, desk, account)
    if present.officer_id != account.officer_id:
        return Refusal("desk_taken", {"desk": desk, "name": officer_name(session, present.officer_id)})
    ticket = held_to_change(session, here, present.officer_id)
    if ticket is not None:
        refusal = _let_go(session, here, ticket, held, desk=desk, account=account, **wish)
        if refusal is not None:
            return refusal
    note_step(session, _closing(session, here, present, account))
    close_opening(session, here, present, account.actor)
    return seen_after(here, desk, account)


def sit_down(session: Session, here: Here, desk: str, account: AccountView, actor: str, **facts: Any) -> None:
    """Check the account's officer in at a desk where nobody sits."""
    session.add(Opening(site_id=here.site_id, desk=desk, officer_id=account.officer_id, opened_at=here.now))
    session.flush()
    served: dict[str, Any] = _served_there(session, here, desk, account)
    record(session, here, "desk_opened", actor=actor, desk=desk, officer=account.officer_id, **served, **facts)


def close_opening(session: Session, here: Here, opening: Opening, actor: str, **facts: Any) -> None:
    """Check the officer out; a break ends with it."""
    opening.closed_at, opening.break_since, opening.break_until = here.now, None, None
    session.flush()
    record(session, here, "desk_closed", actor=actor, desk=opening.desk, officer=opening.officer_id, **facts)


def put_back(session: Session, here: Here, ticket: Ticket, actor: str, desk: str) -> Refusal | None:
    """A called citizen waits again, in the place they had."""
    refusal = move(session, here, ticket, Move.PUT_BACK, **FREE)
    if refusal is None:
        tell(session, here, ticket, "ticket_put_back", actor=actor, desk=desk)
    return refusal


def pass_on(session: Session, here: Here, opening: Opening, to: AccountView, actor: str, reason: str) -> None:
    """Another officer sits down where one sits, and goes on with the citizen who is there."""
    desk, ticket = opening.desk, held_to_change(session, here, opening.officer_id)
    before = opening.officer_id
    close_opening(session, here, opening, actor, reason=reason)
    sit_down(session, here, desk, to, actor, reason=reason)
    if ticket is not None:
        ticket.officer_id = to.officer_id
        ticket.revision += 1
        session.flush()
        tell(
            session, here, ticket, "ticket_handed_over", actor=actor, desk=desk, officer=to.officer_id,
            before=before, reason=reason,
        )  # fmt: skip


def leave_other_desk(session: Session, here: Here, account: AccountView, actor: str) -> Refusal | None:
    """Close the desk at which the account's officer sits, unless a citizen is there (officer_elsewhere)."""
    other = session.scalars(
        select(Opening).where(
            Opening.site_id == here.site_id,
            Opening.officer_id == account.officer_id,
            Opening.closed_at.is_(None),
        )
    ).first()
    if other is None:
        return None
    if held_ticket(session, here, other.officer_id) is not None:
        return Refusal("officer_elsewhere", {"desk": other.desk})
    close_opening(session, here, other, actor)
    return None


def _let_go(
    session: Session, here: Here, ticket: Ticket, held: str | None, *, desk: str, account: AccountView, **wish: Any
) -> Refusal | None:
    if ticket.state != TicketState.SERVING:
        return put_back(session, here, ticket, account.actor, desk)
    if held == "queue":
        at = counter(session, here, desk, account)
        if isinstance(at, Refusal):
            return at
        return send(session, here, at, ticket, Target(ticket.department), wish.get("note"))
    ways: Mapping[str | None, Callable[..., DeskView | Refusal]] = {"finish": finish, "park": park}
    if held not in ways:
        return Refusal("close_blocked", {"label": label_of(ticket)})
    answer = ways[held](session, here, desk=desk, account=account, **(wish if held == "finish" else {}))
    return answer if isinstance(answer, Refusal) else None


def _closing(session: Session, here: Here, opening: Opening, account: AccountView) -> dict[str, Any]:
    """What an undo of the closing needs."""
    moments = {"break_since": opening.break_since, "break_until": opening.break_until}
    before = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    served = _served_there(session, here, opening.desk, account)
    return {"opening": opening.id, "before": {"closed_at": None, **before}, **served}


def _served_there(session: Session, here: Here, desk: str, account: AccountView) -> dict[str, list[str]]:
    mine = reachable(session, here, desk, account)
    return {
        "departments": list(mine),
        "as_substitute": [code for code in mine if code not in account.departments],
        # What the desk is made for on this day: a later configuration must not say it anew.
        "desk_departments": list(here.config.desk(desk).touched),
    }
