"""Which printer prints whose paper, when is it tried again, and what of it may be forgotten?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from rules.printer_status import PrinterStatus, Reach

# Pauses before paper that was not sent is tried again; the last one repeats.
RETRY_S = (2, 5, 10, 30, 60)
# A worker asks at least every twenty seconds. One that is silent for longer has no power, no network or has died.
SILENT_AFTER = timedelta(seconds=75)
# So long somebody may still stand before the machine, whatever became of their turn meanwhile.
FRESH = timedelta(seconds=60)
# Whoever asked for a slip waits before the machine; soon they have written the day down and gone.
SLIP_LIVES = timedelta(seconds=60)
# What became of paper stays in the log of events; the outbox itself is for questions of the last weeks.
JOBS_KEPT = timedelta(days=30)
# The kiosk shows the picture of a preview for a minute.
PICTURES_KEPT = timedelta(days=2)


class Settled(StrEnum):
    """How paper left the outbox although it was not, or not surely, printed."""

    EXPIRED = "expired"
    SEEN = "seen"
    REPRINTED = "reprinted"


class ReprintReason(StrEnum):
    """Why the Office prints a ticket once more."""

    NOT_OUT = "not_out"
    UNREADABLE = "unreadable"
    LOST = "lost"
    OTHER = "other"


def pause_after(attempt: int) -> timedelta:
    """How long a job rests after its `attempt`-th try (counted from one) was not sent."""
    return timedelta(seconds=RETRY_S[min(max(attempt, 1), len(RETRY_S)) - 1])


def is_rested(due_at: datetime, now: datetime) -> bool:
    """Whether a job may be tried; no pause is longer than the longest, so beyond that the clock was set back."""
    return due_at <= now or due_at - now > pause_after(len(RETRY_S))


def is_silent(heard_at: datetime, now: datetime) -> bool:
    """Whether a worker has said nothing for so long that it cannot be running; `heard_at` is never ahead for long."""
    return now - heard_at > SILENT_AFTER


def believed(status: PrinterStatus, heard_at: datetime, now: datetime) -> PrinterStatus:
    """What may be thought of a printer of which nothing was heard since `heard_at`: after a while, that it is away."""
    return PrinterStatus(Reach.AWAY) if is_silent(heard_at, now) else status


def journal_of(question: str) -> str:
    """The worker's journal in the name of its question for work ("f3a9….17")."""
    return question.partition(".")[0]


def is_outdated(question: str, newest: str) -> bool:
    """Whether it was asked before `newest` by the same worker: given up meanwhile, it has come late."""
    return journal_of(question) == journal_of(newest) and _number(question) < _number(newest)


def _number(question: str) -> int:
    number = question.partition(".")[2]
    return int(number) if number.isdecimal() else 0


def whose_paper(printer: str, stand_ins: Mapping[str, str], stopped: frozenset[str]) -> tuple[str, ...]:
    """The printers whose paper `printer` prints now: its own, and that of each stopped one that it stands in for.

    `stand_ins`: for each printer that has one, who stands in for it; no circles. A stopped printer whose stand-in
    works prints nothing: trying would keep both waiting. Without one it goes on trying.
    """
    return tuple(
        each
        for each in (printer, *sorted(set(stand_ins) - {printer}))
        if who_prints(each, stand_ins, stopped) == printer
    )


def who_prints(printer: str, stand_ins: Mapping[str, str], stopped: frozenset[str]) -> str:
    """Where the paper of a printer comes out now; where all who could are stopped, at the printer itself."""
    chosen: str | None = printer
    while chosen is not None and chosen in stopped:
        chosen = stand_ins.get(chosen)
    return chosen if chosen is not None else printer
