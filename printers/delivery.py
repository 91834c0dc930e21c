"""What became of a job on its way to paper? The answer every connection gives."""

from __future__ import annotations

from dataclasses import dataclass

from rules.printer_status import PrinterStatus
from rules.states import JobState

# The column that keeps it has 500; a library's message may be longer.
LONGEST_DETAIL = 400


@dataclass(frozen=True, slots=True)
class Delivery:
    """`state` is printed, unconfirmed, not_sent (a retry is safe) or doubtful; `detail` is for the log."""

    state: JobState
    detail: str = ""
    # What the printer said of itself on the way; None: it was not asked, or cannot say.
    status: PrinterStatus | None = None


def printed(detail: str = "") -> Delivery:
    """The paper (or the picture that stands for it) is known to exist."""
    return Delivery(JobState.PRINTED, detail)


def unconfirmed(detail: str) -> Delivery:
    """Every byte was accepted; accepted bytes are not a printed ticket."""
    return Delivery(JobState.UNCONFIRMED, detail[:LONGEST_DETAIL])


def not_sent(detail: str) -> Delivery:
    """Not one byte left: nothing can have been printed."""
    return Delivery(JobState.NOT_SENT, detail[:LONGEST_DETAIL])


def doubtful(detail: str) -> Delivery:
    """Nobody knows whether there is paper, or no retry can help: an officer looks and decides."""
    return Delivery(JobState.DOUBTFUL, detail[:LONGEST_DETAIL])
