"""What does the printer say while we speak to it? Questions, answers, and the condition that they add up to."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from printers.condition import (
    ERROR_CAUSE,
    MUTE,
    OFFLINE_CAUSE,
    PRINTER,
    ROLL,
    told_automatic,
    told_real_time,
    told_sensors,
)
from printers.escpos import real_time_status
from printers.replies import Automatic, Cleared, PaperSensors, Printed, RealTime, Reply, ReplyReader
from printers.wire import Wire
from rules.printer_status import Fault, PrinterStatus, Reach

# How long a question may take to be written at all; three bytes find room in any buffer.
ASKING_S = 0.5
LONGEST_CHATTER_S = 0.2


class Conversation:
    """One connection's worth of talk. `status` is what is known so far; `sensors_heard` counts answers to GS r."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.status = wire.known
        self.sensors_heard = 0
        self.printed: set[bytes] = set()
        self.is_cleared = False
        self._reader = ReplyReader()
        self._real_time: deque[int] = deque()

    def forget_old_answers(self) -> None:
        """Before the first word: a serial port or a print server may still hold what was said to somebody else."""
        deadline = time.monotonic() + LONGEST_CHATTER_S
        while self.wire.can_answer and self.wire.read(0) and time.monotonic() < deadline:
            pass
        self._reader = ReplyReader()

    def look(self, within_s: float) -> PrinterStatus:
        """Ask for the condition, one question after the other, until the first that is not answered."""
        if not self.wire.can_answer:
            return self.status
        deadline = time.monotonic() + within_s
        self._real_time.clear()
        for question in (PRINTER, OFFLINE_CAUSE, ROLL):
            if not self._ask(question, deadline):
                break
        if self.status.fault is Fault.RECOVERABLE:
            self._ask(ERROR_CAUSE, deadline)
        return self.status

    def hear(self, within_s: float = 0) -> None:
        """Take in what has come; waits only for the first of it."""
        for reply in self._reader.feed(self.wire.read(within_s)):
            self._note(reply)

    def wait(self, is_so: Callable[[], bool], within_s: float) -> bool:
        """Listen until it is so; False if it is not within the time."""
        deadline = time.monotonic() + within_s
        while not is_so() and self.wire.can_answer:
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self.hear(left)
        return is_so()

    def _ask(self, question: int, deadline: float) -> bool:
        self.wire.write(real_time_status(question), ASKING_S)
        left = deadline - time.monotonic()
        if self.wait(lambda: bool(self._real_time), max(left, 0)):
            self.status = told_real_time(self.status, question, self._real_time.popleft())
            return True
        if self.status.reach is Reach.UNKNOWN:
            self.status = MUTE
        return False

    def _note(self, reply: Reply) -> None:
        match reply:
            case RealTime(byte):
                self._real_time.append(byte)
            case Automatic(told):
                self.status = told_automatic(self.status, told)
            case PaperSensors(byte):
                self.sensors_heard += 1
                self.status = told_sensors(self.status, byte)
            case Printed(identity):
                self.printed.add(identity)
            case Cleared():
                self.is_cleared = True
