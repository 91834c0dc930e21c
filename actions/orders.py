"""How does the Office change the roster? Standing orders hold from a date on, exceptions for one day.

None is overwritten: what no longer holds has ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions.duty_plan import follow_change
from actions.events import record
from actions.here import Here
from models import DutyExceptionRow, StandingOrderRow
from rules.duty import ExceptionKind
from rules.refusals import Refusal
from rules.workdays import Sitting, Weekday


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """A one-day exception that holds."""

    id: int
    department: str
    day: date
    kind: ExceptionKind
    sittings: tuple[str, ...]
    order: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """A standing order that holds or will: {"mon": ["morning", …], …} from `valid_from` on."""

    id: int
    department: str
    valid_from: date
    duty: Mapping[str, tuple[str, ...]]
    document: str


def list_exceptions(session: Session, here: Here, *, since: date, until: date) -> tuple[ExceptionView, ...]:
    """The exceptions that hold on these days, inclusive."""
    rows = session.scalars(
        select(DutyExceptionRow)
        .where(
            DutyExceptionRow.site_id == here.site_id,
            DutyExceptionRow.ended_at.is_(None),
            DutyExceptionRow.day >= since,
            DutyExceptionRow.day <= until,
        )
        .order_by(DutyExceptionRow.day, DutyExceptionRow.id)
    )
    return tuple(_exception(row) for row in rows)


def list_orders(session: Session, here: Here) -> tuple[OrderView, ...]:
    """The standing orders that were entered here; the configuration is the first, and is not among them."""
    rows = session.scalars(
        select(StandingOrderRow)
        .where(StandingOrderRow.site_id == here.site_id, StandingOrderRow.ended_at.is_(None))
        .order_by(StandingOrderRow.valid_from, StandingOrderRow.department)
    )
    return tuple(_order(row) for row in rows)


def set_exception(
    session: Session,
    here: Here,
    *,
    department: str,
    day: date,
    kind: ExceptionKind,
    sittings: tuple[str, ...],
    order: str,
    reason: str,
    actor: str,
) -> ExceptionView | Refusal:
    """Order extra duty, or cancel one. Refusals: no_department, past_day, exception_order, exception_sitting."""
    refusal = _exception_refusal(here, department, day, sittings, order)
    if refusal is not None:
        return refusal
    row = DutyExceptionRow(
        site_id=here.site_id,
        department=department,
        day=day,
        kind=kind.value,
        sittings=list(sittings),
        document=order.strip(),
        reason=reason.strip(),
        made_by=actor,
        made_at=here.now,
    )
    session.add(row)
    session.flush()
    follow_change(session, here)
    _record(session, here, "exception_set", actor, department, None, _exception_facts(row))
    return _exception(row)


def end_exception(session: Session, here: Here, *, exception: int, actor: str) -> Refusal | None:
    """Take an exception back; the row stays as having ended. Refusals: no_exception, past_day."""
    row = session.get(DutyExceptionRow, exception)
    if row is None or row.site_id != here.site_id or row.ended_at is not None:
        return Refusal("no_exception", {})
    if row.day < here.today:
        return Refusal("past_day", {})
    row.ended_at = here.now
    session.flush()
    follow_change(session, here)
    _record(session, here, "exception_ended", actor, row.department, _exception_facts(row), None)
    return None


def set_order(
    session: Session,
    here: Here,
    *,
    department: str,
    valid_from: date,
    duty: Mapping[str, tuple[str, ...]],
    document: str,
    actor: str,
) -> OrderView | Refusal:
    """A new standing order from a date on; another from the same date ends.

    Refusals: no_department, past_day, order_document, exception_sitting.
    """
    names = {name for listed in duty.values() for name in listed}
    if not set(duty) <= {weekday.short for weekday in Weekday}:
        raise ValueError(f"weekdays are named mon to sun, not {', '.join(duty)}")
    if not document.strip():
        return Refusal("order_document", {})
    refusal = _exception_refusal(here, department, valid_from, tuple(names), document)
    if refusal is not None:
        return refusal
    before = None
    for old in session.scalars(
        select(StandingOrderRow).where(
            StandingOrderRow.site_id == here.site_id,
            StandingOrderRow.department == department,
            StandingOrderRow.valid_from == valid_from,
            StandingOrderRow.ended_at.is_(None),
        )
    ):
        old.ended_at = here.now
        before = _order_facts(old)
    row = StandingOrderRow(
        site_id=here.site_id,
        department=department,
        valid_from=valid_from,
        duty={day: list(listed) for day, listed in duty.items() if listed},
        document=document.strip(),
        made_by=actor,
        made_at=here.now,
    )
    session.add(row)
    session.flush()
    follow_change(session, here)
    _record(session, here, "order_set", actor, department, before, _order_facts(row))
    return _order(row)


def end_order(session: Session, here: Here, *, order: int, actor: str) -> Refusal | None:
    """Take back an order that does not hold yet. Refusals: no_order, past_day."""
    row = session.get(StandingOrderRow, order)
    if row is None or row.site_id != here.site_id or row.ended_at is not None:
        return Refusal("no_order", {})
    if row.valid_from <= here.today:
        return Refusal("past_day", {})
    row.ended_at = here.now
    session.flush()
    follow_change(session, here)
    _record(session, here, "order_ended", actor, row.department, _order_facts(row), None)
    return None


def sittings_of(here: Here, department: str) -> tuple[Sitting, ...]:
    """The sittings that orders about a department may name: its own hours, else the office's."""
    return here.config.department(department).sittings or here.config.hours.sittings


def _exception_refusal(here: Here, department: str, day: date, sittings: tuple[str, ...], order: str) -> Refusal | None:
    if not any(d.code == department for d in here.config.departments):
        return Refusal("no_department", {"value": department})
    if day < here.today:
        return Refusal("past_day", {})
    if not order.strip():
        return Refusal("exception_order", {})
    wrong = sorted(set(sittings) - {sitting.name for sitting in sittings_of(here, department)})
    return Refusal("exception_sitting", {"value": ", ".join(wrong)}) if wrong else None


def _record(
    session: Session, here: Here, kind: str, actor: str, department: str | None, before: Any, after: Any
) -> None:
    record(session, here, kind, actor=actor, department=department, before=before, after=after)


def _exception_facts(row: DutyExceptionRow) -> dict[str, Any]:
    """The whole row as the log tells it; `order` is its document."""
    return {
        "exception": row.id,
        "kind": row.kind,
        "day": row.day.isoformat(),
        "sittings": list(row.sittings),
        "order": row.document,
        "reason": row.reason,
    }


def _order_facts(row: StandingOrderRow) -> dict[str, Any]:
    """The whole row as the log tells it."""
    return {
        "order_id": row.id,
        "valid_from": row.valid_from.isoformat(),
        "duty": row.duty,
        "document": row.document,
    }


def _exception(row: DutyExceptionRow) -> ExceptionView:
    return ExceptionView(
        row.id,
        row.department,
        row.day,
        ExceptionKind(row.kind),
        tuple(row.sittings),
        row.document,
        row.reason,
    )


def _order(row: StandingOrderRow) -> OrderView:
    duty = {day: tuple(names) for day, names in row.duty.items()}
    return OrderView(row.id, row.department, row.valid_from, duty, row.document)
