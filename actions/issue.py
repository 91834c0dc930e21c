"""May this citizen have a number now, and which one?

The hot path of the product: plain statements instead of loaded objects, slow facts from memory. Number, event
and print job are written in the caller's one transaction.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, insert, select
from sqlalchemy.orm import Session

from actions.duty import verdict_now
from actions.events import STANDING, record
from actions.here import Here
from actions.known import Known, Line, known
from actions.places import place_of
from actions.printing import queue_ticket
from actions.promises import keep, kept, promise_to
from actions.serving import may_call
from actions.ticket_view import ahead_of, ticket_by_touch
from actions.views import Issued, Place, ProcedureView, TicketView
from actions.waits import Expected
from config import Department
from database import connection_of, shared_facts
from models import Ticket
from models.base import table_of
from models.prepared import Prepared
from rules.duty import Closed, Open
from rules.numbering import label, next_number
from rules.refusals import Refusal
from rules.serving import Serving
from rules.states import Move, TicketState, Visit, after

_TICKETS = table_of(Ticket)
_INSERT = Prepared(insert(_TICKETS))
# The origin of a ticket whose number was written by hand while the server was down.
BY_HAND = "slip"


class Standing(NamedTuple):
    """What a new ticket finds: the id of the touch's own, the last number, are there numbers by hand, how many wait."""

    touched: int | None
    last: int | None
    has_by_hand: int
    waiting: int


def _in_series() -> ColumnElement[bool]:
    return and_(
        _TICKETS.c.site_id == bindparam("site"),
        _TICKETS.c.day == bindparam("day"),
        _TICKETS.c.series == bindparam("series"),
    )


@lru_cache(maxsize=512)
def _standing_query(ahead: Serving) -> Prepared:
    """One question instead of three: has this touch its ticket, which number was last, how many are called before?"""
    asked = select(
        select(_TICKETS.c.id)
        .where(_TICKETS.c.site_id == bindparam("site"), _TICKETS.c.touch_id == bindparam("touch"))
        .scalar_subquery()
        .label("touched"),
        select(_TICKETS.c.number)
        .where(_in_series(), _TICKETS.c.origin != BY_HAND)
        .order_by(_TICKETS.c.number.desc())
        .limit(1)
        .scalar_subquery()
        .label("last"),
        exists().where(_in_series(), _TICKETS.c.origin == BY_HAND).label("has_by_hand"),
        select(func.count())
        .select_from(_TICKETS)
        .where(
            _TICKETS.c.site_id == bindparam("site"),
            _TICKETS.c.day == bindparam("day"),
            _TICKETS.c.state == TicketState.WAITING.value,
            may_call(ahead),
        )
        .scalar_subquery()
        .label("waiting"),
    )
    return Prepared(asked)


