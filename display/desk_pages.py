"""The small screen at a desk: whom it serves, who sits there, and how it was."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

import locales
from actions.board import board
from actions.counter import officer_name, opening_of
from actions.devices import desk_of
from actions.events import last_seq
from actions.here import Here
from actions.ratings import REASONS, SCORES, ask, open_question, rate
from display.blueprint import blueprint
from doors import visitor
from locales.dates import clock_time
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import language
from theme.problems import refuse

FACES = {4: "mood-happy", 3: "mood-smile", 2: "mood-empty", 1: "mood-sad"}
# For these scores somebody may say what should be better.
ASKED_WHY = (2, 1)


@blueprint.get("/desks/")
def own_desk() -> AnyResponse:
    """To the desk at which this screen was paired."""
    return redirect(url_for("display.desk_display", desk=_own()))


@blueprint.get("/desks/<desk>")
def desk_display(desk: str) -> AnyResponse | str:
    """The screen itself, with its first state. At another desk than its own it goes home."""
    if desk != _own():
        return redirect(url_for("display.desk_display", desk=_own()))
    config = hall().config
    return render_template(
        "display/desk.html",
        desk=config.desk(desk),
        state=hall().read(_state, desk=desk),
        words={code: _words(code) for code in config.site.languages},
        scores=SCORES,
        faces=FACES,
        reasons=REASONS,
        asked_why=ASKED_WHY,
    )


@blueprint.get("/desks/<desk>/state")
def desk_display_state(desk: str) -> Response:
    """What it shows now; asked for after each news of the desk."""
    answer = jsonify(hall().read(_state, desk=_checked(desk)))
    answer.cache_control.no_store = True
    return answer


@blueprint.post("/desks/<desk>/rating")
def rating(desk: str) -> Response:
    """{token}: the question is on the screen; with a score, and perhaps reasons: the answer. 409 when it is over."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("token"), str):
        abort(400)
    score, reasons = body.get("score"), body.get("reasons") or []
    if score is None:
        answer = hall().write(ask, desk=_checked(desk), token=body["token"])
    elif isinstance(score, int) and isinstance(reasons, list):
        wish = {"token": body["token"], "score": score, "reasons": [str(each) for each in reasons]}
        answer = hall().write(rate, desk=_checked(desk), actor=visitor().actor, **wish)
    else:
        abort(400)
    return refuse(answer) if isinstance(answer, Refusal) else Response(status=204)


def _own() -> str:
    device = visitor().device
    if device is None:
        raise PermissionError("only a desk's own screen is let in here")
    desk = desk_of(device)
    return desk if any(each.code == desk for each in hall().config.desks) else abort(404)


def _checked(desk: str) -> str:
    return desk if desk == _own() else abort(404)


def _state(session: Session, here: Here, *, desk: str) -> dict[str, Any]:
    row = next(each for each in board(session, here).rows if each.desk == desk)
    opening = opening_of(session, here, desk)
    question = open_question(session, here, desk=desk)
    back = row.back_at.astimezone(here.config.site.zone) if row.back_at is not None else None
    return {
        "seq": last_seq(session, here),
        "now": here.now.isoformat(),
        "state": row.state,
        "series": row.series,
        "number": row.number,
        "officer": officer_name(session, opening.officer_id) if opening is not None else "",
        "departments": [here.config.department(code).text("name", language()) for code in row.departments],
        "back_at": clock_time(language(), back) if back is not None else "",
        "question": {"token": question.token, "language": question.language} if question is not None else None,
    }


def _words(code: str) -> dict[str, str]:
    keys = ("ask", "thanks", "why", "why.skip", "why.send", *(f"score.{each}" for each in SCORES))
    reasons = (f"reason.{each}" for each in REASONS)
    return {key: locales.say(code, f"rating.{key}") for key in (*keys, *reasons)}
