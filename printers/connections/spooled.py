"""How is a job handed to a spooler, so that it never comes out hours later?

A spooler takes a job as a whole, keeps it while the printer is off and prints it when nobody waits any more. So the
job is watched until the spooler has passed it on; one that hangs is taken back. Paper stays unconfirmed at best.
"""

from __future__ import annotations

import time
from typing import Protocol

from printers.wire import Broken, Stalled
from rules.printer_status import PrinterStatus

PASSED_ON_S = 15.0
LOOK_EVERY_S = 0.2


class NotTaken(Exception):
    """The spooler refused the job: nothing has left."""


class Spooler(Protocol):
    """One queue of a spooler. Its calls have their own time limits and raise Broken beyond them."""

    where: str
    known: PrinterStatus

    def submit(self, data: bytes) -> str:
        """Hand over a job and get its name; raises NotTaken, or Broken where nobody knows."""

    def is_waiting(self, job: str) -> bool:
        """Whether the job is still in the queue or on its way to the printer."""

    def cancel(self, job: str) -> None:
        """Take the job back as far as it can be; never raises."""

    def close(self) -> None:
        """Nothing more is wanted; never raises."""


class SpooledWire:
    """Collects a job and hands it over at the end: until then nothing has been sent."""

    can_answer = False

    def __init__(self, spooler: Spooler) -> None:
        self.where, self.known = spooler.where, spooler.known
        self.sent = 0
        self._spooler = spooler
        self._collected = bytearray()

    def write(self, data: bytes, stall_s: float) -> None:
        self._collected += data

    def read(self, within_s: float) -> bytes:
        return b""

    def needs_s(self, size: int) -> float:
        return 0.0

    def finish(self, within_s: float) -> None:
        """Hand over and watch; `within_s` is a wire's and far too short for a spooler."""
        if self._collected:
            self._hand_over()
        self._spooler.close()

    def _hand_over(self) -> None:
        try:
            job = self._spooler.submit(bytes(self._collected))
        except NotTaken as refusal:
            raise Broken(str(refusal)) from refusal
        except Broken:
            self.sent = len(self._collected)  # perhaps: so the paper is doubtful
            raise
        self.sent = len(self._collected)
        deadline = time.monotonic() + PASSED_ON_S
        try:
            while self._spooler.is_waiting(job):
                if time.monotonic() > deadline:
                    raise Stalled(f"job {job} was not passed on within {PASSED_ON_S:.0f} s and was taken back")
                time.sleep(LOOK_EVERY_S)
        except Broken:
            self._spooler.cancel(job)
            raise

    def abort(self) -> None:
        """What was not handed over is forgotten."""
        self._collected.clear()
        self._spooler.close()
