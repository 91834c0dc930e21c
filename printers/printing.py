"""How does one job become paper? Facts → document → picture → the connection of its printer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from printers.connections import network, preview
from printers.delivery import Delivery, doubtful, not_sent
from printers.document import Facts, slip_paper, ticket_paper
from printers.encode import encode
from printers.picture import draw_slip, draw_ticket

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer as the server configures it."""

    code: str
    kind: str
    width_dots: int = 576
    host: str = ""
    port: int = 9100
    timeout_s: float = 3.0


def printer_from(told: Mapping[str, Any]) -> Printer:
    """The printer in a claim's answer; null means usual. Raises KeyError, TypeError, ValueError."""
    known = {key: value for key, value in told.items() if value is not None}
    return Printer(
        code=str(known["code"]),
        kind=str(known["kind"]),
        width_dots=int(known.get("width_dots", 576)),
        host=str(known.get("host", "")),
        port=int(known.get("port", 9100)),
        timeout_s=float(known.get("timeout_s", 3.0)),
    )


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
        picture = drawn(job.facts, printer.width_dots)
        if printer.kind == "preview":
            return preview.keep(picture, pictures, job.picture_name)
        data = encode(picture, clears_first)
    except Exception as error:
        log.exception("job %s cannot be drawn", job.id)
        return doubtful(f"cannot be drawn: {type(error).__name__} {error}")
    if printer.kind == "network":
        return network.send(data, printer.host, printer.port, printer.timeout_s)
    return not_sent(f"no connection of kind {printer.kind!r}")


def drawn(facts: Facts, width_dots: int) -> Image.Image:
    """The picture of whichever paper the facts are for. Raises KeyError for facts that are no paper of ours."""
    document, language = facts.get("document", "ticket"), facts["language"]
    if document == "slip":
        return draw_slip(slip_paper(facts, language), width_dots)
    if document != "ticket":
        raise KeyError(document)
    return draw_ticket(ticket_paper(facts, language), width_dots)
