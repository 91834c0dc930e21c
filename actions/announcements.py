"""What does the Office say through the walls, now and aloud? An announcement, or a test of one wall.

A notice (actions/stops.py) only stands in the foot strip; an announcement takes its turn among the calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from models import AnnouncementRow
from rules.refusals import Refusal

TEXT_LENGTH = 300
SHORTEST_MIN, LONGEST_MIN = 1, 240
TEST_MIN = 1
SHOWN_AT_ONCE = 10  # a wall is told of no more
LISTED = 20
TESTS_SHOWN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AnnouncementView:
    """`id` is its event's number: among the calls it is spoken in the order of these. `wall` None: all walls."""

    id: int
    kind: str
    text: str
    wall: str | None
    is_urgent: bool
    at: datetime
    until: datetime
    ended_at: datetime | None


def announce(
    session: Session, here: Here, *, text: str, wall: str | None, minutes: int, is_urgent: bool, actor: str
) -> AnnouncementView | Refusal:
    """Say it once on the walls and show it for some minutes. Refusals: notice_empty, notice_long (n), no_wall,
    announcement_minutes (low, high).
    """
    words = " ".join(text.split())
    if not words:
        return Refusal("notice_empty", {})
    if len(words) > TEXT_LENGTH:
        return Refusal("notice_long", {"n": TEXT_LENGTH})
    if not SHORTEST_MIN <= minutes <= LONGEST_MIN:
        return Refusal("announcement_minutes", {"low": SHORTEST_MIN, "high": LONGEST_MIN})
    if wall is not None and not _is_wall(here, wall):
        return Refusal("no_wall", {"value": wall})
    return _say(session, here, "spoken", words, wall, minutes, is_urgent, actor)


def test_wall(session: Session, here: Here, *, wall: str, text: str, actor: str) -> AnnouncementView | Refusal:
    """Let one wall ring, speak and show once, so that somebody in the hall can judge it. Refusals: no_wall."""
    if not _is_wall(here, wall):
        return Refusal("no_wall", {"value": wall})
    return _say(session, here, "test", text, wall, TEST_MIN, False, actor)


def end_announcement(session: Session, here: Here, *, announcement: int, actor: str) -> Refusal | None:
    """Silence it and take it off the walls. Refusals: no_announcement."""
    row = _row(session, here, announcement)
    if row is None or row.ended_at is not None:
        return Refusal("no_announcement", {})
    row.ended_at = here.now
    session.flush()
    said = _facts(row.text, row.wall, row.is_urgent, row.until)
    record(session, here, "announcement_ended", actor=actor, announcement=row.seq, before=said, after=None)
    return None


def announcements_on(session: Session, here: Here, *, wall: str) -> tuple[AnnouncementView, ...]:
    """What stands on a wall at this moment, oldest first."""
    rows = session.scalars(
        select(AnnouncementRow)
        .where(
            AnnouncementRow.site_id == here.site_id,
            AnnouncementRow.until > here.now,
            AnnouncementRow.ended_at.is_(None),
            or_(AnnouncementRow.wall.is_(None), AnnouncementRow.wall == wall),
        )
        .order_by(AnnouncementRow.seq.desc())
        .limit(SHOWN_AT_ONCE)
    )
    return tuple(reversed([_view(row) for row in rows]))


def announcement(session: Session, here: Here, *, seq: int) -> AnnouncementView | None:
    """One of them, also an old one."""
    row = _row(session, here, seq)
    return None if row is None else _view(row)


def latest_announcements(session: Session, here: Here) -> tuple[AnnouncementView, ...]:
    """The newest first, without tests."""
    rows = session.scalars(
        select(AnnouncementRow)
        .where(AnnouncementRow.site_id == here.site_id, AnnouncementRow.kind == "spoken")
        .order_by(AnnouncementRow.seq.desc())
        .limit(LISTED)
    )
    return tuple(_view(row) for row in rows)


def latest_tests(session: Session, here: Here) -> dict[str, AnnouncementView]:
    """The newest test of each wall, for a quarter of an hour."""
    rows = session.scalars(
        select(AnnouncementRow)
        .where(
            AnnouncementRow.site_id == here.site_id,
            AnnouncementRow.kind == "test",
            AnnouncementRow.until > here.now - TESTS_SHOWN,
        )
        .order_by(AnnouncementRow.seq)
    )
    return {row.wall: _view(row) for row in rows if row.wall is not None}


def _say(
    session: Session,
    here: Here,
    kind: str,
    words: str,
    wall: str | None,
    minutes: int,
    is_urgent: bool,
    actor: str,
) -> AnnouncementView:
    until = here.now + timedelta(minutes=minutes)
    said = _facts(words, wall, is_urgent, until)
    happened = (
        record(session, here, "wall_tested", actor=actor, wall=wall)
        if kind == "test"
        else record(session, here, "announced", actor=actor, before=None, after=said)
    )
    row = AnnouncementRow(
        site_id=here.site_id,
        seq=happened.seq,
        kind=kind,
        text=words,
        wall=wall,
        is_urgent=is_urgent,
        made_at=here.now,
        made_by=actor,
        until=until,
    )
    session.add(row)
    session.flush()
    return _view(row)


def _facts(text: str, wall: str | None, is_urgent: bool, until: datetime) -> dict[str, Any]:
    return {"text": text, "wall": wall, "urgent": is_urgent, "until": until.isoformat()}


def _is_wall(here: Here, wall: str) -> bool:
    return any(each.code == wall for each in here.config.walls)


def _row(session: Session, here: Here, seq: int) -> AnnouncementRow | None:
    found = select(AnnouncementRow).where(AnnouncementRow.site_id == here.site_id, AnnouncementRow.seq == seq)
    return session.scalars(found).first()


def _view(row: AnnouncementRow) -> AnnouncementView:
    return AnnouncementView(row.seq, row.kind, row.text, row.wall, row.is_urgent, row.made_at, row.until, row.ended_at)
