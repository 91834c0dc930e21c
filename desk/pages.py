"""What does an officer's browser ask of the desk? Choosing one, its screen, its state, its commands."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from actions.accounts import AccountView
from actions.desk_view import desk_view
from actions.presses import VERBS, press
from actions.views import DeskView
from desk.choosing import picks, views_of_all_desks
from desk.sentences import why
from desk.state_json import desk_json, phase_of
from doors import visitor
from rules.refusals import Refusal
from rules.states import Outcome
from theme.hall import hall
from theme.language import say
from theme.problems import problem

blueprint = Blueprint(
    "desk",
    __name__,
    url_prefix="/desk",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)

WITH_OUTCOME = frozenset({"finish", "finish-next"})
DOSSIER_LENGTH = 60
PRESS_ID_LENGTH = 64

# What the scripts say by themselves; all other sentences come with the state.
SCRIPT_WORDS = (
    "desk.arrived", "desk.call_next", "desk.documents.none", "desk.empty", "desk.finding_out", "desk.finish",
    "desk.finish_next", "desk.minutes", "desk.next", "desk.no_show.wait", "desk.not_done", "desk.no_shows.row",
    "desk.offline", "desk.online", "desk.open", "desk.presence.closed", "desk.presence.open", "desk.presence.taken",
    "desk.ready.hint", "desk.ready.title",
    "desk.served.count", "desk.state.calling", "desk.state.closed", "desk.state.ready", "desk.state.serving",
    "desk.state.taken",
    "desk.step.called", "desk.step.finished", "desk.step.serving", "desk.step.taken", "desk.waiting.count",
    "desk.waiting.longest",
)  # fmt: skip


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
        words={key: _template(key) for key in SCRIPT_WORDS},
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
    if verb not in VERBS or not _is_desk(desk):
        abort(404)
    wish = request.get_json(silent=True)
    if not isinstance(wish, dict):
        abort(400)
    asked = _asked(verb, wish)
    press_id = str(wish.get("press_id", ""))[:PRESS_ID_LENGTH]
    answer = hall().write(press, verb=verb, desk=desk, account=account, press_id=press_id, **asked)
    if isinstance(answer, Refusal):
        sentence = why(answer, phase_of(_view(desk, account)))
        return problem(status=409, code=answer.code, title=sentence, detail=sentence)
    return jsonify(desk_json(answer))


def _asked(verb: str, wish: dict[str, Any]) -> dict[str, Any]:
    ticket = wish.get("ticket")
    asked: dict[str, Any] = {"ticket": ticket if isinstance(ticket, int) else None}
    if verb in WITH_OUTCOME:
        if wish.get("outcome") not in list(Outcome):
            abort(400)
        asked["outcome"] = Outcome(wish["outcome"])
        asked["dossier"] = str(wish.get("dossier") or "").strip()[:DOSSIER_LENGTH] or None
    return asked


def _view(desk: str, account: AccountView) -> DeskView:
    if not _is_desk(desk):
        abort(404)
    return hall().read(desk_view, desk=desk, account=account)


def _is_desk(code: str) -> bool:
    return any(desk.code == code for desk in hall().config.desks)


def _account() -> AccountView:
    account = visitor().account
    if account is None:
        abort(401)
    return account


def _name(account: AccountView) -> str:
    return account.officer_name or account.name


def _template(key: str) -> str:
    """The sentence with its places left open for the script."""
    return say(key, **{name: f"{{{name}}}" for name in ("n", "time")})
