"""What does the Office stop, resume and announce? Each from a page of its own, so that nothing typed is swept away."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from actions.stops import NOTICE_LENGTH, end_notice, notices_now, put_notice, resume_department, stop_department
from config.office import Department
from office.blueprint import blueprint, me
from office.clocks import a_clock, clock_of, today_at
from rules.refusals import Refusal
from theme.forms import Form, at_most, needed, text_of
from theme.hall import hall
from theme.language import language, say
from theme.problems import refuse

Answer = Response | str | tuple[str, int]
# Told to citizens by `refusal.stopped.reason.<code>`; with words of one's own these are told instead.
REASONS = ("power", "system", "meeting", "other")
REASON_LENGTH = 120
DAYS_OF_A_WEEK = 7


class StopForm(Form):
    reason = RadioField(validators=[needed])
    words = StringField(validators=[at_most(REASON_LENGTH)])
    until = StringField(validators=[Optional(), a_clock])

    def __init__(self) -> None:
        super().__init__()
        self.reason.choices = [(code, say(f"refusal.stopped.reason.{code}")) for code in REASONS]


class NoticeForm(Form):
    """Too long and empty are the action's own refusals."""

    text = TextAreaField()
    lasts = RadioField(default="today")
    until = StringField(validators=[Optional(), a_clock])

    def __init__(self) -> None:
        super().__init__()
        self.lasts.choices = [(code, say(f"office.notice.lasts.{code}")) for code in ("today", "week", "clock", "open")]


@blueprint.route("/departments/<department>/stop", methods=["GET", "POST"])
def stop(department: str) -> Answer:
    """Give no more tickets of a department: why, and when they are expected again."""
    about, form = _department(department), StopForm()
    if not form.validate_on_submit():
        return render_template("office/stop.html", form=form, about=about)
    until = clock_of(form.until)
    stopped = hall().write(
        stop_department,
        department=department,
        reason=text_of(form.words) or str(form.reason.data),
        until=today_at(until) if until else None,
        actor=me().actor,
    )
    if isinstance(stopped, Refusal):
        return render_template("office/stop.html", form=form, about=about, wrong=_said(stopped)), 409
    flash(say("office.stop.done", department=_name(about)))
    return redirect(url_for("office.overview"))


@blueprint.post("/departments/<department>/resume")
def resume(department: str) -> Response:
    """Give tickets of the department again."""
    about = _department(department)
    refusal = hall().write(resume_department, department=department, actor=me().actor)
    if refusal is not None:
        return refuse(refusal)
    flash(say("office.stop.ended", department=_name(about)))
    return redirect(url_for("office.overview"))


@blueprint.route("/notices", methods=["GET", "POST"])
def notices() -> Answer:
    """The sentences on the walls, and a new one."""
    form = NoticeForm()
    if not form.validate_on_submit() or _lacks_clock(form):
        return _notices_page(form)
    put = hall().write(put_notice, text=text_of(form.text), until=_lasts_until(form), actor=me().actor)
    if isinstance(put, Refusal):
        return _notices_page(form, _said(put)), 409
    flash(say("office.notice.done"))
    return redirect(url_for("office.notices"))


@blueprint.post("/notices/<int:notice>/end")
def end_of_notice(notice: int) -> Response:
    """Take it off the walls."""
    refusal = hall().write(end_notice, notice=notice, actor=me().actor)
    if refusal is not None:
        return refuse(refusal)
    flash(say("office.notice.ended"))
    return redirect(url_for("office.notices"))


def _notices_page(form: NoticeForm, wrong: str | None = None) -> str:
    zone = hall().config.site.zone
    listed = [
        (each, each.since.astimezone(zone), each.until.astimezone(zone) if each.until else None)
        for each in hall().read(notices_now)
    ]
    return render_template("office/notices.html", form=form, notices=listed, longest=NOTICE_LENGTH, wrong=wrong)


def _lacks_clock(form: NoticeForm) -> bool:
    if form.lasts.data != "clock" or text_of(form.until):
        return False
    form.until.errors = (*form.until.errors, "office.stop.bad_time")
    return True


def _lasts_until(form: NoticeForm) -> datetime | None:
    if form.lasts.data == "open":
        return None
    clock = clock_of(form.until)
    if form.lasts.data == "clock" and clock is not None:
        return today_at(clock)
    midnight = today_at(time()) + timedelta(days=1)
    left = DAYS_OF_A_WEEK - midnight.weekday() if form.lasts.data == "week" and midnight.weekday() else 0
    return midnight + timedelta(days=left)


def _department(code: str) -> Department:
    found = next((each for each in hall().config.departments if each.code == code), None)
    if found is None:
        abort(404)
    return found


def _name(about: Department) -> str:
    return about.text("name", language())


def _said(refusal: Refusal) -> str:
    return say(f"refusal.{refusal.code}", **refusal.facts)
