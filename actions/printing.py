"""What paper is owed to whom? A row in the outbox, in the transaction that gives the number.

Facts, not words: the words come with the ink. What becomes of it is in actions/outbox.py.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

import clock
from actions.here import Here
from actions.promises import wait_facts
from actions.views import TicketView
from database import write_at_end
from models import PrintJob
from models.base import table_of
from models.prepared import Prepared
from rules.states import JobMove, JobState, job_after

_INSERT = Prepared(insert(table_of(PrintJob)))


def queue_ticket(
    session: Session, here: Here, ticket_id: int, ticket: TicketView, kiosk: str | None
) -> JobState | None:
    """Owe this ticket's paper to the printer of its kiosk; None where the kiosk has none."""
    printer = printer_of(here, kiosk)
    if printer is None:
        return None
    facts = {**paper_facts(here, ticket), "kiosk": kiosk}
    write_at_end(session, _INSERT, queued(here, printer, ticket_id, facts))
    return JobState.QUEUED


def queue_slip(session: Session, here: Here, facts: dict[str, Any], kiosk: str | None) -> JobState | None:
    """Owe a reminder slip to the printer of a kiosk; None where it has none. `facts` as printers/document.py reads."""
    printer = printer_of(here, kiosk)
    if printer is None:
        return None
    # At once: the same touch may come again before this transaction ends.
    session.execute(_INSERT.statement, queued(here, printer, None, facts))
    return JobState.QUEUED


def printer_of(here: Here, kiosk: str | None) -> str | None:
    """The printer of a kiosk, if it is one of ours."""
    return next((k.printer for k in here.config.kiosks if k.code == kiosk), None)


def queued(here: Here, printer: str, ticket_id: int | None, facts: dict[str, Any]) -> dict[str, Any]:
    """The row of paper that is owed from now on."""
    state = job_after(JobMove.QUEUE, None)
    assert isinstance(state, JobState)
    return {
        "site_id": here.site_id,
        "ticket_id": ticket_id,
        "printer": printer,
        "home": printer,
        "facts": facts,
        "state": state.value,
        "attempt": 0,
        "claim": "",
        "detail": "",
        "settled": None,
        "reprint_of": None,
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
        "kind": "ticket",
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
        "wait": wait_facts(ticket.wait),
        "issued_at": clock.local(ticket.issued_at, site.zone).isoformat(timespec="seconds"),
        "sitting": ticket.sitting,
        "day": ticket.day.isoformat(),
        "code": ticket.code,
        "url": ticket.url,
        "training": here.is_training,
        "reprint": False,
        "language": ticket.language,
    }
