"""Is anybody free for a sitting that a change of the roster adds? Not who is away, nor who is to be elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions.absence_views import AbsenceView, list_absences
from actions.here import Here
from actions.known import known
from actions.missed_duty import departments_of_officer
from models import Officer
from rules.duty import DutyTable, duty_on
from rules.refusals import Refusal
from rules.workdays import Sitting


def nobody_free(
    session: Session, here: Here, *, day: date, departments: Iterable[str], changed: DutyTable
) -> tuple[Refusal, ...]:
    """Why nobody of a department is free in a sitting that `changed` adds to the roster.

    Codes: conflict_absent (name, date), conflict_two_places (name, departments: where they are to be meanwhile).
    """
    now = known(session, here).duty
    absences = list_absences(session, here, since=day, until=day)
    found: list[Refusal] = []
    for department in departments:
        planned = duty_on(department, day, now)
        for sitting in duty_on(department, day, changed):
            if sitting not in planned:
                found += _engaged(session, here, department, day, sitting, absences, changed)
    return tuple(each for place, each in enumerate(found) if each not in found[:place])


def _engaged(
    session: Session,
    here: Here,
    department: str,
    day: date,
    sitting: Sitting,
    absences: Iterable[AbsenceView],
    table: DutyTable,
) -> list[Refusal]:
    zone = here.config.site.zone
    opens, closes = (datetime.combine(day, moment, zone) for moment in (sitting.opens, sitting.closes))
    during = [each for each in absences if each.since < closes and opens < each.until]
    listed = sorted(table.officers.get(department, ()))
    reasons = [_engagement(session, officer, department, day, sitting, during, table) for officer in listed]
    engaged = [reason for reason in reasons if reason is not None]
    # One colleague who is free is enough.
    return engaged if len(engaged) == len(reasons) else []


def _engagement(
    session: Session,
    officer: int,
    department: str,
    day: date,
    sitting: Sitting,
    absences: Iterable[AbsenceView],
    table: DutyTable,
) -> Refusal | None:
    """What keeps an officer, or who stands in for them, from this sitting; None if somebody comes."""
    own = next((each for each in absences if each.officer == officer), None)
    if own is not None and (own.substitute is None or not own.is_substituted):
        return Refusal("conflict_absent", {"name": own.officer_name, "date": day})
    if own is not None and own.substitute is not None:
        codes: Iterable[str] = departments_of_officer(session, own.substitute)
        elsewhere, person = _on_duty(codes, department, day, sitting, table), own.substitute
    else:
        codes = [code for each in absences if each.substitute == officer for code in each.departments]
        elsewhere, person = _on_duty(codes, department, day, sitting, table), officer
    if not elsewhere:
        return None
    name = session.get_one(Officer, person).name
    return Refusal("conflict_two_places", {"name": name, "departments": elsewhere})


def _on_duty(codes: Iterable[str], but: str, day: date, sitting: Sitting, table: DutyTable) -> tuple[str, ...]:
    """Those of the departments, without `but`, that have duty while the sitting lasts."""
    return tuple(
        sorted(
            code
            for code in set(codes) - {but}
            if any(each.opens < sitting.closes and sitting.opens < each.closes for each in duty_on(code, day, table))
        )
    )
