"""What must the log say of the house itself? That its clock jumped: moments before and after do not compare."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from actions.events import record
from actions.here import Here
from models import Event, Site


def last_event_at(session: Session, here: Here) -> datetime | None:
    """When the newest entry of the log was written; None in an empty one."""
    newest = select(Event.at).where(Event.site_id == here.site_id).order_by(Event.seq.desc()).limit(1)
    return session.scalars(newest).first()


def note_clock_jump(session: Session, here: Here, *, expected: datetime) -> None:
    """The clock shows another time than it should after the seconds that passed."""
    by_s = round((here.now - expected).total_seconds())
    record(session, here, "clock_jumped", actor="system", expected=expected.isoformat(), by_s=by_s)


def try_writing(session: Session, here: Here) -> None:
    """Does the database take something again? What is there already would not be written: a count that may grow."""
    session.execute(update(Site).where(Site.id == here.site_id).values(facts_version=Site.facts_version + 1))
