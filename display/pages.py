"""The wall's page and its snapshot. Both only read: a wall never changes anything."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, render_template
from sqlalchemy.orm import Session

from actions.board import board
from actions.here import Here
from actions.views import Board
from display.blueprint import blueprint
from display.opening import Phase
from display.today import Today, today
from display.words import column_of_desks, names_of, office_in_words
from doors import visitor
from live.messages import board_json
from locales.dates import clock_time
from theme.hall import hall
from theme.language import language


@blueprint.get("/")
def wall() -> str:
    """The wall itself. It carries its first snapshot, so that it is complete at the first paint."""
    config, code = hall().config, _code()
    return render_template(
        "display/wall.html",
        wall=code,
        names=names_of(config, language()),
        column=column_of_desks(config.desks_of(code), language()),
        snapshot=_snapshot(),
    )


@blueprint.get("/snapshot")
def snapshot() -> Response:
    """Board and day, as JSON: asked for on every connection and when the office opens or closes."""
    answer = jsonify(_snapshot())
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _code() -> str:
    device = visitor().device
    if device is None:
        raise PermissionError("only a paired wall is let in here")
    return device.code


def _snapshot() -> dict[str, Any]:
    seen, day = hall().read(_board_and_day, wall=_code())
    return {**board_json(seen, hall().now()), **_day_json(day)}


def _board_and_day(session: Session, here: Here, *, wall: str) -> tuple[Board, Today]:
    """Both from one moment of the database."""
    return board(session, here, wall=wall), today(session, here)


def _day_json(day: Today) -> dict[str, Any]:
    headline, detail = office_in_words(day, hall().config, language())
    until = day.opening.until.replace(tzinfo=hall().config.site.zone)
    return {
        "page": hall().config.digest,
        "weekday": day.local_now.weekday(),
        "works_as": day.works_as,
        "roster": [{"days": line.days, "departments": line.departments} for line in day.roster],
        "office": {
            "phase": day.opening.phase,
            "headline": headline,
            "detail": detail,
            "resumes": _resumes(day),
            "until": until.isoformat(),
        },
    }


def _resumes(day: Today) -> str | None:
    """The hour on every closed desk of a break: it will be back."""
    coming = day.opening.coming
    return clock_time(language(), coming.opens) if coming and day.opening.phase is Phase.BREAK else None
