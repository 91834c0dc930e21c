"""What paper is owed, who prints it now, and what became of it?

A job is committed as `sending` before the worker gets it, so that a crash can only ever leave doubt, never a
second turn. What the printers did comes back as a report; a late report of an older attempt changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

import clock
from actions.events import record
from actions.here import Here
from actions.views import TicketView
from database import write_at_end
from models import PrintJob, Ticket
from models.base import table_of
from rules.refusals import Refusal
from rules.states import SENDABLE_STATES, JobMove, JobState, job_after

# Pauses before a job that was not sent is tried again; the last one repeats until the day ends.
RETRY_S = (2, 5, 10, 30, 60)
EXPIRED = "expired"
# Whoever asked for a slip waits before the machine; soon they have written the day down and gone.
SLIP_LIVES = timedelta(seconds=60)
_REPORTS = {
    JobState.PRINTED: JobMove.CONFIRM,
    JobState.UNCONFIRMED: JobMove.END_UNCONFIRMED,
    JobState.NOT_SENT: JobMove.FAIL,
    JobState.DOUBTFUL: JobMove.DOUBT,
}
_INSERT = insert(table_of(PrintJob))


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job as the worker gets it."""

    id: int
    attempt: int
    printer: str
    facts: dict[str, Any]


def queue_ticket(
    session: Session, here: Here, ticket_id: int, ticket: TicketView, kiosk: str | None
) -> JobState | None:
    """Owe this ticket's paper to the printer of its kiosk; None where the kiosk has none."""
    printer = printer_of(here, kiosk)
    if printer is None:
        return None
    write_at_end(session, _INSERT, _queued(here, printer, ticket_id, paper_facts(here, ticket)))
    return JobState.QUEUED


def queue_slip(session: Session, here: Here, facts: dict[str, Any], kiosk: str | None) -> JobState | None:
    """Owe a reminder slip to the printer of a kiosk; None where it has none. `facts` as printers/document.py reads."""
    printer = printer_of(here, kiosk)
    if printer is None:
        return None
    # At once: the same touch may come again before this transaction ends.
    session.execute(_INSERT, _queued(here, printer, None, facts))
    return JobState.QUEUED


def printer_of(here: Here, kiosk: str | None) -> str | None:
    """The printer of a kiosk, if it is one of ours."""
    return next((k.printer for k in here.config.kiosks if k.code == kiosk), None)


def _queued(here: Here, printer: str, ticket_id: int | None, facts: dict[str, Any]) -> dict[str, Any]:
    state = job_after(JobMove.QUEUE, None)
    assert isinstance(state, JobState)
    return {
        "site_id": here.site_id,
        "ticket_id": ticket_id,
        "printer": printer,
        "facts": facts,
        "state": state.value,
        "attempt": 0,
        "detail": "",
        "created_at": here.now,
        "due_at": here.now,
        "changed_at": here.now,
    }


def paper_facts(here: Here, ticket: TicketView) -> dict[str, Any]:
    """What the paper says, as plain values; the words come with the ink."""
    site = here.config.site
    department = here.config.department(ticket.department)
    is_english = ticket.language == "en"
    return {
        "authority": site.text("authority", ticket.language),
        "office": site.text("name", ticket.language),
        "token": ticket.token,
        "series": ticket.series,
        "number": ticket.number,
        "department": department.name_en if is_english and department.name_en else department.name,
        "procedure": ticket.procedure_name,
        "visit": ticket.visit.value,
        "place": ticket.place.name_en if is_english else ticket.place.name,
        "place_role": "desk" if ticket.place.desk is not None else "wait",
        "ahead": ticket.ahead,
        "issued_at": clock.local(ticket.issued_at, site.zone).isoformat(timespec="seconds"),
        "sitting": ticket.sitting,
        "day": ticket.day.isoformat(),
        "code": ticket.code,
        "url": ticket.url,
        "training": here.is_training,
        "reprint": False,
        "language": ticket.language,
    }


def is_due(session: Session, here: Here, *, printer: str) -> bool:
    """Is there anything that this printer should print now?"""
    return _next_due(session, here, printer) is not None


