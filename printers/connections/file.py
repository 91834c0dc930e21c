"""How are a job's bytes put into a file or onto a port for other software to print?

Whoever reads it later decides what becomes of them: nothing is known of paper, and a job is always unconfirmed.
"""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress

from printers.bounded import Hangs, bounded
from printers.settings import Printer
from printers.wire import Broken, CannotOpen, Stalled
from rules.printer_status import PrinterStatus

CLOSING_S = 1.0
AGAIN_AFTER_S = 0.02


class FileWire:
    """A file that grows by each job, or a port such as LPT1; a share that has gone lets every call hang."""

    can_answer = False

    def __init__(self, descriptor: int, where: str) -> None:
        self.where = where
        self.known = PrinterStatus()
        self.sent = 0
        self._descriptor = descriptor
        kept = os.fstat(descriptor)
        self._start = kept.st_size if stat.S_ISREG(kept.st_mode) else None

    def write(self, data: bytes, stall_s: float) -> None:
        view = memoryview(data)
        while view:
            accepted = self._accepted(bytes(view), stall_s)
            self.sent += accepted
            view = view[accepted:]

    def _accepted(self, data: bytes, stall_s: float) -> int:
        deadline = time.monotonic() + stall_s
        while True:
            try:
                return bounded(f"write to {self.where}", lambda: os.write(self._descriptor, data), stall_s)
            except BlockingIOError as error:  # a pipe that is full
                if time.monotonic() > deadline:
                    raise Stalled(f"accepted nothing for {stall_s:.1f} s") from error
                time.sleep(AGAIN_AFTER_S)
            except Hangs as error:
                raise Stalled(str(error)) from error
            except OSError as error:
                raise Broken(str(error)) from error

    def read(self, within_s: float) -> bytes:
        return b""

    def needs_s(self, size: int) -> float:
        return 0.0

    def finish(self, within_s: float) -> None:
        """On the disk before it is called accepted; a port has nothing to sync."""
        with suppress(OSError, Hangs):
            bounded(f"sync {self.where}", lambda: os.fsync(self._descriptor), max(within_s, CLOSING_S))
        self._close()

    def abort(self) -> None:
        """Half a job in a file would be printed as half a ticket."""
        if self._start is not None:
            start = self._start
            with suppress(OSError, Hangs):
                bounded(f"shorten {self.where}", lambda: os.ftruncate(self._descriptor, start), CLOSING_S)
        self._close()

    def _close(self) -> None:
        with suppress(OSError, Hangs):
            bounded(f"close {self.where}", lambda: os.close(self._descriptor), CLOSING_S)


def open_file(printer: Printer, within_s: float) -> FileWire:
    """Open for adding to its end; a pipe that nobody reads is told at once. Raises CannotOpen."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
    try:
        descriptor = bounded(f"open {printer.path}", lambda: os.open(printer.path, flags, 0o640), within_s)
    except (OSError, Hangs) as error:
        raise CannotOpen(f"cannot open {printer.path}: {error}") from error
    return FileWire(descriptor, printer.path)
