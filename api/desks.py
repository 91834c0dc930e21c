"""Driving a desk by program: call pads and other software do what the officer's page does."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, jsonify, request
from pydantic import BaseModel

from actions.accounts import AccountView
from actions.desk_view import desk_view
from actions.handing_over import colleagues as read_colleagues
from actions.presses import press
from api.blueprint import blueprint, describe, read_body
from api.desk_shapes import Colleagues, Desk, colleague_json, desk_json
from api.desk_wishes import COMMANDS
from api.shapes import Problem
from doors import visitor
from rules.refusals import Refusal
from theme.hall import hall
from theme.problems import refuse

# Where a proxy or library repeats requests by itself, it knows this header (draft-ietf-httpapi-idempotency-key).
IDEMPOTENCY_KEY = "Idempotency-Key"
LONGEST_PRESS_ID = 64


@blueprint.get("/desks/<desk>")
@describe("A desk: its officer, citizen and queue", answers={200: Desk, 404: Problem})
def desk(desk: str) -> Response:
    """As the account of the token sees it."""
    return jsonify(desk_json(hall().read(desk_view, desk=_desk(desk), account=_account())))


@blueprint.get("/desks/<desk>/colleagues")
@describe("To whom a desk can be handed over", answers={200: Colleagues, 404: Problem})
def colleagues(desk: str) -> Response:
    """Those who may sit at it, but for the asker."""
    found = hall().read(read_colleagues, desk=_desk(desk), account=_account())
    return jsonify(colleagues=[colleague_json(each) for each in found])


def _act(verb: str) -> Callable[[str], Response]:
    def act(desk: str) -> Response:
        """The desk after the act, or 409 with what stands against it."""
        wish = read_body(COMMANDS[verb].body).wish()
        wish["press_id"] = wish["press_id"] or request.headers.get(IDEMPOTENCY_KEY, "")[:LONGEST_PRESS_ID]
        answer = hall().write(press, verb=verb, desk=_desk(desk), account=_account(), **wish)
        return refuse(answer) if isinstance(answer, Refusal) else jsonify(desk_json(answer))

    act.__name__ = f"desk_{verb.replace('-', '_')}"
    return act


def _desk(code: str) -> str:
    if not any(desk.code == code for desk in hall().config.desks):
        abort(404)
    return code


def _account() -> AccountView:
    account = visitor().account
    if account is None:
        abort(401)
    return account


_answers: dict[int, type[BaseModel] | None]
for _verb, _command in COMMANDS.items():
    _answers = {200: Desk, 400: Problem, 404: Problem, 409: Problem}
    _view = describe(_command.summary, body=_command.body, answers=_answers)(_act(_verb))
    blueprint.post(f"/desks/<desk>/{_verb}")(_view)
