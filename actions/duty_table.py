"""What does the rule need to know about this site?

Here the rows of the database, the holidays library and config.toml become the plain DutyTable of rules/duty.py.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import holidays
from sqlalchemy import select
from sqlalchemy.orm import Session

import clock
from models import AbsenceRow, DutyExceptionRow, Officer, OfficerDepartment, SpecialDayRow, StandingOrderRow, StopRow
from rules.duty import (
    Absence,
    ClosingPolicy,
    DutyException,
    DutyTable,
    ExceptionKind,
    Quota,
    StandingOrder,
    Stop,
)
from rules.workdays import DayKind, Sitting, SpecialDay, Weekday

if TYPE_CHECKING:
    from actions.here import Here  # which remembers what is read here

YEARS_AHEAD = 2
log = logging.getLogger("mot_cua.duty")


def read_duty_table(session: Session, here: Here) -> DutyTable:
    """Everything the rule asks about this site, from configuration, rows and the holidays library."""
    config = here.config
    return DutyTable(
        special_days=_special_days(session, here),
        orders=_orders(session, here),
        exceptions=_exceptions(session, here),
        absences=_absences(session, here),
        officers=_officers(session, here),
        stops=_stops(session, here),
        quotas={
            d.code: Quota(d.code, d.quota.per_sitting, d.quota.per_day)
            for d in config.departments
            if d.quota.per_sitting or d.quota.per_day
        },
        start_before=timedelta(minutes=config.hours.tickets_start_before_min),
        stop_before=timedelta(minutes=config.hours.tickets_stop_before_min),
        closing=ClosingPolicy(config.hours.closing),
    )


def special_day_facts(special: SpecialDay) -> dict[str, Any]:
    """A special day as its row keeps it."""
    return {
        "is_open": special.is_open,
        "works_as": special.works_as.short if special.works_as is not None else None,
        "kind": special.kind.value,
        "name": special.name,
        "name_en": special.name_en,
        "document": special.document,
        "swapped_to": special.swapped_to.isoformat() if special.swapped_to else None,
    }


def _special_days(session: Session, here: Here) -> dict[date, SpecialDay]:
    # The library is wrong for some Vietnamese days (2 and 10 January 2026), so the table is laid over it.
    year = here.today.year
    # No observed days: only the decree knows which substitute day off the State gives.
    # Each language by its name: without one the names come in the language of the computer.
    years = range(year, year + YEARS_AHEAD)
    public = holidays.country_holidays("VN", years=years, observed=False, language="vi")
    english = holidays.country_holidays("VN", years=years, observed=False, language="en_US")
    days = {
        day: SpecialDay(day, False, None, DayKind.HOLIDAY, name, "", None, english.get(day, ""))
        for day, name in public.items()
    }
    rows = session.scalars(select(SpecialDayRow).where(SpecialDayRow.site_id == here.site_id))
    return days | {row.day: _special_day(row.day, row.facts) for row in rows}


def _special_day(day: date, facts: Mapping[str, Any]) -> SpecialDay:
    swapped_to = facts.get("swapped_to")
    return SpecialDay(
        day=day,
        is_open=facts["is_open"],
        works_as=None if facts["works_as"] is None else Weekday.named(facts["works_as"]),
        kind=DayKind(facts["kind"]),
        name=facts["name"],
        document=facts["document"],
        swapped_to=date.fromisoformat(swapped_to) if swapped_to else None,
        name_en=facts["name_en"],
    )


def _orders(session: Session, here: Here) -> dict[str, tuple[StandingOrder, ...]]:
    orders = {d.code: [StandingOrder(d.code, date.min, d.duty)] for d in here.config.departments}
    rows = session.scalars(
        select(StandingOrderRow)
        .where(StandingOrderRow.site_id == here.site_id, StandingOrderRow.ended_at.is_(None))
        .order_by(StandingOrderRow.valid_from)
    )
    for row in rows:
        if row.department not in orders:
            _warn_unknown(row.department, row.document)
            continue
        duty = {Weekday.named(day): _sittings(here, row, names) for day, names in row.duty.items()}
        orders[row.department].append(StandingOrder(row.department, row.valid_from, duty, row.document))
    return {department: tuple(listed) for department, listed in orders.items()}


def _exceptions(session: Session, here: Here) -> tuple[DutyException, ...]:
    # In the order in which they were decided: the rule lets the later one hold.
    rows = session.scalars(
        select(DutyExceptionRow)
        .where(
            DutyExceptionRow.site_id == here.site_id,
            # This week's past days are posted too.
            DutyExceptionRow.day >= here.today - timedelta(days=7),
            DutyExceptionRow.ended_at.is_(None),
        )
        .order_by(DutyExceptionRow.id)
    )
    exceptions = []
    for row in rows:
        sittings = _sittings(here, row, row.sittings)
        if row.sittings and not sittings:
            continue  # without any sitting it would mean the whole day
        exceptions.append(
            DutyException(row.department, row.day, ExceptionKind(row.kind), sittings, row.document, row.reason)
        )
    return tuple(exceptions)


def _sittings(here: Here, row: StandingOrderRow | DutyExceptionRow, names: Iterable[str]) -> tuple[Sitting, ...]:
    """The department's own sittings of these names.

    The configuration may have lost one since the order was entered: then the rest holds, and nobody stands still.
    """
    own = {s.name: s for d in here.config.departments if d.code == row.department for s in d.sittings}
    for name in names:
        if name not in own:
            _warn_unknown(f"{row.department}: {name}", row.document)
    return tuple(own[name] for name in names if name in own)


def _warn_unknown(what: str, document: str) -> None:
    log.warning("an order (%s) names what is no longer configured: %s", document, what)


def _absences(session: Session, here: Here) -> tuple[Absence, ...]:
    rows = session.scalars(
        select(AbsenceRow).where(
            AbsenceRow.site_id == here.site_id, AbsenceRow.until >= here.now, AbsenceRow.ended_at.is_(None)
        )
    )
    left = set(session.scalars(select(Officer.id).where(Officer.site_id == here.site_id, Officer.left_at.is_not(None))))
    return tuple(
        Absence(
            row.officer_id,
            _wall(here, row.since),
            _wall(here, row.until),
            # Who has left since then stands in for nobody.
            row.substitute_id if row.substitute_id not in left else None,
            _wall(here, row.reported_at),
        )
        for row in rows
    )


def _officers(session: Session, here: Here) -> dict[str, frozenset[int]]:
    listed: defaultdict[str, set[int]] = defaultdict(set)
    rows = session.execute(
        select(OfficerDepartment.department, Officer.id)
        .join(Officer, Officer.id == OfficerDepartment.officer_id)
        .where(Officer.site_id == here.site_id, Officer.is_on_list, Officer.left_at.is_(None))
    )
    for department, officer in rows:
        listed[department].add(officer)
    return {department: frozenset(officers) for department, officers in listed.items()}


def _stops(session: Session, here: Here) -> tuple[Stop, ...]:
    rows = session.scalars(
        select(StopRow).where(
            StopRow.site_id == here.site_id,
            StopRow.ended_at.is_(None),
            (StopRow.until.is_(None)) | (StopRow.until >= here.now),
        )
    )
    return tuple(
        Stop(
            row.department,
            _wall(here, row.since),
            _wall(here, row.until) if row.until else None,
            row.reason,
        )
        for row in rows
    )


def _wall(here: Here, moment: datetime) -> datetime:
    return clock.local(moment, here.config.site.zone)
