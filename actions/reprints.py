"""What does the Office do about paper of unknown fate, and about a ticket that somebody has lost?

The ticket keeps its number: a second paper, marked as such, never makes a second turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, insert, select
from sqlalchemy.orm import Session

import clock
from actions.events import record
from actions.here import Here
from actions.printing import paper_facts, printer_of, queued
from actions.ticket_view import ticket_by_token
from models import PrintJob, Ticket
from models.base import table_of
from rules.numbering import label
from rules.outbox import ReprintReason, Settled
from rules.refusals import Refusal
from rules.states import OPEN_STATES, SENDABLE_STATES, JobState, TicketState

NOTE_LENGTH = 200
# Whoever missed their call comes back with the paper; whoever has been served needs none.
_WANTS_PAPER = OPEN_STATES | {TicketState.NO_SHOW}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A ticket's newest paper as the Office lists it; `job` None: it was never owed any."""

    ticket: int
    token: str
    series: int
    number: int
    department: str
    kiosk: str | None
    issued_at: datetime
    job: int | None
    printer: str | None
    state: JobState | None
    changed_at: datetime | None
    is_reprint: bool
    is_settled: bool
    can_reprint: bool

    @property
    def label(self) -> str:
        """As people say it."""
        return label(self.series, self.number)

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody must look into the tray."""
        return self.state is JobState.DOUBTFUL and not self.is_settled


def doubtful_papers(session: Session, here: Here) -> tuple[PaperLine, ...]:
    """Today's tickets of which nobody knows whether they came out, oldest first."""
    rows = session.execute(
        _papers(here)
        .where(PrintJob.state == JobState.DOUBTFUL, PrintJob.settled.is_(None), Ticket.day == here.today)
        .order_by(PrintJob.id)
    )
    return tuple(_line(row) for row in rows)


def papers_today(
    session: Session, here: Here, *, number: tuple[int, int] | None = None, limit: int = 60
) -> tuple[PaperLine, ...]:
    """Today's tickets, newest first, each with its newest paper; `number`: only this (series, number)."""
    chosen = select(Ticket.id).where(Ticket.site_id == here.site_id, Ticket.day == here.today)
    if number is not None:
        chosen = chosen.where(Ticket.series == number[0], Ticket.number == number[1])
    tickets = session.scalars(chosen.order_by(Ticket.id.desc()).limit(limit)).all()
    rows = session.execute(_papers(here).where(Ticket.id.in_(tickets)).order_by(Ticket.id.desc(), PrintJob.id.desc()))
    newest: dict[int, PaperLine] = {}
    for row in rows:
        newest.setdefault(row[0].id, _line(row))
    return tuple(newest.values())


def paper_of_ticket(session: Session, here: Here, *, ticket: int) -> PaperLine | None:
    """The newest paper of a ticket, or None."""
    row = session.execute(_papers(here).where(Ticket.id == ticket).order_by(PrintJob.id.desc()).limit(1)).first()
    return None if row is None else _line(row)


def reprint_ticket(
    session: Session,
    here: Here,
    *,
    ticket: int,
    reason: ReprintReason,
    note: str = "",
    printer: str | None = None,
    actor: str,
) -> PaperLine | Refusal:
    """Print a ticket of today once more, marked as a reprint; what was still owed or doubted of it is settled by that.

    `printer`: where; None: where the ticket was taken. Refusals: no_job, reprint_over, reprint_no_printer,
    reprint_sending, reprint_note.
    """
    row = session.scalars(select(Ticket).where(Ticket.site_id == here.site_id, Ticket.id == ticket)).first()
    if row is None:
        return Refusal("no_job", {})
    refusal = _why_not(session, here, row, reason, note)
    chosen = printer or printer_of(here, row.kiosk)
    if refusal is not None:
        return refusal
    if chosen not in {each.code for each in here.config.printers} or chosen is None:
        return Refusal("reprint_no_printer", {})
    before = _settle_others(session, here, ticket)
    job = _queue(session, here, row, chosen, before)
    record(
        session,
        here,
        "ticket_reprinted",
        actor=actor,
        department=row.department,
        ticket_id=row.id,
        label=label(row.series, row.number),
        reason=reason.value,
        note=note.strip(),
        printer=chosen,
        job=job,
        token=row.token,
    )
    line = paper_of_ticket(session, here, ticket=ticket)
    assert line is not None
    return line


