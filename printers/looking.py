"""How is a printer now, as far as its connection can tell?"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Any

from rules.printer_status import Cover, Fault, Paper, PrinterStatus, Reach

WELL = PrinterStatus(Reach.ANSWERS, Paper.OK, Cover.CLOSED, Fault.NONE, True)


def look(printer: Mapping[str, Any], within_s: float = 0.8) -> PrinterStatus:
    """One look; never raises for what a network does."""
    if printer.get("kind") == "preview":
        return WELL
    if printer.get("kind") != "network":
        return PrinterStatus()
    try:
        with socket.create_connection((str(printer["host"]), int(printer["port"])), within_s):
            return PrinterStatus()
    except OSError:
        return PrinterStatus(Reach.AWAY)
