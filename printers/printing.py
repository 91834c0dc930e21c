"""How does one job become paper? Facts → document → picture → the connection of its printer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from printers.condition import ALWAYS_FINE, AWAY
from printers.connections import open_wire, preview
from printers.delivery import Delivery, doubtful, not_sent
from printers.document import Facts, slip_paper, ticket_paper
from printers.encode import Encoded, encode_raster
from printers.picture import draw_slip, draw_ticket
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


def _delivered(paper: Encoded, printer: Printer, clears_first: bool) -> Delivery:
    try:
        wire = open_wire(printer, OPENING_S)
    except CannotOpen as refusal:
        return not_sent(str(refusal), AWAY)
    return send(wire, paper, printer, clears_first)


def encoded(facts: Facts, printer: Printer) -> Encoded:
    """The bytes of a paper, as the printer wants them."""
    return encode_raster(drawn(facts, printer.width_dots))


def drawn(facts: Facts, width_dots: int) -> Image.Image:
    """The picture of whichever paper the facts are for. Raises KeyError for facts that are no paper of ours."""
    # "document" is what the jobs of older databases call it.
    document, language = facts.get("kind") or facts.get("document", "ticket"), facts["language"]
    if document == "slip":
        return draw_slip(slip_paper(facts, language), width_dots)
    if document != "ticket":
        raise KeyError(document)
    return draw_ticket(ticket_paper(facts, language), width_dots)
