"""How are the printers? What their workers tell of them, and who prints for whom meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from config import Printer
from models import PrinterState, PrintJob, Ticket
from rules.outbox import FRESH, SLIP_LIVES, believed, is_outdated, is_silent, who_prints, whose_paper
from rules.printer_status import STOPPING, Need, PrinterStatus, status_from
from rules.states import SENDABLE_STATES, JobState, TicketState

UNKNOWN = PrinterStatus()


@dataclass(frozen=True, slots=True)
class PrinterView:
    """A printer now. `since`: when what is known of it last changed; None: nothing was ever heard.

    `is_silent`: nobody prints for it, its worker has said nothing for long. `is_served`: that has asked for work since
    the server started. `owed`: papers that wait. `printed_by`: where its paper comes out, elsewhere by a stand-in.
    """

    code: str
    status: PrinterStatus
    since: datetime | None
    is_silent: bool
    is_served: bool
    owed: int
    printed_by: str

    @property
    def need(self) -> Need | None:
        """What somebody must do there first."""
        return self.status.need


def note_status(session: Session, here: Here, *, printer: str, status: PrinterStatus) -> bool:
    """Remember what a worker saw; an event tells when somebody must act, or need act no more. True if that changed."""
    row = _state(session, here, printer)
    row.heard_at = here.now
    if row.status != status.as_facts():
        row.status, row.changed_at = status.as_facts(), here.now
    return _tell_need(session, here, row)


def note_question(session: Session, here: Here, *, printer: str, claim: str, is_first: bool) -> bool:
    """A worker asks for work, so it lives. False: a newer question has come since it asked this one."""
    row = _state(session, here, printer)
    if is_outdated(claim, row.claim) if is_first else claim != row.claim:
        return False
    row.claim, row.heard_at = claim, here.now
    _tell_need(session, here, row)
    return True


def note_silent(session: Session, here: Here) -> tuple[str, ...]:
    """Tell of the printers whose worker has fallen silent since the last look; returns their codes."""
    for row in _rows(session, here).values():
        # Heard before the clock was set back: else its silence would count from then only.
        row.heard_at = min(row.heard_at, here.now)
    return tuple(code for code, row in _rows(session, here).items() if _tell_need(session, here, row))


def is_silence_news(session: Session, here: Here) -> bool:
    """Would `note_silent` tell or change anything?"""
    rows = _rows(session, here).values()
    return any(row.need != _believed(here, row).need or row.heard_at > here.now for row in rows)


def grant_time(session: Session, here: Here) -> None:
    """The server itself was away: nobody is called silent before they could speak, and everybody is waited for."""
    for printer in here.config.printers:
        row = _state(session, here, printer.code)
        row.heard_at, row.claim = here.now, ""


def printers_now(session: Session, here: Here) -> tuple[PrinterView, ...]:
    """Every printer of the configuration."""
    rows, owed = _rows(session, here), _owed(session, here)
    stopped, stand_ins = stopped_printers(session, here), stand_ins_of(here)
    return tuple(
        PrinterView(
            code=printer.code,
            status=_believed(here, rows.get(printer.code)),
            since=rows[printer.code].changed_at if printer.code in rows else None,
            is_silent=printer.code in rows and is_silent(rows[printer.code].heard_at, here.now),
            is_served=printer.code in rows and rows[printer.code].claim != "",
            owed=owed.get(printer.code, 0),
            printed_by=who_prints(printer.code, stand_ins, stopped),
        )
        for printer in here.config.printers
    )


def prints_for(session: Session, here: Here, printer: str) -> tuple[str, ...]:
    """The printers whose paper this one prints now, itself first. Without stand-ins this costs no query."""
    stand_ins = stand_ins_of(here)
    if not stand_ins:
        return (printer,)
    return whose_paper(printer, stand_ins, stopped_printers(session, here))


def stopped_printers(session: Session, here: Here) -> frozenset[str]:
    """Those from which paper surely cannot come now."""
    rows = _rows(session, here).items()
    return frozenset(code for code, row in rows if _believed(here, row).is_stopped)


def stand_ins_of(here: Here) -> dict[str, str]:
    """Who stands in for whom, as configured."""
    listed: tuple[Printer, ...] = here.config.printers
    return {printer.code: printer.stand_in for printer in listed if printer.stand_in is not None}


def is_worth_printing(here: Here) -> ColumnElement[bool]:
    """Paper that still helps somebody: whoever waits, has just touched the machine, or stands at the Office's table."""
    waits = and_(PrintJob.ticket_id.is_not(None), Ticket.state == TicketState.WAITING)
    is_fresh = and_(PrintJob.ticket_id.is_not(None), PrintJob.created_at > here.now - FRESH)
    is_slip = and_(PrintJob.ticket_id.is_(None), PrintJob.created_at > here.now - SLIP_LIVES)
    return or_(waits, is_fresh, is_slip, PrintJob.reprint_of.is_not(None))


def _believed(here: Here, row: PrinterState | None) -> PrinterStatus:
    if row is None:
        return UNKNOWN
    told = status_from(row.status)
    # A preview is a picture on the kiosk's screen: nobody can be sent to mend it.
    is_preview = here.config.printer(row.printer).kind == "preview"
    return told if is_preview else believed(told, row.heard_at, here.now)


def _state(session: Session, here: Here, printer: str) -> PrinterState:
    row = session.scalars(
        select(PrinterState).where(PrinterState.site_id == here.site_id, PrinterState.printer == printer)
    ).first()
    if row is None:
        row = PrinterState(
            site_id=here.site_id,
            printer=printer,
            status=UNKNOWN.as_facts(),
            need=None,
            claim="",
            heard_at=here.now,
            changed_at=here.now,
        )
        session.add(row)
        session.flush()
    return row


def _rows(session: Session, here: Here) -> dict[str, PrinterState]:
    known = {printer.code for printer in here.config.printers}
    found = session.scalars(select(PrinterState).where(PrinterState.site_id == here.site_id))
    return {row.printer: row for row in found if row.printer in known}


def _owed(session: Session, here: Here) -> dict[str, int]:
    """Papers that will still come, by printer: what helps nobody any more waits for nothing."""
    waits = and_(PrintJob.state.in_(SENDABLE_STATES), is_worth_printing(here))
    rows = session.execute(
        select(PrintJob.printer, func.count())
        .outerjoin(Ticket, Ticket.id == PrintJob.ticket_id)
        .where(
            PrintJob.site_id == here.site_id,
            or_(PrintJob.state == JobState.SENDING, waits),
            PrintJob.settled.is_(None),
        )
        .group_by(PrintJob.printer)
    )
    return dict(rows.all())


def _make_due(session: Session, here: Here, printer: str) -> None:
    """It works again: whoever waits for paper need not wait for the end of a pause."""
    session.execute(
        update(PrintJob)
        .where(PrintJob.site_id == here.site_id, PrintJob.printer == printer, PrintJob.state == JobState.NOT_SENT)
        .where(PrintJob.settled.is_(None), PrintJob.due_at > here.now)
        .values(due_at=here.now)
    )


def _tell_need(session: Session, here: Here, row: PrinterState) -> bool:
    """An event, if somebody must act now, or need act no more. Returns whether there was such news."""
    before, after = row.need, _believed(here, row).need
    if before == after:
        return False
    row.need = after.value if after is not None else None
    if before in STOPPING and after not in STOPPING:
        _make_due(session, here, row.printer)
    actor, told = "printer:" + row.printer, row.need
    record(session, here, "printer_changed", actor=actor, printer=row.printer, before=before, after=told)
    return True
