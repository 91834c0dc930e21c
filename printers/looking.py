"""In which condition is a printer now? Asked without printing anything."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from printers.condition import ALWAYS_FINE, AWAY
from printers.connections import open_wire
from printers.conversation import Conversation
from printers.settings import Printer, printer_from
from printers.turns import Busy, turn
from printers.wire import Broken, CannotOpen, Wire
from rules.printer_status import PrinterStatus

GOODBYE_S = 0.05
log = logging.getLogger(__name__)


def look(printer: Mapping[str, Any], within_s: float = 0.8) -> PrinterStatus:
    """The condition of a printer, by the same plain settings as in `Job.printer`; never raises, never prints.

    What its connection cannot tell is UNKNOWN; so is all of it while a job is on its way to this printer.
    """
    try:
        return examined(printer_from(printer), within_s)[0]
    except (KeyError, TypeError, ValueError):
        log.exception("settings of a printer that nobody can use")
        return PrinterStatus()


def examined(printer: Printer, within_s: float) -> tuple[PrinterStatus, str]:
    """The condition, and what stood in the way of asking; for an installer."""
    if printer.kind == "preview":
        return ALWAYS_FINE, ""
    deadline = time.monotonic() + within_s
    try:
        with turn(printer.where, within_s):
            return _asked(open_wire(printer, _left(deadline)), printer, deadline), ""
    except Busy:
        return PrinterStatus(), "a job is on its way to it"
    except (CannotOpen, Broken) as refusal:
        log.info("%s: %s", printer.code, refusal)
        return AWAY, str(refusal)


def _asked(wire: Wire, printer: Printer, deadline: float) -> PrinterStatus:
    talk = Conversation(wire)
    try:
        talk.forget_old_answers()
        if printer.asks_status:
            talk.look(_left(deadline))
    except BaseException:
        wire.abort()
        raise
    with suppress(Broken):
        wire.finish(GOODBYE_S)
    return talk.status


def _left(deadline: float) -> float:
    return max(0.05, deadline - time.monotonic())
