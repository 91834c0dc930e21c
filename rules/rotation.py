"""Which back-ups stay, and which have had their day?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime


def outdated(made: Iterable[datetime], keep: int, keep_days: int) -> tuple[datetime, ...]:
    """Those to drop: all but the `keep` newest and the last one of each of the `keep_days` newest days."""
    newest_first = sorted(set(made), reverse=True)
    last_of_day = {moment.date(): moment for moment in reversed(newest_first)}
    days = sorted(last_of_day, reverse=True)[:keep_days]
    kept = {*newest_first[:keep], *(last_of_day[day] for day in days)}
    return tuple(moment for moment in newest_first if moment not in kept)
