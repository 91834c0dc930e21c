"""How do bytes reach a printer on USB directly, and come back? By pyusb, wherever its endpoints are.

Not python-escpos' Usb: that waits without end and takes interface 0 and fixed endpoints for granted. The libusb that
pyusb needs comes with libusb-package; on Windows the device needs the WinUSB driver besides.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import usb.core
import usb.util

from printers.settings import Printer
from printers.wire import Broken, CannotOpen, Stalled
from rules.printer_status import PrinterStatus

PRINTER_CLASS = 7
MILLISECONDS = 1000
PIECE = 4096


class UsbWire:
    """A claimed printer interface with its two endpoints; some cheap printers have no way back."""

    def __init__(self, device: Any, interface: Any, where: str) -> None:
        self.where = where
        self.known = PrinterStatus()
        self.sent = 0
        self._device, self._interface = device, interface
        self._out, self._in = _endpoint(interface, usb.util.ENDPOINT_OUT), _endpoint(interface, usb.util.ENDPOINT_IN)
        self.can_answer = self._in is not None

    def write(self, data: bytes, stall_s: float) -> None:
        at = 0
        while at < len(data):
            try:
                accepted = self._out.write(data[at : at + PIECE], int(stall_s * MILLISECONDS))
            except usb.core.USBTimeoutError as error:
                raise Stalled(f"accepted nothing for {stall_s:.1f} s") from error
            except usb.core.USBError as error:
                # Part of the piece may have left; that it is not counted must not make it "not sent".
                self.sent += 1
                raise Broken(str(error)) from error
            if not accepted:
                raise Stalled("accepted nothing")
            self.sent += accepted
            at += accepted

    def read(self, within_s: float) -> bytes:
        if self._in is None:
            return b""
        try:
            # 0 would mean without end.
            return bytes(self._in.read(self._in.wMaxPacketSize, max(1, int(within_s * MILLISECONDS))))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            raise Broken(str(error)) from error

    def needs_s(self, size: int) -> float:
        return 0.0

    def finish(self, within_s: float) -> None:
        self._release()

    def abort(self) -> None:
        """Bulk transfers are over or cancelled when their time is: nothing of ours is still on its way."""
        self._release()

    def _release(self) -> None:
        with suppress(usb.core.USBError, NotImplementedError):
            usb.util.release_interface(self._device, self._interface)
        with suppress(usb.core.USBError, NotImplementedError):
            usb.util.dispose_resources(self._device)


def open_usb(printer: Printer, backend: Any = None) -> UsbWire:
    """Find and claim the printer. Raises CannotOpen."""
    wanted = printer.usb_id or "the first printer"
    try:
        device = _found(printer.usb_id, backend or _backend())
        if device is None:
            raise CannotOpen(f"no USB printer found ({wanted})")
        return UsbWire(device, _claimed(device), f"USB {device.idVendor:04x}:{device.idProduct:04x}")
    except (usb.core.USBError, NotImplementedError) as error:
        raise CannotOpen(f"cannot open the USB printer ({wanted}): {error}") from error


def _backend() -> Any:
    import libusb_package

    backend = libusb_package.get_libusb1_backend()
    if backend is None:
        raise CannotOpen("libusb cannot be loaded")
    return backend


def _found(usb_id: str, backend: Any) -> Any:
    if usb_id:
        maker, model = (int(part, 16) for part in usb_id.split(":"))
        return usb.core.find(idVendor=maker, idProduct=model, backend=backend)
    return usb.core.find(custom_match=lambda device: _printer_interface(device) is not None, backend=backend)


def _printer_interface(device: Any) -> Any:
    """The first interface of the printer class; some printers are a scanner or a drawer as well."""
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass == PRINTER_CLASS and _endpoint(interface, usb.util.ENDPOINT_OUT) is not None:
                return interface
    return None


def _claimed(device: Any) -> Any:
    interface = _printer_interface(device)
    if interface is None:
        raise CannotOpen(f"{device.idVendor:04x}:{device.idProduct:04x} is no printer")
    number = interface.bInterfaceNumber
    # Linux gives printers to its own driver (usblp); Windows knows no such question.
    with suppress(usb.core.USBError, NotImplementedError):
        if device.is_kernel_driver_active(number):
            device.detach_kernel_driver(number)
    try:
        device.get_active_configuration()
    except usb.core.USBError:
        device.set_configuration()
    usb.util.claim_interface(device, number)
    return interface


def _endpoint(interface: Any, direction: int) -> Any:
    def is_it(endpoint: Any) -> bool:
        is_bulk = usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        return is_bulk and bool(usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction)

    return usb.util.find_descriptor(interface, custom_match=is_it)
