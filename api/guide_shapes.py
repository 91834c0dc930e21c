"""What the guide's commands take and answer."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Any, Literal

from pydantic import Field

from actions.help_calls import HelpView
from actions.reprints import NOTE_LENGTH
from api.desk_wishes import Key
from api.shapes import WRITABLE, Given, Number, Taken
from rules.outbox import ReprintReason
from rules.states import Visit


class ComingBack(Taken):
    """`label`: "4-017", or its digits alone; `code`: the four digits on the ticket."""

    label: Annotated[str, Field(min_length=1, max_length=20, pattern=WRITABLE)]
    code: Annotated[str, Field(pattern=r"^[0-9]{4}$")]


class ByHand(Taken):
    """A procedure by its key, or a department and what the citizen came for."""

    touch_id: Annotated[str, Field(min_length=8, max_length=100, pattern=WRITABLE)]
    number: Annotated[int, Field(ge=1, le=9999)]
    department: Key | None = None
    procedure: Key | None = None
    visit: Visit = Visit.NEW
    written_at: time | None = Field(default=None, description="today's wall time on the slip; else now")
    priority: Key | None = None
    language: Literal["vi", "en"] = "vi"


class Reprint(Taken):
    """A ticket of today by its `label` ("4-017") or its `ticket` id; `other` as a reason needs a note."""

    ticket: Number | None = None
    label: Annotated[str, Field(min_length=1, max_length=20, pattern=WRITABLE)] | None = None
    reason: ReprintReason
    note: Annotated[str, Field(max_length=NOTE_LENGTH, pattern=WRITABLE)] = ""
    kiosk: Key | None = Field(default=None, description="whose printer gives the paper; else where it was taken")


class Reprinted(Given):
    label: str
    printer: str | None


class HelpCall(Given):
    id: int
    kiosk: str
    asked_at: datetime
    ended_at: datetime | None
    state: Literal["asked", "answered", "taken_back", "expired"]


class HelpCalls(Given):
    calls: list[HelpCall]


def help_json(call: HelpView) -> dict[str, Any]:
    """A call, as `HelpCall` describes it."""
    return {
        "id": call.id,
        "kiosk": call.kiosk,
        "asked_at": call.asked_at.isoformat(),
        "ended_at": call.ended_at.isoformat() if call.ended_at else None,
        "state": call.state,
    }
