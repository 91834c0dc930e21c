"""Which days are closed or worked by decree or by the Office's notice? The Office's word wins and can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.duty_plan import follow_change
from actions.duty_table import special_day_facts
from actions.events import record
from actions.here import Here
from actions.known import forget
from models import SpecialDayRow
from rules.refusals import Refusal
from rules.workdays import SpecialDay, read_special_days


def load_special_days(session: Session, here: Here, *, rows: Iterable[Mapping[str, str | None]]) -> int:
    """Bring the decree table's days in, once for each content; returns how many changed.

    A day that the Office entered itself keeps the Office's word. Raises SpecialDayErrors.
    """
    present = {
        row.day: row for row in session.scalars(select(SpecialDayRow).where(SpecialDayRow.site_id == here.site_id))
    }
    changed = 0
    for day, special in read_special_days(rows).items():
        facts = special_day_facts(special)
        row = present.get(day)
        if row is None:
            session.add(SpecialDayRow(site_id=here.site_id, day=day, facts=facts))
        elif row.facts == facts or row.facts.get("entered_by"):
            continue
        else:
            row.facts = facts
        changed += 1
    if changed:
        forget(session, here)
        record(session, here, "special_days_loaded", actor="system", changed=changed)
    return changed


def set_special_day(session: Session, here: Here, *, special: SpecialDay, actor: str) -> SpecialDay | Refusal:
    """Close a day, or work it (as another weekday), by the Office's notice. Refusals: past_day, special_document."""
    if special.day < here.today:
        return Refusal("past_day", {})
    if not special.document.strip():
        return Refusal("special_document", {})
    row = _special(session, here, special.day)
    before = row.facts if row is not None else None
    facts = {**special_day_facts(special), "entered_by": actor, "decree": _decree(before)}
    if row is None:
        session.add(SpecialDayRow(site_id=here.site_id, day=special.day, facts=facts))
    else:
        row.facts = facts
    session.flush()
    follow_change(session, here)
    day = {"day": special.day.isoformat()}
    there = {**day, **before} if before is not None else None
    record(session, here, "special_day_set", actor=actor, before=there, after={**day, **facts})
    return special


def end_special_day(session: Session, here: Here, *, day: date, actor: str) -> Refusal | None:
    """Take the Office's word about a day back; the decree's own stays. Refusals: no_special_day, past_day."""
    row = _special(session, here, day)
    if row is None or not row.facts.get("entered_by"):
        return Refusal("no_special_day", {})
    if day < here.today:
        return Refusal("past_day", {})
    before, decree = row.facts, _decree(row.facts)
    if decree is None:
        session.delete(row)
    else:
        row.facts = decree
    session.flush()
    follow_change(session, here)
    named = {"day": day.isoformat()}
    after = {**named, **decree} if decree is not None else None
    record(session, here, "special_day_ended", actor=actor, before={**named, **before}, after=after)
    return None


def entered_day(session: Session, here: Here, day: date) -> str | None:
    """The document by which the Office itself closed or opened this day; None if it did not."""
    row = _special(session, here, day)
    return str(row.facts.get("document", "")) if row is not None and row.facts.get("entered_by") else None


def _special(session: Session, here: Here, day: date) -> SpecialDayRow | None:
    return session.scalars(
        select(SpecialDayRow).where(SpecialDayRow.site_id == here.site_id, SpecialDayRow.day == day)
    ).first()


def _decree(facts: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the decree table says of the day beneath the Office's own words."""
    if facts is None:
        return None
    beneath: dict[str, Any] | None = facts["decree"] if facts.get("entered_by") else dict(facts)
    return beneath
