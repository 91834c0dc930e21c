"""Departments, procedures, tickets and the board, for programs."""

from __future__ import annotations

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from actions.board import board as read_board
from actions.catalogue import find_procedures, procedures_of
from actions.duty import departments_today
from actions.here import Here
from actions.issue import issue_ticket
from actions.known import known
from actions.ticket_view import ticket_by_token
from actions.views import ProcedureView
from api.blueprint import blueprint, describe, read_body
from api.shapes import (
    BoardShape,
    Departments,
    Priorities,
    Problem,
    Procedures,
    Ticket,
    TicketWish,
    board_shape,
    department_json,
    priority_json,
    procedure_json,
    ticket_json,
)
from doors import visitor
from rules.refusals import Refusal
from theme.hall import hall
from theme.problems import problem, refuse


@blueprint.get("/departments")
@describe("Every department: on duty now or when next, who waits", answers={200: Departments})
def departments() -> Response:
    """All departments in the configuration's order."""
    return jsonify(departments=[department_json(d) for d in hall().read(departments_today)])


@blueprint.get("/procedures")
@describe(
    "Posted procedures, searched without accents",
    answers={200: Procedures},
    query={"q": "words of the name, code or field", "department": "a department's code"},
)
def procedures() -> Response:
    """All, those of a department, or those that a query finds, best first."""
    query = request.args.get("q", "").strip()
    department = request.args.get("department") or None
    found = hall().read(_procedures, wanted=query, department=department)
    return jsonify(procedures=[procedure_json(p) for p in found])


@blueprint.post("/tickets")
@describe(
    "Take a number; the same touch_id again gives the same ticket",
    body=TicketWish,
    answers={201: Ticket, 200: Ticket, 400: Problem, 409: Problem},
)
def issue() -> tuple[Response, int] | Response:
    """201 for a new ticket, 200 for one that this touch had already, 409 with the reason and when to come."""
    wish = read_body(TicketWish)
    who = visitor()
    answer = hall().write(
        issue_ticket,
        touch_id=wish.touch_id,
        procedure=wish.procedure,
        department=wish.department,
        visit=wish.visit,
        kiosk=who.device.code if who.device is not None else None,
        language=wish.language,
        actor=who.actor,
        priority=wish.priority,
        origin="kiosk" if who.device is not None else "desk",
    )
    if isinstance(answer, Refusal):
        return refuse(answer)
    return jsonify(ticket_json(answer.ticket)), 200 if answer.is_repeat else 201


@blueprint.get("/priorities")
@describe("The priority classes of the office", answers={200: Priorities})
def priorities() -> Response:
    """In the configuration's order; empty where everybody waits alike."""
    return jsonify(priorities=[priority_json(each) for each in hall().config.priority])


@blueprint.get("/tickets/<token>")
@describe("A ticket by the token of its QR code", answers={200: Ticket, 404: Problem})
def ticket(token: str) -> Response:
    """Nothing personal is in it; the token cannot be guessed."""
    found = hall().read(ticket_by_token, token=token)
    if found is None:
        return problem(status=404, code="no_ticket", title="No such ticket")
    return jsonify(ticket_json(found))


@blueprint.get("/board")
@describe("What the walls show", answers={200: BoardShape})
def board() -> Response:
    """Every desk, the newest calls, people waiting."""
    return jsonify(board_shape(hall().read(read_board)))


def _procedures(session: Session, here: Here, *, wanted: str, department: str | None) -> tuple[ProcedureView, ...]:
    if wanted:
        return find_procedures(session, here, query=wanted, department=department)
    if department is not None:
        return procedures_of(session, here, department=department)
    return tuple(known(session, here).procedures.values())
