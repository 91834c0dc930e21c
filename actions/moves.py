"""How does a ticket move? By the state table, with its times, its event, and what an undo would need to know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.events import Happened, record
from actions.here import Here
from models import Ticket
from rules.refusals import Refusal
from rules.states import Move, TicketState, after

# What a move may change, and so what taking it back restores.
KEPT = (
    "state", "department", "place", "desk", "officer_id", "calls", "called_at", "serving_at", "ended_at", "outcome",
    "dossier", "for_desk", "note", "sent_by", "sent_from", "since", "waited_s", "served_s", "parked_s", "revision",
)  # fmt: skip
# For a ticket that waits again: no desk has it any more.
FREE: Mapping[str, Any] = {
    "desk": None, "officer_id": None, "calls": 0, "called_at": None, "serving_at": None, "ended_at": None,
}  # fmt: skip
_COUNTED = {TicketState.WAITING: "waited_s", TicketState.SERVING: "served_s", TicketState.PARKED: "parked_s"}


def move(session: Session, here: Here, ticket: Ticket, verb: Move, **changes: Any) -> Refusal | None:
    """Let the ticket make a move of the state table, with these changes, or say that it cannot (illegal_move)."""
    target = after(verb, TicketState(ticket.state))
    if isinstance(target, Refusal):
        return target
    before = kept(ticket)
    for name, value in {**after_stay(ticket, here.now), **changes, "state": target.value}.items():
        setattr(ticket, name, value)
    session.flush()
    note_step(session, {"ticket": ticket.id, "move": verb.value, "before": before, "revision": ticket.revision})
    return None


def after_stay(ticket: Any, now: datetime) -> dict[str, Any]:
    """The columns that count time, when the ticket (or its row) leaves its present state at `now`."""
    changes: dict[str, Any] = {"since": now, "revision": ticket.revision + 1}
    counter = _COUNTED.get(TicketState(ticket.state))
    if counter is not None:
        changes[counter] = getattr(ticket, counter) + stay_s(ticket, now)
    return changes


def stay_s(ticket: Any, now: datetime) -> float:
    """How long the ticket has been in its present state; a clock that was set back takes nothing away."""
    began: datetime = ticket.since or ticket.arrived_at
    return max(0.0, (now - began).total_seconds())


def waited_s(ticket: Any, now: datetime) -> float:
    """How long its citizen has waited for a call, all stays together."""
    before: float = ticket.waited_s
    return before + (stay_s(ticket, now) if ticket.state == TicketState.WAITING else 0.0)


def tell(
    session: Session,
    here: Here,
    ticket: Any,
    kind: str,
    *,
    actor: str,
    desk: str | None,
    department: str | None = None,
    **facts: Any,
) -> Happened:
    """The event of a move. An officer's note never goes into the log: what it says of a citizen must not stay.

    `department`: where it happened, if the ticket has another one by now.
    """
    return record(
        session,
        here,
        kind,
        actor=actor,
        desk=desk,
        department=department or ticket.department,
        ticket_id=ticket.id,
        series=ticket.series,
        number=ticket.number,
        token=ticket.token,
        **facts,
    )


def kept(ticket: Any) -> dict[str, Any]:
    """What the ticket is now, as JSON keeps it."""
    values = {name: getattr(ticket, name) for name in KEPT}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def restore(ticket: Ticket, before: Mapping[str, Any]) -> None:
    """Let the ticket be again what `kept` wrote down."""
    for name in KEPT:
        value = before[name]
        is_moment = name == "since" or name.endswith("_at")
        setattr(ticket, name, datetime.fromisoformat(value) if is_moment and value is not None else value)


def note_step(session: Session, step: dict[str, Any]) -> None:
    """Remember what was just done, for the press of which it is a part."""
    session.info.setdefault("steps", []).append(step)


def steps_of(session: Session) -> list[dict[str, Any]]:
    """What was done since the action began."""
    steps: list[dict[str, Any]] = session.info.get("steps", [])
    return steps
