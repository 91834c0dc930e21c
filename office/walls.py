"""Which walls are connected, what do they show, and how loud are they? The Office tests, mutes and sets each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

import clock
from actions.announcements import AnnouncementView, latest_tests, test_wall
from actions.here import Here
from actions.walls import (
    LOUDEST,
    ReportView,
    SoundView,
    mute_wall,
    set_volume,
    sounds_of_all,
    unmute_wall,
    wall_reports,
)
from config import Wall
from locales import dates
from office.blueprint import blueprint, me
from rules.quiet import is_quiet
from rules.refusals import Refusal
from theme.hall import hall
from theme.language import language, say
from theme.problems import refuse
from watch.hall import is_mute, showing

MUTES = (30, 60, 0)  # minutes; 0: until somebody turns it on again


@dataclass(frozen=True, slots=True)
class Shown:
    """One wall in words. `tone`: ok | warn | stop | off, as tags have them; `broken`: what it cannot play."""

    code: str
    tone: str
    state: str
    seen: str
    shows: str
    sound_tone: str
    sound: str
    test: str
    broken: str


@blueprint.get("/walls")
def walls() -> str:
    """All of them."""
    shown, sounds = _shown()
    return render_template(
        "office/walls.html",
        shown=shown,
        sounds=sounds,
        mutes=MUTES,
        loudest=LOUDEST,
        desks={wall.code: _desks(wall) for wall in hall().config.walls},
        names={wall.code: wall.text("name", language()) for wall in hall().config.walls},
        has_loudspeaker=any(wall.loudspeaker for wall in hall().config.walls),
    )


@blueprint.get("/walls/state")
def walls_state() -> Response:
    """The words alone, for the page to put in place."""
    shown, _ = _shown()
    return jsonify(walls=list(shown.values()))


@blueprint.post("/walls/<code>/test")
def wall_test(code: str) -> AnyResponse:
    """Ring, speak and show once on this wall."""
    wall = _wall(code)
    hall().write(test_wall, wall=code, text=say("voice.training"), actor=me().actor)
    return _done("office.walls.test.sent", wall)


@blueprint.post("/walls/<code>/volume")
def wall_volume(code: str) -> AnyResponse:
    """How loud from now on."""
    wall, typed = _wall(code), request.form.get("volume", "")
    volume = int(typed) if typed.isascii() and typed.isdigit() else -1
    done = hall().write(set_volume, wall=code, volume=volume, actor=me().actor)
    return refuse(done) if isinstance(done, Refusal) else _done("office.walls.volume.done", wall, volume=volume)


@blueprint.post("/walls/<code>/mute")
def wall_mute(code: str) -> AnyResponse:
    """Only show, for a meeting or until further notice."""
    wall, typed = _wall(code), request.form.get("minutes", "0")
    if typed not in map(str, MUTES):
        abort(400)
    hall().write(mute_wall, wall=code, minutes=int(typed) or None, actor=me().actor)
    return _done("office.walls.mute.done", wall)


@blueprint.post("/walls/<code>/unmute")
def wall_unmute(code: str) -> AnyResponse:
    """Sound again."""
    wall = _wall(code)
    hall().write(unmute_wall, wall=code, actor=me().actor)
    return _done("office.walls.unmute.done", wall)


def _done(key: str, wall: Wall, **facts: Any) -> AnyResponse:
    flash(say(key, name=wall.text("name", language()), **facts))
    return redirect(url_for("office.walls"))


def _wall(code: str) -> Wall:
    found = next((wall for wall in hall().config.walls if wall.code == code), None)
    if found is None:
        abort(404)
    return found


def _desks(wall: Wall) -> str:
    if not wall.desks:
        return say("office.walls.desks.all")
    names = [hall().config.desk(code).text("name", language()) for code in wall.desks]
    return say("office.walls.desks.some", desks=", ".join(names))


# -- in words ------------------------------------------------------------------------------------------------------


def _shown() -> tuple[dict[str, Shown], dict[str, SoundView]]:
    reports, sounds, tests = hall().read(_read)
    now = hall().now()
    heard = {wall.code: [each for each in reports if each.wall == wall.code] for wall in hall().config.walls}
    by_code = {sound.wall: sound for sound in sounds}
    shown = {
        wall.code: _in_words(wall, heard[wall.code], by_code[wall.code], tests.get(wall.code), now)
        for wall in hall().config.walls
    }
    return shown, by_code


def _read(
    session: Session, here: Here
) -> tuple[tuple[ReportView, ...], tuple[SoundView, ...], dict[str, AnnouncementView]]:
    return wall_reports(session, here), sounds_of_all(session, here), latest_tests(session, here)


def _in_words(
    wall: Wall, heard: list[ReportView], sound: SoundView, test: AnnouncementView | None, now: datetime
) -> Shown:
    here = showing(heard, wall.code, now)
    latest = here[0] if here else (heard[0] if heard else None)
    tone, state = ("ok", say("office.walls.connected")) if here else ("stop", say("office.walls.lost"))
    if latest is None:
        tone, state = "off", say("office.walls.never")
    if len(here) > 1:
        state += " · " + say("office.walls.screens", n=len(here))
    sound_tone, sounds = _sound(wall, sound, here)
    broken = str(latest.shows.get("broken") or "") if latest else ""
    return Shown(
        code=wall.code,
        tone=tone,
        state=state,
        seen=say("office.walls.seen", time=_time(latest.at)) if latest else "",
        shows=_slot(here[0]) if here else "–",
        sound_tone=sound_tone,
        sound=sounds,
        test=_test(test, here) if test else "",
        broken=say("office.walls.broken", name=broken) if broken else "",
    )


def _slot(report: ReportView) -> str:
    size = str(report.shows.get("size") or "")
    words = say(f"office.walls.slot.{report.shows['slot']}", what=report.shows.get("what") or "")
    return f"{words} ({size})" if size else words


def _sound(wall: Wall, sound: SoundView, here: list[ReportView]) -> tuple[str, str]:
    if not wall.loudspeaker:
        return "off", say("office.walls.sound.silent")
    if sound.is_muted:
        until = sound.muted_until
        return "warn", say("office.walls.mute.until", time=_time(until)) if until else say("office.walls.mute.open")
    if is_quiet(hall().local_now().time(), wall.quiet):
        return "warn", say("office.walls.sound.quiet")
    if is_mute(here):
        return "stop", say("office.walls.sound.blocked")
    return ("ok", say("office.walls.sound.on")) if here else ("off", "–")


def _test(test: AnnouncementView, here: list[ReportView]) -> str:
    is_done = any(each.shows.get("tested") == test.id for each in here)
    return say("office.walls.test.done" if is_done else "office.walls.test.waiting", time=_time(test.at))


def _time(moment: datetime) -> str:
    return dates.clock_time(language(), clock.local(moment, hall().config.site.zone))
