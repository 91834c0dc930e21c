"""What does an officer's browser ask of the desk? Choosing one, its screen, its state, its commands."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions.accounts import AccountView
from actions.desk_view import desk_view
from actions.handing_over import colleagues as read_colleagues
from actions.presses import VERBS, press
from actions.views import DeskView
from desk import choices
from desk.blueprint import blueprint
from desk.choosing import picks, views_of_all_desks
from desk.script_words import script_words
from desk.sentences import why
from desk.state_json import desk_json, phase_of
from desk.wishes import read_wish
from doors import visitor
from rules.refusals import Refusal
from rules.states import Outcome
from theme.hall import hall
from theme.problems import problem

QUERY_LENGTH = 80


@blueprint.get("/")
def desks() -> AnyResponse | str:
    """Which desk? Who sits at one already goes on there."""
    account = _account()
    views = views_of_all_desks(account)
    mine = next((view for view in views if view.is_open), None)
    if mine is not None:
        return redirect(url_for("desk.desk", desk=mine.desk))
    yours, others = picks(views)
    return render_template("desk/choose.html", yours=yours, others=others, visitor_name=_name(account))


@blueprint.get("/<desk>")
def desk(desk: str) -> str:
    """The work screen of one desk."""
    account = _account()
    view = _view(desk, account)
    return render_template(
        "desk/work.html",
        desk=hall().config.desk(desk),
        state=desk_json(view),
        outcomes=[outcome.value for outcome in Outcome],
        priorities=choices.priorities(hall().config),
        papers=choices.papers(hall().config),
        account_id=account.id,
        words=script_words(),
        visitor_name=_name(account),
    )


@blueprint.get("/<desk>/state")
def state(desk: str) -> Response:
    """The desk's snapshot; every news of it asks for this again."""
    answer = jsonify(desk_json(_view(desk, _account())))
    answer.cache_control.no_store = True
    return answer


@blueprint.post("/<desk>/<verb>")
def act(desk: str, verb: str) -> AnyResponse:
    """One command: the new state, or 409 and why not."""
    account = _account()
    if verb not in VERBS:
        abort(404)
    desk = _code(desk)
    press_id, asked = read_wish(verb)
    answer = hall().write(press, verb=verb, desk=desk, account=account, press_id=press_id, **asked)
    if isinstance(answer, Refusal):
        sentence = why(answer, phase_of(_view(desk, account)))
        return problem(status=409, code=answer.code, title=sentence, detail=sentence)
    return jsonify(desk_json(answer))


@blueprint.get("/<desk>/targets")
def targets(desk: str) -> Response:
    """Where a citizen can be sent from here."""
    return _list(hall().read(choices.targets, desk=_code(desk)))


@blueprint.get("/<desk>/colleagues")
def colleagues(desk: str) -> Response:
    """Who can go on here."""
    found = hall().read(read_colleagues, desk=_code(desk), account=_account())
    return _list([choices.colleague_json(each, hall().config) for each in found])


@blueprint.get("/<desk>/procedures")
def procedures(desk: str) -> Response:
    """`for=add`: of the department whose citizen is served; `for=take-in`: all that the desk serves, visits last."""
    view, query = _view(desk, _account()), request.args.get("q", "").strip()[:QUERY_LENGTH]
    is_further = request.args.get("for") == "add"
    held = (view.ticket.department,) if view.ticket is not None else ()
    departments = held if is_further else view.departments
    found = hall().read(choices.procedures_listed, query=query, departments=departments)
    visits = [] if is_further or query else choices.visits_of(departments, hall().config)
    return _list([*visits, *found])


def _list(items: list[dict[str, Any]]) -> Response:
    answer = jsonify(items)
    answer.cache_control.no_store = True
    return answer


def _view(desk: str, account: AccountView) -> DeskView:
    return hall().read(desk_view, desk=_code(desk), account=account)


def _code(desk: str) -> str:
    if not any(each.code == desk for each in hall().config.desks):
        abort(404)
    return desk


def _account() -> AccountView:
    account = visitor().account
    if account is None:
        abort(401)
    return account


def _name(account: AccountView) -> str:
    return account.officer_name or account.name
