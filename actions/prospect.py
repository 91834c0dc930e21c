"""Where would a ticket be called, and how many would be called before it? What the kiosk says before the touch."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import known
from actions.places import place_of
from actions.serving import waiting_groups
from actions.views import Place, ProcedureView


@dataclass(frozen=True, slots=True)
class Prospect:
    """`desks`: all that may call it; `ahead`: those who wait for one of them."""

    place: Place
    desks: tuple[str, ...]
    ahead: int


def prospect(session: Session, here: Here, *, department: str, procedure: ProcedureView | None = None) -> Prospect:
    """Of a ticket for a procedure, or of one without."""
    facts = known(session, here)
    line = facts.line_of_procedure(procedure) if procedure is not None else facts.line_of(department)
    ahead = sum(group.count for group in waiting_groups(session, here) if group.is_for(line.ahead))
    return Prospect(place_of(here, department, line.desks), line.desks, ahead)
