"""What time is it, for everybody in the house?

One clock object is made when the server starts and handed down. Moments are stored and passed in UTC;
`local` gives the wall time of the office's zone, which duty and screens speak of. A training clock starts at
a chosen moment and runs on from there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol


class Clock(Protocol):
    @property
    def is_training(self) -> bool: ...

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class RealClock:
    """The computer's own clock."""

    is_training = False

    def now(self) -> datetime:
        return datetime.now(UTC)


class TrainingClock:
    """Starts at `start` (local wall time of `zone`) and runs on with the seconds of `monotonic`.

    Tests freeze or move it by passing their own `monotonic`.
    """

    is_training = True

    def __init__(self, start: datetime, zone: tzinfo, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._start = start.replace(tzinfo=zone) if start.tzinfo is None else start
        self._begun_s = monotonic()
        self._monotonic = monotonic

    def now(self) -> datetime:
        # Added in UTC, where every day has 24 hours, whatever the zone does in between.
        return self._start.astimezone(UTC) + timedelta(seconds=self._monotonic() - self._begun_s)


class BadTrainingStart(ValueError):
    """The words after `--at` name no moment; `training.<code>` is the sentence that tells so."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(f'--at "{text}": {code}')


def parse_training_start(text: str, zone: tzinfo) -> datetime:
    """ "2017-03-13 08:40" → that wall time in `zone`, aware.

    Raises BadTrainingStart.
    """
    parts = _START.fullmatch(text.strip())
    if parts is None:
        raise BadTrainingStart("bad_form", text)
    if not parts[1].startswith(("19", "20")):  # the ends of the calendar have no day before or after them
        raise BadTrainingStart("no_such_moment", text)
    year, month, day, hour, minute, second = (int(part) for part in parts.groups(default="0"))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError as wrong:
        raise BadTrainingStart("no_such_moment", text) from wrong


@lru_cache(maxsize=64)  # one action asks several times for its one moment
def local(now: datetime, zone: tzinfo) -> datetime:
    """The wall time of `zone` at an aware `now`, naive: what rules/duty.py reckons with."""
    if now.tzinfo is None:
        raise ValueError("a naive moment has no place in time: pass an aware one")
    return now.astimezone(zone).replace(tzinfo=None)


def service_day(now: datetime, zone: tzinfo) -> date:
    """The local date: numbers begin anew with it."""
    return local(now, zone).date()


_START = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")
