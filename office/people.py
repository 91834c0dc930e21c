"""Who serves, and at what number are they reached? The directory, one officer in the page, all of them as a file."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from actions.accounts import AccountView, account_of
from actions.here import Here
from actions.people import FIELDS, OfficerView, OfficerWish, list_officers, officer_left, save_officer
from actions.people import officer as officer_of
from actions.standing_in import leaving_warnings
from imports.exports import people_file
from imports.house import officers_present
from imports.phones import BadPhone, normalised, shown
from imports.rows import LONGEST_TEXT
from office.blueprint import blueprint, me
from office.files import Kind, department_names, send_list
from office.forms import DepartmentsForm
from office.rights import may_change
from office.saving import only_if_seen, refused, save
from office.told import fingerprint, told
from rules.refusals import Refusal
from theme.forms import PERSON_LENGTH, Form, at_most, codes_of, needed, text_of
from theme.hall import hall
from theme.language import language, say

Answer = Response | str | tuple[str, int]
PHONE_LENGTH = 60


class PhoneField(StringField):
    """`now`: what an old number that was typed has become."""

    now = ""


def a_phone(_: Form, field: PhoneField) -> None:
    """Of Vietnam, in any way of writing; an old number is told with what it has become."""
    try:
        normalised(text_of(field))
    except BadPhone as bad:
        field.now = bad.now
        raise ValidationError("field.phone_old" if bad.now else "field.phone") from None


class OfficerForm(DepartmentsForm):
    """`revision` is what the page showed when it was opened."""

    name = StringField(validators=[needed, at_most(PERSON_LENGTH)])
    position = StringField(validators=[at_most(PERSON_LENGTH)])
    office_phone = PhoneField(validators=[Optional(), at_most(PHONE_LENGTH), a_phone])
    mobile = PhoneField(validators=[Optional(), at_most(PHONE_LENGTH), a_phone])
    note = TextAreaField(validators=[at_most(LONGEST_TEXT)])
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def wish(self) -> OfficerWish:
        return OfficerWish(
            name=" ".join(text_of(self.name).split()),
            departments=codes_of(self.departments),
            position=text_of(self.position),
            office_phone=_stored(self.office_phone),
            mobile=_stored(self.mobile),
            note=text_of(self.note),
        )


class LeftForm(Form):
    """`seen`: the conflicts that the page has shown, see office/told.py."""

    revision = IntegerField(widget=HiddenInput())
    seen = HiddenField()


@blueprint.get("/people")
def people() -> str:
    """The directory; `q` is searched without accents, `department` keeps only its people."""
    query, department = request.args.get("q", "").strip(), request.args.get("department", "")
    officers = hall().read(list_officers, query=query)
    return render_template(
        "office/people.html",
        officers=sorted(
            (each for each in officers if not department or department in each.departments),
            key=lambda each: not each.is_on_list,
        ),
        query=query,
        department=department,
        names=department_names(),
        shown=shown,
        today=hall().local_now().date(),
    )


@blueprint.get("/people/list.<any(xlsx, csv):ending>")
def people_list(ending: Kind) -> Response:
    """All officers as a file that can be brought in again."""
    config, reader, told = hall().config, hall(), language()
    return send_list(
        lambda: people_file(
            officers_present(reader.read(list_officers, on_list_only=True)), config.departments, ending, told
        ),
        say("office.people.file"),
        ending,
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
def new_officer() -> Answer:
    """Put one on the list."""
    form = OfficerForm()
    if not form.validate_on_submit():
        return _page(form)
    added = hall().write(save_officer, wish=form.wish(), actor=me().actor)
    if isinstance(added, Refusal):
        return _page(form, wrong=_said(added)), 409
    flash(say("office.person.added", name=added.name))
    return redirect(url_for("office.people"))


@blueprint.route("/people/<int:officer_id>", methods=["GET", "POST"])
def officer(officer_id: int) -> Answer:
    """Change what is written about one; a change by somebody else meanwhile is told and nothing typed is lost."""
    theirs = _theirs(officer_id)
    if request.method == "GET":
        return _page(OfficerForm(formdata=None, data=_typed(theirs)), theirs)
    form = OfficerForm()
    if not form.validate_on_submit():
        return _page(form, theirs)
    saved = hall().write(
        save_officer, wish=form.wish(), actor=me().actor, officer_id=theirs.id, revision=form.revision.data or 0
    )
    if isinstance(saved, Refusal):
        return _refused(form, saved, officer_id)
    flash(say("office.person.saved", name=saved.name))
    return redirect(url_for("office.people"))


@blueprint.post("/people/<int:officer_id>/left")
def left(officer_id: int) -> Answer:
    """Take them off the list; whom they were to stand in for is shown first."""
    theirs, form = _theirs(officer_id), LeftForm()
    if not form.validate_on_submit():
        abort(400)
    mine, revision, seen = me(), form.revision.data or 0, form.seen.data or ""

    def leave(session: Session, here: Here) -> Any:
        refused(_account_refusal(session, here, officer_id, mine))
        conflicts = leaving_warnings(session, here, officer_id=officer_id)
        refused(officer_left(session, here, officer_id=officer_id, actor=mine.actor, revision=revision))
        only_if_seen(conflicts, seen)

    answer = save(leave)
    if isinstance(answer, Refusal):
        return _refused(OfficerForm(formdata=None, data=_typed(_theirs(officer_id))), answer, officer_id)
    if answer is not None:
        return _page(OfficerForm(formdata=None, data=_typed(theirs)), theirs, conflicts=answer), 409
    flash(say("office.person.left_done", name=theirs.name))
    return redirect(url_for("office.people"))


def _account_refusal(session: Session, here: Here, officer_id: int, mine: AccountView) -> Refusal | None:
    """Who leaves takes their account along: so it must be one that the asker may disable."""
    held = account_of(session, here, officer_id=officer_id)
    if held is None or held.is_disabled:
        return None
    if held.id == mine.id:
        return Refusal("own_account")
    return None if may_change(mine.role, held.role) else Refusal("above_you")


def _refused(form: OfficerForm, refusal: Refusal, officer_id: int) -> tuple[str, int]:
    """The page with what was typed; after another's change, beside what that one wrote, and ready to win over it."""
    theirs = _theirs(officer_id)
    others: dict[str, str] = {}
    if refusal.code == "changed_meanwhile":
        mine, now = form.wish(), _typed(theirs)
        typed = {**{field: getattr(mine, field) for field in FIELDS}, "departments": mine.departments}
        there = {**{field: getattr(theirs, field) for field in FIELDS}, "departments": theirs.departments}
        others = {field: str(now[field]) for field in FIELDS if typed[field] != there[field]}
        if set(typed["departments"]) != set(there["departments"]):
            names = department_names()
            others["departments"] = ", ".join(names.get(code, code) for code in theirs.departments)
        form.revision.raw_data, form.revision.data = None, theirs.revision
    return _page(form, theirs, _said(refusal), others), 409


