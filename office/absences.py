"""Who is away and who stands in? Recorded in under a minute, changed without losing what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from actions.absence_conflicts import AbsenceWish, wish_of
from actions.absence_views import AbsenceView, Reason, list_absences, newest_of
from actions.absence_views import absence as absence_by_id
from actions.absences import change_absence, report_absence, withdraw_absence
from actions.here import Here
from actions.people import list_officers
from actions.standing_in import Candidate, absence_warnings, candidates
from office.absence_forms import DATES, AbsenceForm, Person, SubstituteForm, WithdrawForm, filled
from office.absence_lines import AHEAD_DAYS, Line, Section, line, lines, moment_said, time_said, writers
from office.blueprint import blueprint, me
from office.saving import only_if_seen, refused, save
from office.sitting_times import all_names
from office.told import department_name, fingerprint, told
from rules.refusals import Refusal
from theme.forms import text_of
from theme.hall import hall
from theme.language import say

Answer = Response | str | tuple[str, int]


@blueprint.get("/absences")
def absences() -> str:
    """Today's, those to come, and the last month's."""
    found = hall().read(lines)
    return render_template("office/absences.html", found=found, sections=list(Section), **_words())


@blueprint.route("/absences/new", methods=["GET", "POST"])
def new_absence() -> Answer:
    """Record one. An alert's link names a department: who is reported absent there already needs somebody instead."""
    code = "" if request.args.get("officer") else request.args.get("department", "")
    reported = hall().read(_behind_alert, code=code, asked=_day_asked()) if request.method == "GET" else None
    if reported is not None:
        return redirect(url_for("office.substitute", absence_id=reported))
    people = hall().read(_people)
    form = _form(people, _asked(people) if request.method == "GET" else None)
    wish = form.wish() if form.validate_on_submit() else None
    if wish is None:
        return _absence_page(form, None, 400 if form.is_submitted() else 200)
    return _saved(form, None, _record(wish, form.seen.data or ""))


@blueprint.get("/absences/candidates")
def absence_candidates() -> str:
    """The choices of a substitute for the officer and time that the open form has now."""
    form = _form(hall().read(_people), None, formdata=request.args)
    return render_template("office/candidates.html", **_candidates(form, request.args.get("ignoring", type=int)))


@blueprint.get("/absences/<int:absence_id>")
def absence(absence_id: int) -> Answer:
    """One, with its history and what can be done about it."""
    newest = hall().read(newest_of, absence_id=absence_id)
    if newest != absence_id:
        return redirect(url_for("office.absence", absence_id=newest))
    return _one_page(hall().read(_line, absence_id=absence_id), WithdrawForm())


@blueprint.route("/absences/<int:absence_id>/change", methods=["GET", "POST"])
def absence_change(absence_id: int) -> Answer:
    """Correct it; what was said before stays. Another's change meanwhile is told and nothing typed is lost."""
    people, is_asked = hall().read(_people), request.method == "GET"
    view = _active(absence_id) if is_asked else _known(absence_id)
    form = _form(people, filled(view) if is_asked else None)
    if view.ended_at is not None:
        return _overtaken(form, view.id)
    wish = form.wish() if form.validate_on_submit() else None
    if wish is None:
        return _absence_page(form, view, 400 if form.is_submitted() else 200)
    return _saved(form, view, _record(wish, form.seen.data or "", view.id))


@blueprint.route("/absences/<int:absence_id>/substitute", methods=["GET", "POST"])
def substitute(absence_id: int) -> Answer:
    """Send somebody instead (Cử người thay)."""
    view = _active(_newest(absence_id).id) if request.method == "POST" else _active(absence_id)
    first = {"substitute": str(view.substitute or ""), "accepted_note": view.accepted_note}
    form = SubstituteForm(data=first if request.method == "GET" else None)
    if view.id != absence_id:
        return _substitute_page(form, view, 409, wrong_said=say("refusal.changed_meanwhile"), theirs=view)
    if not form.validate_on_submit():
        return _substitute_page(form, view, 400 if form.is_submitted() else 200)
    if form.substitute_id is None:
        return _substitute_page(form, view, 400, wrong_said=say("office.substitute.choose"))
    wish = replace(wish_of(view), substitute=form.substitute_id, accepted_note=text_of(form.accepted_note))
    answer = _record(wish, form.seen.data or "", view.id)
    if isinstance(answer, Refusal):
        return _substitute_page(form, view, 409, wrong_said=told(answer))
    if isinstance(answer, tuple):
        form.seen.data = fingerprint(answer)
        return _substitute_page(form, view, 409, conflicts=[told(each) for each in answer])
    flash(say("office.substitute.label", name=answer.substitute_name, absent=answer.officer_name))
    return redirect(url_for("office.absences"))


