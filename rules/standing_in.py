"""From when until when may a substitute sit at the desk of somebody absent?

All moments are local wall time without a zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from rules.workdays import Sitting


def desk_hours(since: datetime, until: datetime, sittings: Iterable[Sitting]) -> tuple[datetime, datetime]:
    """The absence [since, until) with the free time at both ends: no sitting of the department runs in what is added.

    A substitute sits down before 7:30 and calls on after 11:30, as the officer in charge would. Where the absence
    begins or ends within a sitting its moment holds to the minute: there the officer in charge sits at the desk.
    """
    listed = sorted(sittings, key=lambda sitting: sitting.opens)
    return _earlier(since, listed), _later(until, listed)


def _earlier(since: datetime, sittings: list[Sitting]) -> datetime:
    if any(sitting.opens < since.time() < sitting.closes for sitting in sittings):
        return since
    ended = [sitting.closes for sitting in sittings if sitting.closes <= since.time()]
    return datetime.combine(since.date(), max(ended, default=time.min))


def _later(until: datetime, sittings: list[Sitting]) -> datetime:
    if any(sitting.opens < until.time() < sitting.closes for sitting in sittings):
        return until
    if until.time() == time.min:
        return until
    coming = [sitting.opens for sitting in sittings if sitting.opens >= until.time()]
    if coming:
        return datetime.combine(until.date(), min(coming))
    return datetime.combine(until.date() + timedelta(days=1), time.min)
