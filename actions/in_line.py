"""Where does everybody stand who waits, and for how long yet? One answer for all phones of a department."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from actions.duty import verdict_now
from actions.here import Here
from actions.known import known
from actions.lines import as_waiting, everybody, longest_wait
from actions.waits import Kind, wait_now
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


def in_lines(session: Session, here: Here, *, departments: Collection[str]) -> dict[str, tuple[InLine, ...] | None]:
    """Everybody who waits, by department; None while one has its break: then nobody is told an interval."""
    found: dict[str, list[InLine]] = {code: [] for code in departments}
    facts, rows = known(session, here), everybody(session, here)
    places: dict[Kind, dict[int, int]] = {}
    for row in rows:
        if row.department in found:
            kind: Kind = (row.department, row.field, row.procedure)
            if kind not in places:
                places[kind] = _places(here, rows, facts.line_of(*kind).ahead)
            ahead = places[kind][row.id]
            found[row.department].append(InLine(row.series, row.number, ahead, wait_now(session, here, kind, ahead)))
    return {code: None if _has_break(session, here, code) and line else tuple(line) for code, line in found.items()}


def _places(here: Here, rows: Collection[Any], together: Serving) -> dict[int, int]:
    """For each ticket that waits for the same desks, how many are called before."""
    alike = [as_waiting(here, row) for row in rows if together.serves(row.department, row.field, row.procedure)]
    order = order_of_call(alike, here.now - longest_wait(here))
    return {one.ticket: place for place, one in enumerate(order)}


def _has_break(session: Session, here: Here, department: str) -> bool:
    answer = verdict_now(session, here, department)
    return isinstance(answer, Closed) and answer.refusal.code == "lunch"
