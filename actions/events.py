"""How does something that happened get into the log, and has anybody touched the log since?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from actions.here import Here
from database import connection_of, shared_facts, write_at_end
from models import Event
from models.base import table_of
from models.prepared import Prepared

FIRST_HASH = "0" * 64
# What actions/issue.py knows of the queues within one transaction; whatever else happens to a ticket ends it.
STANDING = "standing"
# After these somebody is called sooner or later than it looked before (actions/waits.py); whoever comes is counted.
STIRRING, UNSTIRRING = ("ticket_", "desk_"), ("ticket_issued", "ticket_refused")
_EVENTS = table_of(Event)
_INSERT = Prepared(insert(_EVENTS))
_HEAD = Prepared(
    select(_EVENTS.c.seq, _EVENTS.c.hash)
    .where(_EVENTS.c.site_id == bindparam("site"))
    .order_by(_EVENTS.c.seq.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as the listeners get it after the commit."""

    site_id: int
    seq: int
    at: datetime
    day: date
    kind: str
    actor: str
    desk: str | None
    department: str | None
    ticket_id: int | None
    facts: Mapping[str, Any]


def record(
    session: Session,
    here: Here,
    kind: str,
    *,
    actor: str,
    desk: str | None = None,
    department: str | None = None,
    ticket_id: int | None = None,
    service_day: date | None = None,
    **facts: Any,
) -> Happened:
    """Append one event to the site's chain; the listeners hear of it after the commit.

    `service_day`: the day of which it speaks, where that is not today.
    Where word of it came late (`Here.late`), `late_s` says by how much.
    """
    if here.late:
        facts["late_s"] = round(here.late.total_seconds(), 3)
    shared = shared_facts(session)
    shared.pop(STANDING, None)
    if stirs(kind):
        here.memory.stirred += 1
    seq, before = shared.get(("head", here.site_id)) or _head(session, here)
    seq += 1
    day = service_day or here.today
    happened = Happened(here.site_id, seq, here.now, day, kind, actor, desk, department, ticket_id, facts)
    sealed = chained_hash(before, happened)
    row = {
        "site_id": here.site_id,
        "seq": seq,
        "at": here.now,
        "day": happened.day,
        "kind": kind,
        "actor": actor,
        "desk": desk,
        "department": department,
        "ticket_id": ticket_id,
        "facts": facts,
        "hash": sealed,
    }
    write_at_end(session, _INSERT, row)
    shared["head", here.site_id] = (seq, sealed)
    session.info.setdefault("events", []).append(happened)
    return happened


def stirs(kind: str) -> bool:
    """Whether after such an event somebody may be called sooner or later."""
    return kind.startswith(STIRRING) and kind not in UNSTIRRING


def chained_hash(before: str, event: Happened) -> str:
    """SHA-256 over the hash before and every column of the event, in a fixed order."""
    content = [
        event.site_id,
        event.seq,
        event.at.isoformat(),
        event.day.isoformat(),
        event.kind,
        event.actor,
        event.desk,
        event.department,
        event.ticket_id,
        dict(event.facts),
    ]
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{written}".encode()).hexdigest()


def last_seq(session: Session, here: Here) -> int:
    """The newest event's number; 0 in an empty log."""
    return _head(session, here)[0]


def first_broken(session: Session, here: Here) -> int | None:
    """The number of the first event that does not fit its chain; None if the log is whole."""
    before, expected = FIRST_HASH, 1
    rows = session.execute(select(_EVENTS).where(_EVENTS.c.site_id == here.site_id).order_by(_EVENTS.c.seq))
    for row in rows.yield_per(1_000):
        event = Happened(
            row.site_id, row.seq, row.at, row.day, row.kind, row.actor,
            row.desk, row.department, row.ticket_id, row.facts,
        )  # fmt: skip
        if row.seq != expected or row.hash != chained_hash(before, event):
            return expected
        before, expected = row.hash, expected + 1
    return None


def _head(session: Session, here: Here) -> tuple[int, str]:
    row = _HEAD.first(connection_of(session), {"site": here.site_id})
    return (row[0], row[1]) if row is not None else (0, FIRST_HASH)
