"""What would a change of the roster collide with? Shown to the Office before it saves; none of it forbids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from actions.free_people import nobody_free
from actions.here import Here
from actions.known import known
from actions.orders import list_exceptions, list_orders
from actions.special_days import entered_day
from rules.duty import DutyException, ExceptionKind, duty_on
from rules.refusals import Refusal
from rules.workdays import SpecialDay, weekday_worked


def exception_conflicts(
    session: Session, here: Here, *, department: str, day: date, kind: ExceptionKind, sittings: tuple[str, ...] = ()
) -> tuple[Refusal, ...]:
    """What the Office should know before it saves an exception; none of it forbids.

    Codes: conflict_closed_day, conflict_no_duty (nothing to cancel), conflict_on_duty (extra duty on a duty day),
    conflict_past; of extra duty for which nobody is free: conflict_absent (name), conflict_two_places (name,
    departments).
    """
    table = known(session, here).duty
    found = []
    special = table.special_days.get(day)
    if special is not None and not special.is_open:
        found.append(Refusal("conflict_closed_day", {"date": day, "reason": special.name}))
    on_duty = duty_on(department, day, table)
    if kind is ExceptionKind.CANCELLED and not on_duty:
        found.append(Refusal("conflict_no_duty", {"date": day}))
    if kind is ExceptionKind.EXTRA and on_duty and (not sittings or {s.name for s in on_duty} >= set(sittings)):
        found.append(Refusal("conflict_on_duty", {"date": day}))
    if kind is ExceptionKind.EXTRA:
        own = {each.name: each for d in here.config.departments if d.code == department for each in d.sittings}
        extra = DutyException(department, day, kind, tuple(own[name] for name in sittings if name in own))
        changed = replace(table, exceptions=(*table.exceptions, extra))
        found += nobody_free(session, here, day=day, departments=(department,), changed=changed)
    if day < here.today:
        found.append(Refusal("conflict_past", {"date": day}))
    return tuple(found)


def special_conflicts(session: Session, here: Here, *, special: SpecialDay) -> tuple[Refusal, ...]:
    """What the Office should know before it closes or opens a day; none of it forbids.

    Codes: conflict_special_there (date, document: the Office said something else of that day before),
    conflict_exceptions (date, departments: extra duty that would not take place), conflict_same_day (the day is so
    already); of duty that a day worked adds, and for which nobody is free: conflict_absent, conflict_two_places.
    """
    found = []
    entered = entered_day(session, here, special.day)
    if entered is not None:
        found.append(Refusal("conflict_special_there", {"date": special.day, "document": entered}))
    now = known(session, here).duty.special_days.get(special.day)
    if weekday_worked(special.day, now) == weekday_worked(special.day, special):
        found.append(Refusal("conflict_same_day", {"date": special.day}))
    extra = {
        one.department
        for one in list_exceptions(session, here, since=special.day, until=special.day)
        if one.kind is ExceptionKind.EXTRA and not special.is_open
    }
    if extra:
        found.append(Refusal("conflict_exceptions", {"date": special.day, "departments": tuple(sorted(extra))}))
    table = known(session, here).duty
    changed = replace(table, special_days={**table.special_days, special.day: special})
    codes = [department.code for department in here.config.departments]
    found += nobody_free(session, here, day=special.day, departments=codes, changed=changed)
    return tuple(found)


def order_conflicts(
    session: Session, here: Here, *, department: str, valid_from: date, duty: Mapping[str, tuple[str, ...]]
) -> tuple[Refusal, ...]:
    """What the Office should know before it saves a standing order; none of it forbids.

    Codes: conflict_order_replaced (date, document: of the same date, will end), conflict_order_later (date: another
    holds from then on anyway), conflict_order_empty (no duty at all).
    """
    found = []
    for order in list_orders(session, here):
        if order.department == department and order.valid_from == valid_from:
            found.append(Refusal("conflict_order_replaced", {"date": valid_from, "document": order.document}))
        elif order.department == department and order.valid_from > valid_from:
            found.append(Refusal("conflict_order_later", {"date": order.valid_from, "document": order.document}))
    if not any(duty.values()):
        found.append(Refusal("conflict_order_empty", {"date": valid_from}))
    return tuple(found)
