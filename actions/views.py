"""What do the surfaces get to see? Frozen values between the actions and the pages, never rows.

Times are aware UTC; `None` means unknown and is shown as an honest blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rules.duty import Closed, NextDuty, Open
from rules.refusals import Refusal
from rules.states import JobState, TicketState, Visit
from rules.waiting import Wait


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket sends its citizen: a desk if exactly one can call it, else a waiting place."""

    name: str
    name_en: str
    desk: str | None = None


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """A procedure as posted. `key` is unique in the site; `code` is the national one or ""."""

    key: str
    code: str
    department: str
    field: str
    name: str
    documents: tuple[str, ...]
    time_limit: str
    fee: str
    legal_basis: str
    source: str
    is_checked: bool
    updated_on: date | None


@dataclass(frozen=True, slots=True)
class DepartmentToday:
    """A department now: its verdict, who waits, where it is served; `wait` of whoever takes a number now."""

    code: str
    verdict: Open | Closed
    waiting: int
    place: Place
    next: NextDuty | None
    is_substituted: bool = False
    wait: Wait | None = None

    @property
    def is_open(self) -> bool:
        """Whether a ticket can be had now."""
        return isinstance(self.verdict, Open)


@dataclass(frozen=True, slots=True)
class TicketView:
    """A ticket as its citizen may see it; nothing personal."""

    token: str
    series: int
    number: int
    label: str
    department: str
    procedure: str | None
    procedure_name: str | None
    visit: Visit
    place: Place
    state: TicketState
    ahead: int | None
    wait: Wait | None
    issued_at: datetime
    day: date
    sitting: str
    print_state: JobState | None
    code: str
    language: str
    url: str | None
    warning: Refusal | None = None
    seq: int = 0
    calls: int = 0


@dataclass(frozen=True, slots=True)
class Issued:
    """The answer to a touch; `is_repeat` when this touch had its ticket already."""

    ticket: TicketView
    is_repeat: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One ticket in a list at a desk."""

    id: int
    token: str
    series: int
    number: int
    label: str
    department: str
    procedure_name: str | None
    visit: Visit
    state: TicketState
    arrived_at: datetime
    called_at: datetime | None
    serving_at: datetime | None
    ended_at: datetime | None
    calls: int
    outcome: str | None
    dossier: str | None = None
    priority: str | None = None
    origin: str = "kiosk"
    since: datetime | None = None
    waited_s: float = 0.0
    served_s: float = 0.0
    parked_s: float = 0.0
    for_desk: str | None = None
    note: str | None = None
    sent_by: str | None = None
    sent_from: str | None = None
    desk: str | None = None
    passed: int = 0


@dataclass(frozen=True, slots=True)
class VisitProcedure:
    """One procedure of a visit. `id` None: the ticket's first; `documents` is what to check, `key` None: not known."""

    id: int | None
    key: str | None
    name: str | None
    outcome: str | None
    dossier: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UndoView:
    """What an undo would take back now: the verb that was pressed, whose tickets, and until when."""

    verb: str
    labels: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class DeskView:
    """All that the desk page shows. `moves`: for each verb of its address why it is not possible now, or None.

    `waiting` stands in the order of call; its first is next. `parked`: of this desk, and whom their desk keeps no more.
    """

    desk: str
    officer: str | None
    officer_id: int | None
    is_open: bool
    departments: tuple[str, ...]
    not_on_duty: tuple[str, ...]
    ticket: QueueRow | None
    documents: tuple[str, ...]
    no_show_from: datetime | None
    waiting: tuple[QueueRow, ...]
    no_shows: tuple[QueueRow, ...]
    served: tuple[QueueRow, ...]
    served_count: int
    moves: Mapping[str, Refusal | None] = field(default_factory=dict)
    seq: int = 0
    procedures: tuple[VisitProcedure, ...] = ()
    parked: tuple[QueueRow, ...] = ()
    waiting_count: int = 0
    break_since: datetime | None = None
    break_until: datetime | None = None
    undo: UndoView | None = None


@dataclass(frozen=True, slots=True)
class CallView:
    """One call: `id` is its identity for ever, so that a wall speaks it at most once."""

    id: int
    series: int
    number: int
    label: str
    desk: str
    department: str
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A desk on the wall. `state`: closed | ready | calling | serving | break; `back_at` belongs to the last."""

    desk: str
    departments: tuple[str, ...]
    state: str
    series: int | None
    number: int | None
    waiting: int
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence of the Office on the walls, until it is taken off or `until` comes."""

    id: int
    text: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """The wall's snapshot; `seq` is the newest event it contains."""

    seq: int
    day: date
    rows: tuple[BoardRow, ...]
    calls: tuple[CallView, ...]
    waiting: int
    on_duty: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