@blueprint.post("/absences/<int:absence_id>/withdraw")
def absence_withdraw(absence_id: int) -> Answer:
    """It was not so, or the officer comes after all."""
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _one_page(hall().read(_line, absence_id=absence_id), form, 400)
    answer = hall().write(withdraw_absence, absence=absence_id, why=text_of(form.why), actor=me().actor)
    newest = _newest(absence_id)
    if isinstance(answer, Refusal) and answer.code == "no_absence" and newest.ended_at is None:
        return _one_page(hall().read(_line, absence_id=newest.id), form, 409, say("refusal.changed_meanwhile"))
    return _done(answer, "office.absence.withdrawn")


@blueprint.post("/absences/<int:absence_id>/returned")
def officer_returned(absence_id: int) -> Answer:
    """The officer is back before the time: away until now, and not longer."""
    view = _active(absence_id)
    now = hall().now()
    if not view.since < now < view.until:
        return _done(Refusal("no_absence", {}), "")
    wish = replace(wish_of(view), until=now)
    answer = hall().write(change_absence, absence=view.id, wish=wish, actor=me().actor)
    return _done(answer, "office.absence.back")


def _record(wish: AbsenceWish, seen: str, absence: int | None = None) -> Any:
    """The absence as recorded (in the place of `absence`), a Refusal, or the conflicts that nobody has seen yet."""
    actor = me().actor

    def record(session: Session, here: Here) -> Any:
        conflicts = absence_warnings(session, here, wish=wish, ignoring=absence)
        if absence is None:
            answer = refused(report_absence(session, here, wish=wish, actor=actor))
        else:
            answer = refused(change_absence(session, here, absence=absence, wish=wish, actor=actor))
        only_if_seen(conflicts, seen)
        return answer

    return save(record)


def _people(session: Session, here: Here) -> tuple[Person, ...]:
    return tuple(Person(o.id, o.name, o.departments) for o in list_officers(session, here, on_list_only=True))


def _line(session: Session, here: Here, *, absence_id: int) -> Line | None:
    view = absence_by_id(session, here, absence_id=absence_id)
    return line(session, here, view) if view is not None else None


def _form(people: Sequence[Person], data: dict[str, Any] | None, **more: Any) -> AbsenceForm:
    return AbsenceForm(people, _now(), data=data, **more)


def _asked(people: Sequence[Person]) -> dict[str, Any]:
    """What the page begins with: the officer or department of the link, and that somebody tells it just now."""
    wished, code = request.args.get("officer", ""), request.args.get("department", "")
    there = [each for each in people if code in each.departments]
    chosen = wished or (str(there[0].id) if len(there) == 1 else "")
    now, empty = _now(), _form(people, None, formdata=None)
    day = _day_asked() or now.date()
    return {
        "officer": chosen,
        "when": empty.quick[0] if day == now.date() else DATES,
        "from_day": day,
        "to_day": day,
        "to_sitting": all_names(hall().config)[-1],
        "reason": Reason.LEAVE.value,
        "office_told": now,
    }


def _behind_alert(session: Session, here: Here, *, code: str, asked: date | None) -> int | None:
    """The absence behind an alert about a department: one with nobody instead, on the day asked for.

    Where all are away and somebody was sent who did not come: the first, so that another can be sent.
    """
    day = asked or here.today
    found = list_absences(session, here, since=day, until=day)
    open_ones = [each for each in found if code in each.departments and each.until > here.now]
    alone = next((each.id for each in open_ones if not each.is_substituted), None)
    there = {person.id for person in _people(session, here) if code in person.departments}
    everybody = bool(open_ones) and there <= {each.officer for each in open_ones}
    return open_ones[0].id if alone is None and everybody else alone


