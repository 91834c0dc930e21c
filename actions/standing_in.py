"""Who may stand in for somebody absent, who does so now, and what does it collide with?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

import clock
from actions.absence_conflicts import AbsenceWish, listed_officer, overlapping
from actions.absence_views import FORBIDDEN, Reason
from actions.here import Here
from actions.known import known
from actions.missed_duty import departments_of_officer, first_duty, sittings_between
from database import connection_of
from models import AbsenceRow, Officer, OfficerDepartment
from models.base import table_of
from models.prepared import Prepared
from rules.duty import duty_on
from rules.name_order import name_order
from rules.refusals import Refusal
from rules.standing_in import desk_hours

# Built once: every press at a desk asks this, and every look at the hall.
_A, _D = table_of(AbsenceRow), table_of(OfficerDepartment)
_ALL = (
    select(_D.c.department, _A.c.since, _A.c.until, _A.c.substitute_id)
    .join(_A, _A.c.officer_id == _D.c.officer_id)
    .where(
        _A.c.site_id == bindparam("site"),
        _A.c.substitute_id.is_not(None),
        _A.c.ended_at.is_(None),
        _A.c.since < bindparam("ends"),
        _A.c.until > bindparam("begins"),
    )
)
_ALL_STAND_IN, _STANDS_IN = Prepared(_ALL), Prepared(_ALL.where(_A.c.substitute_id == bindparam("officer")))


def absence_warnings(
    session: Session, here: Here, *, wish: AbsenceWish, ignoring: int | None = None
) -> tuple[Refusal, ...]:
    """What the Office should know before it saves; none of it forbids.

    Codes: conflict_forbidden (name: sent away on a duty day, against the letter), conflict_standing_in (name, absent:
    who is away was to stand in for somebody), conflict_two_places (name, departments: the substitute has own duty).
    """
    found = []
    officer = listed_officer(session, here, wish.officer)
    substitute = listed_officer(session, here, wish.substitute) if wish.substitute is not None else None
    if officer is None:
        return ()
    if wish.reason in FORBIDDEN and first_duty(session, here, wish.officer, wish.since, wish.until) is not None:
        found.append(Refusal("conflict_forbidden", {"name": officer.name}))
    for row in overlapping(session, here, wish):
        if row.substitute_id == wish.officer and row.id != ignoring:
            absent = session.get_one(Officer, row.officer_id).name
            found.append(Refusal("conflict_standing_in", {"name": officer.name, "absent": absent}))
    if substitute is not None:
        departments = _other_duty(session, here, wish)
        if departments:
            found.append(Refusal("conflict_two_places", {"name": substitute.name, "departments": departments}))
    return tuple(found)


def leaving_warnings(session: Session, here: Here, *, officer_id: int) -> tuple[Refusal, ...]:
    """Who still counts on an officer about to leave: conflict_leaving (name, absent, since, until) for each absence."""
    zone = here.config.site.zone
    rows = session.scalars(
        select(AbsenceRow)
        .where(
            AbsenceRow.site_id == here.site_id,
            AbsenceRow.substitute_id == officer_id,
            AbsenceRow.ended_at.is_(None),
            AbsenceRow.until > here.now,
        )
        .order_by(AbsenceRow.since, AbsenceRow.id)
    )
    return tuple(
        Refusal(
            "conflict_leaving",
            {
                "name": session.get_one(Officer, officer_id).name,
                "absent": session.get_one(Officer, row.officer_id).name,
                "since": clock.local(row.since, zone).date(),
                "until": clock.local(row.until, zone).date(),
            },
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may stand in. `is_own`: of all the departments concerned; `busy`: why they are not free.

    `own_duty`: departments in which they have duty themselves meanwhile.
    """

    officer: int
    name: str
    departments: tuple[str, ...]
    is_own: bool
    busy: Refusal | None
    own_duty: tuple[str, ...] = ()


