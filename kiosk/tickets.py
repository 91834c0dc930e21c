"""How does a touch become a number, and what stands on the page that shows it?

`issue` is the hot path of the product: JSON in, one action, JSON out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import segno
from flask import Response, abort, current_app, jsonify, render_template, request, send_from_directory
from markupsafe import Markup

import locales
from actions.issue import issue_ticket
from actions.paper import PaperView, paper_of
from actions.ticket_view import ticket_by_token
from actions.turn_away import hold_back, turn_away
from actions.views import TicketView
from doors import visitor
from kiosk import shown
from kiosk.blueprint import blueprint
from kiosk.pace import Pace
from locales import waits
from locales.places import place
from rules.printer_status import Need
from rules.refusals import Refusal
from rules.states import JobState, TicketState, Visit
from theme.hall import hall
from theme.language import DEFAULT, language, speak
from theme.problems import problem, refuse

TOUCH_ID_LENGTHS = range(8, 65)
# Paper comes late, or nobody knows, or never: the page shows number and code large enough to photograph.
BY_SCREEN = frozenset({"none", "out", "fault", "check"})
_VISITS = {visit.value: visit for visit in Visit}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a touch asks for: a procedure by its key, or a department and the purpose of the visit."""

    touch_id: str
    procedure: str | None
    department: str | None
    visit: Visit
    language: str
    priority: str | None = None
    by_hand: bool = False


@blueprint.post("/tickets")
def issue() -> Response:
    """201 with the ticket, 200 when this touch has it already, 409 with the reason and the next duty."""
    wish = wish_of(request.get_json(silent=True))
    if wish is None:
        return problem(status=400, code="bad_wish", title="touch_id, and procedure or department, are needed")
    speak(wish.language)
    asking = visitor()
    kiosk = asking.device.code if asking.device else ""
    if wish.by_hand and is_to_rest(kiosk, wish.touch_id):
        return refuse(hall().write(hold_back, kiosk=kiosk, procedure=wish.procedure, actor=asking.actor))
    answer = hall().write(
        issue_ticket,
        touch_id=wish.touch_id,
        procedure=wish.procedure,
        department=wish.department,
        visit=wish.visit,
        kiosk=kiosk or None,
        language=language(),
        actor=asking.actor,
        priority=wish.priority,
    )
    if isinstance(answer, Refusal):
        return refuse(answer)
    if wish.by_hand and not answer.is_repeat:
        pace().note(kiosk, wish.touch_id)
    return Response(
        json.dumps(told(answer.ticket), ensure_ascii=False),
        status=200 if answer.is_repeat else 201,
        mimetype="application/json",
    )


def pace() -> Pace:
    """What this application has counted."""
    found: Pace = current_app.extensions["kiosk.pace"]
    return found


def is_to_rest(of: str, touch_id: str) -> bool:
    """Whether a kiosk, or its printing of slips, has just given too many."""
    # In training nobody's queue is emptied, and a rehearsal presses quickly.
    most = 0 if hall().is_training else hall().config.tickets.most_a_minute
    return pace().is_too_fast(of, touch_id, most)


@blueprint.post("/turned-away")
def turned_away() -> Response:
    """Somebody touched a closed door: noted for the Office. 204 always; the page has told them already."""
    body = request.get_json(silent=True)
    department, procedure = (
        (body.get(name) for name in ("department", "procedure")) if isinstance(body, dict) else (0, 0)
    )
    if isinstance(department, str) and (procedure is None or isinstance(procedure, str)):
        asking = visitor()
        hall().write(turn_away, department=department, procedure=procedure, actor=asking.actor)
    return Response(status=204)


def wish_of(body: Any) -> Wish | None:
    """The wish in a body that came over the line, or None. By hand: this runs for every touch."""
    if not isinstance(body, dict):
        return None
    touch_id, visit = body.get("touch_id"), _VISITS.get(str(body.get("visit", Visit.NEW.value)))
    procedure, department = body.get("procedure"), body.get("department")
    if not isinstance(touch_id, str) or len(touch_id) not in TOUCH_ID_LENGTHS or visit is None:
        return None
    if isinstance(procedure, str) is isinstance(department, str):
        return None
    wished, priority = body.get("language", DEFAULT), body.get("priority")
    if priority is not None and not isinstance(priority, str):
        return None
    spoken = wished if isinstance(wished, str) else DEFAULT
    return Wish(touch_id, procedure, department, visit, spoken, priority, body.get("by_hand") is True)


def told(ticket: TicketView) -> dict[str, Any]:
    """What the kiosk must know at once: the number, even if nothing more reaches it."""
    page = f"/kiosk/tickets/{ticket.token}"
    return {
        "token": ticket.token,
        "series": ticket.series,
        "number": ticket.number,
        "label": ticket.label,
        "department": ticket.department,
        "ahead": ticket.ahead,
        "print_state": ticket.print_state,
        "url": ticket.url,
        "page": page if language() == DEFAULT else f"{page}?lang={language()}",
    }


