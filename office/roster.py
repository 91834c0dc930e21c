"""Who is on duty when, and what does the Office change about it? The week, the month, and the forms of a change."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from actions.here import Here
from actions.known import known
from actions.orders import end_exception, end_order, set_exception, set_order
from actions.roster_conflicts import exception_conflicts, order_conflicts, special_conflicts
from actions.special_days import end_special_day, entered_day, set_special_day
from locales import dates
from office.blueprint import blueprint, me
from office.roster_forms import ChangeForm, ExceptionForm, OrderForm, SpecialDayForm, monday_of, ticks_of
from office.roster_shown import ToCome, sheet, to_come, without_idle_weekend
from office.saving import only_if_seen, refused, save
from office.told import department_name, fingerprint, told
from rules.duty import ExceptionKind, standing_order
from rules.refusals import Refusal
from theme.forms import codes_of, text_of
from theme.hall import hall
from theme.language import language, say

Answer = Response | str | tuple[str, int]
FIRST, LAST = date(2000, 1, 3), date(2100, 12, 31)


@blueprint.get("/roster")
def roster() -> str:
    """A week, and everything unusual to come."""
    today = hall().local_now().date()
    monday = monday_of(_day_asked("week") or today)
    shown = without_idle_weekend(hall().read(sheet, since=monday, days=7))
    return render_template(
        "office/roster.html",
        sheet=shown,
        coming=hall().read(_to_come),
        today=today,
        monday=monday,
        week=timedelta(days=7),
        department_name=department_name,
    )


@blueprint.get("/roster/month")
def roster_month() -> str:
    """A month on one sheet, a column for each day."""
    today = hall().local_now().date()
    first = (_day_asked("month") or today).replace(day=1)
    days = calendar.monthrange(first.year, first.month)[1]
    shown = hall().read(sheet, since=first, days=days)
    return render_template(
        "office/roster_month.html",
        sheet=shown,
        today=today,
        first=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=first + timedelta(days=days),
        department_name=department_name,
    )


@blueprint.route("/roster/exceptions/new", methods=["GET", "POST"])
def new_exception() -> Answer:
    """Extra duty for a day, or a duty cancelled."""
    form = ExceptionForm(data=_asked_exception() if request.method == "GET" else None)
    if not form.validate_on_submit():
        return _form("exception", form, _status(form))
    wish: dict[str, Any] = {
        "department": form.department.data,
        "day": form.day.data,
        "kind": ExceptionKind(form.kind.data),
        "sittings": codes_of(form.sittings),
    }
    more: dict[str, Any] = {"order": text_of(form.document), "reason": text_of(form.reason), "actor": me().actor}

    seen = form.seen.data or ""

    def change(session: Session, here: Here) -> Any:
        conflicts = exception_conflicts(session, here, **wish)
        answer = refused(set_exception(session, here, **wish, **more))
        only_if_seen(conflicts, seen)
        return answer

    name = department_name(form.department.data)
    return _saved("exception", form, save(change), "office.roster.exception.saved", form.day.data, name=name)


@blueprint.post("/roster/exceptions/<int:exception_id>/end")
def exception_end(exception_id: int) -> Response:
    """Take one back."""
    return _ended(hall().write(end_exception, exception=exception_id, actor=me().actor))


@blueprint.route("/roster/days/new", methods=["GET", "POST"])
def new_special_day() -> Answer:
    """Close a day, or work one that is not worked."""
    form = SpecialDayForm(data={"day": _day_asked("day")} if request.method == "GET" else None)
    if not form.validate_on_submit():
        return _form("special_day", form, _status(form))
    special, actor, seen = form.special, me().actor, form.seen.data or ""

    def change(session: Session, here: Here) -> Any:
        conflicts = special_conflicts(session, here, special=special)
        answer = refused(set_special_day(session, here, special=special, actor=actor))
        only_if_seen(conflicts, seen)
        return answer

    return _saved("special_day", form, save(change), "office.roster.day.saved", special.day)


@blueprint.post("/roster/days/<day>/end")
def special_day_end(day: str) -> Response:
    """Take the Office's word about a day back."""
    found = _day(day)
    if found is None:
        abort(404)
    return _ended(hall().write(end_special_day, day=found, actor=me().actor))


@blueprint.route("/roster/orders/new", methods=["GET", "POST"])
def new_order() -> Answer:
    """A new weekly duty of one or several departments."""
    form = OrderForm(data=_asked_order() if request.method == "GET" else None)
    if not form.validate_on_submit():
        return _form("order", form, _status(form))
    valid_from, document, actor = form.valid_from.data, text_of(form.document), me().actor
    duties, seen = {code: form.duty_of(code) for code in codes_of(form.departments)}, form.seen.data or ""

    def change(session: Session, here: Here) -> None:
        conflicts: list[Refusal] = []
        for code, duty in duties.items():
            wish: dict[str, Any] = {"department": code, "valid_from": valid_from, "duty": duty}
            found = order_conflicts(session, here, **wish)
            refused(set_order(session, here, **wish, document=document, actor=actor))
            conflicts += [each for each in found if each not in conflicts]
        only_if_seen(conflicts, seen)

    return _saved("order", form, save(change), "office.roster.order.saved", valid_from)


@blueprint.post("/roster/orders/<int:order_id>/end")
def order_end(order_id: int) -> Response:
    """Take back one that does not hold yet."""
    return _ended(hall().write(end_order, order=order_id, actor=me().actor))


def _to_come(session: Session, here: Here) -> ToCome:
    return to_come(session, here, entered=entered_day)


def _asked_exception() -> dict[str, Any]:
    """What a link of the week has chosen already."""
    kind = ExceptionKind.EXTRA if request.args.get("kind") == ExceptionKind.EXTRA else ExceptionKind.CANCELLED
    return {"department": request.args.get("department"), "day": _day_asked("day"), "kind": kind.value}


def _asked_order() -> dict[str, Any]:
    """A department's present duty is where a new order begins."""
    code = request.args.get("department", "")
    order = hall().read(lambda session, here: standing_order(code, here.today, known(session, here).duty))
    if order is None:
        return {}
    return {"departments": [code], "duty": ticks_of(code, order.duty)}


def _saved(kind: str, form: ChangeForm, answer: Any, key: str, day: date, **facts: Any) -> Answer:
    if isinstance(answer, Refusal):
        return _form(kind, form, 409, wrong_said=told(answer))
    if isinstance(answer, tuple):
        form.seen.data = fingerprint(answer)
        return _form(kind, form, 409, conflicts=[told(each) for each in answer])
    flash(say(key, date=day, **facts))
    return redirect(url_for("office.roster", week=day.isoformat()))


def _form(kind: str, form: ChangeForm, status: int = 200, **more: Any) -> Answer:
    if not more.get("conflicts"):
        form.seen.data = ""
    page = render_template(
        f"office/{kind}.html", form=form, today=hall().local_now().date(), day_names=_weekday_names(), **more
    )
    return page if status == 200 else (page, status)


def _status(form: ChangeForm) -> int:
    return 400 if form.is_submitted() else 200


def _weekday_names() -> list[str]:
    return [dates.Day(language(), weekday) for weekday in range(7)]


def _ended(answer: Refusal | None) -> Response:
    flash(say("office.roster.ended") if answer is None else told(answer), "message" if answer is None else "wrong")
    return redirect(url_for("office.roster"))


def _day_asked(name: str) -> date | None:
    return _day(request.args.get(name, ""))


def _day(text: str) -> date | None:
    """The day of an address; None for what is none, or so far away that calendars end."""
    try:
        found = date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None
