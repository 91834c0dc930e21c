"""What does the guide's page ask for? Its JSON bodies; 400 for what no page of ours sends."""

from __future__ import annotations

from flask import abort

from actions.printing import printer_of
from desk.wishes import KEY_LENGTH, Body, clock_in, row_in, text_in, visit_in
from rules.outbox import ReprintReason
from theme.hall import hall

TOUCH_ID_LENGTHS = range(8, 65)
CODE_LENGTH = 4


def issue_wish(body: Body) -> Body:
    """What `issue_ticket` takes."""
    return {**_wanted(body), "language": _language(body), "kiosk": text_in(body, "kiosk", KEY_LENGTH)}


def by_hand_wish(body: Body) -> Body:
    """What `enter_number` takes."""
    number = row_in(body, "number")
    return {**_wanted(body), "number": abort(400) if number is None else number, "written_at": clock_in(body, "at")}


def coming_back_wish(body: Body) -> Body:
    """What `return_by_citizen` takes."""
    return {"typed": text_in(body, "label", 20) or "", "code": text_in(body, "code", CODE_LENGTH) or ""}


def reprint_wish(body: Body) -> Body:
    """What `reprint_ticket` takes; without a kiosk it prints where the ticket was taken."""
    ticket, reason = row_in(body, "ticket"), body.get("reason")
    if ticket is None or reason not in list(ReprintReason):
        abort(400)
    printer = printer_of(hall().here(), text_in(body, "kiosk", KEY_LENGTH))
    return {"ticket": ticket, "reason": ReprintReason(reason), "printer": printer}


def _wanted(body: Body) -> Body:
    touch_id = text_in(body, "touch_id", TOUCH_ID_LENGTHS.stop)
    if touch_id is None or len(touch_id) not in TOUCH_ID_LENGTHS:
        abort(400)
    keys = {name: text_in(body, name, KEY_LENGTH) for name in ("procedure", "department", "priority")}
    return {**keys, "visit": visit_in(body), "touch_id": touch_id}


def _language(body: Body) -> str:
    wished = body.get("language")
    return wished if wished in hall().config.site.languages else "vi"
