"""What became of a job on its way to paper? The answer every connection gives."""

from __future__ import annotations

from dataclasses import dataclass

from rules.printer_status import PrinterStatus
from rules.states import JobState

# The column that keeps it has 500; a library's message may be longer.
LONGEST_DETAIL = 400


@dataclass(frozen=True, slots=True)
class Delivery:
    """`state` is printed, unconfirmed, not_sent (a retry is safe) or doubtful; `detail` is for the log.

    `status` is what was seen of the printer on the way; None where nobody looked.
    """

    state: JobState
    detail: str = ""
    status: PrinterStatus | None = None


def printed(detail: str = "", status: PrinterStatus | None = None) -> Delivery:
    """The paper (or the picture that stands for it) is known to exist."""
    return Delivery(JobState.PRINTED, detail[:LONGEST_DETAIL], status)


def unconfirmed(detail: str, status: PrinterStatus | None = None) -> Delivery:
    """Every byte was accepted; accepted bytes are not a printed ticket."""
    return Delivery(JobState.UNCONFIRMED, detail[:LONGEST_DETAIL], status)


def not_sent(detail: str, status: PrinterStatus | None = None) -> Delivery:
    """Not one byte of the paper left: nothing can have been printed."""
    return Delivery(JobState.NOT_SENT, detail[:LONGEST_DETAIL], status)


def doubtful(detail: str, status: PrinterStatus | None = None) -> Delivery:
    """Nobody knows whether there is paper, or no retry can help: an officer looks and decides."""
    return Delivery(JobState.DOUBTFUL, detail[:LONGEST_DETAIL], status)
