"""Who came on a day without duty, and takes home when to come instead? The reminder slip.

No number and no person: only which department, for what, and when it is there.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.duty import department_today
from actions.events import record
from actions.here import Here
from actions.known import known
from actions.paper import PaperView, view_of
from actions.places import way_to
from actions.printing import queue_slip
from actions.views import ProcedureView
from models import PrintJob
from rules.duty import NextDuty, duty_weekdays
from rules.outbox import SLIP_LIVES
from rules.refusals import Refusal
from rules.states import JobState

# Longer than a page stands open: then nobody asks for a slip again.
REMEMBERED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip as its kiosk follows it: `token` names its picture, `state` tells about its paper.

    `kind`: slip | checklist.
    """

    token: str
    state: JobState
    is_repeat: bool = False
    paper: PaperView | None = None
    kind: str = "slip"


def print_slip(
    session: Session,
    here: Here,
    *,
    kiosk: str,
    department: str | None = None,
    procedure: str | None = None,
    language: str = "vi",
    touch_id: str | None = None,
    actor: str = "",
) -> SlipView | Refusal:
    """Owe a slip with the department's next duty to the printer of a kiosk; the same touch again gives the same slip.

    Refusals: no_procedure (neither is known), slip_no_next, slip_no_printer.
    """
    earlier = next((row for row in _recent(session, here) if touch_id and row.facts.get("touch_id") == touch_id), None)
    if earlier is not None:
        return _view(session, here, earlier, is_repeat=True)
    wanted = known(session, here).procedures.get(procedure) if procedure is not None else None
    code = wanted.department if wanted is not None else department
    today = department_today(session, here, code=code) if code is not None else None
    if today is None or (procedure is not None and wanted is None):
        return Refusal("no_procedure")
    if today.next is None:
        return Refusal("slip_no_next", {"department": today.code})
    token = secrets.token_urlsafe(16)
    desks = known(session, here).line_of_procedure(wanted).desks if wanted is not None else None
    said = slip_facts(here, today.next, wanted, language, desks)
    facts = {**said, "token": token, "touch_id": touch_id, "kiosk": kiosk}
    state = queue_slip(session, here, facts, kiosk)
    if state is None:
        return Refusal("slip_no_printer", {"department": today.code})
    record(session, here, "slip_printed", actor=actor, department=today.code, procedure=procedure, token=token)
    return SlipView(token, state)


def print_checklist(
    session: Session,
    here: Here,
    *,
    kiosk: str,
    procedure: str,
    language: str = "vi",
    touch_id: str | None = None,
    actor: str = "",
) -> SlipView | Refusal:
    """Owe the list of a procedure's papers to the printer of a kiosk; the same touch again gives the same list.

    Refusals: no_procedure, slip_no_printer.
    """
    earlier = next((row for row in _recent(session, here) if touch_id and row.facts.get("touch_id") == touch_id), None)
    if earlier is not None:
        return _view(session, here, earlier, is_repeat=True)
    facts = known(session, here)
    wanted = facts.procedures.get(procedure)
    if wanted is None:
        return Refusal("no_procedure")
    token = secrets.token_urlsafe(16)
    days = duty_weekdays(wanted.department, here.today, facts.duty)
    said = checklist_facts(here, wanted, language, facts.line_of_procedure(wanted).desks, days)
    state = queue_slip(session, here, {**said, "token": token, "touch_id": touch_id, "kiosk": kiosk}, kiosk)
    if state is None:
        return Refusal("slip_no_printer", {"department": wanted.department})
    record(
        session, here, "checklist_printed", actor=actor, department=wanted.department, procedure=procedure, token=token
    )
    return SlipView(token, state, kind="checklist")


def slip_by_token(session: Session, here: Here, *, token: str) -> SlipView | None:
    """A slip of the last hour, or None."""
    row = next((row for row in _recent(session, here) if row.facts.get("token") == token), None)
    return _view(session, here, row) if row is not None else None


def slip_facts(
    here: Here,
    coming: NextDuty,
    wanted: ProcedureView | None,
    language: str,
    desks: Sequence[str] | None = None,
) -> dict[str, Any]:
    """What the slip says, as plain values (printers/document.py); the words come with the ink.

    `desks`: those that call such a ticket, where the procedure is known.
    """
    site, department = here.config.site, here.config.department(coming.department)
    page = f"procedures/{quote(wanted.key)}" if wanted is not None else ""
    return {
        "kind": "slip",
        "document": "slip",
        "authority": site.text("authority", language),
        "office": site.text("name", language),
        "department": department.text("name", language),
        "procedure": wanted.name if wanted is not None else None,
        "day": coming.day.isoformat(),
        "sittings": [
            {"name": each.name, "opens": _minutes(each.opens), "closes": _minutes(each.closes)}
            for each in coming.sittings
        ],
        "place": way_to(here, coming.department, language, desks),
        "phone": here.config.phone_for(coming.department),
        "documents": list(wanted.documents) if wanted is not None else [],
        "printed_at": here.local_now.isoformat(timespec="seconds"),
        "url": f"{site.public_url}/posting/{page}" if site.public_url else None,
        "training": here.is_training,
        "language": language,
    }


def checklist_facts(
    here: Here, wanted: ProcedureView, language: str, desks: Sequence[str], days: Sequence[int]
) -> dict[str, Any]:
    """What the list of papers says, as plain values (printers/document.py). `days`: of the department's duty."""
    site, department = here.config.site, here.config.department(wanted.department)
    address = f"{site.public_url}/posting/procedures/{quote(wanted.key)}" if site.public_url else None
    return {
        "kind": "checklist",
        "document": "checklist",
        "authority": site.text("authority", language),
        "office": site.text("name", language),
        "department": department.text("name", language),
        "procedure": wanted.name,
        "code": wanted.code,
        "documents": list(wanted.documents),
        "time_limit": wanted.time_limit,
        "fee": wanted.fee,
        "weekdays": [int(day) for day in days],
        "place": way_to(here, wanted.department, language, desks),
        "phone": here.config.phone_for(wanted.department),
        "source": wanted.source,
        "updated_on": wanted.updated_on.isoformat() if wanted.updated_on else None,
        "printed_at": here.local_now.isoformat(timespec="seconds"),
        "url": address,
        "training": here.is_training,
        "language": language,
    }


def _minutes(moment: time) -> str:
    return moment.isoformat(timespec="minutes")


def _recent(session: Session, here: Here) -> list[PrintJob]:
    """The slips of the last hour, newest first: the index of tickets holds those without one together."""
    found = select(PrintJob).where(
        PrintJob.site_id == here.site_id, PrintJob.ticket_id.is_(None), PrintJob.created_at > here.now - REMEMBERED
    )
    return list(session.scalars(found.order_by(PrintJob.id.desc())))


def _view(session: Session, here: Here, row: PrintJob, is_repeat: bool = False) -> SlipView:
    """One that is still owed after its time is not printed any more."""
    state = JobState(row.state)
    is_late = row.created_at <= here.now - SLIP_LIVES and state in (JobState.QUEUED, JobState.NOT_SENT)
    if is_late or row.settled is not None:
        state = JobState.NOT_SENT
    paper = replace(view_of(session, here, row), state=state)
    return SlipView(row.facts["token"], state, is_repeat, paper, str(row.facts.get("kind", "slip")))
