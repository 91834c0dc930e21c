"""What becomes of a ticket on USB? pyusb itself, over a backend of its own kind that leads to the simulated printer.

No device can be plugged in here: what is tried is everything above libusb.
"""

from __future__ import annotations

import array
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import usb.backend
import usb.core

from printers.connections import usb as connection
from printers.delivery import Delivery
from printers.kinds import drawn
from printers.looking import look
from printers.printing import Job, print_job
from printers.simulated.machine import Piece, machine_with
from rules.printer_status import Need, Reach
from rules.states import JobState
from tests.printers.tickets import facts

TICKET = facts()
OUT, IN = 0x02, 0x81


class Bus(usb.backend.IBackend):
    """One device with a scanner's and a printer's interface; bulk transfers with real time limits."""

    def __init__(self, has_way_back: bool = True, **knobs: Any) -> None:
        self.pieces: list[Piece] = []
        self.machine = machine_with(576, self.pieces.append, **knobs)
        self.machine.say = self._said
        self.has_way_back = has_way_back
        self.is_plugged = self.is_reading = True
        self.claimed: set[int] = set()
        self.kernel_has_it = True
        self._answers: list[bytes] = []
        self._heard = threading.Condition()

    def _said(self, answer: bytes) -> None:
        with self._heard:
            self._answers.append(answer)
            self._heard.notify_all()

    def enumerate_devices(self) -> Iterator[str]:
        return iter(["a device"] if self.is_plugged else [])

    def get_device_descriptor(self, device: Any) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15, bcdDevice=1, iManufacturer=0, iProduct=0,
            iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, device: Any, config: int) -> Any:
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=64, bNumInterfaces=2, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0x80, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, device: Any, interface: int, alternate: int, config: int) -> Any:
        if alternate or interface > 1:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=interface, bAlternateSetting=0,
            bNumEndpoints=0 if interface == 0 else 1 + self.has_way_back, bInterfaceClass=(255, 7)[interface],
            bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, device: Any, endpoint: int, interface: int, alternate: int, config: int) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[endpoint], bmAttributes=2, wMaxPacketSize=512,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, device: Any) -> str:
        return "a handle"

    def close_device(self, handle: Any) -> None:
        self.claimed.clear()

    def get_configuration(self, handle: Any) -> int:
        return 1

    def is_kernel_driver_active(self, handle: Any, interface: int) -> bool:
        return self.kernel_has_it

    def detach_kernel_driver(self, handle: Any, interface: int) -> None:
        self.kernel_has_it = False

    def claim_interface(self, handle: Any, interface: int) -> None:
        if self.kernel_has_it:
            raise usb.core.USBError("Resource busy")
        self.claimed.add(interface)

    def release_interface(self, handle: Any, interface: int) -> None:
        self.claimed.discard(interface)

    def bulk_write(self, handle: Any, endpoint: int, interface: int, data: Any, timeout: int) -> int:
        assert (endpoint, interface, interface in self.claimed) == (OUT, 1, True)
        assert timeout > 0  # 0 is without end
        if not self.is_plugged:
            raise usb.core.USBError("No such device (it may have been disconnected)")
        if not self.is_reading or not self.machine.wait_for_room(timeout / 1000):
            time.sleep(timeout / 1000)
            raise usb.core.USBTimeoutError("Operation timed out")
        piece = bytes(data)[: self.machine.room()]
        self.machine.receive(piece)
        return len(piece)

    def bulk_read(self, handle: Any, endpoint: int, interface: int, buffer: array.array[int], timeout: int) -> int:
        assert timeout > 0
        with self._heard:
            if not self._heard.wait_for(lambda: bool(self._answers), timeout / 1000):
                raise usb.core.USBTimeoutError("Operation timed out")
            answer = self._answers.pop(0)
        buffer[: len(answer)] = array.array("B", answer)
        return len(answer)


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    made: list[Bus] = []

    def plugged(**how: Any) -> Bus:
        made.append(Bus(**how))
        monkeypatch.setattr(connection, "_backend", lambda: made[-1])
        return made[-1]

    yield plugged
    for bus in made:
        bus.machine.stop()


def sent(**more: Any) -> Delivery:
    return print_job(Job(1, 1, TICKET, {"code": "u", "kind": "usb", "timeout_s": 0.4, **more}), Path("unused"))


@pytest.mark.parametrize("usb_id", ["", "04b8:0e15"])
def test_the_printer_is_found_taken_from_the_kernel_and_prints(plug: Any, usb_id: str):
    bus = plug()
    delivery = sent(usb_id=usb_id)
    assert delivery.state is JobState.PRINTED, delivery.detail
    picture = drawn(TICKET, 576)
    assert bus.pieces[0].picture.crop((0, 0, 576, picture.height)).tobytes() == picture.tobytes()
    assert bus.claimed == set()  # free for the next


def test_a_printer_that_takes_little_at_a_time_gets_all_of_it(plug: Any):
    bus = plug(buffer=1024)
    assert sent().state is JobState.PRINTED
    assert len(bus.pieces) == 1


def test_a_printer_without_a_way_back_is_unconfirmed(plug: Any):
    bus = plug(has_way_back=False)
    assert sent().state is JobState.UNCONFIRMED
    with bus.machine.changed:
        assert bus.machine.changed.wait_for(lambda: bool(bus.pieces), 5) or bus.pieces
    assert look({"code": "u", "kind": "usb"}).reach is Reach.UNKNOWN


def test_its_paper_is_known(plug: Any):
    plug(paper="end")
    assert look({"code": "u", "kind": "usb"}).need is Need.PAPER
    assert sent().state is JobState.NOT_SENT


def test_a_cable_that_is_pulled_before_means_not_sent(plug: Any):
    plug().is_plugged = False
    delivery = sent()
    assert delivery.state is JobState.NOT_SENT
    assert delivery.status is not None
    assert delivery.status.need is Need.AWAY


def test_another_device_is_not_taken_for_the_printer(plug: Any):
    plug()
    assert "no USB printer found" in sent(usb_id="1234:5678").detail


def test_a_cable_that_is_pulled_in_mid_ticket_leaves_a_doubt(plug: Any):
    bus = plug(speed=150)
    threading.Timer(0.3, lambda: setattr(bus, "is_plugged", False)).start()
    delivery = sent()
    assert delivery.state is JobState.DOUBTFUL
    assert "No such device" in delivery.detail


def test_a_first_piece_of_the_picture_that_breaks_off_may_be_on_paper(plug: Any, monkeypatch: pytest.MonkeyPatch):
    bus = plug(has_way_back=False)

    def breaks_off(handle: Any, endpoint: int, interface: int, data: Any, timeout: int) -> int:
        if len(data) > 100:  # the opening is short
            raise usb.core.USBError("Input/output error")
        return len(data)

    monkeypatch.setattr(bus, "bulk_write", breaks_off)
    assert sent().state is JobState.DOUBTFUL


@pytest.mark.usefixtures("hurried")
def test_a_printer_that_takes_nothing_is_given_up(plug: Any):
    bus = plug()
    bus.is_reading = False
    began = time.monotonic()
    assert sent().state is JobState.NOT_SENT
    assert time.monotonic() - began < 15


def test_libusb_is_there():
    # The library comes with a package: no header, no system package is needed.
    assert connection._backend() is not None
