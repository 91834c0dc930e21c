"""Is a network printer reached in time, or given up in time?"""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import pytest

from printers.connections.network import open_network
from printers.settings import Printer
from printers.simulated.listening import SimulatedPrinter
from printers.wire import Broken, CannotOpen


def printer_at(port: int, host: str = "127.0.0.1") -> Printer:
    return Printer("hall", "network", host=host, port=port)


def test_a_printer_that_is_off_cannot_be_opened():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(CannotOpen, match="cannot connect"):
            open_network(printer_at(unused.getsockname()[1]))


def test_a_name_that_does_not_exist_cannot_be_opened():
    with pytest.raises(CannotOpen):
        open_network(printer_at(9100, "no-such-printer.invalid"))


def test_a_name_server_that_does_not_answer_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch):
    tested = threading.Event()

    def asleep(*asked: Any, **how: Any) -> Any:
        tested.wait(60)

    monkeypatch.setattr(socket, "getaddrinfo", asleep)
    began = time.monotonic()
    with pytest.raises(CannotOpen, match="no answer"):
        open_network(printer_at(9100, "slow.example"), within_s=0.3)
    assert time.monotonic() - began < 30
    tested.set()


def test_a_printer_that_does_not_take_the_call_is_given_up_in_time():
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        began = time.monotonic()
        with pytest.raises(CannotOpen):
            open_network(printer_at(full.getsockname()[1]), within_s=0.5)
    assert time.monotonic() - began < 10


def test_a_printer_that_hung_up_is_noticed_when_read():
    # python-escpos calls it fine: paper_status() says 2.
    with SimulatedPrinter() as printer:
        wire = open_network(printer_at(printer.port))
        wire.write(b"\x10\x04\x01", 1.0)
        assert wire.read(2.0) == b"\x12"
        printer.machine.lose_power()
        with pytest.raises(Broken):
            wire.read(2.0)
        wire.abort()
