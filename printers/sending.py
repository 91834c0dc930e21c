"""How does a paper reach a printer so that its fate is known? Preflight, windows, cut, receipt.

The printer is asked first (DLE EOT 1, 2, 4). If it answers, every six bands are followed by `GS r 1`, which it
answers in the order of the stream: no more than two windows are on their way, and after the cut the answer (or, where
the printer has it, a process ID) is the receipt. One that answers nothing gets the bytes as they are, and the paper
stays unconfirmed.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from printers.condition import AWAY, MUTE, in_words
from printers.conversation import Conversation
from printers.delivery import Delivery, doubtful, not_sent, printed, unconfirmed
from printers.encode import Encoded
from printers.escpos import (
    AUTOMATIC_STATUS_OFF,
    AUTOMATIC_STATUS_ON,
    CLEAR_BUFFERS,
    PAPER_SENSORS,
    ask_printed,
    process_id,
)
from printers.settings import Printer
from printers.wire import Broken, Stalled, Wire
from rules.printer_status import PrinterStatus, Reach

PREFLIGHT_S = 0.8
PROBE_S = 0.5
CLEARING_S = 0.5
WINDOW_BANDS = 6
# A printer that takes a little now and then is slow, not dead; but it may not hold the queue for ever.
LONGEST_JOB_S = 90.0
# So often a printer may answer "all is well" without having got any further.
MOST_EXCUSES = 3
# Some print servers close at once when we have finished, some only when they feel like it.
GOODBYE_S = 0.5
_ids = itertools.count(int(time.time()))


class Stopped(Exception):
    """The printer says that paper cannot come, or says nothing any more."""


def send(wire: Wire, paper: Encoded, printer: Printer, clears_first: bool = False) -> Delivery:
    """Send one whole job and close the wire. Never raises for what a printer does."""
    sending = _Sending(wire, paper, printer)
    try:
        return sending.run(clears_first)
    except (Broken, Stopped) as failure:
        return sending.given_up(failure)
    except BaseException:
        wire.abort()
        raise


class _Sending:
    """One job on its way: `began_at` is what the wire had sent before the first dot."""

    def __init__(self, wire: Wire, paper: Encoded, printer: Printer) -> None:
        self.wire, self.paper, self.printer = wire, paper, printer
        self.talk = Conversation(wire)
        self.deadline = time.monotonic() + LONGEST_JOB_S + wire.needs_s(len(paper.whole()))
        self.began_at: int | None = None
        self.asked = 0

    def run(self, clears_first: bool) -> Delivery:
        self.talk.forget_old_answers()
        if self.printer.asks_status:
            self.talk.look(PREFLIGHT_S)
        if self.talk.status.is_stopped:
            raise Stopped("not ready")
        self._write((self.paper.clearing if clears_first else b"") + self.paper.opening)
        is_windowed = self.talk.status.reach is Reach.ANSWERS and self._answers_in_stream()
        self.began_at = self.wire.sent
        for window in _windows(self.paper.bands):
            self._send_window(window, is_windowed)
        self._write(self.paper.closing)
        return self._with_receipt() if is_windowed else self._without_receipt()

    def given_up(self, failure: Exception) -> Delivery:
        """What is to be said of a job that did not come to its end; the way is cut so that no rest comes out."""
        with suppress(Broken):
            self.talk.hear()  # the last word often says why
        seen = self._last_seen(failure)
        began = self.began_at is not None and self.wire.sent > self.began_at
        if began and self.printer.process_id:
            self._clear_buffers()
        self.wire.abort()
        why = f"{self.wire.where}: {failure} ({in_words(seen)})"
        if not began:
            return not_sent(why, seen)
        assert self.began_at is not None
        return doubtful(f"broke off after {self.wire.sent - self.began_at} bytes, {why}", seen)

    def _last_seen(self, failure: Exception) -> PrinterStatus:
        """Old good news is no news of a printer that has gone."""
        if self.talk.status.is_stopped or not self.wire.can_answer or isinstance(failure, Stopped):
            return self.talk.status
        return MUTE if isinstance(failure, Stalled) else AWAY

    def _answers_in_stream(self) -> bool:
        """Whether the printer knows `GS r`: many clones answer DLE EOT only."""
        self._write(AUTOMATIC_STATUS_ON)
        self._ask_sensors()
        self.talk.wait(lambda: self._is_caught_up() or self.talk.status.is_stopped, PROBE_S + self._line_s())
        if self.talk.status.is_stopped:
            raise Stopped("not ready")
        return self._is_caught_up()

    def _send_window(self, window: bytes, is_windowed: bool) -> None:
        if is_windowed:
            # One window may be unanswered while the next is sent: the print head never waits for us.
            self._wait_until(lambda: self._unanswered() <= 1)
        self._write(window)
        if is_windowed:
            self._ask_sensors()
        elif self.wire.can_answer:
            self.talk.hear()
        if self.talk.status.is_stopped:
            raise Stopped("stopped in mid-job")

    def _with_receipt(self) -> Delivery:
        if self.printer.process_id:
            identity = process_id(next(_ids))
            self._write(ask_printed(identity))
            self._wait_until(lambda: identity in self.talk.printed)
        else:
            self._ask_sensors()
            self._wait_until(self._is_caught_up)
        with suppress(Broken):
            self._write(AUTOMATIC_STATUS_OFF)
            self.wire.finish(0)  # the paper is there: nothing of the goodbye can change that
        return printed(f"{self.wire.where} answered after the cut", self.talk.status)

    def _without_receipt(self) -> Delivery:
        is_heard = self.printer.asks_status and self.talk.status.reach is Reach.ANSWERS
        if is_heard and self.talk.look(PREFLIGHT_S).is_stopped:
            raise Stopped("stopped at the end")
        self.wire.finish(GOODBYE_S)
        return unconfirmed(f"{self.wire.where} accepted {self.wire.sent} bytes", self.talk.status)

    def _write(self, data: bytes) -> None:
        if time.monotonic() > self.deadline:
            raise Stopped("took too long")
        self.wire.write(data, self.printer.timeout_s)

    def _ask_sensors(self) -> None:
        self._write(PAPER_SENSORS)
        self.asked += 1

    def _unanswered(self) -> int:
        return self.asked - self.talk.sensors_heard

    def _is_caught_up(self) -> bool:
        return self._unanswered() <= 0

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        """Wait for an answer of the stream; meanwhile a slow printer must at least say that all is well."""
        for _ in range(MOST_EXCUSES):
            heard = self.talk.sensors_heard
            if self.talk.wait(lambda: is_so() or self.talk.status.is_stopped, self._patience_s()):
                break
            if self.talk.sensors_heard == heard and not self._is_well():
                self.talk.status = MUTE
                raise Stopped("no longer answers")
        if not is_so():
            is_known = self.talk.status.is_stopped
            raise Stopped("stopped in mid-job" if is_known else "answers, but prints no further")

    def _is_well(self) -> bool:
        self.talk.status = PrinterStatus()
        return self.talk.look(PREFLIGHT_S + self._line_s()).reach is Reach.ANSWERS

    def _patience_s(self) -> float:
        return max(0.0, min(self.printer.timeout_s + self._line_s(), self.deadline - time.monotonic()))

    def _line_s(self) -> float:
        """What the line needs for all that may be on its way."""
        return self.wire.needs_s(2 * WINDOW_BANDS * len(self.paper.bands[0])) if self.paper.bands else 0.0

    def _clear_buffers(self) -> None:
        """Epson's printers can forget what they hold: then no rest of the ticket comes out with the next roll."""
        with suppress(Broken):
            self.wire.write(CLEAR_BUFFERS, CLEARING_S)
            self.talk.wait(lambda: self.talk.is_cleared, CLEARING_S)


def _windows(bands: tuple[bytes, ...]) -> Iterator[bytes]:
    for start in range(0, len(bands), WINDOW_BANDS):
        yield b"".join(bands[start : start + WINDOW_BANDS])
