"""What the guide does by program: help calls, numbers written by hand, citizens who come back, papers once more."""

from __future__ import annotations

from flask import Response, jsonify
from sqlalchemy.orm import Session

from actions import help_calls as calls_for_help
from actions.by_hand import enter_number
from actions.here import Here
from actions.printing import printer_of
from actions.reprints import PaperLine, reprint_ticket
from actions.returning import return_by_citizen
from actions.todays import tickets_labelled
from api.blueprint import blueprint, describe, read_body
from api.guide_shapes import ByHand, ComingBack, HelpCall, HelpCalls, Reprint, Reprinted, help_json
from api.shapes import Problem, Taken, Ticket, ticket_json
from doors import visitor
from rules.refusals import Refusal
from theme.hall import hall
from theme.problems import problem, refuse


class Nothing(Taken):
    """No body is needed."""


@blueprint.post("/tickets/returned")
@describe(
    "A citizen who missed their turn waits again: the number and the code of the ticket",
    body=ComingBack,
    answers={200: Ticket, 400: Problem, 409: Problem},
)
def come_back() -> Response:
    """The ticket, also if it waited already; 409 if not, or with a wrong code."""
    said = read_body(ComingBack)
    answer = hall().write(return_by_citizen, typed=said.label, code=said.code, actor=visitor().actor)
    return refuse(answer) if isinstance(answer, Refusal) else jsonify(ticket_json(answer.ticket))


@blueprint.post("/tickets/by-hand")
@describe(
    "Enter a number that was written by hand while the server was down",
    body=ByHand,
    answers={201: Ticket, 200: Ticket, 400: Problem, 409: Problem},
)
def by_hand() -> tuple[Response, int] | Response:
    """201 with the ticket, 200 for one that this touch_id entered already, 409 if the number was given meanwhile."""
    answer = hall().write(enter_number, **read_body(ByHand).model_dump(), actor=visitor().actor)
    if isinstance(answer, Refusal):
        return refuse(answer)
    return jsonify(ticket_json(answer.ticket)), 200 if answer.is_repeat else 201


@blueprint.post("/tickets/reprinted")
@describe(
    "Print the paper of a ticket once more, marked as such",
    body=Reprint,
    answers={200: Reprinted, 400: Problem, 409: Problem},
)
def reprint() -> Response:
    """The label and the printer; 409 with what stands against it."""
    said = read_body(Reprint)
    answer = hall().write(_reprint, said=said, actor=visitor().actor)
    if isinstance(answer, Refusal):
        return refuse(answer)
    return jsonify(label=answer.label, printer=answer.printer)


def _reprint(session: Session, here: Here, *, said: Reprint, actor: str) -> PaperLine | Refusal:
    ticket = said.ticket
    if ticket is None:
        found = tickets_labelled(session, here, said.label or "")
        if not found:
            return Refusal("no_ticket", {})
        ticket = found[0].id
    printer = printer_of(here, said.kiosk)
    return reprint_ticket(
        session, here, ticket=ticket, reason=said.reason, note=said.note, printer=printer, actor=actor
    )


@blueprint.get("/help-calls")
@describe("Who at a kiosk waits for a person", answers={200: HelpCalls})
def help_calls() -> Response:
    """Oldest first."""
    return jsonify(calls=[help_json(each) for each in hall().read(calls_for_help.open_help_calls)])


@blueprint.post("/help-calls")
@describe("Call a person to this kiosk", body=Nothing, answers={200: HelpCall, 400: Problem})
def ask_for_help() -> Response:
    """The open call of the kiosk, whether it is new or not."""
    read_body(Nothing)
    device = visitor().device
    answer = hall().write(calls_for_help.ask_for_help, kiosk=device.code if device else "", actor=visitor().actor)
    return refuse(answer) if isinstance(answer, Refusal) else jsonify(help_json(answer))


@blueprint.post("/help-calls/<int:call>/answer")
@describe("Say that somebody goes there", answers={200: HelpCall, 404: Problem, 409: Problem})
def answer_help(call: int) -> Response:
    """409 if somebody else was quicker or the citizen took it back."""
    answer = hall().write(calls_for_help.answer_help, call=call, actor=visitor().actor)
    if isinstance(answer, Refusal) and answer.code == "no_help_call":
        return problem(status=404, code=answer.code, title="No such call")
    return refuse(answer) if isinstance(answer, Refusal) else jsonify(help_json(answer))
