"""How do bytes reach a printer through a Linux device file such as /dev/usb/lp0, and come back?

Opened without blocking, so that a printer that takes nothing, or a pipe that nobody reads, costs its time and no more.
"""

from __future__ import annotations

import os
import select
import stat
import sys
from contextlib import suppress

from printers.settings import Printer
from printers.wire import Broken, CannotOpen, Stalled
from rules.printer_status import PrinterStatus

USUAL_DEVICE = "/dev/usb/lp0"
PIECE = 4096


class DeviceWire:
    """A device file; `can_answer` where it could be opened for reading too."""

    def __init__(self, descriptor: int, where: str, can_answer: bool) -> None:
        self.where = where
        self.known = PrinterStatus()
        self.can_answer = can_answer
        self.sent = 0
        self._descriptor = descriptor

    def write(self, data: bytes, stall_s: float) -> None:
        view = memoryview(data)
        while view:
            try:
                if not select.select([], [self._descriptor], [], stall_s)[1]:
                    raise Stalled(f"accepted nothing for {stall_s:.1f} s")
                accepted = os.write(self._descriptor, view[:PIECE])
            except BlockingIOError:
                continue
            except OSError as error:
                raise Broken(str(error)) from error
            self.sent += accepted
            view = view[accepted:]

    def read(self, within_s: float) -> bytes:
        if not self.can_answer:
            return b""
        try:
            if not select.select([self._descriptor], [], [], within_s)[0]:
                return b""
            told = os.read(self._descriptor, 256)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise Broken(str(error)) from error
        if not told:  # a device at its end stays "readable": ask no more
            self.can_answer = False
        return told

    def needs_s(self, size: int) -> float:
        return 0.0

    def finish(self, within_s: float) -> None:
        with suppress(OSError):
            os.close(self._descriptor)

    def abort(self) -> None:
        self.finish(0)


def open_device(printer: Printer) -> DeviceWire:
    """Open for both ways, or for writing alone where that is all there is. Raises CannotOpen."""
    path = printer.device or USUAL_DEVICE
    if sys.platform == "win32":
        raise CannotOpen(f"{path}: device files are Linux'; on Windows use kind = usb or windows")
    try:
        kind = os.stat(path).st_mode
        if not stat.S_ISCHR(kind) and not stat.S_ISFIFO(kind):
            raise CannotOpen(f"{path} is no device file")
        # A pipe opened both ways would read what we write.
        return _opened(path, os.O_RDWR if stat.S_ISCHR(kind) else os.O_WRONLY)
    except OSError as error:
        raise CannotOpen(f"cannot open {path}: {error.strerror}") from error


def _opened(path: str, way: int) -> DeviceWire:
    try:
        return DeviceWire(os.open(path, way | os.O_NONBLOCK | os.O_NOCTTY), path, way == os.O_RDWR)
    except PermissionError:
        if way == os.O_WRONLY:
            raise
        return _opened(path, os.O_WRONLY)
