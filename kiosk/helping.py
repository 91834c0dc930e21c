"""How does somebody at the kiosk get a person to help? One call for each kiosk, until somebody comes."""

from __future__ import annotations

from flask import Response, abort, jsonify

from actions.help_calls import HelpView, ask_for_help, help_call, take_back_help
from doors import visitor
from kiosk.blueprint import blueprint
from kiosk.heard import sounds_of
from locales.places import place
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import language, say
from theme.problems import refuse

# Whoever has waited so long is told where else to go.
NOBODY_AFTER_S = 60


@blueprint.post("/help")
def help() -> Response:
    """201 always: a second touch is the same call."""
    answer = hall().write(ask_for_help, kiosk=_kiosk(), actor=visitor().actor)
    if isinstance(answer, Refusal):
        return refuse(answer)
    told = jsonify(told_of(answer))
    told.status_code = 201
    return told


@blueprint.get("/help/<int:call>")
def help_state(call: int) -> Response:
    """Has somebody answered?"""
    found = hall().read(help_call, call=call)
    if found is None or found.kiosk != _kiosk():
        abort(404)
    return jsonify(told_of(found))


@blueprint.post("/help/back")
def help_back() -> Response:
    """Nobody need come any more. 204 always."""
    hall().write(take_back_help, kiosk=_kiosk(), actor=visitor().actor)
    return Response(status=204)


def told_of(call: HelpView) -> dict[str, object]:
    """{call, state, sentence, more, heard}; `more` is where else to go, once nobody came for a while."""
    waited_s = (hall().now() - call.asked_at).total_seconds()
    is_late = call.state == "asked" and waited_s > NOBODY_AFTER_S
    sentence = say("kiosk.help.coming" if call.state == "answered" else "kiosk.help.sent")
    more = _elsewhere() if is_late else ""
    heard = sounds_of(sentence, more)
    return {"call": call.id, "state": call.state, "sentence": sentence, "more": more, "heard": heard}


def _elsewhere() -> str:
    site = hall().config.site
    where = place(site.text("help_place", language()))
    key = "kiosk.help.nobody" if site.help_phone else "kiosk.help.nobody.no_phone"
    return say(key, help_place=where, phone=site.help_phone)


def _kiosk() -> str:
    device = visitor().device
    return device.code if device is not None else ""
