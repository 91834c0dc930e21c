"""What goes over the wire: the bodies that are taken and the answers that are given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from actions.promises import wait_facts
from actions.views import Board, DepartmentToday, ProcedureView, TicketView
from config import Priority
from live.messages import board_json
from models.base import MOST
from rules.duty import Closed, NextDuty
from rules.printer_status import Cover, Fault, Paper, PrinterStatus, Reach
from rules.states import JobState, TicketState, Visit
from theme.hall import hall

# PostgreSQL keeps no text with a zero character in it.
WRITABLE = r"^[^\x00]*$"
# Of a row: what is beyond, no database can look for.
Number = Annotated[int, Field(ge=0, le=MOST)]


class Taken(BaseModel):
    """A body: nothing but its own fields."""

    model_config = ConfigDict(extra="forbid")


class TicketWish(Taken):
    """A procedure by its key, or a department and what the citizen came for."""

    touch_id: Annotated[str, Field(min_length=8, max_length=100, pattern=WRITABLE)]
    procedure: Annotated[str, Field(max_length=100, pattern=WRITABLE)] | None = None
    department: Annotated[str, Field(max_length=40, pattern=WRITABLE)] | None = None
    visit: Visit = Visit.NEW
    language: Literal["vi", "en"] = "vi"
    priority: Annotated[str, Field(max_length=40, pattern=WRITABLE)] | None = Field(
        default=None, description="the code of a priority class, see /priorities"
    )


CLAIM = Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9.]*$")]


class PrinterWish(Taken):
    """`claim` names the worker's journal and this question: asked again, it gets the same job again."""

    printer: Annotated[str, Field(max_length=40, pattern=WRITABLE)]
    claim: CLAIM = ""


class Status(Taken):
    """What is known of a printer; what a connection cannot tell is unknown."""

    reach: Reach = Reach.UNKNOWN
    paper: Paper = Paper.UNKNOWN
    cover: Cover = Cover.UNKNOWN
    fault: Fault = Fault.UNKNOWN
    is_online: bool | None = None

    def known(self) -> PrinterStatus:
        """As the rules speak of it."""
        return PrinterStatus(self.reach, self.paper, self.cover, self.fault, self.is_online)


class StatusNews(Taken):
    printer: Annotated[str, Field(max_length=40, pattern=WRITABLE)]
    status: Status


class Report(Taken):
    """`claim`: the question that got the job; `status`: what the printer said meanwhile."""

    attempt: Number
    state: JobState
    detail: Annotated[str, Field(pattern=WRITABLE)] = ""
    claim: CLAIM | None = None
    status: Status | None = None


