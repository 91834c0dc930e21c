"""May this citizen have a number now, and which one?

The hot path of the product: plain statements instead of loaded objects, slow facts from memory. Number, event
and print job are written in the caller's one transaction.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from actions.duty import verdict_now
from actions.events import record
from actions.here import Here
from actions.known import known
from actions.places import place_of
from actions.printing import queue_ticket
from actions.ticket_view import ticket_by_touch
from actions.views import Issued, Place, ProcedureView, TicketView
from models import Ticket
from rules.duty import Closed, Open
from rules.numbering import label, next_number
from rules.refusals import Refusal
from rules.states import Move, TicketState, Visit, after

_TICKETS = Ticket.__table__
_LAST_NUMBER = select(func.max(_TICKETS.c.number)).where(
    _TICKETS.c.site_id == bindparam("site"),
    _TICKETS.c.day == bindparam("day"),
    _TICKETS.c.series == bindparam("series"),
)
_TOUCHED = select(_TICKETS.c.id).where(
    _TICKETS.c.site_id == bindparam("site"), _TICKETS.c.touch_id == bindparam("touch")
)
_WAITING = (
    select(func.count())
    .select_from(_TICKETS)
    .where(
        _TICKETS.c.site_id == bindparam("site"),
        _TICKETS.c.day == bindparam("day"),
        _TICKETS.c.department == bindparam("department"),
        _TICKETS.c.state == TicketState.WAITING.value,
    )
)
_INSERT = insert(_TICKETS)


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
) -> Issued | Refusal:
    """A ticket for a procedure, or for a department and what the citizen came for.

    The same `touch_id` again gives the ticket it has already. Refusals: no_procedure, and those of the duty rule
    with the next duty sitting; a refusal is recorded too.
    """
    if session.execute(_TOUCHED, {"site": here.site_id, "touch": touch_id}).first() is not None:
        return Issued(ticket_by_touch(session, here, touch_id=touch_id), is_repeat=True)
    wanted = known(session, here).procedures.get(procedure) if procedure is not None else None
    code = wanted.department if wanted else department
    if (procedure is not None and wanted is None) or not any(d.code == code for d in here.config.departments):
        return _refused(session, here, Refusal("no_procedure"), None, procedure, visit, actor)
    assert code is not None
    answer = verdict_now(session, here, code)
    if isinstance(answer, Closed):
        return _refused(session, here, answer.refusal, code, procedure, visit, actor)
    ticket = _write(session, here, answer, code, wanted, visit, touch_id, kiosk, language, actor)
    return Issued(ticket, is_repeat=False)


def _write(
    session: Session,
    here: Here,
    answer: Open,
    department: str,
    procedure: ProcedureView | None,
    visit: Visit,
    touch_id: str,
    kiosk: str | None,
    language: str,
    actor: str,
) -> TicketView:
    today = here.today
    series = here.config.department(department).series
    number = _next(session, here, today, series)
    ahead: int = session.execute(
        _WAITING, {"site": here.site_id, "day": today, "department": department}
    ).scalar_one()
    place = place_of(here, department)
    state = after(Move.ISSUE, None)
    assert isinstance(state, TicketState)
    row: dict[str, Any] = {
        "site_id": here.site_id,
        "day": today,
        "sitting": answer.sitting.name,
        "department": department,
        "series": series,
        "number": number,
        "token": secrets.token_urlsafe(16),
        "touch_id": touch_id,
        "kiosk": kiosk,
        "procedure": procedure.key if procedure else None,
        "procedure_name": procedure.name if procedure else None,
        "visit": visit.value,
        "language": language,
        "return_code": f"{secrets.randbelow(10_000):04d}",
        "place": {"name": place.name, "name_en": place.name_en, "desk": place.desk},
        "state": state.value,
        "issued_at": here.now,
        "arrived_at": here.now,
        "calls": 0,
    }
    ticket_id = session.execute(_INSERT, row).inserted_primary_key[0]  # type: ignore[attr-defined]
    view = _view(here, row, place, ahead, answer.warning)
    print_state = queue_ticket(session, here, ticket_id, view, kiosk)
    event = record(
        session,
        here,
        "ticket_issued",
        actor=actor,
        department=department,
        ticket_id=ticket_id,
        series=series,
        number=number,
        token=view.token,
        procedure=view.procedure,
        visit=visit.value,
        kiosk=kiosk,
        ahead=ahead,
    )
    return replace(view, print_state=print_state, seq=event.seq)


def _next(session: Session, here: Here, today: date, series: int) -> int:
    last = session.execute(_LAST_NUMBER, {"site": here.site_id, "day": today, "series": series}).scalar()
    return next_number(last)


def _view(here: Here, row: dict[str, Any], place: Place, ahead: int, warning: Refusal | None) -> TicketView:
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
        place=place,
        state=TicketState.WAITING,
        ahead=ahead,
        wait=None,
        issued_at=row["issued_at"],
        day=row["day"],
        sitting=row["sitting"],
        print_state=None,
        code=row["return_code"],
        language=row["language"],
        url=f"{public}/t/{row['token']}" if public else None,
        warning=warning,
    )


def _refused(
    session: Session,
    here: Here,
    refusal: Refusal,
    department: str | None,
    procedure: str | None,
    visit: Visit,
    actor: str,
) -> Refusal:
    record(
        session,
        here,
        "ticket_refused",
        actor=actor,
        department=department,
        code=refusal.code,
        procedure=procedure,
        visit=visit.value,
    )
    return refusal
