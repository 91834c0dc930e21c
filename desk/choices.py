"""What can an officer choose from in a question: where to send a citizen, who goes on here, which procedure?"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from actions.board import board
from actions.catalogue import find_procedures, procedures_of
from actions.duty import on_duty_today, waiting_counts
from actions.handing_over import Colleague
from actions.here import Here
from actions.views import BoardRow, ProcedureView
from config import Config, Desk
from rules.states import Visit
from theme.language import language, say

MOST_LISTED = 40


def targets(session: Session, here: Here, *, desk: str) -> list[dict[str, Any]]:
    """Departments on duty today, then the desks that receive for one of them; never this desk itself."""
    config, on_duty, waiting = here.config, on_duty_today(session, here), waiting_counts(session, here)
    departments = [
        {
            "to_department": code,
            "name": config.department(code).text("name", language()),
            "detail": say("desk.choose.waiting", n=waiting[code]),
        }
        for code in on_duty
    ]
    rows = board(session, here).rows
    desks = [_desk(config.desk(row.desk), row) for row in rows if row.desk != desk and row.departments]
    return [*departments, *desks]


def _desk(desk: Desk, row: BoardRow) -> dict[str, Any]:
    return {
        "to_desk": desk.code,
        "name": desk.text("name", language()),
        "detail": say(f"desk.target.{'open' if row.state in ('ready', 'calling', 'serving') else row.state}"),
    }


def colleague_json(each: Colleague, config: Config) -> dict[str, Any]:
    """A colleague to whom the desk can be given; `why`: what stands against it."""
    sits_at = next((desk.text("name", language()) for desk in config.desks if desk.code == each.desk), "")
    return {
        "to": each.account,
        "name": each.name,
        "detail": sits_at,
        "why": say("desk.colleague.busy", desk=sits_at) if each.is_busy else "",
    }


def procedures_listed(
    session: Session, here: Here, *, query: str, departments: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Procedures of these departments that the query finds, or the first ones of each."""
    if query:
        found = [each for each in find_procedures(session, here, query=query) if each.department in departments]
    else:
        found = [each for code in departments for each in procedures_of(session, here, department=code)]
    return [_procedure(each, here.config) for each in found[:MOST_LISTED]]


def _procedure(each: ProcedureView, config: Config) -> dict[str, Any]:
    department = config.department(each.department).text("short_name", language())
    return {"procedure": each.key, "name": each.name, "detail": " · ".join(filter(None, (department, each.code)))}


def visits_of(departments: tuple[str, ...], config: Config) -> list[dict[str, Any]]:
    """What one may come for beside a new dossier, for each department."""
    return [
        {
            "department": code,
            "visit": visit.value,
            "name": say(f"visit.{visit.value}"),
            "detail": config.department(code).text("short_name", language()),
        }
        for code in departments
        for visit in (Visit.RESULT, Visit.SUPPLEMENT, Visit.UNSURE)
    ]


def priorities(config: Config) -> list[dict[str, str]]:
    """The classes of the office, first of all none."""
    none = {"code": "", "name": say("desk.priority.none")}
    classes = [
        {"code": each.code, "name": _priority(each.text("name", language()), each.age)} for each in config.priority
    ]
    return [none, *classes]


def _priority(name: str, age: int | None) -> str:
    return name if age is None else say("desk.priority.age", name=name, n=age)


def papers(config: Config) -> list[dict[str, str]]:
    """At which kiosks a ticket can be printed."""
    return [{"code": each.code, "name": each.text("name", language())} for each in config.kiosks]
