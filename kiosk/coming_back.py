"""How does a citizen who missed their turn wait again? Number and code of the ticket, typed on the screen."""

from __future__ import annotations

from flask import Response, jsonify, render_template, request, url_for

from actions.returning import return_by_citizen
from doors import visitor
from kiosk.blueprint import blueprint
from rules.refusals import Refusal
from theme.hall import hall
from theme.problems import problem, refuse

LONGEST_NUMBER = 7
CODE_LENGTH = 4


@blueprint.get("/returned")
def missed() -> str:
    """The page with the keys."""
    return render_template("kiosk/missed.html", longest=LONGEST_NUMBER, code_length=CODE_LENGTH)


@blueprint.post("/returned")
def come_back() -> Response:
    """{page} of the ticket that waits again; 409 with what the citizen should do."""
    body = request.get_json(silent=True)
    typed, code = (body.get(name) for name in ("number", "code")) if isinstance(body, dict) else (None, None)
    if not isinstance(typed, str) or not isinstance(code, str) or not typed.isdigit() or not code.isdigit():
        return problem(status=400, code="bad_wish", title="number and code are needed, as digits")
    answer = hall().write(return_by_citizen, typed=typed[:LONGEST_NUMBER], code=code, actor=visitor().actor)
    if isinstance(answer, Refusal):
        return refuse(answer)
    return jsonify(page=url_for("kiosk.ticket", token=answer.ticket.token, again=1))
