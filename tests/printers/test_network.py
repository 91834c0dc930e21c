"""What is known after a network printer did this or that?"""

import socket
import time

import pytest

from printers import printing, sending
from printers.delivery import Delivery
from printers.encode import Encoded
from printers.settings import Printer
from rules.states import JobState
from tests.printers.simulated_printer import SimulatedPrinter


def send(data: bytes, host: str, port: int = 9100, stall_timeout_s: float = 3.0) -> Delivery:
    """These bytes to a printer that is asked nothing."""
    bands = tuple(data[at : at + 1024] for at in range(0, len(data), 1024))
    printer = Printer("hall", "network", host=host, port=port, timeout_s=stall_timeout_s, asks_status=False)
    return printing._delivered(Encoded(b"", bands, b"", b""), printer, clears_first=False)


JOB = b"\x1c.\x1b@" + bytes(80_000) + b"\x1dV\x01"


@pytest.mark.parametrize("behaviour", ["good", "slow", "chatty"])
def test_all_bytes_accepted_is_unconfirmed_and_the_printer_has_them_all(behaviour):
    with SimulatedPrinter(behaviour) as printer:
        delivery = send(JOB, "127.0.0.1", printer.port)
    assert delivery.state is JobState.UNCONFIRMED
    assert printer.jobs == [JOB]


def test_a_printer_that_is_off_was_sent_nothing():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        delivery = send(JOB, "127.0.0.1", unused.getsockname()[1])
    assert delivery.state is JobState.NOT_SENT
    assert "cannot connect" in delivery.detail


def test_a_name_that_does_not_exist_was_sent_nothing():
    assert send(JOB, "no-such-printer.invalid").state is JobState.NOT_SENT


def test_a_printer_that_does_not_answer_the_call_is_given_up_in_time():
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        started_at = time.monotonic()
        delivery = send(JOB, "127.0.0.1", full.getsockname()[1])
    assert delivery.state is JobState.NOT_SENT
    assert time.monotonic() - started_at < 3.5


def test_a_printer_that_dies_in_mid_job_leaves_a_doubt():
    with SimulatedPrinter("dying") as printer:
        delivery = send(JOB, "127.0.0.1", printer.port)
    assert delivery.state is JobState.DOUBTFUL
    assert "broke off after" in delivery.detail


def test_a_printer_that_throws_the_end_away_leaves_a_doubt():
    with SimulatedPrinter("late death") as printer:
        delivery = send(JOB, "127.0.0.1", printer.port)
    assert delivery.state is JobState.DOUBTFUL


def test_a_mute_printer_is_given_up_after_its_time_and_leaves_a_doubt():
    with SimulatedPrinter("mute") as printer:
        started_at = time.monotonic()
        delivery = send(JOB, "127.0.0.1", printer.port, stall_timeout_s=0.4)
        took_s = time.monotonic() - started_at
    assert delivery.state is JobState.DOUBTFUL
    assert 0.4 <= took_s < 2


def test_a_slow_printer_may_take_longer_in_all_than_it_may_pause():
    with SimulatedPrinter("slow") as printer:
        delivery = send(JOB * 2, "127.0.0.1", printer.port, stall_timeout_s=0.25)
    assert delivery.state is JobState.UNCONFIRMED


def test_no_job_holds_a_printer_for_ever(monkeypatch):
    monkeypatch.setattr(sending, "LONGEST_JOB_S", 0.2)
    with SimulatedPrinter("slow") as printer:
        delivery = send(JOB * 10, "127.0.0.1", printer.port)
    assert delivery.state is JobState.DOUBTFUL


def test_the_connection_is_closed_after_each_job():
    # Some print servers hold one client only: the second job would never be taken.
    with SimulatedPrinter() as printer:
        for _ in range(3):
            assert send(JOB, "127.0.0.1", printer.port).state is JobState.UNCONFIRMED
    assert printer.jobs == [JOB] * 3
