"""What stands on the posted sheet of a procedure? Its official name, papers, time, fee, law, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from markupsafe import Markup
from sqlalchemy.orm import Session

from actions.catalogue import find_procedures, procedure, procedures_of
from actions.here import Here
from actions.known import known
from actions.procedures import procedure_to_edit, procedures_to_edit
from actions.views import ProcedureView
from locales import dates, say
from locales.places import full_place
from posting.official import code_to_scan
from rules.duty import duty_weekdays


@dataclass(frozen=True, slots=True)
class Sheet:
    """One procedure as it is posted; empty words are unknown and shown as such."""

    key: str
    code: str
    name: str
    everyday_name: str
    field: str
    department: str
    documents: tuple[str, ...]
    time_limit: str
    fee: str
    legal_basis: str
    source: str
    is_checked: bool
    updated_on: date | None
    place: str
    phone: str
    duty: str
    qr: Markup | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """The procedures of one department."""

    code: str
    series: int
    name: str
    count: int
    procedures: tuple[ProcedureView, ...]


def sheet(session: Session, here: Here, *, key: str, language: str) -> Sheet | None:
    """The sheet of one procedure, None for one that is not posted."""
    found = procedure(session, here, key=key)
    if found is None:
        return None
    edited = procedure_to_edit(session, here, key=key)
    return _sheet(session, here, found, edited.wish.official_name if edited is not None else "", language)


def sheets(session: Session, here: Here, *, department: str, language: str) -> tuple[Sheet, ...]:
    """The sheets of all procedures of a department, to be printed in one go."""
    edits = procedures_to_edit(session, here, with_withdrawn=False)
    official = {each.wish.key: each.wish.official_name for each in edits if each.wish.department == department}
    found = procedures_of(session, here, department=department)
    return tuple(_sheet(session, here, each, official.get(each.key, ""), language) for each in found)


def chapters(
    session: Session, here: Here, *, language: str, department: str | None = None, query: str = ""
) -> tuple[Chapter, ...]:
    """Every department with its procedures; with a query only those that fit, without accents."""
    found = find_procedures(session, here, query=query, department=department) if query else _all(session, here)
    chosen = [each for each in here.config.departments if department in (None, each.code)]
    made = []
    for each in chosen:
        own = tuple(one for one in found if one.department == each.code)
        if own or not query:
            made.append(Chapter(each.code, each.series, each.text("name", language), len(own), own))
    return tuple(made)


def _all(session: Session, here: Here) -> tuple[ProcedureView, ...]:
    return tuple(known(session, here).procedures.values())


def _sheet(session: Session, here: Here, found: ProcedureView, official: str, language: str) -> Sheet:
    config = here.config
    public = config.site.public_url
    return Sheet(
        key=found.key,
        code=found.code,
        name=official or found.name,
        everyday_name=found.name if official and official != found.name else "",
        field=found.field,
        department=config.department(found.department).text("name", language),
        documents=found.documents,
        time_limit=found.time_limit,
        fee=found.fee,
        legal_basis=found.legal_basis,
        source=found.source,
        is_checked=found.is_checked,
        updated_on=found.updated_on,
        place=full_place(language, config, found.department, known(session, here).line_of_procedure(found).desks),
        phone=config.phone_for(found.department),
        duty=_duty_words(session, here, found.department, language),
        qr=code_to_scan(f"{public}/posting/procedures/{quote(found.key)}" if public else None),
    )


def _duty_words(session: Session, here: Here, department: str, language: str) -> str:
    """ "Thứ Hai, thứ Tư và thứ Sáu hằng tuần; sáng 7:30–11:30, chiều 13:30–17:00"."""
    days = duty_weekdays(department, here.today, known(session, here).duty)
    if not days:
        return ""
    said = say(language, "posting.weekly", days=dates.days_joined(language, days))
    hours = dates.hours(language, here.config.department(department).sittings)
    return f"{said[:1].upper()}{said[1:]}: {hours}"