class AgentWish(Taken):
    """The kiosk on whose PC the agent runs, and the token that it will show from now on, made by itself."""

    kiosk: Annotated[str, Field(max_length=40, pattern=WRITABLE)]
    token: Annotated[str, Field(min_length=40, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


class Given(BaseModel):
    """An answer."""


class Sitting(Given):
    name: str
    opens: str
    closes: str


class Next(Given):
    day: date
    sittings: list[Sitting]


class Wait(Given):
    """Minutes, as they are told to the citizen; `may_miss`: the sitting may end before."""

    low: int
    high: int
    may_miss: bool


class Department(Given):
    code: str
    series: int
    name: str
    name_en: str
    is_open: bool
    code_closed: str | None = Field(description="why no ticket can be had now; null if it can")
    next: Next | None
    waiting: int
    wait: Wait | None = Field(description="minutes; null while not known")
    place: str


class Departments(Given):
    departments: list[Department]


class Procedure(Given):
    key: str
    code: str
    department: str
    field: str
    name: str
    documents: list[str]
    time_limit: str
    fee: str
    legal_basis: str
    source: str


class Procedures(Given):
    procedures: list[Procedure]


class PriorityClass(Given):
    code: str
    name: str
    name_en: str
    age: int | None = Field(description="from which age, where age decides")
    in_a_row: int = Field(description="how many of the class may pass an ordinary citizen")


class Priorities(Given):
    priorities: list[PriorityClass]


class Ticket(Given):
    token: str
    series: int
    number: int
    label: str
    department: str
    procedure: str | None
    visit: Visit
    place: str
    state: TicketState
    ahead: int | None
    wait: Wait | None
    issued_at: datetime
    print_state: JobState | None
    url: str | None


class BoardShape(Given):
    seq: int
    now: datetime
    day: date
    waiting: int
    on_duty: list[str]
    rows: list[dict[str, Any]]
    calls: list[dict[str, Any]]
    notices: list[dict[str, Any]] = Field(description="the Office's sentences for the walls: id, text, until")


class Device(Given):
    """A printer's settings; those that its kind does not have are left out (config/printers.py)."""

    code: str
    kind: str
    width_dots: int
    encoding: str | None = None
    code_pages: list[int] | None = None
    timeout_s: float | None = None
    asks_status: bool | None = None
    process_id: bool | None = None
    host: str | None = None
    port: int | None = None
    device: str | None = None
    baud: int | None = None
    flow: str | None = None
    usb_id: str | None = None
    queue: str | None = None
    path: str | None = None


class Printers(Given):
    printers: list[Device]


class Job(Given):
    id: int
    attempt: Number
    claim: str
    facts: dict[str, Any] = Field(description="what the paper says, as plain values")
    printer: Device


class Claimed(Given):
    job: Job


class Paired(Given):
    device: str
    printers: list[str]


class Reported(Given):
    state: JobState


class Wrong(Given):
    field: str
    reason: str


class ComeBack(Given):
    """The next duty sitting of the department that has none now."""

    department: str
    day: date
    sittings: list[Sitting]
    place: str
    phone: str | None


class Problem(Given):
    """RFC 9457, with a `code` for programs and `next` where another time helps; `errors` names bad fields."""

    type: str
    status: int
    code: str
    title: str
    detail: str | None = None
    next: ComeBack | None = None
    errors: list[Wrong] | None = None


def department_json(today: DepartmentToday) -> dict[str, Any]:
    """A department now, as `Department` describes it."""
    configured = hall().config.department(today.code)
    return {
        "code": today.code,
        "series": configured.series,
        "name": configured.name,
        "name_en": configured.text("name", "en"),
        "is_open": today.is_open,
        "code_closed": today.verdict.refusal.code if isinstance(today.verdict, Closed) else None,
        "next": next_json(today.next),
        "waiting": today.waiting,
        "wait": wait_facts(today.wait),
        "place": today.place.name,
    }


def next_json(coming: NextDuty | None) -> dict[str, Any] | None:
    """The next duty sitting, or null where none is known."""
    if coming is None:
        return None
    return {
        "day": coming.day.isoformat(),
        "sittings": [
            {"name": s.name, "opens": f"{s.opens:%H:%M}", "closes": f"{s.closes:%H:%M}"} for s in coming.sittings
        ],
    }


def procedure_json(posted: ProcedureView) -> dict[str, Any]:
    """A procedure, as `Procedure` describes it."""
    return {
        "key": posted.key,
        "code": posted.code,
        "department": posted.department,
        "field": posted.field,
        "name": posted.name,
        "documents": list(posted.documents),
        "time_limit": posted.time_limit,
        "fee": posted.fee,
        "legal_basis": posted.legal_basis,
        "source": posted.source,
    }


def ticket_json(ticket: TicketView) -> dict[str, Any]:
    """A ticket, as `Ticket` describes it."""
    return {
        "token": ticket.token,
        "series": ticket.series,
        "number": ticket.number,
        "label": ticket.label,
        "department": ticket.department,
        "procedure": ticket.procedure,
        "visit": ticket.visit.value,
        "place": ticket.place.name_en if ticket.language == "en" else ticket.place.name,
        "state": ticket.state.value,
        "ahead": ticket.ahead,
        "wait": wait_facts(ticket.wait),
        "issued_at": ticket.issued_at.isoformat(),
        "print_state": ticket.print_state.value if ticket.print_state else None,
        "url": ticket.url,
    }


def priority_json(configured: Priority) -> dict[str, Any]:
    """A priority class, as `PriorityClass` describes it."""
    return {
        "code": configured.code,
        "name": configured.name,
        "name_en": configured.text("name", "en"),
        "age": configured.age,
        "in_a_row": configured.in_a_row,
    }


def board_shape(board: Board) -> dict[str, Any]:
    """The wall's snapshot, as `BoardShape` describes it."""
    return board_json(board, hall().now())
