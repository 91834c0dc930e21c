"""A number that was written by hand while the server was down: how does it get its place among the others?"""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.duty import verdict_now
from actions.here import Here
from actions.issue import BY_HAND, Asked, ticket_row, write_ticket
from actions.known import known
from actions.ticket_view import ticket_by_touch
from actions.views import Issued, ProcedureView
from config import Department
from models import Ticket
from rules.duty import Open, duty_on
from rules.numbering import label
from rules.refusals import Refusal
from rules.states import Visit

LAST_NUMBER = 9_999


def enter_number(
    session: Session,
    here: Here,
    *,
    touch_id: str,
    number: int,
    department: str | None = None,
    procedure: str | None = None,
    visit: Visit = Visit.NEW,
    written_at: time | None = None,
    priority: str | None = None,
    language: str = "vi",
    actor: str = "",
    desk: str | None = None,
) -> Issued | Refusal:
    """The ticket of an emergency slip, with the number on it and, if known, the wall time at which it was written.

    It is entered whatever the hour: the paper is in somebody's hand. The kiosks leave the number out from now on.
    Refusals: no_procedure, no_priority, number_range, number_taken (label), written_later (until: now).
    """
    facts = known(session, here)
    wanted = facts.procedures.get(procedure) if procedure is not None else None
    code = wanted.department if wanted else department if procedure is None else None
    served = next((each for each in here.config.departments if each.code == code), None)
    if served is None:
        return Refusal("no_procedure")
    refusal = _refusal(here, number, written_at, priority)
    if refusal is not None:
        return refusal
    present = _present(session, here, served, number, touch_id)
    if present is not None and present.touch_id == touch_id:
        return Issued(ticket_by_touch(session, here, touch_id=touch_id), is_repeat=True)
    if present is not None:
        return Refusal("number_taken", {"label": label(served.series, number)})
    asked = Asked(touch_id, procedure, visit, None, language, actor, priority, BY_HAND, desk)
    return _write(session, here, asked, served, wanted, number, _moment(here, written_at))


def _refusal(here: Here, number: int, written_at: time | None, priority: str | None) -> Refusal | None:
    if priority is not None and here.config.priority_class(priority) is None:
        return Refusal("no_priority", {"priority": priority})
    if not 1 <= number <= LAST_NUMBER:
        return Refusal("number_range", {"n": LAST_NUMBER})
    if _moment(here, written_at) > here.now:
        return Refusal("written_later", {"until": here.local_now.time()})
    return None


def _present(session: Session, here: Here, served: Department, number: int, touch_id: str) -> Ticket | None:
    same_number = (Ticket.day == here.today) & (Ticket.series == served.series) & (Ticket.number == number)
    rows = select(Ticket).where(Ticket.site_id == here.site_id, same_number | (Ticket.touch_id == touch_id))
    return session.scalars(rows).first()


def _write(
    session: Session,
    here: Here,
    asked: Asked,
    served: Department,
    wanted: ProcedureView | None,
    number: int,
    arrived_at: datetime,
) -> Issued:
    facts = known(session, here)
    line = facts.line_of_procedure(wanted) if wanted is not None else facts.line_of(served.code)
    row = ticket_row(here, asked, _sitting(session, here, served), served, wanted, line, number)
    row |= {"arrived_at": arrived_at, "since": arrived_at}
    ticket = write_ticket(session, here, asked, verdict_now(session, here, served.code), row, line, 0)
    return Issued(ticket, is_repeat=False)


def _sitting(session: Session, here: Here, served: Department) -> str:
    """The sitting of now, or the last one before: what the report counts the ticket to."""
    answer = verdict_now(session, here, served.code)
    if isinstance(answer, Open):
        return answer.sitting.name
    today = duty_on(served.code, here.today, known(session, here).duty) or here.config.hours.sittings
    begun = [each for each in today if each.opens <= here.local_now.time()]
    return (begun or list(today))[-1 if begun else 0].name


def _moment(here: Here, written_at: time | None) -> datetime:
    if written_at is None:
        return here.now
    wall = datetime.combine(here.today, written_at.replace(tzinfo=None), here.config.site.zone)
    return wall.astimezone(here.now.tzinfo)
