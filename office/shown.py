"""What does the overview print? Departments, people and alerts in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """An officer with telephone numbers as people write them; `line` says where they are now."""

    name: str
    position: str
    office_phone: str
    mobile: str
    line: str = ""
    is_absent: bool = False

    @property
    def phone(self) -> str:
        """The number at which they are reached soonest."""
        return self.mobile or self.office_phone


@dataclass(frozen=True, slots=True)
class Row:
    """A department that is on duty today. `tone`: ok | warn | stop | off; `bar` is 0 to 100; `wait` of a newcomer."""

    code: str
    series: int
    name: str
    line: str
    tone: str
    picture: str
    state: str
    is_stopped: bool
    waiting: int
    bar: int
    longest: int | None
    is_long: bool
    served: int
    people: tuple[Person, ...]
    wait: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What the Office must act on. `day`: the day in question if it is not today; `key` tells one from another.

    `is_duty`: somebody can be sent, or the department stopped.
    """

    key: str
    code: str
    headline: str
    detail: str
    people: tuple[Person, ...]
    day: date | None = None
    is_duty: bool = True


@dataclass(frozen=True, slots=True)
class PaperAlert:
    """A printer that needs somebody, or a ticket (`job`, `ticket`) of which nobody knows whether it came out."""

    key: str
    code: str
    headline: str
    detail: str
    is_urgent: bool
    ticket: int | None = None
    job: int | None = None


@dataclass(frozen=True, slots=True)
class HouseAlert:
    """Something about the server itself: what is so, and what to do."""

    key: str
    headline: str
    detail: str


@dataclass(frozen=True, slots=True)
class PrinterShown:
    """A printer. `tone`: ok | warn | stop | off; `notes`: what waits for it, and who prints instead."""

    code: str
    name: str
    tone: str
    picture: str
    state: str
    since: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """Everything on the page beside the overview's own figures."""

    rows: tuple[Row, ...]
    alerts: tuple[Alert, ...]
    paper_alerts: tuple[PaperAlert, ...]
    printers: tuple[PrinterShown, ...]
    resting: tuple[tuple[str, int], ...]
    bars: tuple[tuple[int, int], ...]
    waiting_at: int
    longest: Row | None
