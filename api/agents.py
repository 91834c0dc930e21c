"""How does a kiosk's print agent become ours? By the one-time code that the Office gives, as kiosks and walls do."""

from __future__ import annotations

from flask import Response, jsonify, request

from actions.devices import pair as use_code
from actions.outbox import printers_of
from api.blueprint import blueprint, describe, read_body
from api.shapes import AgentWish, Paired, Problem
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import say
from theme.problems import problem
from theme.tries import tries

MOST_WRONG = 20


@blueprint.post("/pair")
@describe(
    "Pair a print agent: the Office's one-time code as bearer, the agent's own new token in the body",
    body=AgentWish,
    answers={201: Paired, 400: Problem, 409: Problem, 429: Problem},
)
def pair() -> Response:
    """The code is the credential: without one as bearer the doors take this for a foreign page's form."""
    wish = read_body(AgentWish)
    locked_min = tries().minutes_locked(MOST_WRONG, "pair")
    if locked_min:
        return problem(status=429, code="too_many_tries", title=say("pair.many", minutes=locked_min))
    code = request.headers.get("Authorization", "").partition(" ")[2]
    paired = hall().write(use_code, code=code, agent_of=wish.kiosk, secret=wish.token)
    if isinstance(paired, Refusal):
        tries().was_wrong(MOST_WRONG, "pair")
        return problem(status=409, code=paired.code, title=say(f"refusal.{paired.code}"))
    answer = jsonify(device=paired[0], printers=list(printers_of(hall().here(), paired[0])))
    answer.status_code = 201
    return answer
