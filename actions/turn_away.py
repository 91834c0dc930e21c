"""Who came when nobody could serve them? Counted without any trace of the person: it mends the roster.

The kiosk shows a closed department's page at once and gives no ticket there, so the visit is noted by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.duty import verdict_now
from actions.events import record
from actions.here import Here
from actions.known import known
from models import Event
from rules.duty import Closed
from rules.refusals import Refusal

TOO_MANY = "too_many"


def turn_away(
    session: Session, here: Here, *, department: str, procedure: str | None = None, actor: str = ""
) -> Refusal | None:
    """Why the visitor gets no number now, once recorded; None if the department gives numbers, or is not known."""
    wanted = known(session, here).procedures.get(procedure) if procedure is not None else None
    code = wanted.department if wanted else department
    if not any(each.code == code for each in here.config.departments):
        return None
    answer = verdict_now(session, here, code)
    if not isinstance(answer, Closed):
        return None
    record(
        session,
        here,
        "ticket_refused",
        actor=actor,
        department=code,
        code=answer.refusal.code,
        procedure=wanted.key if wanted else None,
        visit="",
    )
    return answer.refusal


def hold_back(session: Session, here: Here, *, kiosk: str, procedure: str | None = None, actor: str = "") -> Refusal:
    """No number for a while: this kiosk has just given very many. Counted, for the Office looks after it then."""
    record(
        session,
        here,
        "ticket_refused",
        actor=actor,
        department=None,
        code=TOO_MANY,
        procedure=procedure,
        visit="",
        kiosk=kiosk,
    )
    return Refusal(TOO_MANY)


def held_back(session: Session, here: Here) -> Mapping[str, int]:
    """How often today each kiosk rested because somebody took too many numbers."""
    chosen = select(Event.facts).where(
        Event.site_id == here.site_id, Event.day == here.today, Event.kind == "ticket_refused"
    )
    told = session.scalars(chosen)
    return Counter(str(facts.get("kiosk")) for facts in told if facts["code"] == TOO_MANY)
