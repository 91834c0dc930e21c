"""Where does everybody stand who waits for a department, and for how long yet? One answer for all their phones."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.duty import verdict_now
from actions.here import Here
from actions.known import known
from actions.lines import as_waiting, everybody, longest_wait
from actions.waits import wait_now
from rules.calling import order_of_call
from rules.duty import Closed
from rules.serving import Serving
from rules.waiting import Wait


@dataclass(frozen=True, slots=True)
class InLine:
    """One who waits, by the number that stands on their ticket."""

    series: int
    number: int
    ahead: int
    wait: Wait | None


def in_line(session: Session, here: Here, *, department: str) -> tuple[InLine, ...] | None:
    """Everybody who waits for the department; None while it has its break: then nobody is told an interval."""
    answer = verdict_now(session, here, department)
    if isinstance(answer, Closed) and answer.refusal.code == "lunch":
        return None
    facts, rows = known(session, here), everybody(session, here)
    places: dict[Serving, dict[int, int]] = {}
    found = []
    for row in rows:
        if row.department == department:
            kind = row.department, row.field, row.procedure
            together = facts.line_of(*kind).ahead
            if together not in places:
                alike = [as_waiting(here, o) for o in rows if together.serves(o.department, o.field, o.procedure)]
                order = order_of_call(alike, here.now - longest_wait(here))
                places[together] = {one.ticket: place for place, one in enumerate(order)}
            ahead = places[together][row.id]
            found.append(InLine(row.series, row.number, ahead, wait_now(session, here, kind, ahead)))
    return tuple(found)