def _page(
    form: OfficerForm,
    theirs: OfficerView | None = None,
    wrong: str = "",
    others: dict[str, str] | None = None,
    conflicts: tuple[Refusal, ...] = (),
) -> str:
    seen = fingerprint(conflicts)
    return render_template(
        "office/officer.html",
        form=form,
        theirs=theirs,
        wrong=wrong,
        others=others or {},
        leaving=LeftForm(formdata=None, data={"revision": theirs.revision, "seen": seen}) if theirs else None,
        conflicts=[told(each) for each in conflicts],
    )


def _theirs(officer_id: int) -> OfficerView:
    found = hall().read(officer_of, officer_id=officer_id)
    if found is None:
        abort(404)
    return found


def _typed(theirs: OfficerView) -> dict[str, Any]:
    """An officer as the form shows them: telephone numbers as people write them."""
    written = {field: getattr(theirs, field) for field in FIELDS}
    phones = {field: shown(written[field], language()) for field in ("office_phone", "mobile") if written[field]}
    return {**written, **phones, "departments": list(theirs.departments), "revision": theirs.revision}


def _stored(field: PhoneField) -> str:
    return normalised(text_of(field)) if text_of(field) else ""


def _said(refusal: Refusal) -> str:
    return say(f"refusal.{refusal.code}", **refusal.facts)
