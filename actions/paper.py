"""Is paper coming for whoever stands before the kiosk, and where does it come out?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.printer_news import printers_now
from models import PrintJob, Ticket
from rules.printer_status import STOPPING, Need
from rules.states import SENDABLE_STATES, JobState


@dataclass(frozen=True, slots=True)
class PaperView:
    """A ticket's or slip's newest paper. `need`: what stands in its way, so that it cannot come now.

    `elsewhere`: the printer where it comes out, if that is not the kiosk's own.
    """

    state: JobState | None
    need: Need | None = None
    elsewhere: str | None = None


def paper_of(session: Session, here: Here, *, token: str) -> PaperView:
    """The paper of a ticket; `state` None if it is owed none."""
    row = session.scalars(
        select(PrintJob)
        .join(Ticket, Ticket.id == PrintJob.ticket_id)
        .where(Ticket.site_id == here.site_id, Ticket.token == token)
        .order_by(PrintJob.id.desc())
        .limit(1)
    ).first()
    return PaperView(None) if row is None else view_of(session, here, row)


def view_of(session: Session, here: Here, row: PrintJob) -> PaperView:
    """How this paper stands: what waits may still go to a stand-in, what was sent is where it is."""
    state, printers = JobState(row.state), {each.code: each for each in printers_now(session, here)}
    home, prints = printers.get(row.home), printers.get(row.printer)
    if state in SENDABLE_STATES and home is not None:
        prints = printers[home.printed_by]
    if prints is None:
        return PaperView(state)
    # A ghost: the bytes were taken, and the paper comes when somebody has mended the printer.
    is_waited_for = state in (*SENDABLE_STATES, JobState.UNCONFIRMED)
    need = prints.need if is_waited_for and prints.need in STOPPING else None
    return PaperView(state, need, prints.code if prints.code != row.home else None)
