"""How do bytes reach a printer through a raw queue of CUPS? By its own commands lp, lpstat and cancel.

They are on every system that has CUPS and need no headers to build. A queue tells nothing of paper or cover: what is
known is whether it is there and enabled, and whether the job has been passed on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from printers.connections.spooled import NotTaken, SpooledWire
from printers.settings import Printer
from printers.wire import Broken, CannotOpen
from rules.printer_status import PrinterStatus

COMMAND_S = 5.0
TITLE = "mot-cua"
_REQUEST = re.compile(r"request id is (\S+)")


class CupsQueue:
    """A queue, spoken to by commands."""

    def __init__(self, queue: str) -> None:
        self.queue = queue
        self.where = f"CUPS queue {queue}"
        self.known = PrinterStatus()

    def submit(self, data: bytes) -> str:
        done = _run(["lp", "-d", self.queue, "-o", "raw", "-t", TITLE], COMMAND_S, data)
        found = _REQUEST.search(done.stdout.decode("utf-8", "replace"))
        if done.returncode:
            raise NotTaken(f"lp: {_said(done)}")
        if not found:
            raise Broken(f"lp named no job: {_said(done)}")
        return found[1]

    def is_waiting(self, job: str) -> bool:
        done = _run(["lpstat", "-W", "not-completed", "-o", self.queue], COMMAND_S)
        if done.returncode:
            raise Broken(f"lpstat: {_said(done)}")
        return job in done.stdout.decode("utf-8", "replace").split()

    def cancel(self, job: str) -> None:
        with suppress(Broken):
            _run(["cancel", job], COMMAND_S)

    def close(self) -> None:
        """Commands leave nothing open."""


def open_cups(printer: Printer, within_s: float) -> SpooledWire:
    """The queue, if it is there and not stopped. Raises CannotOpen."""
    if shutil.which("lp") is None or shutil.which("lpstat") is None:
        raise CannotOpen("no lp command: install cups-client")
    try:
        done = _run(["lpstat", "-p", printer.queue], within_s)
    except Broken as error:
        raise CannotOpen(f"CUPS does not answer: {error}") from error
    if done.returncode:
        raise CannotOpen(f"no CUPS queue {printer.queue!r}: {_said(done)}")
    if " disabled since " in done.stdout.decode("utf-8", "replace"):
        raise CannotOpen(f"CUPS queue {printer.queue!r} is stopped: {_said(done)}")
    return SpooledWire(CupsQueue(printer.queue))


def _run(command: Sequence[str], within_s: float, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            command, input=data, capture_output=True, timeout=within_s, check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Broken(f"{command[0]}: {error}") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return " ".join((done.stderr or done.stdout).decode("utf-8", "replace").split())[:200]
