"""Who prints what now, and what became of it? The talk with the print workers.

A job is committed as `sending` before its worker gets it, so that a crash can only ever leave doubt, never a second
turn. A worker keeps a journal of what it begins, and asks for work only when all that it ever began has been told. So
what still counts as its own when it asks was lost on the way to it: not one byte was sent, and it is owed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from actions.printer_news import is_worth_printing, note_question, note_silent, note_status, prints_for
from models import PrintJob, Ticket
from rules.outbox import is_outdated, is_rested, journal_of, pause_after
from rules.printer_status import PrinterStatus
from rules.refusals import Refusal
from rules.states import SENDABLE_STATES, JobMove, JobState, job_after

# The device that prints for the server itself; agents are named after their kiosk.
OWN_WORKER = "printers"
# Why the server itself doubts: nobody has told it what became of the job.
INTERRUPTED = "interrupted"
_REPORTS = {
    JobState.PRINTED: JobMove.CONFIRM,
    JobState.UNCONFIRMED: JobMove.END_UNCONFIRMED,
    JobState.NOT_SENT: JobMove.FAIL,
    JobState.DOUBTFUL: JobMove.DOUBT,
}
_UNTOLD = or_(
    PrintJob.state == JobState.SENDING, and_(PrintJob.state == JobState.DOUBTFUL, PrintJob.detail == INTERRUPTED)
)


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job as the worker gets it; `claim` is the question that it answers."""

    id: int
    attempt: int
    printer: str
    facts: dict[str, Any]
    claim: str = ""


def is_due(session: Session, here: Here, *, printer: str) -> bool:
    """Is there anything that this printer should print now?"""
    return _next_due(session, here, printer) is not None


def claim_job(
    session: Session, here: Here, *, printer: str, claim: str = "", is_first: bool = True
) -> Job | Refusal | None:
    """The printer's next due job, now `sending`; None if there is none.

    `claim` is the journal of the worker and the number of its question ("f3a9….17"). The same question again gets the
    same job; an older one (`is_first` False: it has waited) gets nothing once a newer has come. Refusals: late_claim
    (older than the newest that has come: it would take back what that one got).
    """
    untold = _untold(session, here, printer)
    # Asked of the jobs themselves too: a server that starts again forgets the newest question.
    is_late = any(is_outdated(claim, row.claim) for row in untold)
    if is_late or not note_question(session, here, printer=printer, claim=claim, is_first=is_first):
        return Refusal("late_claim", {}) if is_first else None
    repeated = _settle_untold(session, here, untold, claim)
    if repeated is not None:
        return _told(repeated)
    row = _next_due(session, here, printer)
    if row is None:
        return None
    row.attempt += 1
    row.claim, row.printer = claim, printer
    _move(session, here, row, JobMove.SEND, "")
    return _told(row)


def report_job(
    session: Session,
    here: Here,
    *,
    job: int,
    attempt: int,
    state: JobState,
    detail: str = "",
    claim: str | None = None,
    status: PrinterStatus | None = None,
    device: str = OWN_WORKER,
) -> JobState | Refusal:
    """What became of an attempt, and how the printer is: in one transaction, so that a stand-in may take over at once.

    Refusals: no_job (of this worker's), illegal_move (another attempt or claim, or settled already).
    """
    row = session.scalars(select(PrintJob).where(PrintJob.site_id == here.site_id, PrintJob.id == job)).first()
    if row is None or row.printer not in printers_of(here, device):
        return Refusal("no_job", {"job": job})
    if row.attempt != attempt or claim not in (None, row.claim) or state not in _REPORTS:
        return Refusal("illegal_move", {"move": str(state), "state": row.state})
    if status is not None:
        note_status(session, here, printer=row.printer, status=status)
    if _is_presumed(row):
        _move(session, here, row, JobMove.REMEMBER, "")
    moved = _move(session, here, row, _REPORTS[state], detail[:500])
    if moved is JobState.NOT_SENT:
        row.printer, row.due_at = row.home, here.now + pause_after(row.attempt)
    return moved


def printers_of(here: Here, device: str) -> tuple[str, ...]:
    """The printers that a print worker serves: those on a kiosk's PC only by its agent, the others by the server."""
    return tuple(each.code for each in here.config.printers if worker_of(each.at) == device)


def worker_of(kiosk: str | None) -> str:
    """The device that prints for a kiosk's PC; None: the server's own worker. No code of the office has a dot."""
    return OWN_WORKER if kiosk is None else f"{kiosk}.agent"


