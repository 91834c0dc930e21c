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
from printers.wire import Broken, CannotOpen
from rules.printer_status import PrinterStatus

GOODBYE_S = 0.05
log = logging.getLogger(__name__)


def look(printer: Mapping[str, Any], within_s: float = 0.8) -> PrinterStatus:
    """The condition of a printer, by the same plain settings as in `Job.printer`; never raises, never prints.

    What its connection cannot tell is UNKNOWN; so is all of it while a job is on its way to this printer.
    """
    deadline = time.monotonic() + within_s
    try:
        settings = printer_from(printer)
        with turn(settings.where, within_s):
            return _looked(settings, deadline)
    except Busy:
        return PrinterStatus()
    except (KeyError, TypeError, ValueError):
        log.exception("settings of a printer that nobody can use")
        return PrinterStatus()


def _looked(printer: Printer, deadline: float) -> PrinterStatus:
    if printer.kind == "preview":
        return ALWAYS_FINE
    try:
        wire = open_wire(printer, _left(deadline))
    except CannotOpen as refusal:
        log.info("%s: %s", printer.code, refusal)
        return AWAY
    talk = Conversation(wire)
    try:
        talk.forget_old_answers()
        if printer.asks_status:
            talk.look(_left(deadline))
        with suppress(Broken):
            wire.finish(GOODBYE_S)
    except Broken as failure:
        log.info("%s: %s", printer.code, failure)
        wire.abort()
        return AWAY
    return talk.status


def _left(deadline: float) -> float:
    return max(0.05, deadline - time.monotonic())
