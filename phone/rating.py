"""How was it? Four faces on the page of a finished ticket, and perhaps why; by its forms alone, without a script."""

from __future__ import annotations

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions.own_rating import ask_on_phone, rate_on_phone
from actions.ratings import REASONS, SCORES
from doors import visitor
from phone.blueprint import blueprint
from phone.owner import ticket_or_answer
from theme.hall import hall


@blueprint.post("/<token>/rating")
def rating(token: str) -> AnyResponse:
    """A score, and perhaps reasons: back to the page, which says what counts. Without one: the question is seen."""
    found = ticket_or_answer(token)
    if isinstance(found, Response):
        return found
    if "score" not in request.form:
        hall().write(ask_on_phone, token=token)
        return Response(status=204)
    score, reasons = _answer()
    hall().write(rate_on_phone, token=token, score=score, reasons=reasons, actor=visitor().actor)
    return redirect(url_for("phone.ticket", token=token), 303)


def _answer() -> tuple[int, list[str]]:
    scores = {str(each): each for each in SCORES}
    score, reasons = request.form["score"], request.form.getlist("reason")
    if score not in scores or not set(reasons) <= set(REASONS):
        abort(400)
    return scores[score], reasons
