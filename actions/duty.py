"""Who is on duty now, and when next? The verdicts of rules/duty.py over what this site knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.here import Here
from actions.known import known
from actions.places import place_of
from actions.serving import WaitingGroup, waiting_groups
from actions.views import DepartmentToday
from actions.waits import Kind, minutes_to_serve, wait_now
from models import Ticket
from rules.duty import Closed, DutyTable, Load, Open, duty_on, next_duty, verdict
from rules.workdays import Sitting


def verdict_now(
    session: Session, here: Here, department: str, kind: Kind | None = None, ahead: int | None = None
) -> Open | Closed:
    """May this department's tickets be had now? Counts what is issued only where a quota asks for it.

    `kind` and `ahead`: of the ticket that is asked for, where they are known: will it fit into the sitting?
    """
    table = known(session, here).duty
    load = _load(session, here, department) if department in table.quotas else Load()
    to_serve = minutes_to_serve(session, here, kind or (department, None, None), ahead)
    return verdict(department, here.local_now, table, replace(load, minutes_to_serve=to_serve))


def department_today(session: Session, here: Here, *, code: str) -> DepartmentToday | None:
    """One department now, or None for an unknown code."""
    return next((today for today in departments_today(session, here) if today.code == code), None)


def departments_today(session: Session, here: Here) -> tuple[DepartmentToday, ...]:
    """Every department in the configuration's order."""
    waiting = waiting_groups(session, here)
    table = known(session, here).duty
    return tuple(_today(session, here, table, department.code, waiting) for department in here.config.departments)


def waiting_counts(session: Session, here: Here) -> Counter[str]:
    """How many people wait for each department today."""
    found: Counter[str] = Counter()
    for group in waiting_groups(session, here):
        found[group.department] += group.count
    return found


def on_duty_today(session: Session, here: Here) -> tuple[str, ...]:
    """Codes of the departments whose roster holds today, whatever the hour."""
    return known(session, here).on_duty


def duty_week(
    session: Session, here: Here, *, department: str, days: int = 7
) -> tuple[tuple[date, tuple[Sitting, ...]], ...]:
    """The department's sittings from today on, day by day."""
    table = known(session, here).duty
    dates = (here.today + timedelta(days=n) for n in range(days))
    return tuple((day, duty_on(department, day, table)) for day in dates)


def _today(
    session: Session, here: Here, table: DutyTable, department: str, groups: tuple[WaitingGroup, ...]
) -> DepartmentToday:
    before = known(session, here).line_of(department).ahead
    ahead = sum(group.count for group in groups if group.is_for(before))
    kind: Kind = (department, None, None)
    answer = verdict_now(session, here, department, kind, ahead)
    waiting = sum(group.count for group in groups if group.department == department)
    following = answer.next if isinstance(answer, Closed) else next_duty(department, here.local_now, table)
    wait = wait_now(session, here, kind, ahead) if isinstance(answer, Open) else None
    return DepartmentToday(department, answer, waiting, place_of(here, department), following, wait=wait)


def _load(session: Session, here: Here, department: str) -> Load:
    issued = dict(
        session.execute(
            select(Ticket.sitting, func.count())
            .where(Ticket.site_id == here.site_id, Ticket.day == here.today, Ticket.department == department)
            .group_by(Ticket.sitting)
        ).all()
    )
    answer = verdict(department, here.local_now, known(session, here).duty)
    sitting = answer.sitting.name if isinstance(answer, Open) else ""
    return Load(issued_in_sitting=issued.get(sitting, 0), issued_today=sum(issued.values()))
