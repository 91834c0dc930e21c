"""How does a printer make number and code by itself? A few bytes instead of kilobytes of dots, for slow lines."""

from __future__ import annotations

from typing import Any

from printers.qr import QUIET_MODULES, modules
from printers.quiet_escpos import collecting_printer
from printers.sheet import Own, OwnNumber

LETTER_DOTS = 12  # font A
LARGEST = 8
LARGEST_MODULE, SMALLEST_MODULE = 16, 3
CODE_SHARE = 0.6


def own_bytes(own: Own, width_dots: int) -> bytes:
    """Number or code in the middle of the paper, in python-escpos' commands."""
    printer = collecting_printer(width_dots)
    printer.set(align="center")
    if isinstance(own, OwnNumber):
        _number(printer, own.label, width_dots)
    else:
        _code(printer, own.address, width_dots)
    printer.set(align="left")
    return bytes(printer.output)


def _number(printer: Any, label: str, width_dots: int) -> None:
    """As wide as the paper lets it be, and as high as a printer can."""
    wide = max(1, min(LARGEST, width_dots // (LETTER_DOTS * len(label))))
    printer.set(align="center", bold=True, custom_size=True, width=wide, height=LARGEST)
    printer._raw(label.encode("ascii") + b"\n")
    printer.set(align="center", bold=False, normal_textsize=True)


def _code(printer: Any, address: str, width_dots: int) -> None:
    """The printer adds no quiet zone: white paper around it must do, so it stays well within the width."""
    side = modules(address) + 2 * QUIET_MODULES
    size = max(SMALLEST_MODULE, min(LARGEST_MODULE, int(width_dots * CODE_SHARE) // side))
    quiet = bytes((min(255, QUIET_MODULES * size),))
    printer._raw(b"\x1bJ" + quiet)
    printer.qr(address, ec=QR_LEVEL_M, size=size, native=True)
    printer._raw(b"\x1bJ" + quiet)


QR_LEVEL_M = 1  # python-escpos' name for it; its module may only be loaded quietly
