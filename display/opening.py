"""Is the office at work at this moment, and if not: since what, until when?

Local wall time throughout. A sitting lasts to its end here, though numbers stop some minutes earlier: the hall
is still being served.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from rules.workdays import Sitting


class Phase(StrEnum):
    """Where in its day the office stands."""

    BEFORE = "before"
    AT_WORK = "at_work"
    BREAK = "break"
    AFTER = "after"
    DAY_OFF = "day_off"


@dataclass(frozen=True, slots=True)
class Opening:
    """`coming`: the sitting with which work begins or goes on today; `until`: when this answer ceases to hold."""

    phase: Phase
    coming: Sitting | None
    until: datetime


def opening(now: datetime, sittings: Collection[Sitting]) -> Opening:
    """The phase at `now` of a day with these sittings of all departments together."""
    clock = now.time()
    coming = [sitting for sitting in sittings if clock < sitting.opens]
    until = _next_edge(now, sittings)
    if any(sitting.opens <= clock < sitting.closes for sitting in sittings):
        return Opening(Phase.AT_WORK, None, until)
    if coming:
        has_begun = any(sitting.closes <= clock for sitting in sittings)
        first = min(coming, key=lambda sitting: sitting.opens)
        return Opening(Phase.BREAK if has_begun else Phase.BEFORE, first, until)
    return Opening(Phase.AFTER if sittings else Phase.DAY_OFF, None, until)


def _next_edge(now: datetime, sittings: Collection[Sitting]) -> datetime:
    edges = (edge for sitting in sittings for edge in (sitting.opens, sitting.closes) if now.time() < edge)
    first = min(edges, default=None)
    if first is None:
        return datetime.combine(now.date() + timedelta(days=1), time.min)
    return datetime.combine(now.date(), first)
