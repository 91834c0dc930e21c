"""The simulated printer at the end of a serial line: a real pair of pseudo-terminals."""

from __future__ import annotations

import os
import select
import threading
import tty
from contextlib import suppress
from typing import Any

from printers.simulated.machine import Machine, Piece, machine_with


class PtyPrinter:
    """`device` is what the port is called; a stalled one reads nothing."""

    def __init__(self, is_stalled: bool = False, **knobs: Any) -> None:
        self.pieces: list[Piece] = []
        self.is_stalled = is_stalled
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        self.device = os.ttyname(theirs)
        self._theirs = theirs  # kept open: a line whose other end closes is hung up
        self.machine: Machine = machine_with(576, self.pieces.append, **knobs)
        self.machine.say = self.say
        self._is_over = False
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> PtyPrinter:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._is_over = True
        self._thread.join(5)
        self.machine.stop()
        for descriptor in (self._ours, self._theirs):
            os.close(descriptor)

    def say(self, answer: bytes) -> None:
        """Put bytes on the line towards the computer."""
        with suppress(OSError):
            os.write(self._ours, answer)

    def _read(self) -> None:
        while not self._is_over:
            if self.is_stalled or not self.machine.wait_for_room(0.05):
                threading.Event().wait(0.05)
            elif select.select([self._ours], [], [], 0.05)[0]:
                self.machine.receive(os.read(self._ours, self.machine.room()))
