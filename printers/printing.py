"""How does one job become paper? Facts → document → picture → the connection of its printer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from printers.codepage import MissingLetters, encode_codepage
from printers.condition import ALWAYS_FINE, AWAY
from printers.connections import open_wire, preview
from printers.delivery import Delivery, doubtful, not_sent
from printers.document import Facts
from printers.encode import Encoded, encode_raster
from printers.kinds import drawn, paper_of, written
from printers.mixed import encode_mixed
from printers.sending import send
from printers.settings import Printer, printer_from
from printers.turns import Busy, turn
from printers.wire import CannotOpen

OPENING_S = 2.0
# Somebody may be asking for the printer's condition.
OTHERS_TURN_S = 3.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of paper that is owed; `attempt` makes a late report harmless.

    Facts and printer are as the server told them: if they are nonsense, the job can still be reported.
    """

    id: int
    attempt: int
    facts: Facts
    printer: Mapping[str, Any]

    @property
    def picture_name(self) -> str:
        """The ticket's own token, which nobody can guess; a job without one is named by its number."""
        return str(self.facts.get("token") or f"job-{self.id}")


def print_job(job: Job, pictures: Path, clears_first: bool = False) -> Delivery:
    """Draw and deliver; what cannot be drawn is left to an officer.

    No byte of it has left, but a retry would fail again, and hold up all tickets behind it.
    """
    try:
        printer = printer_from(job.printer)
        if printer.kind == "preview":
            return replace(
                preview.keep(drawn(job.facts, printer.width_dots), pictures, job.picture_name), status=ALWAYS_FINE
            )
        paper = encoded(job.facts, printer)
    except Exception as error:
        log.exception("job %s cannot be drawn", job.id)
        return doubtful(f"cannot be drawn: {type(error).__name__} {error}")
    try:
        with turn(printer.where, OTHERS_TURN_S):
            return _delivered(paper, printer, clears_first)
    except Busy:
        return not_sent(f"{printer.where} is spoken to by somebody else")
    except Exception as error:
        log.exception("job %s broke off by a mistake of ours", job.id)
        return doubtful(f"broke off: {type(error).__name__} {error}")


def _delivered(paper: Encoded, printer: Printer, clears_first: bool) -> Delivery:
    try:
        wire = open_wire(printer, OPENING_S)
    except CannotOpen as refusal:
        return not_sent(str(refusal), AWAY)
    return send(wire, paper, printer, clears_first)


def encoded(facts: Facts, printer: Printer) -> Encoded:
    """The bytes of a paper, as the printer wants them; letters that it lacks are drawn rather than missing."""
    paper = paper_of(facts, printer.width_dots)
    if printer.encoding == "mixed":
        return encode_mixed(paper, printer.width_dots)
    if printer.encoding == "codepage":
        try:
            return encode_codepage(paper, printer.width_dots, printer.code_pages)
        except MissingLetters as missing:
            log.warning("%s: drawn as a picture: %s", printer.code, missing)
    elif printer.encoding != "raster":
        raise ValueError(f"no encoding {printer.encoding!r}")
    return encode_raster(written(paper, printer.width_dots).finished())