def _day_asked() -> date | None:
    """The day in the address, if it is one that may come."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None
    today = _now().date()
    return day if today <= day <= today + timedelta(days=AHEAD_DAYS) else None


def _known(absence_id: int) -> AbsenceView:
    """The absence as it was recorded, ended or not."""
    view = hall().read(absence_by_id, absence_id=absence_id)
    if view is None:
        abort(404)
    return view


def _newest(absence_id: int) -> AbsenceView:
    """What the absence has become."""
    return _known(hall().read(newest_of, absence_id=_known(absence_id).id))


def _active(absence_id: int) -> AbsenceView:
    """The absence to change: what is no more goes to its page, which says what it has become."""
    view = _known(absence_id)
    if view.ended_at is not None:
        flash(say("refusal.no_absence"), "wrong")
        abort(redirect(url_for("office.absence", absence_id=absence_id), 303))
    return view


def _candidates(form: AbsenceForm, ignoring: int | None) -> dict[str, Any]:
    """For the template: who may stand in, own and free first."""
    officer, span = form.officer_id, form.span()
    found: tuple[Candidate, ...] = ()
    if officer is not None and span is not None and span[0] < span[1]:
        zone = hall().config.site.zone
        since, until = (moment.replace(tzinfo=zone) for moment in span)
        found = hall().read(candidates, officer=officer, since=since, until=until, ignoring=ignoring)
    return {**_grouped(found), "chosen": form.substitute.data or "", "department_name": department_name, "told": told}


def _grouped(found: Sequence[Candidate]) -> dict[str, Any]:
    return {
        "own": [each for each in found if each.is_own and each.busy is None],
        "foreign": [each for each in found if not each.is_own and each.busy is None and not each.own_duty],
        "on_duty": [each for each in found if not each.is_own and each.busy is None and each.own_duty],
        "busy": [each for each in found if each.busy is not None],
    }


def _absence_page(form: AbsenceForm, view: AbsenceView | None, status: int, **more: Any) -> Answer:
    _forget_seen(form, more)
    offered = _candidates(form, view.id if view is not None else None)
    page = render_template("office/absence_form.html", form=form, view=view, **{**offered, **_words(), **more})
    return page if status == 200 else (page, status)


def _substitute_page(form: SubstituteForm, view: AbsenceView, status: int, **more: Any) -> Answer:
    _forget_seen(form, more)
    found = hall().read(candidates, officer=view.officer, since=view.since, until=view.until, ignoring=view.id)
    offered = {**_grouped(found), "chosen": form.substitute.data or "", "told": told}
    page = render_template("office/substitute.html", form=form, view=view, **offered, **more, **_words())
    return page if status == 200 else (page, status)


def _one_page(found: Line | None, form: WithdrawForm, status: int = 200, wrong_said: str = "") -> Answer:
    if found is None:
        abort(404)
    now = hall().now()
    page = render_template("office/absence.html", line=found, form=form, now_utc=now, wrong_said=wrong_said, **_words())
    return page if status == 200 else (page, status)


def _forget_seen(form: SubstituteForm, more: dict[str, Any]) -> None:
    if not more.get("conflicts"):
        form.seen.data = ""


def _overtaken(form: AbsenceForm, absence_id: int) -> Answer:
    """What was typed beside what the absence has become: to be saved over that, or anew after a withdrawal."""
    newest = _newest(absence_id)
    view = newest if newest.ended_at is None else None
    return _absence_page(form, view, 409, wrong_said=say("refusal.changed_meanwhile"), theirs=newest)


def _saved(form: AbsenceForm, view: AbsenceView | None, answer: Any) -> Answer:
    if isinstance(answer, Refusal) and answer.code == "no_absence" and view is not None:
        return _overtaken(form, view.id)
    if isinstance(answer, Refusal):
        return _absence_page(form, view, 409, wrong_said=told(answer))
    if isinstance(answer, tuple):
        form.seen.data = fingerprint(answer)
        return _absence_page(form, view, 409, conflicts=[told(each) for each in answer])
    return _done(answer, "office.absence.saved")


def _done(answer: AbsenceView | Refusal, key: str) -> Response:
    if isinstance(answer, Refusal):
        flash(told(answer), "wrong")
    else:
        flash(say(key, name=answer.officer_name))
    return redirect(url_for("office.absences"))


def _words() -> dict[str, Any]:
    config, today = hall().config, _now().date()
    return {
        "department_name": department_name,
        "time_said": lambda view: time_said(config, view),
        "moment_said": lambda moment: moment_said(config, moment, today),
        "who": hall().read(writers),
    }


def _now() -> datetime:
    return hall().local_now().replace(tzinfo=None)
