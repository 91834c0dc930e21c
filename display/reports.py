"""What does a wall tell of itself? What it shows, whether it may sound: the Office looks at it from its desk."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, abort, jsonify, request

from actions.walls import report_wall
from display.blueprint import blueprint, wall_code
from theme.hall import hall

SLOTS = ("call", "announcement", "roster", "roster-full", "media")
SOUNDS = ("on", "blocked", "muted", "quiet", "silent")
_SCREEN = re.compile(r"[a-z0-9]{8,32}")
_LONGEST = 120


@blueprint.post("/report")
def report() -> Response:
    """{screen, slot, what, sound, size, tested}: only what the Office's page shows is kept."""
    told = request.get_json(silent=True)
    if not isinstance(told, dict) or not _SCREEN.fullmatch(str(told.get("screen"))):
        abort(400)
    hall().write(report_wall, wall=wall_code(), screen=str(told["screen"]), shows=_shows(told))
    return jsonify(ok=True)


def _shows(told: dict[str, Any]) -> dict[str, Any]:
    tested = told.get("tested")
    return {
        "slot": told.get("slot") if told.get("slot") in SLOTS else "roster",
        "what": str(told.get("what") or "")[:_LONGEST],
        "sound": told.get("sound") if told.get("sound") in SOUNDS else "silent",
        "size": str(told.get("size") or "")[:20],
        "tested": tested if isinstance(tested, int) else None,
        "broken": str(told.get("broken") or "")[:_LONGEST],
    }