def mark_printed(session: Session, here: Here, *, job: int, actor: str) -> PaperLine | Refusal:
    """Somebody has seen the paper of a doubtful job. Refusals: no_job, doubt_over (nothing is in doubt any more)."""
    row = session.scalars(select(PrintJob).where(PrintJob.site_id == here.site_id, PrintJob.id == job)).first()
    if row is None or row.ticket_id is None:
        return Refusal("no_job", {"job": job})
    if row.state != JobState.DOUBTFUL or row.settled is not None:
        return Refusal("doubt_over", {})
    row.settled, row.changed_at = Settled.SEEN.value, here.now
    ticket = session.get_one(Ticket, row.ticket_id)
    record(
        session,
        here,
        "print_seen",
        actor=actor,
        ticket_id=ticket.id,
        department=ticket.department,
        label=label(ticket.series, ticket.number),
        job=job,
        token=ticket.token,
        kiosk=ticket.kiosk,
        printer=row.printer,
    )
    session.flush()
    line = paper_of_ticket(session, here, ticket=ticket.id)
    assert line is not None
    return line


def _why_not(session: Session, here: Here, row: Ticket, reason: ReprintReason, note: str) -> Refusal | None:
    if row.day != here.today or TicketState(row.state) not in _WANTS_PAPER:
        return Refusal("reprint_over", {"label": label(row.series, row.number)})
    if len(note.strip()) > NOTE_LENGTH or (reason is ReprintReason.OTHER and not note.strip()):
        return Refusal("reprint_note", {"n": NOTE_LENGTH})
    sending = select(PrintJob.id).where(PrintJob.ticket_id == row.id, PrintJob.state == JobState.SENDING)
    if session.scalars(sending).first() is not None:
        return Refusal("reprint_sending", {"label": label(row.series, row.number)})
    return None


def _settle_others(session: Session, here: Here, ticket: int) -> int:
    """The new paper stands for all that was not, or not surely, printed. Returns the job that it replaces, or 0."""
    jobs = session.scalars(select(PrintJob).where(PrintJob.ticket_id == ticket).order_by(PrintJob.id)).all()
    for job in jobs:
        if job.settled is None and job.state in (*SENDABLE_STATES, JobState.DOUBTFUL):
            job.settled, job.changed_at = Settled.REPRINTED.value, here.now
    return jobs[-1].id if jobs else 0


def _queue(session: Session, here: Here, row: Ticket, printer: str, before: int) -> int:
    seen = ticket_by_token(session, here, token=row.token)
    assert seen is not None
    at = clock.local(here.now, here.config.site.zone).isoformat(timespec="seconds")
    facts = {**paper_facts(here, seen), "kiosk": row.kiosk, "reprint": True, "reprinted_at": at}
    owed = {**queued(here, printer, row.id, facts), "reprint_of": before}
    table = table_of(PrintJob)
    job = session.execute(insert(table).values(**owed).returning(table.c.id)).scalar_one()
    return int(job)


def _papers(here: Here) -> Select[Ticket, PrintJob]:
    return (
        select(Ticket, PrintJob)
        .outerjoin(PrintJob, PrintJob.ticket_id == Ticket.id)
        .where(Ticket.site_id == here.site_id)
    )


def _line(row: Row[Ticket, PrintJob]) -> PaperLine:
    ticket, job = row[0], row[1]
    return PaperLine(
        ticket=ticket.id,
        token=ticket.token,
        series=ticket.series,
        number=ticket.number,
        department=ticket.department,
        kiosk=ticket.kiosk,
        issued_at=ticket.issued_at,
        job=job.id if job else None,
        printer=job.printer if job else None,
        state=JobState(job.state) if job else None,
        changed_at=job.changed_at if job else None,
        is_reprint=bool(job and job.reprint_of is not None),
        is_settled=bool(job and job.settled is not None),
        can_reprint=TicketState(ticket.state) in _WANTS_PAPER,
    )