def claim_job(session: Session, here: Here, *, printer: str) -> Job | None:
    """The printer's next due job, now `sending`; None if there is none.

    One worker serves a printer and reports before it claims again. So what is still `sending` now was lost on
    its way to the worker, or with it: its fate is unknown.
    """
    doubt_interrupted(session, here, printer=printer)
    row = _next_due(session, here, printer)
    if row is None:
        return None
    _move(session, here, row, JobMove.SEND, "")
    row.attempt += 1
    return Job(row.id, row.attempt, row.printer, row.facts)


def _next_due(session: Session, here: Here, printer: str) -> PrintJob | None:
    first = session.scalars(
        select(PrintJob)
        .where(
            PrintJob.site_id == here.site_id,
            PrintJob.printer == printer,
            PrintJob.state.in_(SENDABLE_STATES),
            PrintJob.detail != EXPIRED,
            or_(PrintJob.ticket_id.is_not(None), PrintJob.created_at > here.now - SLIP_LIVES),
        )
        .order_by(PrintJob.id)
        .limit(1)
    ).first()
    # Those behind one that pauses wait too: paper comes out in the order of the numbers.
    return first if first is not None and first.due_at <= here.now else None


def report_job(
    session: Session, here: Here, *, job: int, attempt: int, state: JobState, detail: str = ""
) -> JobState | Refusal:
    """What became of an attempt. Refusals: no_job, illegal_move (an older attempt, or settled already)."""
    row = session.scalars(select(PrintJob).where(PrintJob.site_id == here.site_id, PrintJob.id == job)).first()
    if row is None:
        return Refusal("no_job", {"job": job})
    if row.attempt != attempt or state not in _REPORTS:
        return Refusal("illegal_move", {"move": str(state), "state": row.state})
    moved = _move(session, here, row, _REPORTS[state], detail[:500])
    if moved is JobState.NOT_SENT:
        pause_s = RETRY_S[min(row.attempt, len(RETRY_S)) - 1]
        row.due_at = here.now + timedelta(seconds=pause_s)
    return moved


def doubt_interrupted(session: Session, here: Here, *, printer: str | None = None) -> int:
    """At start-up, and when a worker died: what was `sending` is of unknown fate. Returns how many."""
    rows = session.scalars(
        select(PrintJob).where(
            PrintJob.site_id == here.site_id,
            PrintJob.state == JobState.SENDING,
            *(() if printer is None else (PrintJob.printer == printer,)),
        )
    ).all()
    for row in rows:
        _move(session, here, row, JobMove.DOUBT, "interrupted")
    return len(rows)


def drop_stale_jobs(session: Session, here: Here) -> int:
    """Paper of an earlier day, or a slip that came too late, helps nobody: it is not tried again. Returns how many."""
    stale = (
        select(PrintJob.id)
        .outerjoin(Ticket, Ticket.id == PrintJob.ticket_id)
        .where(
            PrintJob.site_id == here.site_id,
            PrintJob.state.in_(SENDABLE_STATES),
            PrintJob.detail != EXPIRED,
            or_(Ticket.day < here.today, PrintJob.ticket_id.is_(None) & (PrintJob.created_at <= here.now - SLIP_LIVES)),
        )
    )
    ids = session.scalars(stale).all()
    if ids:
        values = {"state": JobState.NOT_SENT.value, "detail": EXPIRED, "changed_at": here.now}
        session.execute(update(PrintJob).where(PrintJob.id.in_(ids)).values(values))
        record(session, here, "print_expired", actor="clock", jobs=list(ids))
    return len(ids)


def _move(session: Session, here: Here, row: PrintJob, move: JobMove, detail: str) -> JobState | Refusal:
    target = job_after(move, JobState(row.state))
    if isinstance(target, Refusal):
        return target
    row.state, row.detail, row.changed_at = target.value, detail, here.now
    record(
        session,
        here,
        "print_" + target.value,
        actor="printer:" + row.printer,
        ticket_id=row.ticket_id,
        job=row.id,
        token=row.facts.get("token"),
        detail=detail,
    )
    return target
