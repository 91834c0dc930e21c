"""Does the disk fill up, did the clock jump, does the database refuse, is a machine silent? Asked while we run."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import gevent

from actions.hall import Hall
from actions.house import last_event_at, note_clock_jump, try_writing
from watch.concerns import Concerns
from watch.hall import HEARD_WITHIN, silent_machines

LOOK_EVERY_S = 10.0
LOW_DISK_MB = 500
# An office's PC is set right by parts of a second.
JUMP = timedelta(seconds=30)
JUMP_TOLD_FOR_S = 3600.0
MACHINES_EVERY_S = 60.0
log = logging.getLogger("mot_cua.watch")


def seconds_passed() -> float:
    """Seconds that no setting of the clock changes, counting those for which the PC slept where the system can."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def is_wal_lost(database: Path) -> bool:
    """Asked before it is opened: after a power cut log and index lie beside it, never the index alone."""
    return (
        database.with_name(f"{database.name}-shm").exists() and not database.with_name(f"{database.name}-wal").exists()
    )


class Watch:
    """Looks every ten seconds and at the start; what it finds is in `concerns` and in the log."""

    def __init__(
        self, hall: Hall, data: Path, concerns: Concerns, passed: Callable[[], float] = seconds_passed
    ) -> None:
        self._hall, self._data, self._concerns, self._passed = hall, data, concerns, passed
        self._was: tuple[datetime, float] | None = None
        self._jumped_s: float | None = None
        self._machines_at_s: float | None = None
        self._greenlet: Any = None

    def start(self) -> None:
        """Look now, then go on looking."""
        self.look()
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Look no more."""
        if self._greenlet is not None:
            self._greenlet.kill()

    def look(self) -> None:
        """Each look by itself: one that fails hides none of the others."""
        for each in (self._clock, self._disk, self._database, self._machines):
            try:
                each()
            except Exception:  # the next look tries again
                log.exception("a look at the house failed")

    # -- the clock ---------------------------------------------------------------------------------------------

    def _clock(self) -> None:
        if self._hall.is_training:  # which begins anew wherever somebody wants it to
            return
        now, passed_s = self._hall.now(), self._passed()
        was, self._was = self._was, (now, passed_s)
        if was is None:
            self._begin(now)
            return
        expected = was[0] + timedelta(seconds=passed_s - was[1])
        if abs(now - expected) > JUMP:
            self._jumped_s = passed_s
            self._tell_jump(expected, now)
        elif self._jumped_s is not None and passed_s - self._jumped_s > JUMP_TOLD_FOR_S:
            self._jumped_s = None
            self._concerns.settle("clock_jumped")

    def _begin(self, now: datetime) -> None:
        """A PC whose battery is empty starts in the past, and numbers would begin anew."""
        last = self._hall.read(last_event_at)
        if last is not None and last - now > JUMP:
            self._jumped_s = self._passed()
            self._tell_jump(last, now)

    def _tell_jump(self, expected: datetime, now: datetime) -> None:
        log.warning("the clock jumped from %s to %s", expected.isoformat(), now.isoformat())
        self._concerns.worry("clock_jumped", now, expected=expected, shown=now)
        self._hall.write(note_clock_jump, expected=expected)

    # -- disk and database -------------------------------------------------------------------------------------

    def _disk(self) -> None:
        free_mb = shutil.disk_usage(self._data).free // 1_000_000
        if free_mb >= LOW_DISK_MB:
            self._concerns.settle("disk_low")
        elif self._concerns.worry("disk_low", self._hall.now(), free=free_mb, folder=str(self._data)):
            log.warning("only %d MB left on the disk of %s", free_mb, self._data)

    def _database(self) -> None:
        if self._hall.database.fault is not None:
            # Whoever was sent away does not come back to try: so it is tried here.
            with suppress(Exception):
                self._hall.write(try_writing)
        fault = self._hall.database.fault
        if fault is None:
            self._concerns.settle("database")
        else:
            self._concerns.worry("database", self._hall.now(), reason=fault)

    # -- the hall's machines -----------------------------------------------------------------------------------

    def _machines(self) -> None:
        """Once a minute, and not before all had time to come back to a server that was away."""
        passed_s = self._passed()
        if self._machines_at_s is None:
            self._machines_at_s = passed_s + HEARD_WITHIN.total_seconds()
        if self._hall.is_training or passed_s < self._machines_at_s:
            return
        self._machines_at_s = passed_s + MACHINES_EVERY_S
        silent = self._hall.read(silent_machines)
        if not silent:
            self._concerns.settle("machines_silent")
        elif self._concerns.worry("machines_silent", self._hall.now(), names=", ".join(silent)):
            log.warning("no answer from %s", ", ".join(silent))

    def _run(self) -> None:
        while True:
            gevent.sleep(LOOK_EVERY_S)
            self.look()
