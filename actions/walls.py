"""How loud is each wall, is it muted, and what does it say that it shows?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from models import WallReport, WallSound
from rules.refusals import Refusal

LOUDEST = 100
REPORTS_LIVE = timedelta(hours=24)
SCREENS_A_WALL = 20  # browsers of one wall; more are a mistake and must not fill the database


@dataclass(frozen=True, slots=True)
class SoundView:
    """How a wall sounds now. `muted_until` None while muted: until somebody turns it on again."""

    wall: str
    volume: int
    is_muted: bool
    muted_until: datetime | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """What one browser of a wall last told; `shows` in the wall's own words (display/static/report.js)."""

    wall: str
    screen: str
    at: datetime
    shows: Mapping[str, Any]


def sound_of(session: Session, here: Here, *, wall: str) -> SoundView:
    """As the Office set it, else as configured. Raises KeyError for a wall that is not configured."""
    configured = here.config.wall(wall)
    row = _sound(session, here, wall)
    if row is None:
        return SoundView(wall, configured.volume, False, None)
    is_muted = row.is_muted and (row.muted_until is None or row.muted_until > here.now)
    volume = configured.volume if row.volume is None else row.volume
    return SoundView(wall, volume, is_muted, row.muted_until if is_muted else None)


def sounds_of_all(session: Session, here: Here) -> tuple[SoundView, ...]:
    """Of every configured wall."""
    return tuple(sound_of(session, here, wall=wall.code) for wall in here.config.walls)


def set_volume(session: Session, here: Here, *, wall: str, volume: int, actor: str) -> SoundView | Refusal:
    """How loud from now on. Refusals: no_wall, volume_wrong (high)."""
    if not 0 <= volume <= LOUDEST:
        return Refusal("volume_wrong", {"high": LOUDEST})
    return _change(session, here, wall, actor, volume=volume)


def mute_wall(session: Session, here: Here, *, wall: str, minutes: int | None, actor: str) -> SoundView | Refusal:
    """Only show from now on, for some minutes or until `unmute_wall`. Refusals: no_wall."""
    until = None if minutes is None else here.now + timedelta(minutes=minutes)
    return _change(session, here, wall, actor, is_muted=True, muted_until=until)


def unmute_wall(session: Session, here: Here, *, wall: str, actor: str) -> SoundView | Refusal:
    """Sound again. Refusals: no_wall."""
    return _change(session, here, wall, actor, is_muted=False, muted_until=None)


def note_media(session: Session, here: Here, *, added: str | None, removed: str | None, actor: str) -> None:
    """The Office put a picture or video on the walls, or took one off."""
    before = None if removed is None else {"name": removed}
    after = None if added is None else {"name": added}
    record(session, here, "media_changed", actor=actor, before=before, after=after)


def report_wall(session: Session, here: Here, *, wall: str, screen: str, shows: Mapping[str, Any]) -> None:
    """What a browser of the wall shows now."""
    mine = select(WallReport).where(WallReport.site_id == here.site_id, WallReport.wall == wall)
    rows = {row.screen: row for row in session.scalars(mine)}
    if screen in rows:
        rows[screen].at, rows[screen].shows = here.now, dict(shows)
        session.flush()
        return
    _sweep(session, here)
    if len(rows) >= SCREENS_A_WALL:
        session.delete(min(rows.values(), key=lambda row: row.at))
    session.add(WallReport(site_id=here.site_id, wall=wall, screen=screen, at=here.now, shows=dict(shows)))
    session.flush()


def wall_reports(session: Session, here: Here) -> tuple[ReportView, ...]:
    """The newest first; those of browsers that are gone as well, for a day."""
    rows = session.scalars(
        select(WallReport)
        .where(WallReport.site_id == here.site_id, WallReport.at > here.now - REPORTS_LIVE)
        .order_by(WallReport.at.desc())
    )
    return tuple(ReportView(row.wall, row.screen, row.at, row.shows) for row in rows)


def _sweep(session: Session, here: Here) -> None:
    session.execute(
        delete(WallReport).where(WallReport.site_id == here.site_id, WallReport.at <= here.now - REPORTS_LIVE)
    )


def _change(session: Session, here: Here, wall: str, actor: str, **changes: Any) -> SoundView | Refusal:
    if not any(each.code == wall for each in here.config.walls):
        return Refusal("no_wall", {"value": wall})
    before = sound_of(session, here, wall=wall)
    row = _sound(session, here, wall)
    if row is None:
        row = WallSound(site_id=here.site_id, wall=wall, is_muted=False)
        session.add(row)
    for name, value in changes.items():
        setattr(row, name, value)
    session.flush()
    after = sound_of(session, here, wall=wall)
    record(session, here, "wall_sound_set", actor=actor, device=wall, before=_told(before), after=_told(after))
    return after


def _told(sound: SoundView) -> dict[str, Any]:
    until = sound.muted_until.isoformat() if sound.muted_until else None
    return {"volume": sound.volume, "muted": sound.is_muted, "muted_until": until}


def _sound(session: Session, here: Here, wall: str) -> WallSound | None:
    found = select(WallSound).where(WallSound.site_id == here.site_id, WallSound.wall == wall)
    return session.scalars(found).first()
