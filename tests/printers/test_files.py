"""What becomes of a ticket that goes into a file or through a device file? Also when nobody reads there."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from printers.bounded import Hangs, bounded
from printers.delivery import Delivery
from printers.looking import look
from printers.printing import Job, print_job
from printers.settings import printer_from
from rules.printer_status import Reach
from rules.states import JobState
from tests.printers.escpos_reader import read_job
from tests.printers.tickets import facts

TICKET = facts()
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and device files are not Windows'")


def sent(path: Path, kind: str, **more: Any) -> Delivery:
    key = "device" if kind == "usb-file" else "path"
    settings = {"code": "f", "kind": kind, key: str(path), "timeout_s": 0.5, **more}
    return print_job(Job(1, 1, TICKET, settings), Path("unused"))


def test_jobs_are_added_to_a_file_one_after_the_other_and_stay_unconfirmed(tmp_path: Path):
    path = tmp_path / "tickets.bin"
    assert [sent(path, "file").state for _ in range(2)] == [JobState.UNCONFIRMED] * 2
    assert read_job(path.read_bytes()).commands.count("cut") == 2


def test_a_folder_that_is_not_there_means_not_sent(tmp_path: Path):
    delivery = sent(tmp_path / "gone" / "tickets.bin", "file")
    assert delivery.state is JobState.NOT_SENT
    assert look({"code": "f", "kind": "file", "path": str(tmp_path / "gone" / "x")}).reach is Reach.AWAY


def test_a_file_tells_nothing_of_paper(tmp_path: Path):
    status = look({"code": "f", "kind": "file", "path": str(tmp_path / "tickets.bin")})
    assert (status.reach, status.need) == (Reach.UNKNOWN, None)


@on_posix
def test_a_full_disk_leaves_no_half_ticket_in_the_file(tmp_path: Path):
    import resource

    path = tmp_path / "tickets.bin"
    assert sent(path, "file").state is JobState.UNCONFIRMED
    size = path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, before[1]))
    try:
        assert sent(path, "file").state is JobState.DOUBTFUL
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.stat().st_size == size


@on_posix
@pytest.mark.parametrize("kind", ["file", "usb-file"])
def test_a_pipe_that_nobody_opens_is_told_at_once(tmp_path: Path, kind: str):
    os.mkfifo(tmp_path / "pipe")
    began = time.monotonic()
    assert sent(tmp_path / "pipe", kind).state is JobState.NOT_SENT
    assert time.monotonic() - began < 10


@on_posix
@pytest.mark.parametrize("kind", ["file", "usb-file"])
def test_a_pipe_that_nobody_reads_is_given_up_after_its_time(tmp_path: Path, kind: str):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    began = time.monotonic()
    delivery = sent(tmp_path / "pipe", kind)
    assert delivery.state is JobState.DOUBTFUL
    assert "accepted nothing" in delivery.detail
    assert time.monotonic() - began < 20
    os.close(reader)


@on_posix
@pytest.mark.parametrize("kind", ["file", "usb-file"])
def test_a_pipe_that_is_read_gets_the_whole_job(tmp_path: Path, kind: str):
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    thread = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    thread.start()
    time.sleep(0.2)
    assert sent(tmp_path / "pipe", kind).state is JobState.UNCONFIRMED
    thread.join(30)
    assert read_job(read[0]).is_cut


@on_posix
def test_a_device_file_that_answers_gives_a_receipt():
    from tests.printers.pty_printer import PtyPrinter

    with PtyPrinter() as printer:
        assert sent(Path(printer.device), "usb-file").state is JobState.PRINTED
        printer.machine.turn("paper", "end")
        assert look({"code": "f", "kind": "usb-file", "device": printer.device}).need == "paper"


@on_posix
def test_a_device_that_swallows_everything_is_unconfirmed():
    assert sent(Path("/dev/null"), "usb-file").state is JobState.UNCONFIRMED


@on_posix
def test_a_common_file_is_no_device(tmp_path: Path):
    (tmp_path / "lp0").write_bytes(b"")
    delivery = sent(tmp_path / "lp0", "usb-file")
    assert (delivery.state, "is no device file" in delivery.detail) == (JobState.NOT_SENT, True)


def test_a_call_that_hangs_is_left_behind_and_not_piled_up():
    go = threading.Event()
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(Hangs):
            bounded("a hanging share", lambda: go.wait(120), 2.0)
    assert time.monotonic() - began < 4.0  # only the first was waited for
    (left,) = (thread for thread in threading.enumerate() if thread.name == "a hanging share")
    assert bounded("another", lambda: 7, 10.0) == 7
    go.set()
    left.join(30)
    assert bounded("a hanging share", lambda: 8, 10.0) == 8


def test_what_a_bounded_call_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        bounded("a sum", lambda: 1 // 0, 1.0)


def test_settings_of_a_newer_server_are_no_error():
    printer = printer_from({"code": "f", "kind": "file", "path": "x", "colour": "blue", "port": None})
    assert (printer.path, printer.port) == ("x", 9100)
    with pytest.raises(TypeError):
        printer_from({"code": "f", "kind": "file", "asks_status": "no"})
