"""Who is sent on to another department or desk, with the number and the arrival that they have?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.aside import is_parked_here
from actions.counter import HELD, Counter, counter, held_to_change, label_of, officer_name, serving_now
from actions.desk_view import seen_after
from actions.duty import on_duty_today
from actions.here import Here
from actions.known import known
from actions.moves import FREE, move, tell
from actions.places import place_of
from actions.todays import is_served_at, ticket_of_today
from actions.views import DeskView, Place
from models import Ticket
from rules.refusals import Refusal
from rules.states import Move, TicketState

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Target:
    """Where a ticket goes: to everybody who serves the department, or to one desk."""

    department: str
    desk: str | None = None


def transfer(
    session: Session,
    here: Here,
    *,
    desk: str,
    account: AccountView,
    ticket: int | None = None,
    to_department: str | None = None,
    to_desk: str | None = None,
    note: str | None = None,
) -> DeskView | Refusal:
    """Send the citizen whom the officer holds, or one who waits or is parked here, to a department or a desk.

    Refusals: those of `counter`, nothing_held, no_ticket, not_served_here, illegal_move, no_desk, no_department,
    not_on_duty (department), desk_off_duty (desk), transfer_same, transfer_nowhere.
    """
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    row = _meant(session, here, at, account, ticket)
    if isinstance(row, Refusal):
        return row
    target = _target(session, here, row, desk, to_department, to_desk)
    if isinstance(target, Refusal):
        return target
    refusal = send(session, here, at, row, target, note)
    return seen_after(here, desk, account) if refusal is None else refusal


def send(session: Session, here: Here, at: Counter, ticket: Ticket, target: Target, note: str | None) -> Refusal | None:
    """Let the ticket wait there, with word from whom and why."""
    was, was_in = ticket.state, ticket.department
    refusal = move(
        session, here, ticket, Move.TRANSFER, **FREE, department=target.department, for_desk=target.desk,
        place=_place(session, here, ticket, target), note=(note or "").strip()[:LONGEST_NOTE] or None,
        sent_by=officer_name(session, at.officer_id), sent_from=at.desk, outcome=None, dossier=None,
    )  # fmt: skip
    if refusal is not None:
        return refusal
    tell(
        session, here, ticket, "ticket_transferred", actor=at.actor, desk=at.desk, department=was_in, state=was,
        to_department=target.department, to_desk=target.desk, has_note=ticket.note is not None,
    )  # fmt: skip
    return None


def _meant(session: Session, here: Here, at: Counter, account: AccountView, ticket: int | None) -> Ticket | Refusal:
    """The ticket that the officer may send on: the one in hand, or one of those listed at the desk."""
    if ticket is None:
        held = held_to_change(session, here, at.officer_id)
        return Refusal("nothing_held", {}) if held is None else held
    row = ticket_of_today(session, here, ticket)
    if isinstance(row, Refusal):
        return row
    serving = serving_now(session, here, at.desk, account)
    is_theirs = {
        TicketState.WAITING.value: lambda: is_served_at(session, here, at.desk, serving, row),
        TicketState.PARKED.value: lambda: is_parked_here(session, here, at.desk, serving, row),
        **dict.fromkeys(HELD, lambda: row.officer_id == at.officer_id),
    }
    may = is_theirs.get(row.state)
    if may is None:
        return Refusal("illegal_move", {"move": Move.TRANSFER.value, "state": row.state})
    return row if may() else Refusal("not_served_here", {"label": label_of(row)})


def _target(
    session: Session, here: Here, ticket: Ticket, desk: str, to_department: str | None, to_desk: str | None
) -> Target | Refusal:
    on_duty = on_duty_today(session, here)
    if to_desk is not None:
        return _desk_target(here, ticket, desk, to_department, to_desk, on_duty)
    if to_department is None:
        return Refusal("transfer_nowhere", {})
    if not any(each.code == to_department for each in here.config.departments):
        return Refusal("no_department", {"value": to_department})
    if to_department not in on_duty:
        return Refusal("not_on_duty", {"department": to_department})
    if to_department == ticket.department and ticket.for_desk is None:
        return Refusal("transfer_same", {})
    return Target(to_department)


def _desk_target(
    here: Here, ticket: Ticket, desk: str, to_department: str | None, to_desk: str, on_duty: tuple[str, ...]
) -> Target | Refusal:
    """The ticket keeps its department where the desk serves it, else it becomes one of the desk's first on duty."""
    target = next((each for each in here.config.desks if each.code == to_desk), None)
    if target is None:
        return Refusal("no_desk", {"desk": to_desk})
    if to_desk == desk:
        return Refusal("transfer_same", {})
    receiving = [code for code in target.touched if code in on_duty]
    wanted = to_department or (ticket.department if ticket.department in receiving else None)
    if wanted is not None and wanted not in receiving:
        return Refusal("desk_off_duty", {"desk": target.code})
    if wanted is None and not receiving:
        return Refusal("desk_off_duty", {"desk": target.code})
    return Target(wanted or receiving[0], to_desk)


def _place(session: Session, here: Here, ticket: Ticket, target: Target) -> dict[str, Any]:
    desks = known(session, here).line_of(target.department, ticket.field, ticket.procedure).desks
    place = place_of(here, target.department, desks)
    if target.desk is not None:
        desk = here.config.desk(target.desk)
        place = Place(desk.name, desk.text("name", "en"), desk.code)
    return {"name": place.name, "name_en": place.name_en, "desk": place.desk}