def doubt_interrupted(session: Session, here: Here, *, printer: str | None = None, device: str | None = None) -> int:
    """At start-up, and when a worker died: what was `sending` is of unknown fate. Returns how many.

    `printer`: only there. `device`: only the printers of this worker.
    """
    chosen = printers_of(here, device) if device is not None else () if printer is None else (printer,)
    rows = session.scalars(
        select(PrintJob).where(
            PrintJob.site_id == here.site_id,
            PrintJob.state == JobState.SENDING,
            *((PrintJob.printer.in_(chosen),) if printer is not None or device is not None else ()),
        )
    ).all()
    for row in rows:
        _move(session, here, row, JobMove.DOUBT, INTERRUPTED)
    return len(rows)


def give_up_silent(session: Session, here: Here) -> tuple[str, ...]:
    """Workers that have fallen silent: what they had in their hands is in doubt until they come back and tell."""
    silent = note_silent(session, here)
    for printer in silent:
        doubt_interrupted(session, here, printer=printer)
    return silent


def _next_due(session: Session, here: Here, printer: str) -> PrintJob | None:
    homes = prints_for(session, here, printer)
    first = session.scalars(
        select(PrintJob)
        .outerjoin(Ticket, Ticket.id == PrintJob.ticket_id)
        .where(
            PrintJob.site_id == here.site_id,
            PrintJob.printer.in_(homes),
            PrintJob.state.in_(SENDABLE_STATES),
            PrintJob.settled.is_(None),
            is_worth_printing(here),
        )
        .order_by(PrintJob.id)
        .limit(1)
    ).first()
    # Those behind one that pauses wait too: paper comes out in the order of the numbers. A stand-in need not wait: the
    # pause is for the printer that failed.
    may_go = first is not None and (is_rested(first.due_at, here.now) or first.printer != printer)
    return first if may_go else None


def _untold(session: Session, here: Here, printer: str) -> Sequence[PrintJob]:
    """What this printer's worker had in its hands when it was last heard."""
    return session.scalars(
        select(PrintJob)
        .where(
            PrintJob.site_id == here.site_id,
            PrintJob.printer == printer,
            PrintJob.state.in_((JobState.SENDING, JobState.DOUBTFUL)),
            PrintJob.settled.is_(None),
            _UNTOLD,
        )
        .order_by(PrintJob.id)
    ).all()


def _settle_untold(session: Session, here: Here, untold: Sequence[PrintJob], claim: str) -> PrintJob | None:
    """The worker asks anew, so it has none of these in its hands. Returns the job that this question got before."""
    repeated = None
    for row in untold:
        if claim and row.claim == claim and row.state == JobState.SENDING:
            repeated = row
        elif claim and journal_of(row.claim) == journal_of(claim):
            _owe_again(session, here, row)
        elif row.state == JobState.SENDING:
            _move(session, here, row, JobMove.DOUBT, INTERRUPTED)
    return repeated


def _owe_again(session: Session, here: Here, row: PrintJob) -> None:
    if _is_presumed(row):
        _move(session, here, row, JobMove.REMEMBER, "")
    _move(session, here, row, JobMove.TAKE_BACK, "lost on its way")
    row.printer, row.due_at = row.home, here.now


def _is_presumed(row: PrintJob) -> bool:
    """Doubted by the server alone; the worker keeps a journal and may know, and nobody has dealt with it since."""
    is_unheard = row.state == JobState.DOUBTFUL and row.detail == INTERRUPTED
    return is_unheard and row.claim != "" and row.settled is None


def _told(row: PrintJob) -> Job:
    return Job(row.id, row.attempt, row.printer, row.facts, row.claim)


def _move(session: Session, here: Here, row: PrintJob, move: JobMove, detail: str) -> JobState | Refusal:
    target = job_after(move, JobState(row.state))
    if isinstance(target, Refusal):
        return target
    row.state, row.detail, row.changed_at = target.value, detail, here.now
    # What is only remembered is told by the move that follows at once.
    if move is not JobMove.REMEMBER:
        _record(session, here, row, detail)
    return target


def _record(session: Session, here: Here, row: PrintJob, detail: str) -> None:
    record(
        session,
        here,
        "print_" + row.state,
        actor="printer:" + row.printer,
        ticket_id=row.ticket_id,
        job=row.id,
        token=row.facts.get("token"),
        kiosk=row.facts.get("kiosk"),
        detail=detail,
    )
