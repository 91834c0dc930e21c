"""Who is there today, when and where? If nobody is, why not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from actions.duty import departments_today
from actions.here import Here
from actions.known import known
from actions.views import DepartmentToday
from locales import dates, say
from locales.places import full_place
from locales.refusals import words
from rules.duty import Closed, day_refusal, duty_on
from rules.workdays import Sitting

# Refusals of a department on duty that a reader at home must know before setting out.
_TOLD = frozenset({"unstaffed", "stopped", "quota.day"})


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A department that is there today; `trouble` is what stands in the way of a number all the same."""

    code: str
    series: int
    name: str
    hours: tuple[str, ...]
    place: str
    phone: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Today:
    """`reason`: why nobody is on duty, "" if somebody is."""

    departments: tuple[OnDuty, ...]
    reason: str


def today(session: Session, here: Here, *, language: str) -> Today:
    """The departments on duty today, in the configuration's order."""
    table = known(session, here).duty
    found = [
        _on_duty(here, each, sittings, language)
        for each in departments_today(session, here)
        if (sittings := duty_on(each.code, here.today, table))
    ]
    if found:
        return Today(tuple(found), "")
    refusal = day_refusal(here.config.departments[0].code, here.today, table)
    if refusal is None or not refusal.code.startswith("closed_day"):
        return Today((), say(language, "posting.today.nobody"))
    return Today((), words(language, refusal, here.config, here.local_now).sentence)


def _on_duty(here: Here, now: DepartmentToday, sittings: tuple[Sitting, ...], language: str) -> OnDuty:
    department = here.config.department(now.code)
    refusal = now.verdict.refusal if isinstance(now.verdict, Closed) else None
    trouble = refusal if refusal is not None and refusal.code in _TOLD else None
    return OnDuty(
        code=now.code,
        series=department.series,
        name=department.text("name", language),
        hours=tuple(dates.hours_lines(language, sittings)),
        place=full_place(language, here.config, now.code),
        phone=here.config.phone_for(now.code),
        trouble=words(language, trouble, here.config, here.local_now, now.code).sentence if trouble else "",
    )
