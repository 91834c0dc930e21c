"""What happens by the clock: the day begins, yesterday ends. Idempotent, and caught up after sleep or a crash."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import gevent

from actions.covering import is_covering_news, note_covering
from actions.day import begin_day
from actions.hall import Hall
from actions.outbox import give_up_silent
from actions.printer_news import is_silence_news
from actions.waits import look as look_at_hall

LOOK_EVERY_S = 3.0  # the Office is to see an uncovered department within five seconds
log = logging.getLogger("mot_cua.timers")


class Timers:
    """Looks at the clock; what was due is done, however long nobody looked."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._begun: date | None = None
        self._greenlet: Any = None

    def start(self) -> None:
        """Do what is due now, then go on looking."""
        self.look()
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Look no more."""
        if self._greenlet is not None:
            self._greenlet.kill()

    def look(self) -> None:
        """Begin the service day if it has not begun yet; note who covers their duty and who does not."""
        today = self._hall.here().today
        if today != self._begun:
            self._hall.write(begin_day)
            # So that the first ticket of the day need not wait for what the last weeks teach.
            self._hall.read(look_at_hall)
            self._begun = today
        if self._hall.read(is_covering_news):
            self._hall.write(note_covering)
        if self._hall.read(is_silence_news):
            self._hall.write(give_up_silent)

    def _run(self) -> None:
        while True:
            gevent.sleep(LOOK_EVERY_S)
            try:
                self.look()
            except Exception:  # the next look tries again
                log.exception("a timer failed")
