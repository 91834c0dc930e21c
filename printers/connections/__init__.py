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
        case _:
            raise CannotOpen(f"no connection of kind {printer.kind!r}")
