"""Over which wire do bytes reach a printer? One file for each wire; each is imported only where it is used."""

from __future__ import annotations

from printers.settings import Printer
from printers.wire import CannotOpen, Wire


def open_wire(printer: Printer, within_s: float) -> Wire:
    """An open way to the printer. Raises CannotOpen; a library that one kind needs is loaded for it alone."""
    match printer.kind:
        case "network":
            from printers.connections.network import open_network

            return open_network(printer, within_s)
        case "serial":
            from printers.connections.serial import open_serial

            return open_serial(printer, within_s)
        case "usb":
            from printers.connections.usb import open_usb

            return open_usb(printer)
        case "usb-file":
            from printers.connections.usb_file import open_device

            return open_device(printer)
        case "cups":
            from printers.connections.cups import open_cups

            return open_cups(printer, within_s)
        case "windows":
            from printers.connections.windows import open_windows

            return open_windows(printer, within_s)
        case "file":
            from printers.connections.file import open_file

            return open_file(printer, within_s)
    raise CannotOpen(f"no connection of kind {printer.kind!r}")
