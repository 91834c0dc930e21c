"""Does the server hear how an idle printer fares, and only what is so?"""

from __future__ import annotations

import threading
from typing import Any

import pytest

from printers import watching
from printers.service import PrintService
from printers.watching import Watch
from rules.printer_status import Cover, Fault, Paper, PrinterStatus, Reach
from tests.printers.print_server import TOKEN, PrintServer

WELL = PrinterStatus(Reach.ANSWERS, Paper.OK, Cover.CLOSED, Fault.NONE, True)
EMPTY = PrinterStatus(Reach.ANSWERS, Paper.END, Cover.CLOSED, Fault.NONE, False)
AWAY = PrinterStatus(Reach.AWAY)


class Looks:
    """What the printer is found to be, look by look; the last for ever."""

    def __init__(self, *found: PrinterStatus | Exception) -> None:
        self.found = list(found)
        self.count = 0

    def __call__(self, printer: Any, within_s: float = 0.8) -> PrinterStatus:
        self.count += 1
        status = self.found.pop(0) if len(self.found) > 1 else self.found[0]
        if isinstance(status, Exception):
            raise status
        return status


@pytest.fixture
def server() -> Any:
    with PrintServer(front={"kind": "network"}) as server:
        yield server


def watch(
    server: PrintServer, monkeypatch: pytest.MonkeyPatch, *found: PrinterStatus | Exception
) -> tuple[Watch, Looks]:
    looks = Looks(*found)
    monkeypatch.setattr(watching, "look", looks)
    made = Watch({"code": "front", "kind": "network"}, PrintService(server.address, TOKEN), threading.Event())
    return made, looks


def told(server: PrintServer) -> list[str]:
    return [status["reach"] + " " + status["paper"] for _, status in server.statuses]


def test_only_a_change_is_told(server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = watch(server, monkeypatch, WELL, WELL, EMPTY, EMPTY, WELL)
    for _ in range(6):
        made._look()
    assert told(server) == ["answers ok", "answers end", "answers ok"]


def test_one_lost_look_is_no_news(server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = watch(server, monkeypatch, WELL, AWAY, WELL, AWAY, AWAY, WELL)
    pauses = [made._look() for _ in range(6)]
    assert told(server) == ["answers ok", "away unknown", "answers ok"]
    assert pauses[1] == pauses[3] == watching.AGAIN_AFTER_S


def test_after_a_ticket_that_did_not_get_there_one_look_is_enough(
    server: PrintServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = watch(server, monkeypatch, WELL, AWAY)
    made._look()
    made.suspect()
    made._look()
    assert told(server) == ["answers ok", "away unknown"]


def test_nothing_is_told_of_a_printer_that_nobody_serves(server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = watch(server, monkeypatch, WELL)
    made._is_served = lambda: False
    made._look()
    assert told(server) == []


def test_an_ill_printer_is_looked_at_more_often(server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = watch(server, monkeypatch, WELL, EMPTY)
    assert [made._look(), made._look()] == [watching.WELL_EVERY_S, watching.ILL_EVERY_S]


def test_while_it_prints_nobody_looks_but_the_server_hears_that_the_worker_lives(
    server: PrintServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, looks = watch(server, monkeypatch, WELL)
    made._look()
    monkeypatch.setattr(watching, "HEARTBEAT_S", 0.0)
    with made.busy:
        made._look()
    assert looks.count == 1
    assert told(server) == ["answers ok", "answers ok"]


def test_what_a_driver_throws_does_not_end_the_watch(server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = watch(server, monkeypatch, RuntimeError("no such port"), WELL)
    made._look()
    made._look()
    assert told(server) == ["answers ok"]


def test_what_the_server_did_not_hear_is_told_again(server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = watch(server, monkeypatch, EMPTY)
    server.go()
    made._look()
    server.come()
    made._look()
    assert told(server) == ["answers end"]


def test_it_ends_at_once_when_the_worker_does(server: PrintServer, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = watch(server, monkeypatch, WELL)
    made.start()
    made.stopping.set()
    made.nudge()
    made.join(2)
    assert not made.is_alive()
