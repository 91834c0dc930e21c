"""Going without being served: asked once more on a page of its own, done by its form alone."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions.giving_up import cancel_by_citizen
from actions.views import TicketView
from doors import visitor
from phone.blueprint import blueprint
from phone.owner import ticket_or_answer
from phone.pages import may_go, not_kept
from theme.hall import hall
from theme.language import speak


@blueprint.route("/<token>/cancel", methods=["GET", "POST"])
def cancel(token: str) -> AnyResponse:
    """GET asks, POST does it; where there is nothing to give up the ticket's own page says why."""
    found = ticket_or_answer(token)
    if isinstance(found, Response):
        return found
    if request.method == "POST":  # the doors have checked that our own page sent it
        hall().write(cancel_by_citizen, token=token, actor=visitor().actor)
    elif may_go(found):
        return _asked_once_more(found)
    return redirect(url_for("phone.ticket", token=token), 303)


def _asked_once_more(found: TicketView) -> Response:
    speak(found.language)
    return not_kept(make_response(render_template("phone/cancel.html", ticket=found)))
