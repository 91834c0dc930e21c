"""What does the page ask for with a press? Its JSON body, read for each command; 400 for what no page of ours sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from flask import abort, request

from actions.serve import Result
from models.base import MOST
from rules.states import Outcome, Visit

DOSSIER_LENGTH = 60
PRESS_ID_LENGTH = 64
NOTE_LENGTH = 500
KEY_LENGTH = 100
LONGEST_BREAK_MIN = 24 * 60
OLDEST_MS = 24 * 3600 * 1000
HELD_WAYS = ("finish", "park", "queue")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

Body = dict[str, Any]


def read_wish(verb: str) -> tuple[str, Body]:
    """(the press's id, what its action takes)."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        abort(400)
    read = _READERS.get(verb, _nothing)
    return text_in(body, "press_id", PRESS_ID_LENGTH) or "", {**read(body), "age_ms": _age_ms(body)}


def _age_ms(body: Body) -> int:
    """How long ago it was pressed: the page keeps what it cannot send."""
    return min(max(number_in(body, "age_ms") or 0, 0), OLDEST_MS)


def _nothing(body: Body) -> Body:
    return {}


def _held(body: Body) -> Body:
    """The ticket that the officer saw."""
    return {"ticket": row_in(body, "ticket")}


def _named(body: Body) -> Body:
    return {"ticket": row_in(body, "ticket"), "label": text_in(body, "label", 20)}


def _open(body: Body) -> Body:
    return {"take_over": body.get("take_over") is True}


def _close(body: Body) -> Body:
    held = body.get("held")
    if held is None:
        return {}
    if held not in HELD_WAYS:
        abort(400)
    ways: Mapping[str, Callable[[Body], Body]] = {"finish": _ending, "queue": _noted}
    return {"held": held, **ways.get(held, _nothing)(body)}


def _finish(body: Body) -> Body:
    return {**_held(body), **_ending(body)}


def _ending(body: Body) -> Body:
    others = body.get("others") or []
    if not isinstance(others, list) or not all(isinstance(each, dict) for each in others):
        abort(400)
    return {
        "outcome": _outcome(body),
        "dossier": text_in(body, "dossier", DOSSIER_LENGTH),
        "others": {_id(each): Result(_outcome(each), text_in(each, "dossier", DOSSIER_LENGTH)) for each in others},
    }


def _noted(body: Body) -> Body:
    return {"note": text_in(body, "note", NOTE_LENGTH)}


def _break(body: Body) -> Body:
    minutes = number_in(body, "minutes")
    if minutes is not None and not 1 <= minutes <= LONGEST_BREAK_MIN:
        abort(400)
    return {"until": clock_in(body, "until"), "minutes": minutes, "reason": text_in(body, "reason", 200) or ""}


def _transfer(body: Body) -> Body:
    keys = {name: text_in(body, name, KEY_LENGTH) for name in ("to_department", "to_desk")}
    return {"ticket": row_in(body, "ticket"), **keys, **_noted(body)}


def _add_procedure(body: Body) -> Body:
    return {**_held(body), "procedure": text_in(body, "procedure", KEY_LENGTH) or abort(400)}


def _take_in(body: Body) -> Body:
    """The press's own id is the touch: the same press never makes two tickets."""
    keys = {name: text_in(body, name, KEY_LENGTH) for name in ("procedure", "department", "priority", "kiosk")}
    touch_id = text_in(body, "press_id", PRESS_ID_LENGTH) or abort(400)
    return {**keys, "visit": visit_in(body), "serve": body.get("serve") is True, "touch_id": touch_id}


def _hand_over(body: Body) -> Body:
    return {"to": _id({"id": body.get("to")})}


def _priority(body: Body) -> Body:
    return {**_named(body), "priority": text_in(body, "priority", KEY_LENGTH)}


def _outcome(body: Body) -> Outcome:
    value = body.get("outcome")
    if value not in list(Outcome):
        abort(400)
    return Outcome(value)


def text_in(body: Body, name: str, longest: int) -> str | None:
    """What was typed, without spaces around it; None for nothing."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or "\x00" in value:
        abort(400)
    return value.strip()[:longest] or None


def visit_in(body: Body) -> Visit:
    """What the citizen came for."""
    visit = body.get("visit", Visit.NEW.value)
    return Visit(visit) if visit in list(Visit) else abort(400)


def number_in(body: Body, name: str) -> int | None:
    """A whole number, or None."""
    value = body.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def row_in(body: Body, name: str) -> int | None:
    """The number of a row that a database can look for, or None."""
    value = number_in(body, name)
    return value if value is None or 0 <= value <= MOST else abort(400)


def _id(body: Body) -> int:
    value = row_in(body, "id")
    return value if value is not None else abort(400)


def clock_in(body: Body, name: str) -> time | None:
    """A time of day: 9:05."""
    typed = text_in(body, name, 5)
    if typed is None:
        return None
    found = _TIME.fullmatch(typed)
    return time(int(found[1]), int(found[2])) if found else abort(400)


_READERS: Mapping[str, Callable[[Body], Body]] = {
    "open": _open,
    "close": _close,
    "call": _named,
    "return": _named,
    "resume": _named,
    "cancel": _named,
    "recall": _held,
    "serve": _held,
    "no-show": _held,
    "park": _held,
    "finish": _finish,
    "finish-next": _finish,
    "break": _break,
    "transfer": _transfer,
    "add-procedure": _add_procedure,
    "take-in": _take_in,
    "hand-over": _hand_over,
    "priority": _priority,
}
