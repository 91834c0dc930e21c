"""Is Windows' spooler spoken to as its documentation says? Against a stand-in for pywin32: no Windows runs here."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from printers.connections import spooled, windows
from printers.delivery import Delivery
from printers.looking import look
from printers.printing import Job, print_job
from rules.printer_status import Need, Reach
from rules.states import JobState
from tests.printers.escpos_reader import read_job
from tests.printers.tickets import facts

SETTINGS = {"code": "w", "kind": "windows", "queue": "POS-80"}


class Spooler(ModuleType):
    """What win32print has of functions, for one printer."""

    error = type("error", (Exception,), {})

    def __init__(self) -> None:
        super().__init__("win32print")
        self.status = self.attributes = 0
        self.looks_until_printed = 2
        self.documents: list[tuple[Any, bytes]] = []
        self.cancelled: list[int] = []
        self.open_handles = 0
        self.hangs = threading.Event()
        self.hangs.set()
        self.refuses = False
        self.get_job_error = 87
        self._doc: Any = None

    def OpenPrinter(self, name: str) -> str:
        if name != "POS-80":
            raise self.error(1801, "OpenPrinter", "The printer name is invalid.")
        self.open_handles += 1
        return "handle"

    def ClosePrinter(self, handle: str) -> None:
        self.open_handles -= 1

    def GetPrinter(self, handle: str, level: int) -> dict[str, int]:
        assert level == 2
        return {"Status": self.status, "Attributes": self.attributes}

    def StartDocPrinter(self, handle: str, level: int, document: tuple[str, None, str]) -> int:
        self.hangs.wait(20)
        if self.refuses:
            raise self.error(5, "StartDocPrinter", "Access is denied.")
        self._doc = document
        return 41 + len(self.documents)

    def StartPagePrinter(self, handle: str) -> None: ...

    def WritePrinter(self, handle: str, data: bytes) -> int:
        self.documents.append((self._doc, data))
        return len(data)

    def EndPagePrinter(self, handle: str) -> None: ...

    def EndDocPrinter(self, handle: str) -> None: ...

    def GetJob(self, handle: str, job: int, level: int) -> dict[str, int]:
        self.looks_until_printed -= 1
        if self.looks_until_printed < 0:
            raise self.error(self.get_job_error, "GetJob", "The parameter is incorrect.")
        return {"Status": 0x10}

    def SetJob(self, handle: str, job: int, level: int, content: None, command: int) -> None:
        assert (level, content, command) == (0, None, 3)
        self.cancelled.append(job)


@pytest.fixture
def spooler(monkeypatch: pytest.MonkeyPatch) -> Spooler:
    made = Spooler()
    monkeypatch.setitem(sys.modules, "win32print", made)
    monkeypatch.setattr(spooled, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(spooled, "PASSED_ON_S", 0.2)
    return made


def sent(**more: Any) -> Delivery:
    return print_job(Job(1, 1, facts(), SETTINGS | more), Path("unused"))


def test_the_job_is_one_raw_document_and_stays_unconfirmed(spooler: Spooler):
    delivery = sent()
    assert delivery.state is JobState.UNCONFIRMED
    ((document, data),) = spooler.documents
    assert document == ("mot-cua", None, "RAW")
    assert read_job(data).is_cut
    assert spooler.open_handles == 0


@pytest.mark.parametrize(
    ("status", "attributes", "need"),
    [
        (0x10, 0, Need.PAPER),
        (0x400000, 0, Need.COVER),
        (0x2, 0, Need.FAULT),
        (0x8, 0, Need.FAULT),
        (0x80, 0, Need.OFFLINE),
        (0x1, 0, Need.OFFLINE),
        (0, 0x400, Need.OFFLINE),
    ],
)
def test_what_windows_says_is_believed(spooler: Spooler, status: int, attributes: int, need: Need):
    spooler.status, spooler.attributes = status, attributes
    assert look(SETTINGS).need is need
    delivery = sent()
    assert (delivery.state, spooler.documents) == (JobState.NOT_SENT, [])
    assert delivery.status is not None
    assert delivery.status.need is need


def test_what_windows_does_not_say_is_unknown(spooler: Spooler):
    assert (look(SETTINGS).reach, look(SETTINGS).need) == (Reach.UNKNOWN, None)


def test_a_wrong_name_means_not_sent(spooler: Spooler):
    delivery = sent(queue="POS-58")
    assert (delivery.state, "invalid" in delivery.detail) == (JobState.NOT_SENT, True)


def test_a_spooler_that_refuses_means_not_sent(spooler: Spooler):
    spooler.refuses = True
    assert sent().state is JobState.NOT_SENT


def test_a_job_that_stays_in_the_queue_is_taken_back_and_doubtful(spooler: Spooler):
    spooler.looks_until_printed = 10_000
    assert sent().state is JobState.DOUBTFUL
    assert spooler.cancelled == [41]


def test_a_spooler_that_no_longer_tells_leaves_a_doubt_and_the_job_is_taken_back(spooler: Spooler):
    spooler.get_job_error = 1722  # the RPC server is unavailable
    delivery = sent()
    assert (delivery.state, "1722" in delivery.detail) == (JobState.DOUBTFUL, True)
    assert spooler.cancelled == [41]


def test_a_spooler_that_hangs_is_given_up(spooler: Spooler, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(windows, "CALL_S", 0.2)
    spooler.hangs.clear()
    assert sent().state is JobState.DOUBTFUL
    spooler.hangs.set()


@pytest.mark.skipif(sys.platform == "win32", reason="there it is")
def test_elsewhere_it_says_where_it_works():
    assert "works on Windows only" in print_job(Job(1, 1, facts(), SETTINGS), Path("unused")).detail