@blueprint.get("/tickets/<token>")
def ticket(token: str) -> str:
    """The number, where to go, how many are before, and what the printer does."""
    found, again = _ticket(token), "again" in request.args
    department = hall().config.department(found.department)
    where = shown.place_name(language(), found.place)
    return render_template(
        "kiosk/ticket.html",
        ticket=found,
        department_name=shown.full_name(language(), department),
        where={"Place": where, "place": place(where), "is_desk": found.place.desk is not None},
        ahead=ahead_words(found),
        paper=again_words() if again else paper_words(found, hall().read(paper_of, token=token)),
        has_preview=_is_preview() and not again,
        again=again,
        qr=Markup(qr_svg(found.url)) if found.url else None,
    )


@blueprint.get("/tickets/<token>/state")
def ticket_state(token: str) -> Response:
    """What changes while the citizen still stands there."""
    found = _ticket(token)
    is_again = "again" in request.args
    paper = again_words() if is_again else paper_words(found, hall().read(paper_of, token=token))
    return jsonify(seq=found.seq, ahead=ahead_words(found), paper=paper)


@blueprint.get("/tickets/<token>/picture.png")
def ticket_picture(token: str) -> Response:
    """The paper of a preview printer, once it is drawn."""
    # Flask's own guard keeps the name inside the folder.
    return send_from_directory(current_app.config["PICTURES"], f"{token}.png", max_age=60)


def ahead_words(found: TicketView) -> dict[str, str]:
    """{lead, figure, wait, may_miss}: a small line, the large one under it, and how long; the last "1" or blank."""
    if found.state is not TicketState.WAITING or found.ahead is None:
        return {"lead": "", "figure": _say(f"state.{found.state.value}"), "wait": "", "may_miss": ""}
    told = {
        "wait": waits.about(language(), found.wait),
        "may_miss": "1" if found.wait is not None and found.wait.may_miss_sitting else "",
    }
    if found.ahead == 0:
        return {"lead": _say("kiosk.ticket.you_are"), "figure": _say("kiosk.ticket.next"), **told}
    return {"lead": _say("kiosk.ticket.before_you"), "figure": _say("kiosk.ticket.people", n=found.ahead), **told}


def paper_words(found: TicketView, paper: PaperView) -> dict[str, str]:
    """{kind, by, sentence}: what to do about the paper; `by` "screen": the number is taken from there, large.

    `kind`: printing | take | elsewhere | screen (a preview) | none | out | fault | check; the script adds "late".
    """
    kind, sentence = _paper_said(found, paper)
    return {"kind": kind, "by": "screen" if kind in BY_SCREEN else "paper", "sentence": sentence}


def _paper_said(found: TicketView, paper: PaperView) -> tuple[str, str]:
    if paper.state is None:
        return "none", _say("kiosk.ticket.no_paper")
    if paper.need is Need.PAPER:
        return "out", _say("printer.out.kiosk", label=found.label)
    if paper.need is not None or (paper.state is JobState.NOT_SENT and paper.elsewhere is None):
        return "fault", _say("printer.fault.kiosk", label=found.label)
    if paper.state is JobState.DOUBTFUL:
        return "check", _say("printer.check.kiosk")
    if paper.elsewhere is not None:
        name = hall().config.printer_name(paper.elsewhere, language())
        return "elsewhere", _say("printer.elsewhere.kiosk", printer=name)
    if paper.state in (JobState.QUEUED, JobState.SENDING):
        return "printing", _say("kiosk.ticket.printing")
    if _is_preview():
        return "screen", _say("kiosk.ticket.preview.take")
    return "take", _say("kiosk.ticket.take")


def again_words() -> dict[str, str]:
    """What of the paper of somebody who waits again: it is the one that they have."""
    return {"kind": "screen", "by": "paper", "sentence": _say("kiosk.returned.keep")}


def qr_svg(address: str) -> str:
    """The code to scan, without a size or style of its own (the policy forbids styles in the page)."""
    return segno.make(address, micro=False, error="m").svg_inline(omitsize=True, border=2, dark="#10234a")


def _ticket(token: str) -> TicketView:
    found = hall().read(ticket_by_token, token=token)
    if found is None:
        abort(404)
    return found


def _is_preview() -> bool:
    device, config = visitor().device, hall().config
    if device is None:
        return False
    return config.printer(config.kiosk(device.code).printer).kind == "preview"


def _say(key: str, **facts: Any) -> str:
    return locales.say(language(), key, **facts)
