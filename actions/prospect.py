"""Where would a ticket be called, and how many would be called before it? What the kiosk says before the touch."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import known
from actions.places import place_of
from actions.serving import waiting_groups
from actions.views import Place, ProcedureView
from actions.waits import wait_now
from rules.waiting import Wait


@dataclass(frozen=True, slots=True)
class Prospect:
    """`desks`: all that may call it; `ahead`: those who wait for one of them; `wait` None: not known."""

    place: Place
    desks: tuple[str, ...]
    ahead: int
    wait: Wait | None


def prospect(session: Session, here: Here, *, department: str, procedure: ProcedureView | None = None) -> Prospect:
    """Of a ticket for a procedure, or of one without."""
    facts = known(session, here)
    kind = (department, None, None) if procedure is None else (department, procedure.field, procedure.key)
    line = facts.line_of(*kind)
    ahead = sum(group.count for group in waiting_groups(session, here) if group.is_for(line.ahead))
    wait = wait_now(session, here, kind, ahead)
    return Prospect(place_of(here, department, line.desks), line.desks, ahead, wait)
