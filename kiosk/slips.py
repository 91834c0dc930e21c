"""How does a citizen before a closed door get the next duty day on paper? The reminder slip, from touch to picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, jsonify, request, send_from_directory, url_for

import locales
from actions.paper import PaperView
from actions.slips import SlipView, print_checklist, print_slip, slip_by_token
from actions.turn_away import hold_back
from doors import visitor
from kiosk.blueprint import blueprint
from kiosk.tickets import TOUCH_ID_LENGTHS, is_to_rest, pace
from rules.refusals import Refusal
from rules.states import JobState
from theme.hall import hall
from theme.language import DEFAULT, language, speak
from theme.problems import problem, refuse


@dataclass(frozen=True, slots=True)
class SlipWish:
    """What a touch asks for: the next duty of a department, and perhaps the papers of one of its procedures.

    `is_list`: the papers alone, also while the door is open.
    """

    touch_id: str
    department: str
    procedure: str | None
    language: str
    is_list: bool = False


@blueprint.post("/slips")
def slip() -> Response:
    """201 with the slip, 200 when this touch has it already, 409 where there is nothing to print or to print on."""
    wish = slip_wish(request.get_json(silent=True))
    if wish is None:
        return problem(status=400, code="bad_wish", title="touch_id and department are needed")
    speak(wish.language)
    asking = visitor()
    whose = {"kiosk": asking.device.code if asking.device else "", "actor": asking.actor}
    counted = f"{whose['kiosk']} slips"
    if is_to_rest(counted, wish.touch_id):
        return refuse(hall().write(hold_back, procedure=wish.procedure, **whose))
    what = {"language": language(), "touch_id": wish.touch_id}
    if wish.is_list and wish.procedure is not None:
        answer = hall().write(print_checklist, procedure=wish.procedure, **whose, **what)
    else:
        answer = hall().write(print_slip, department=wish.department, procedure=wish.procedure, **whose, **what)
    if isinstance(answer, Refusal):
        return refuse(answer)
    if not answer.is_repeat:
        pace().note(counted, wish.touch_id)
    told = jsonify(told_of(answer))
    told.status_code = 200 if answer.is_repeat else 201
    return told


@blueprint.get("/slips/<token>")
def slip_state(token: str) -> Response:
    """What the printer has done meanwhile."""
    return jsonify(told_of(_slip(token)))


@blueprint.get("/slips/<token>/picture.png")
def slip_picture(token: str) -> Response:
    """The paper of a preview printer, once it is drawn."""
    _slip(token)
    return send_from_directory(current_app.config["PICTURES"], f"{token}.png", max_age=60)


def slip_wish(body: Any) -> SlipWish | None:
    """The wish in a body that came over the line, or None."""
    if not isinstance(body, dict):
        return None
    touch_id, department, procedure = body.get("touch_id"), body.get("department"), body.get("procedure")
    if not isinstance(touch_id, str) or len(touch_id) not in TOUCH_ID_LENGTHS or not isinstance(department, str):
        return None
    if procedure is not None and not isinstance(procedure, str):
        return None
    wished = body.get("language", DEFAULT)
    spoken = wished if isinstance(wished, str) else DEFAULT
    return SlipWish(touch_id, department, procedure, spoken, body.get("list") is True)


def told_of(slip: SlipView) -> dict[str, Any]:
    """{token, state, paper {kind, sentence}, picture}; `state` and `picture` are addresses, the latter or null."""
    is_drawn = is_preview() and slip.state in (JobState.PRINTED, JobState.UNCONFIRMED)
    return {
        "token": slip.token,
        "state": url_for("kiosk.slip_state", token=slip.token),
        "paper": slip_words(slip.paper or PaperView(slip.state), slip.kind),
        "picture": url_for("kiosk.slip_picture", token=slip.token) if is_drawn else None,
    }


def slip_words(paper: PaperView, kind: str = "slip") -> dict[str, str]:
    """{kind, sentence}: what to do about the paper; kinds as on the ticket's page."""
    state, fault = paper.state, f"printer.{kind}_fault"
    if paper.need is not None:
        return {"kind": "fault", "sentence": locales.say(language(), fault)}
    if paper.elsewhere is not None and state is not JobState.DOUBTFUL:
        name = hall().config.printer_name(paper.elsewhere, language())
        return {"kind": "take", "sentence": locales.say(language(), "printer.elsewhere.kiosk", printer=name)}
    if state in (JobState.QUEUED, JobState.SENDING):
        return {"kind": "printing", "sentence": locales.say(language(), f"kiosk.{kind}.printing")}
    if state in (JobState.NOT_SENT, JobState.DOUBTFUL):
        return {"kind": "fault", "sentence": locales.say(language(), fault)}
    if is_preview():
        return {"kind": "screen", "sentence": locales.say(language(), f"kiosk.{kind}.screen")}
    return {"kind": "take", "sentence": locales.say(language(), f"kiosk.{kind}.take")}


def is_preview() -> bool:
    """Whether this kiosk's printer only draws."""
    device, config = visitor().device, hall().config
    return device is not None and config.printer(config.kiosk(device.code).printer).kind == "preview"


def _slip(token: str) -> SlipView:
    found = hall().read(slip_by_token, token=token)
    if found is None:
        abort(404)
    return found