def issue_ticket(
    session: Session,
    here: Here,
    *,
    touch_id: str,
    procedure: str | None = None,
    department: str | None = None,
    visit: Visit = Visit.NEW,
    kiosk: str | None = None,
    language: str = "vi",
    actor: str = "",
    priority: str | None = None,
    origin: str = "kiosk",
    desk: str | None = None,
) -> Issued | Refusal:
    """A ticket for a procedure, or for a department and what the citizen came for.

    The same `touch_id` again gives the ticket it has already. `origin`: where it was taken (kiosk, desk, slip), `desk`
    at which one. Refusals: no_procedure, no_priority (no such class), and those of the duty rule with the next duty
    sitting; a refusal is recorded too.
    """
    facts = known(session, here)
    wanted = facts.procedures.get(procedure) if procedure is not None else None
    served = _department(here, wanted.department if wanted else department if procedure is None else None)
    line = _line(facts, served, wanted)
    standing = _standing(session, here, touch_id, served, line)
    if standing.touched is not None:
        return Issued(ticket_by_touch(session, here, touch_id=touch_id), is_repeat=True)
    asked = Asked(touch_id, procedure, visit, kiosk, language, actor, priority, origin, desk)
    if priority is not None and here.config.priority_class(priority) is None:
        return Refusal("no_priority", {"priority": priority})
    if served is None:
        return _refused(session, here, asked, Refusal("no_procedure"), None)
    kind = (served.code, wanted.field, wanted.key) if wanted is not None else (served.code, None, None)
    answer = verdict_now(session, here, served.code, kind, standing.waiting)
    if isinstance(answer, Closed):
        return _refused(session, here, asked, replace(answer.refusal, next=answer.next), served.code)
    number = _next_number(session, here, served.series, standing)
    row = ticket_row(here, asked, answer.sitting.name, served, wanted, line, number)
    before = shared_facts(session).get(STANDING, {})
    issued = write_ticket(session, here, asked, answer, row, line, standing.waiting)
    shared_facts(session)[STANDING] = {key: _with(standing, key, row) for key, standing in before.items()}
    return Issued(issued, is_repeat=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came with the touch."""

    touch_id: str
    procedure: str | None
    visit: Visit
    kiosk: str | None
    language: str
    actor: str
    priority: str | None = None
    origin: str = "kiosk"
    desk: str | None = None


def _next_number(session: Session, here: Here, series: int, standing: Standing) -> int:
    """The next of the series; numbers that were written by hand are left out, wherever they lie."""
    number = next_number(standing.last)
    if not standing.has_by_hand:
        return number
    facts = {"site": here.site_id, "day": here.today, "series": series}
    written = select(_TICKETS.c.number).where(_in_series(), _TICKETS.c.origin == BY_HAND, _TICKETS.c.number >= number)
    taken = set(connection_of(session).execute(written, facts).scalars())
    while number in taken:
        number += 1
    return number


def _department(here: Here, code: str | None) -> Department | None:
    return next((d for d in here.config.departments if d.code == code), None)


def _line(facts: Known, served: Department | None, wanted: ProcedureView | None) -> Line:
    if wanted is not None:
        return facts.line_of_procedure(wanted)
    return facts.line_of(served.code if served else "")


def _standing(session: Session, here: Here, touch_id: str, served: Department | None, line: Line) -> Standing:
    facts = {
        "site": here.site_id,
        "touch": touch_id,
        "day": here.today,
        "series": served.series if served else 0,
    }
    shared, key = shared_facts(session), (here.site_id, here.today, facts["series"], line.ahead)
    known_here: Standing | None = shared.get(STANDING, {}).get(key)
    if known_here is not None:
        own = _TOUCHED.first(connection_of(session), facts)
        return known_here._replace(touched=own[0] if own is not None else None)
    found = _standing_query(line.ahead).first(connection_of(session), facts)
    assert found is not None
    standing = Standing(*found)
    shared[STANDING] = {**shared.get(STANDING, {}), key: standing}
    return standing


def _with(standing: Standing, key: tuple[int, date, int, Serving], row: dict[str, Any]) -> Standing:
    """How things stand once this ticket was issued too."""
    _, _, series, ahead = key
    is_ahead = ahead.serves(row["department"], row["field"], row["procedure"])
    return standing._replace(
        last=row["number"] if series == row["series"] else standing.last, waiting=standing.waiting + is_ahead
    )


_TOUCHED = Prepared(
    select(_TICKETS.c.id).where(_TICKETS.c.site_id == bindparam("site"), _TICKETS.c.touch_id == bindparam("touch"))
)


def write_ticket(
    session: Session, here: Here, asked: Asked, answer: Open | Closed, row: dict[str, Any], line: Line, waiting: int
) -> TicketView:
    """Put the row down, owe its paper, tell of it. `waiting`: how many stand before an ordinary citizen."""
    # An ordinary citizen who has just come is behind everybody.
    is_last = asked.priority is None and asked.origin != BY_HAND
    promise = promise_to(session, here, row, line, waiting) if is_last else None
    ticket_id = _INSERT.insert(connection_of(session), row | kept(promise, waiting if is_last else None))
    ahead = waiting
    if not is_last:
        ahead = ahead_of(session, here, ticket_id, line.ahead)
        promise = promise_to(session, here, row, line, ahead)
        # On a slip that was written by hand nothing was promised.
        if asked.origin != BY_HAND:
            keep(session, ticket_id, promise, ahead)
    view = _view(here, row, ahead, promise, answer.warning if isinstance(answer, Open) else None)
    print_state = queue_ticket(session, here, ticket_id, view, asked.kiosk)
    event = record(
        session,
        here,
        "ticket_issued",
        actor=asked.actor,
        desk=asked.desk,
        department=view.department,
        ticket_id=ticket_id,
        series=view.series,
        number=view.number,
        token=view.token,
        procedure=view.procedure,
        visit=asked.visit.value,
        kiosk=asked.kiosk,
        ahead=view.ahead,
        wait=None if view.wait is None else [view.wait.low_min, view.wait.high_min],
        priority=asked.priority,
        origin=asked.origin,
    )
    return replace(view, print_state=print_state, seq=event.seq)


def ticket_row(
    here: Here,
    asked: Asked,
    sitting: str,
    served: Department,
    wanted: ProcedureView | None,
    line: Line,
    number: int,
) -> dict[str, Any]:
    """A new ticket as its row."""
    place = place_of(here, served.code, line.desks)
    state = after(Move.ISSUE, None)
    assert isinstance(state, TicketState)
    return {
        "site_id": here.site_id,
        "day": here.today,
        "sitting": sitting,
        "department": served.code,
        "series": served.series,
        "number": number,
        "token": secrets.token_urlsafe(16),
        "touch_id": asked.touch_id,
        "kiosk": asked.kiosk,
        "procedure": wanted.key if wanted else None,
        "procedure_name": wanted.name if wanted else None,
        "field": wanted.field if wanted else None,
        "visit": asked.visit.value,
        "language": asked.language,
        "return_code": f"{secrets.randbelow(10_000):04d}",
        "place": {"name": place.name, "name_en": place.name_en, "desk": place.desk},
        "state": state.value,
        "issued_at": here.now,
        "arrived_at": here.now,
        "calls": 0,
        "priority": asked.priority,
        "origin": asked.origin,
        "since": here.now,
    }


def _view(here: Here, row: dict[str, Any], ahead: int, promise: Expected | None, warning: Refusal | None) -> TicketView:
    public = here.config.site.public_url
    return TicketView(
        token=row["token"],
        series=row["series"],
        number=row["number"],
        label=label(row["series"], row["number"]),
        department=row["department"],
        procedure=row["procedure"],
        procedure_name=row["procedure_name"],
        visit=Visit(row["visit"]),
        place=Place(**row["place"]),
        state=TicketState.WAITING,
        ahead=ahead,
        wait=None if promise is None else promise.wait,
        issued_at=row["issued_at"],
        day=row["day"],
        sitting=row["sitting"],
        print_state=None,
        code=row["return_code"],
        language=row["language"],
        url=f"{public}/t/{row['token']}" if public else None,
        warning=warning,
    )


def _refused(session: Session, here: Here, asked: Asked, refusal: Refusal, department: str | None) -> Refusal:
    """Counted without any trace of the person: how many came on a wrong day, for what, mends the roster."""
    record(
        session,
        here,
        "ticket_refused",
        actor=asked.actor,
        department=department,
        code=refusal.code,
        procedure=asked.procedure,
        visit=asked.visit.value,
    )
    return refusal
