"""What must every connection be able to do? An open way to one printer, on which nothing waits for ever."""

from __future__ import annotations

from typing import Protocol

from rules.printer_status import PrinterStatus


class CannotOpen(Exception):
    """There is no way to the printer now; not one byte has left."""


class Broken(Exception):
    """The way to the printer was lost."""


class Stalled(Broken):
    """The way is there, but the printer has accepted nothing for its time."""


class Wire(Protocol):
    """Open until `finish` or `abort`; `sent` counts the bytes accepted so far.

    `can_answer` is False where nothing ever comes back: status is then unknown, not fine. `known` is what the way
    itself tells (Windows' spooler), nothing on most.
    """

    where: str
    known: PrinterStatus
    can_answer: bool
    sent: int

    def write(self, data: bytes, stall_s: float) -> None:
        """Have all of `data` accepted; raises Stalled if nothing at all was for `stall_s`, Broken."""

    def read(self, within_s: float) -> bytes:
        """What came within the time, b"" if nothing did; raises Broken where the printer has hung up."""

    def needs_s(self, size: int) -> float:
        """Seconds that the line itself takes for so many bytes; 0 where that is no matter."""

    def finish(self, within_s: float) -> None:
        """Close, and hear the printer out so long; raises Broken if the end was thrown away."""

    def abort(self) -> None:
        """Close so that what has not reached the printer never comes out; never raises."""
