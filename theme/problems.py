"""What does a citizen, an officer or a program see when the answer is no, or when something broke?

A Refusal becomes a page, or `application/problem+json` (RFC 9457) with 409; a bug becomes an incident number
that the log has too, and the way to a person who helps.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from locales.places import place
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import language, say
from theme.refused import CONFLICT, problem_of, said_of
from watch.traffic import Traffic

log = logging.getLogger(__name__)


def refuse(refusal: Refusal, status: int = CONFLICT) -> Response:
    """The refusal in the form that the asker reads."""
    config, now = hall().config, hall().local_now().replace(tzinfo=None)
    if wants_json():
        return problem(**{**problem_of(refusal, language(), config, now), "status": status})
    first, *more = said_of(refusal, language(), config, now).lines()
    return page(status, "info-circle", first, *more)


def problem(*, status: int, **members: Any) -> Response:
    """An `application/problem+json` answer; `members` as RFC 9457 names them, plus our own."""
    body = {"type": "about:blank", "status": status, **members}
    answer = make_response(current_app.json.dumps(body), status)
    answer.mimetype = "application/problem+json"
    return answer


def wants_json() -> bool:
    """Programs and our own scripts say that they want JSON; a browser that opens a page does not."""
    if request.path.startswith("/api/") or request.is_json:
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html"


def answer_with_pages(blueprint: Blueprint) -> None:
    """Let every error of the application end in a page or a problem of ours."""
    blueprint.app_errorhandler(HTTPException)(_http_error)
    blueprint.app_errorhandler(Exception)(_bug)


def _http_error(error: HTTPException) -> Response:
    status = error.code or InternalServerError.code
    if status == 404:
        return _answer(status, "not_found", "help-circle", say("error.not_found"))
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    if status >= 500:
        return _incident(status)
    return _answer(status, error.name.lower().replace(" ", "_"), "alert-circle", say("error.not_allowed"))


def _bug(error: Exception) -> Response:
    return _incident(500, error)


def _incident(status: int, error: Exception | None = None) -> Response:
    """The number joins what the citizen reads aloud at the Office with the lines of the log."""
    number = secrets.token_hex(3).upper()
    # Never the address itself: a link to pair a device or a ticket's own page holds a secret.
    route = request.url_rule.rule if request.url_rule is not None else "?"
    beside = {"incident": number, "method": request.method, "route": route}
    log.error("incident %s: %s %s", number, request.method, route, exc_info=error, extra=beside)
    traffic: Traffic = current_app.extensions["traffic"]
    traffic.incidents += 1
    helpers = place(hall().config.site.text("help_place", language()))
    sentence = say("error.incident", incident=number, help_place=helpers)
    return _answer(status, "incident", "alert-triangle", sentence)


def _answer(status: int, code: str, picture: str, title: str) -> Response:
    if wants_json():
        return problem(status=status, code=code, title=title)
    return page(status, picture, title)


def page(status: int, picture: str, title: str, *sentences: str) -> Response:
    """An error page: a picture, what is so, and what to do."""
    html = render_template("problems/problem.html", picture=picture, title=title, sentences=sentences)
    return make_response(html, status)