def candidates(
    session: Session, here: Here, *, officer: int, since: datetime, until: datetime, ignoring: int | None = None
) -> tuple[Candidate, ...]:
    """Everybody else on the list, by name: who could stand in for the officer in this time?"""
    needed = set(departments_of_officer(session, officer))
    wish = AbsenceWish(officer, since, until, Reason.OTHER)
    busy: dict[int, str] = {}
    for row in overlapping(session, here, wish):
        if row.id != ignoring:
            busy[row.officer_id] = "substitute_absent"
            if row.substitute_id is not None:
                busy.setdefault(row.substitute_id, "substitute_elsewhere")
    listed = session.scalars(
        select(Officer).where(
            Officer.site_id == here.site_id, Officer.left_at.is_(None), Officer.is_on_list, Officer.id != officer
        )
    ).all()
    own, on_duty = _departments_of_all(session, here), _departments_on_duty(session, here, wish, needed)
    return tuple(
        Candidate(
            row.id,
            row.name,
            own.get(row.id, ()),
            bool(needed) and set(own.get(row.id, ())) >= needed,
            Refusal(busy[row.id], {"name": row.name}) if row.id in busy else None,
            tuple(sorted(on_duty & set(own.get(row.id, ())))),
        )
        for row in sorted(listed, key=lambda each: name_order(each.name))
    )


def substituted_departments(session: Session, here: Here, officer_id: int) -> tuple[str, ...]:
    """The departments at whose desk this officer may sit now for somebody absent (rules/standing_in.py)."""
    return tuple(sorted(_now(session, here, _STANDS_IN, officer=officer_id).get(officer_id, ())))


def substituted_by_all(session: Session, here: Here) -> dict[int, set[str]]:
    """The same of everybody who stands in now."""
    return _now(session, here, _ALL_STAND_IN)


def _now(session: Session, here: Here, asked: Prepared, **whom: int) -> dict[int, set[str]]:
    zone, now = here.config.site.zone, here.local_now
    begins = datetime.combine(now.date(), time.min, zone)
    wish = {"site": here.site_id, "begins": begins, "ends": begins + timedelta(days=1), **whom}
    rows = asked.all(connection_of(session), wish)
    table = known(session, here).duty
    found: dict[int, set[str]] = {}
    for code, since, until, substitute in rows:
        sittings = duty_on(code, now.date(), table)
        opens, closes = desk_hours(clock.local(since, zone), clock.local(until, zone), sittings)
        if substitute is not None and opens <= now < closes:
            found.setdefault(substitute, set()).add(code)
    return found


def _other_duty(session: Session, here: Here, wish: AbsenceWish) -> tuple[str, ...]:
    """Departments in which the substitute has duty of their own while they stand in for another's."""
    needed = set(departments_of_officer(session, wish.officer))
    own = set(departments_of_officer(session, wish.substitute or 0))
    return tuple(sorted(own & _departments_on_duty(session, here, wish, needed)))


def _departments_on_duty(session: Session, here: Here, wish: AbsenceWish, needed: set[str]) -> set[str]:
    """The departments, but for those concerned, that have duty while these miss theirs."""
    missed = {(day, s.opens, s.closes) for day, s in sittings_between(session, here, needed, wish.since, wish.until)}
    others = (d.code for d in here.config.departments if d.code not in needed)
    return {
        code
        for code in others
        if any(
            day == other and s.opens < closes and opens < s.closes
            for day, s in sittings_between(session, here, (code,), wish.since, wish.until)
            for other, opens, closes in missed
        )
    }


def _departments_of_all(session: Session, here: Here) -> dict[int, tuple[str, ...]]:
    rows = session.execute(
        select(OfficerDepartment.officer_id, OfficerDepartment.department)
        .join(Officer, Officer.id == OfficerDepartment.officer_id)
        .where(Officer.site_id == here.site_id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for officer_id, code in rows:
        found[officer_id] = (*found.get(officer_id, ()), code)
    return found
