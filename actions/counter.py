"""Who sits at a desk, what do they serve, and which citizen is theirs just now?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, literal, select
from sqlalchemy.orm import Session

from actions.accounts import AccountView
from actions.duty import on_duty_today
from actions.here import Here
from actions.serving import serving_of
from actions.standing_in import substituted_departments
from database import connection_of
from models import Officer, Opening, Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.numbering import label
from rules.refusals import Refusal
from rules.serving import Serving
from rules.states import TicketState

HELD = (TicketState.CALLED.value, TicketState.SERVING.value)
_O, _T = table_of(Opening), table_of(Ticket)
_IS_OPEN = (_O.c.site_id == bindparam("site"), _O.c.desk == bindparam("desk"), _O.c.closed_at.is_(None))
# The states as they are written in the index: with values to be filled in SQLite would walk through all tickets ever.
_IS_HELD = (
    _T.c.site_id == bindparam("site"),
    _T.c.officer_id == bindparam("officer"),
    _T.c.state.in_([literal(state, literal_execute=True) for state in HELD]),
)
# Built once: a statement costs more to build than to run, and a row to be changed more than one to be read.
_OPENING, _HOLDS = Prepared(select(_O).where(*_IS_OPEN)), Prepared(select(_T).where(*_IS_HELD))
_OPENING_TO_CHANGE, _HELD_TO_CHANGE = select(Opening).where(*_IS_OPEN), select(Ticket).where(*_IS_HELD)
_OFFICERS = table_of(Officer)
_NAME = Prepared(select(_OFFICERS.c.name).where(_OFFICERS.c.id == bindparam("officer")))


@dataclass(frozen=True, slots=True)
class Counter:
    """An open desk with its officer."""

    desk: str
    officer_id: int
    actor: str
    is_on_break: bool = False


def counter(session: Session, here: Here, desk: str, account: AccountView) -> Counter | Refusal:
    """The desk as this officer's open desk. Refusals: no_desk, no_officer, desk_taken, desk_not_open."""
    if not any(d.code == desk for d in here.config.desks):
        return Refusal("no_desk", {"desk": desk})
    if account.officer_id is None:
        return Refusal("no_officer", {})
    opening = opening_of(session, here, desk)
    if opening is None:
        return Refusal("desk_not_open", {"desk": desk})
    if opening.officer_id != account.officer_id:
        return Refusal("desk_taken", {"desk": desk, "name": officer_name(session, opening.officer_id)})
    return Counter(desk, account.officer_id, account.actor, opening.break_since is not None)


def opening_of(session: Session, here: Here, desk: str) -> Any:
    """The desk's open row to be read, if somebody sits there; else None."""
    return _OPENING.first(connection_of(session), {"site": here.site_id, "desk": desk})


def opening_to_change(session: Session, here: Here, desk: str) -> Opening | None:
    """The same, to be changed."""
    return session.scalars(_OPENING_TO_CHANGE, {"site": here.site_id, "desk": desk}).first()


def officer_name(session: Session, officer_id: int) -> str:
    """The officer's name as the directory has it."""
    name: str = _NAME.first(connection_of(session), {"officer": officer_id}).name
    return name


def reachable(session: Session, here: Here, desk: str, account: AccountView) -> tuple[str, ...]:
    """The desk's departments to which the officer belongs, or is recorded as substitute now, on duty or not."""
    standing_in = substituted_departments(session, here, account.officer_id) if account.officer_id else ()
    own = {*account.departments, *standing_in}
    return tuple(code for code in here.config.desk(desk).touched if code in own)


def served(session: Session, here: Here, desk: str, account: AccountView) -> tuple[str, ...]:
    """Of those, the departments on duty today: an open desk covers, and calls for, only these."""
    on_duty = on_duty_today(session, here)
    return tuple(code for code in reachable(session, here, desk, account) if code in on_duty)


def serving_now(session: Session, here: Here, desk: str, account: AccountView) -> Serving:
    """The tickets that the officer may call at the desk: of the departments in `served`, what the desk is for."""
    return serving_of(session, here, desk, served(session, here, desk, account))


def held_ticket(session: Session, here: Here, officer_id: int) -> Any:
    """The row, to be read, of the one ticket that this officer has called or is serving; else None."""
    return _HOLDS.first(connection_of(session), {"site": here.site_id, "officer": officer_id})


def held_to_change(session: Session, here: Here, officer_id: int) -> Ticket | None:
    """The same ticket, to be changed."""
    return session.scalars(_HELD_TO_CHANGE, {"site": here.site_id, "officer": officer_id}).first()


def held_at(session: Session, here: Here, desk: str, account: AccountView) -> tuple[Counter, Ticket] | Refusal:
    """The desk and the ticket that its officer holds, to be changed. Refusals: those of `counter`, nothing_held."""
    at = counter(session, here, desk, account)
    if isinstance(at, Refusal):
        return at
    ticket = held_to_change(session, here, at.officer_id)
    return Refusal("nothing_held", {}) if ticket is None else (at, ticket)


def label_of(ticket: Any) -> str:
    """The name of a ticket, or of its row, in plain text."""
    return label(ticket.series, ticket.number)
