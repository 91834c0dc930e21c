"""How does a printer fare that has nothing to print? Looked at every so often; the server is told what changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from printers.looking import look
from printers.service import PrintService, ServerAway, ServerRefuses
from rules.printer_status import Need, PrinterStatus

# A look keeps a ticket waiting for as long as it lasts, so well printers are left alone for a while.
WELL_EVERY_S = 10.0
ILL_EVERY_S = 3.0
# One lost packet is no news: what only a second look shows again is told.
AGAIN_AFTER_S = 1.5
# The server takes a worker that says nothing for longer than a minute for dead.
HEARTBEAT_S = 30.0
_DOUBTED_ONCE = frozenset({Need.AWAY, Need.MUTE, Need.OFFLINE})

log = logging.getLogger("printers.watching")


class Watch(threading.Thread):
    """One printer's. `busy` is held by whoever speaks with the printer.

    `is_served`: whether somebody prints there; if not, it keeps silent, so that the server knows.
    """

    def __init__(
        self,
        printer: Mapping[str, Any],
        service: PrintService,
        stopping: threading.Event,
        is_served: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(name=f"watch-{printer['code']}", daemon=True)
        self.printer, self.service, self.stopping, self._is_served = printer, service, stopping, is_served
        self.busy = threading.Lock()
        self._nudged = threading.Event()
        self._told: PrinterStatus | None = None
        self._told_at = 0.0
        self._suspected: Need | None = None
        self._is_over = False

    def run(self) -> None:
        """Look and tell until the worker stops."""
        pause_s = 0.0
        while not self.stopping.is_set() and not self._is_over:
            self._nudged.wait(pause_s)
            self._nudged.clear()
            if self.stopping.is_set() or self._is_over:
                return
            try:
                pause_s = self._look()
            except Exception:  # the next look may go well
                log.exception("nothing can be told of %s", self.printer["code"])
                pause_s = WELL_EVERY_S

    def nudge(self) -> None:
        """Something happened: look now, or end if there is nothing more to look for."""
        self._nudged.set()

    def end(self) -> None:
        """Nobody prints there any more: look no more."""
        self._is_over = True
        self.nudge()

    def suspect(self) -> None:
        """A ticket could not be brought to it: one look that finds it away is enough."""
        self._suspected = Need.AWAY
        self.nudge()

    def heard(self, status: PrinterStatus) -> None:
        """The printer said so while it printed, and the server has been told with the report."""
        self._told, self._told_at, self._suspected = status, time.monotonic(), None

    def _look(self) -> float:
        """Look once; returns after how many seconds to look again."""
        if not self.busy.acquire(blocking=False):
            self._tell(self._told)  # it prints: that is news enough, but the server must hear that we live
            return ILL_EVERY_S
        try:
            status = look(self.printer)
        except Exception:  # whatever a driver does, the next look may go well
            log.exception("%s could not be looked at", self.printer["code"])
            return WELL_EVERY_S
        finally:
            self.busy.release()
        if self._is_doubted(status):
            return AGAIN_AFTER_S
        self._tell(status)
        return ILL_EVERY_S if status.need is not None else WELL_EVERY_S

    def _is_doubted(self, status: PrinterStatus) -> bool:
        was = self._told.need if self._told is not None else None
        is_new = status.need in _DOUBTED_ONCE and status.need is not was
        is_doubted = is_new and status.need is not self._suspected
        self._suspected = status.need if is_new else None
        return is_doubted

    def _tell(self, status: PrinterStatus | None) -> None:
        is_old = time.monotonic() - self._told_at > HEARTBEAT_S
        if status is None or (status == self._told and not is_old) or not self._is_served():
            return
        try:
            self.service.tell_status(str(self.printer["code"]), status)
        except (ServerAway, ServerRefuses) as away:
            log.info("status of %s waits: %s", self.printer["code"], away)
            return
        if status != self._told:
            log.info("%s: %s", self.printer["code"], status)
        self._told, self._told_at = status, time.monotonic()
