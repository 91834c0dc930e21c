"""The wall's page and its snapshot. Both only read: a wall never changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, jsonify, render_template
from sqlalchemy.orm import Session

from actions.announcements import AnnouncementView, announcements_on
from actions.board import board
from actions.fresh_calls import fresh_calls
from actions.here import Here
from actions.views import Board, CallView
from actions.walls import SoundView, sound_of
from display.blueprint import assets, blueprint, wall_code
from display.opening import Phase
from display.pictures import shown_on
from display.today import Today, today
from display.words import column_of_desks, names_of, office_in_words
from live.messages import board_json, call_json
from locales.dates import clock_time
from theme.hall import hall
from theme.language import language


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a wall shows and obeys, from one moment of the database."""

    board: Board
    day: Today
    fresh: tuple[CallView, ...]
    sound: SoundView
    announcements: tuple[AnnouncementView, ...]


@blueprint.get("/")
def wall() -> str:
    """The wall itself. It carries its first snapshot, so that it is complete at the first paint."""
    config, code = hall().config, wall_code()
    return render_template(
        "display/wall.html",
        wall=code,
        names=names_of(config, language()) | {"page": _page()},
        column=column_of_desks(config.desks_of(code), language()),
        snapshot=_snapshot(),
    )


@blueprint.get("/snapshot")
def snapshot() -> Response:
    """Everything as JSON: asked for on every connection, when the office opens or closes, and when a wall is set."""
    answer = jsonify(_snapshot())
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page() -> str:
    """Tells a page from one with other names or scripts."""
    return f"{hall().config.digest[:12]}-{assets()}"


def _snapshot() -> dict[str, Any]:
    code = wall_code()
    seen = hall().read(_seen, wall=code)
    return {**board_json(seen.board, hall().now()), **_day_json(seen.day), **_wall_json(seen, code)}


def _seen(session: Session, here: Here, *, wall: str) -> Seen:
    config = here.config
    since = here.now - timedelta(seconds=config.wall(wall).fresh_s)
    desks = [desk.code for desk in config.desks_of(wall)]
    return Seen(
        board=board(session, here, wall=wall),
        day=today(session, here),
        fresh=fresh_calls(session, here, desks=desks, since=since),
        sound=sound_of(session, here, wall=wall),
        announcements=announcements_on(session, here, wall=wall),
    )


def _wall_json(seen: Seen, code: str) -> dict[str, Any]:
    """How this wall is to behave, and what it shows besides the queue."""
    configured, sound = hall().config.wall(code), seen.sound
    return {
        "sound": {
            "speaks": configured.loudspeaker,
            "volume": sound.volume,
            "muted": sound.is_muted,
            "muted_until": sound.muted_until.isoformat() if sound.muted_until else None,
            "quiet": [span.minutes for span in configured.quiet],
        },
        "fresh_s": configured.fresh_s,
        "fresh": [call_json(call) for call in seen.fresh],
        "announcements": [_announcement_json(each) for each in seen.announcements],
        "media": shown_on(code),
    }


def _announcement_json(each: AnnouncementView) -> dict[str, Any]:
    return {
        "id": each.id,
        "kind": each.kind,
        "text": each.text,
        "urgent": each.is_urgent,
        "at": each.at.isoformat(),
        "until": each.until.isoformat(),
    }


def _day_json(day: Today) -> dict[str, Any]:
    headline, detail = office_in_words(day, hall().config, language())
    until = day.opening.until.replace(tzinfo=hall().config.site.zone)
    return {
        "page": _page(),
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
