"""What is told of a desk over the wire: its citizen and queue, who was set aside, what stands against each verb."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from actions.handing_over import Colleague as ColleagueView
from actions.views import DeskView, QueueRow, UndoView, VisitProcedure
from api.shapes import Given
from rules.refusals import Refusal
from rules.states import Outcome, TicketState, Visit


class Row(Given):
    """A ticket in a list. Seconds count the stays in a state; `waited_s` goes on while one waits."""

    id: int
    series: int
    number: int
    label: str
    department: str
    procedure_name: str | None
    visit: Visit
    state: TicketState
    priority: str | None = Field(description="the code of a class; null for an ordinary citizen")
    origin: str = Field(description="kiosk, desk or slip: where the number was given")
    arrived_at: datetime
    called_at: datetime | None
    serving_at: datetime | None
    ended_at: datetime | None
    since: datetime | None = Field(description="when the present state began")
    calls: int
    waited_s: int
    served_s: int
    parked_s: int
    outcome: Outcome | None
    dossier: str | None
    for_desk: str | None = Field(description="sent to this desk alone")
    note: str | None = Field(description="of the officer who sent the citizen on")
    sent_by: str | None
    sent_from: str | None


class VisitPart(Given):
    """One procedure of the visit; `id` null for the ticket's own."""

    id: int | None
    key: str | None
    name: str | None
    outcome: Outcome | None
    dossier: str | None
    documents: list[str]


class Undo(Given):
    verb: str
    labels: list[str]
    until: datetime


class Stands(Given):
    """What stands against a verb now; `facts` fill the sentence of the code."""

    code: str
    facts: dict[str, Any]


class Desk(Given):
    seq: int
    desk: str
    officer: str | None
    is_open: bool
    departments: list[str]
    not_on_duty: list[str]
    break_since: datetime | None
    break_until: datetime | None
    ticket: Row | None
    procedures: list[VisitPart]
    no_show_from: datetime | None
    waiting: list[Row] = Field(description="in the order of call, the first ones")
    waiting_count: int
    no_shows: list[Row]
    parked: list[Row]
    served: list[Row]
    served_count: int
    undo: Undo | None
    refused: dict[str, str | None] = Field(description="for each verb the code of what stands against it now")
    why: dict[str, Stands] = Field(description="the same with its facts, only for verbs that are not possible")


class Colleague(Given):
    account: int
    name: str
    desk: str | None = Field(description="where they sit now")
    is_busy: bool = Field(description="with a citizen")


class Colleagues(Given):
    colleagues: list[Colleague]


def desk_json(view: DeskView) -> dict[str, Any]:
    """A desk, as `Desk` describes it."""
    return {
        "seq": view.seq,
        "desk": view.desk,
        "officer": view.officer,
        "is_open": view.is_open,
        "departments": list(view.departments),
        "not_on_duty": list(view.not_on_duty),
        "break_since": _iso(view.break_since),
        "break_until": _iso(view.break_until),
        "ticket": None if view.ticket is None else row_json(view.ticket),
        "procedures": [_part(each) for each in view.procedures],
        "no_show_from": _iso(view.no_show_from),
        "waiting": [row_json(row) for row in view.waiting],
        "waiting_count": view.waiting_count,
        "no_shows": [row_json(row) for row in view.no_shows],
        "parked": [row_json(row) for row in view.parked],
        "served": [row_json(row) for row in view.served],
        "served_count": view.served_count,
        "undo": _undo(view.undo),
        "refused": {verb: refusal.code if refusal else None for verb, refusal in view.moves.items()},
        "why": {verb: _stands(refusal) for verb, refusal in view.moves.items() if refusal is not None},
    }


def row_json(row: QueueRow) -> dict[str, Any]:
    """A ticket in a list, as `Row` describes it."""
    return {
        "id": row.id,
        "series": row.series,
        "number": row.number,
        "label": row.label,
        "department": row.department,
        "procedure_name": row.procedure_name,
        "visit": row.visit.value,
        "state": row.state.value,
        "priority": row.priority,
        "origin": row.origin,
        "arrived_at": row.arrived_at.isoformat(),
        "called_at": _iso(row.called_at),
        "serving_at": _iso(row.serving_at),
        "ended_at": _iso(row.ended_at),
        "since": _iso(row.since),
        "calls": row.calls,
        "waited_s": round(row.waited_s),
        "served_s": round(row.served_s),
        "parked_s": round(row.parked_s),
        "outcome": row.outcome,
        "dossier": row.dossier,
        "for_desk": row.for_desk,
        "note": row.note,
        "sent_by": row.sent_by,
        "sent_from": row.sent_from,
    }


def colleague_json(colleague: ColleagueView) -> dict[str, Any]:
    """A colleague, as `Colleague` describes it."""
    return {
        "account": colleague.account,
        "name": colleague.name,
        "desk": colleague.desk,
        "is_busy": colleague.is_busy,
    }


def _part(part: VisitProcedure) -> dict[str, Any]:
    return {
        "id": part.id,
        "key": part.key,
        "name": part.name,
        "outcome": part.outcome,
        "dossier": part.dossier,
        "documents": list(part.documents),
    }


def _undo(undo: UndoView | None) -> dict[str, Any] | None:
    if undo is None:
        return None
    return {"verb": undo.verb, "labels": list(undo.labels), "until": undo.until.isoformat()}


def _stands(refusal: Refusal) -> dict[str, Any]:
    facts = {name: value if isinstance(value, int | str) else str(value) for name, value in refusal.facts.items()}
    return {"code": refusal.code, "facts": facts}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
