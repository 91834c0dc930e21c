"""How do bytes reach a printer that Windows has installed? As a RAW document, by pywin32.

Windows tells what its driver tells it: often only that the printer is there. What it does say of paper, cover and
errors is believed; the rest is unknown.
"""

from __future__ import annotations

from contextlib import suppress
from types import ModuleType
from typing import Any

from printers.bounded import Hangs, bounded
from printers.connections.spooled import NotTaken, SpooledWire
from printers.settings import Printer
from printers.wire import Broken, CannotOpen
from rules.printer_status import Cover, Fault, Paper, PrinterStatus, Reach

CALL_S = 5.0
TITLE = "mot-cua"
# winspool.h; pywin32 does not name all of them.
PAUSED, ERROR, PAPER_JAM, PAPER_OUT, OFFLINE = 0x1, 0x2, 0x8, 0x10, 0x80
NOT_AVAILABLE, USER_INTERVENTION, DOOR_OPEN = 0x1000, 0x100000, 0x400000
WORKS_OFFLINE = 0x400
JOB_PRINTED, JOB_DELETED, JOB_COMPLETE = 0x80, 0x100, 0x1000
CANCEL_JOB = 3
NO_SUCH_JOB = 87


class WindowsQueue:
    """An open handle of the spooler; every call may hang with a server that has gone, so none is waited for long."""

    def __init__(self, win32print: ModuleType, handle: Any, queue: str) -> None:
        self.where = f"Windows printer {queue}"
        self._spooler, self._handle = win32print, handle
        told = win32print.GetPrinter(handle, 2)
        self.known = status_of(int(told["Status"]), int(told["Attributes"]))

    def submit(self, data: bytes) -> str:
        try:
            return bounded(f"print on {self.where}", lambda: self._written(data), CALL_S)
        except Hangs as error:
            raise Broken(str(error)) from error

    def is_waiting(self, job: str) -> bool:
        try:
            told = self._bounded("job", lambda: self._spooler.GetJob(self._handle, int(job), 1))
        except self._spooler.error as error:
            if error.args[0] != NO_SUCH_JOB:
                raise Broken(str(error)) from error
            return False  # the spooler forgets what it has passed on
        return not told["Status"] & (JOB_PRINTED | JOB_COMPLETE | JOB_DELETED)

    def cancel(self, job: str) -> None:
        with suppress(Broken, self._spooler.error):
            self._bounded("cancel", lambda: self._spooler.SetJob(self._handle, int(job), 0, None, CANCEL_JOB))

    def close(self) -> None:
        with suppress(Broken, self._spooler.error):
            self._bounded("close", lambda: self._spooler.ClosePrinter(self._handle))

    def _written(self, data: bytes) -> str:
        spooler, handle = self._spooler, self._handle
        try:
            job = spooler.StartDocPrinter(handle, 1, (TITLE, None, "RAW"))
            spooler.StartPagePrinter(handle)
        except spooler.error as error:
            raise NotTaken(str(error)) from error
        try:
            written = spooler.WritePrinter(handle, data)
            spooler.EndPagePrinter(handle)
            spooler.EndDocPrinter(handle)
        except spooler.error as error:
            raise Broken(str(error)) from error
        if written != len(data):
            raise Broken(f"the spooler took {written} of {len(data)} bytes")
        return str(job)

    def _bounded(self, what: str, call: Any) -> Any:
        try:
            return bounded(f"{what} of {self.where}", call, CALL_S)
        except Hangs as error:
            raise Broken(str(error)) from error


def status_of(bits: int, attributes: int) -> PrinterStatus:
    """What Windows' bits tell; no bit means that nobody said so, not that all is well."""
    is_off = bool(bits & (OFFLINE | NOT_AVAILABLE) or attributes & WORKS_OFFLINE)
    fault = Fault.RECOVERABLE if bits & (ERROR | PAPER_JAM | USER_INTERVENTION) else Fault.UNKNOWN
    return PrinterStatus(
        reach=Reach.UNKNOWN,
        paper=Paper.END if bits & PAPER_OUT else Paper.UNKNOWN,
        cover=Cover.OPEN if bits & DOOR_OPEN else Cover.UNKNOWN,
        fault=fault,
        is_online=False if is_off or bits & PAUSED else None,
    )


def open_windows(printer: Printer, within_s: float) -> SpooledWire:
    """Open a printer by the name that Windows shows. Raises CannotOpen."""
    try:
        import win32print
    except ImportError as error:
        raise CannotOpen("kind = windows works on Windows only") from error

    def opened() -> WindowsQueue:
        return WindowsQueue(win32print, win32print.OpenPrinter(printer.queue), printer.queue)

    try:
        return SpooledWire(bounded(f"open Windows printer {printer.queue}", opened, within_s))
    except (Hangs, win32print.error) as error:
        raise CannotOpen(f"cannot open the Windows printer {printer.queue!r}: {error}") from error
