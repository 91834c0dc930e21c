"""The public pages: the overview, procedures and their sheets, the roster as a poster, the directory. All only read."""

from __future__ import annotations

from datetime import date

from flask import abort, render_template, request

from actions.hall import Hall
from locales import dates
from posting import officers as directory
from posting import sheets as catalogue
from posting.blueprint import blueprint
from posting.official import code_to_scan
from posting.today import today
from posting.week import chosen_monday, week
from theme.hall import hall
from theme.language import language

LONGEST_QUERY = 80
SIZES = ("a4", "a3")


@blueprint.get("/")
def home() -> str:
    """Who is there today and this week, and the way to everything that is posted."""
    return render_template(
        "posting/home.html",
        today=hall().read(today, language=language()),
        week=hall().read(week, monday=_monday(), language=language()),
        hours=_hours(hall()),
        chapters=hall().read(catalogue.chapters, language=language()),
    )


@blueprint.get("/procedures")
def procedures() -> str:
    """The list of procedures by department, all or those that a query finds."""
    department = request.args.get("department") or None
    if department is not None and not any(each.code == department for each in hall().config.departments):
        abort(404)
    query = _query()
    return render_template(
        "posting/procedures.html",
        department=department,
        query=query,
        chapters=hall().read(catalogue.chapters, language=language(), department=department, query=query),
        all_departments=hall().config.departments,
    )


@blueprint.get("/procedures/<path:key>")
def procedure(key: str) -> str:
    """One procedure on an A4 sheet."""
    sheet = hall().read(catalogue.sheet, key=key, language=language())
    if sheet is None:
        abort(404)
    return render_template("posting/sheets.html", sheets=[sheet], title=sheet.name)


@blueprint.get("/departments/<code>/sheets")
def sheets(code: str) -> str:
    """All sheets of a department: one print fills its board."""
    department = next((each for each in hall().config.departments if each.code == code), None)
    if department is None:
        abort(404)
    made = hall().read(catalogue.sheets, department=code, language=language())
    return render_template("posting/sheets.html", sheets=made, title=department.text("name", language()))


@blueprint.get("/roster")
def roster() -> str:
    """The week's roster as a poster on A4 or A3."""
    wished = request.args.get("size", SIZES[0])
    public = hall().config.site.public_url
    return render_template(
        "posting/roster.html",
        size=wished if wished in SIZES else SIZES[0],
        sizes=SIZES,
        week=hall().read(week, monday=_monday(), language=language()),
        hours=_hours(hall()),
        qr=code_to_scan(f"{public}/posting/" if public else None),
    )


@blueprint.get("/officers")
def officers() -> str:
    """The directory of officers, searched without accents."""
    query = _query()
    found = hall().read(directory.sections, query=query, language=language())
    return render_template("posting/officers.html", query=query, sections=found)


def _monday() -> date:
    return chosen_monday(request.args.get("week"), hall().local_now().date())


def _query() -> str:
    return request.args.get("q", "").strip()[:LONGEST_QUERY]


def _hours(of: Hall) -> str:
    return " · ".join(dates.hours_lines(language(), of.config.hours.sittings))
