"""What is known of a printer's condition, and what does it need first?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class Reach(StrEnum):
    """How far a word to the printer gets; a connection without status is unknown, not fine."""

    ANSWERS = "answers"
    MUTE = "mute"
    AWAY = "away"
    UNKNOWN = "unknown"


class Paper(StrEnum):
    OK = "ok"
    NEAR_END = "near_end"
    END = "end"
    UNKNOWN = "unknown"


class Cover(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    UNKNOWN = "unknown"


class Fault(StrEnum):
    NONE = "none"
    CUTTER = "cutter"
    RECOVERABLE = "recoverable"
    UNRECOVERABLE = "unrecoverable"
    UNKNOWN = "unknown"


class Need(StrEnum):
    """What somebody has to do at the printer, the most urgent first; the stable codes of its alerts."""

    AWAY = "away"
    COVER = "cover"
    PAPER = "paper"
    CUTTER = "cutter"
    FAULT = "fault"
    OFFLINE = "offline"
    MUTE = "mute"
    PAPER_LOW = "paper_low"


# With these, paper cannot come now. A mute printer may print, and one low on paper does.
STOPPING = frozenset({Need.AWAY, Need.COVER, Need.PAPER, Need.CUTTER, Need.FAULT, Need.OFFLINE})


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """One look at a printer. `is_online` None: not told."""

    reach: Reach = Reach.UNKNOWN
    paper: Paper = Paper.UNKNOWN
    cover: Cover = Cover.UNKNOWN
    fault: Fault = Fault.UNKNOWN
    is_online: bool | None = None

    @property
    def need(self) -> Need | None:
        """The most urgent thing to do; None if nothing is known to be wrong."""
        wrong = {
            Need.AWAY: self.reach is Reach.AWAY,
            Need.COVER: self.cover is Cover.OPEN,
            Need.PAPER: self.paper is Paper.END,
            Need.CUTTER: self.fault is Fault.CUTTER,
            Need.FAULT: self.fault in (Fault.RECOVERABLE, Fault.UNRECOVERABLE),
            Need.OFFLINE: self.is_online is False,
            Need.MUTE: self.reach is Reach.MUTE,
            Need.PAPER_LOW: self.paper is Paper.NEAR_END,
        }
        return next((need for need in Need if wrong[need]), None)

    @property
    def is_stopped(self) -> bool:
        """Whether paper surely cannot come until somebody has been there."""
        return self.need in STOPPING

    def as_facts(self) -> dict[str, str | bool | None]:
        """As plain values, for the wire and for a row."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def status_from(facts: Mapping[str, object]) -> PrinterStatus:
    """The status that `as_facts` told. Raises ValueError for what is none."""
    online = facts.get("is_online")
    if not (online is None or isinstance(online, bool)):
        raise ValueError(f"is_online is no truth: {online!r}")
    return PrinterStatus(
        Reach(str(facts.get("reach", Reach.UNKNOWN))),
        Paper(str(facts.get("paper", Paper.UNKNOWN))),
        Cover(str(facts.get("cover", Cover.UNKNOWN))),
        Fault(str(facts.get("fault", Fault.UNKNOWN))),
        online,
    )
