"""Driving a desk by program: call pads and other software do what the officer's page does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, jsonify

from actions.accounts import AccountView
from actions.board import desk_view
from actions.call import call_next, recall
from actions.presence import close_desk, open_desk
from actions.serve import citizen_is_here, finish, no_show
from api.blueprint import blueprint, describe, read_body
from api.shapes import Desk, DeskWish, Problem, desk_json
from doors import visitor
from rules.refusals import Refusal
from theme.hall import hall
from theme.problems import refuse

VERBS: dict[str, Callable[..., Any]] = {
    "open": open_desk,
    "close": close_desk,
    "next": call_next,
    "recall": recall,
    "serve": citizen_is_here,
    "finish": finish,
    "no-show": no_show,
}


@blueprint.get("/desks/<desk>")
@describe("A desk: its officer, citizen and queue", answers={200: Desk, 404: Problem})
def desk(desk: str) -> Response:
    """As the account of the token sees it."""
    return jsonify(desk_json(hall().read(desk_view, desk=_desk(desk), account=_account())))


@blueprint.post("/desks/<desk>/<verb>")
@describe(
    "Act at a desk: " + ", ".join(VERBS),
    body=DeskWish,
    answers={200: Desk, 400: Problem, 404: Problem, 409: Problem},
)
def desk_act(desk: str, verb: str) -> Response:
    """The desk after the act, or 409 with what stands against it."""
    act = VERBS.get(verb)
    if act is None:
        abort(404)
    wish = read_body(DeskWish)
    extra = {"outcome": wish.outcome, "dossier": wish.dossier} if verb == "finish" else {}
    answer = hall().write(act, desk=_desk(desk), account=_account(), **extra)
    if isinstance(answer, Refusal):
        return refuse(answer)
    return jsonify(desk_json(answer))


def _desk(code: str) -> str:
    if not any(desk.code == code for desk in hall().config.desks):
        abort(404)
    return code


def _account() -> AccountView:
    account = visitor().account
    if account is None:
        abort(401)
    return account
