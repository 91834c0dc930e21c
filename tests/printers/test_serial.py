"""What becomes of a ticket on a serial line? A real pair of terminals, with the simulated printer at the other end."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from serial import Serial, SerialException

from printers.delivery import Delivery
from printers.kinds import drawn
from printers.looking import look
from printers.printing import Job, print_job
from printers.settings import Printer
from rules.printer_status import Need, Paper, Reach
from rules.states import JobState
from tests.printers.tickets import ADDRESS, facts

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals on Windows", allow_module_level=True)

from printers.connections.serial import open_serial
from printers.wire import Broken, CannotOpen
from tests.printers.pty_printer import PtyPrinter

TICKET = facts(url=ADDRESS)


def told(printer: PtyPrinter, **more: Any) -> dict[str, Any]:
    settings = {"code": "com", "kind": "serial", "device": printer.device, "baud": 115200, "timeout_s": 0.5}
    return {**settings, **more}


def sent(printer: PtyPrinter, **more: Any) -> Delivery:
    return print_job(Job(1, 1, TICKET, told(printer, **more)), Path("unused"))


@pytest.mark.parametrize("flow", ["none", "rts-cts", "xon-xoff"])
def test_a_ticket_comes_out_and_is_confirmed(flow: str):
    with PtyPrinter() as printer:
        delivery = sent(printer, flow=flow)
        assert delivery.state is JobState.PRINTED, delivery.detail
        picture = drawn(TICKET, 576)
        assert printer.pieces[0].picture.crop((0, 0, 576, picture.height)).tobytes() == picture.tobytes()


@pytest.mark.parametrize("encoding", ["mixed", "codepage"])
def test_the_short_encodings_come_out_too(encoding: str):
    with PtyPrinter() as printer:
        assert sent(printer, encoding=encoding).state is JobState.PRINTED
        assert printer.machine.received < (51_000 if encoding == "mixed" else 1_300)


def test_old_answers_are_not_taken_for_new_ones():
    with PtyPrinter() as printer:
        printer.say(b"\x1a\x16\x7e")  # off line, cover open, no paper: said to somebody else, an hour ago
        time.sleep(0.05)
        assert sent(printer).state is JobState.PRINTED
        printer.say(b"\x1a\x16\x7e")
        time.sleep(0.05)
        assert look(told(printer)).need is None


@pytest.mark.usefixtures("hurried")
def test_a_stalled_port_is_given_up_and_blocks_nobody():
    with PtyPrinter(is_stalled=True) as stalled, PtyPrinter() as well:
        found: list[Delivery] = []
        began = time.monotonic()
        thread = threading.Thread(target=lambda: found.append(sent(stalled)))
        thread.start()
        assert sent(well).state is JobState.PRINTED
        thread.join(60)
        assert not thread.is_alive()
        assert time.monotonic() - began < 30
        assert found[0].state is JobState.DOUBTFUL
        assert found[0].status is not None
        assert found[0].status.reach is Reach.MUTE


def test_a_first_piece_of_the_picture_that_breaks_off_may_be_on_paper(monkeypatch: pytest.MonkeyPatch):
    write = Serial.write

    def breaks_off(port: Serial, data: bytes) -> Any:
        if len(data) > 100:  # the questions and the opening are short
            raise SerialException("write failed: Input/output error")
        return write(port, data)

    monkeypatch.setattr(Serial, "write", breaks_off)
    with PtyPrinter() as printer:
        assert sent(printer).state is JobState.DOUBTFUL


def test_what_was_given_up_is_not_sent_after_all():
    with PtyPrinter(is_stalled=True) as printer:
        assert sent(printer).state is JobState.DOUBTFUL
        printer.is_stalled = False
        time.sleep(0.3)
        assert printer.machine.received < 8192
        assert printer.pieces == []


def test_paper_that_ends_in_mid_ticket_leaves_a_doubt():
    with PtyPrinter(left_mm=50) as printer:
        delivery = sent(printer)
        assert delivery.state is JobState.DOUBTFUL
        assert delivery.status is not None
        assert delivery.status.need is Need.PAPER


def test_a_printer_without_paper_is_sent_nothing():
    with PtyPrinter(paper="end") as printer:
        assert look(told(printer)).paper is Paper.END
        assert sent(printer).state is JobState.NOT_SENT
        assert printer.machine.roll.rows == 0


def test_a_port_that_is_not_there_is_away():
    settings = {"code": "com", "kind": "serial", "device": "/dev/ttyNONE"}
    assert look(settings).reach is Reach.AWAY
    assert print_job(Job(1, 1, TICKET, settings), Path("unused")).state is JobState.NOT_SENT


def test_a_port_is_had_by_one_at_a_time():
    with PtyPrinter() as printer:
        settings = Printer("com", "serial", device=printer.device)
        wire = open_serial(settings, 1.0)
        with pytest.raises(CannotOpen):
            open_serial(settings, 1.0)
        wire.finish(0)
        open_serial(settings, 1.0).abort()


def test_a_line_needs_its_time():
    with PtyPrinter() as printer:
        wire = open_serial(Printer("com", "serial", device=printer.device, baud=9600), 1.0)
        assert wire.needs_s(960) == pytest.approx(1.0)
        wire.abort()


def test_a_cable_that_is_pulled_is_no_crash():
    ours, theirs = os.openpty()
    wire = open_serial(Printer("com", "serial", device=os.ttyname(theirs)), 1.0)
    os.close(ours)
    os.close(theirs)
    with pytest.raises(Broken):
        wire.write(bytes(200_000), 0.2)
    wire.abort()
